package proof_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/proof"
)

// A claim as they come: one key, the hash is of id and email.
func BenchmarkCheckHash(b *testing.B) {
	keys := []proof.Key{{KID: "k", Uses: []proof.Use{proof.UseJSON}, Secret: secret}}
	hash := sign(secret, `{"id":"user_123","email":"jessie@example.com"}`)
	who := proof.Identity{ExternalID: "user_123", Email: "jessie@example.com", Folded: "jessie@example.com"}
	for b.Loop() {
		if _, err := proof.CheckHash(keys, who, hash); err != nil {
			b.Fatal(err)
		}
	}
}

// The most work that a stranger can ask for: ten keys, no match, and texts as long as may be that no two encoders
// spell alike.
func BenchmarkCheckHashAtWorst(b *testing.B) {
	var keys []proof.Key
	for i := range 10 {
		keys = append(keys, proof.Key{KID: fmt.Sprint(i), Uses: []proof.Use{proof.UseJSON, proof.UseRawID}, Secret: fmt.Sprint(secret, i)})
	}
	for name, id := range map[string]string{"integer": strings.Repeat("1", 255), "text": "/&='\x7f\u2028" + strings.Repeat("é", 123)} {
		b.Run(name, func(b *testing.B) {
			email := "É/&='\x7f\u2028" + strings.Repeat("é", 110) + "@example.com"
			who := proof.Identity{ExternalID: id, Email: email, Folded: strings.ToLower(email)}
			for b.Loop() {
				if _, err := proof.CheckHash(keys, who, strings.Repeat("0", 64)); err == nil {
					b.Fatal("matched")
				}
			}
		})
	}
}

func BenchmarkOpenToken(b *testing.B) {
	key := proof.Key{KID: "k", Uses: []proof.Use{proof.UseToken}, Secret: secret}
	now := time.Unix(1_800_000_000, 0)
	text, err := proof.SignToken(key, proof.Token{ExternalID: "123", Email: "jessie@example.com", IssuedAt: now, ExpiresAt: now.Add(time.Hour), Traits: map[string]string{"name": `"Jessie"`}})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := proof.OpenToken([]proof.Key{key}, nil, text, now); err != nil {
			b.Fatal(err)
		}
	}
}

// What people usually ask: a few keys, one mistake.
func BenchmarkDiagnoseHash(b *testing.B) {
	c, hash := patient(), sign(secretOf(jsonKey), `{"id": "User-42", "email": "jane@Example.com"}`)
	for b.Loop() {
		if got := proof.DiagnoseHash(c, hash); got.KID == "" {
			b.Fatal(got.Reason)
		}
	}
}

// The most work that anybody can ask of the doctor: nothing explains the hash.
func BenchmarkDiagnoseAtWorst(b *testing.B) {
	for name, c := range map[string]proof.Case{"few keys": patient(), "many keys, long texts": atWorst(), "many keys": of(atWorst(), "42", "")} {
		for _, length := range []int{64, 40} {
			b.Run(fmt.Sprint(name, " ", length), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if got := proof.DiagnoseHash(c, strings.Repeat("0", length)); got.Reason == nil {
						b.Fatal("accepted")
					}
				}
			})
		}
	}
}

func BenchmarkDiagnoseTokenAtWorst(b *testing.B) {
	c, text := atWorst(), forge("other", plainHeader, saying(`,"sub":"`+strings.Repeat("x", 5000)+`"`))
	for b.Loop() {
		if _, got := proof.DiagnoseToken(c, text, noon); got.Reason == nil {
			b.Fatal("accepted")
		}
	}
}
