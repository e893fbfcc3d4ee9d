package proof_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/proof"
)

var key, other = bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)

func TestVisitorTokensOpenUnderTheirOwnKeyOnly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		visitor, number := rapid.Int64Range(1, 1<<62).Draw(t, "visitor"), rapid.Int64Range(0, 1<<31).Draw(t, "number")
		token := proof.SignVisitorToken(key, visitor, number)
		v, n, ok := proof.OpenVisitorToken(key, token)
		if v != visitor || n != number || !ok {
			t.Fatalf("got %d %d %v, want %d %d", v, n, ok, visitor, number)
		}
		if _, _, ok := proof.OpenVisitorToken(other, token); ok {
			t.Fatal("opened under another site's key")
		}
		at := rapid.IntRange(0, len(token)-1).Draw(t, "at")
		letter := rapid.SampledFrom(strings.Split("ABCxyz019-_=. \n", "")).Draw(t, "letter")
		if forged := token[:at] + letter + token[at+1:]; forged != token {
			if _, _, ok := proof.OpenVisitorToken(key, forged); ok {
				t.Fatalf("opened though changed: %q", forged)
			}
		}
	})
}

func FuzzOpenVisitorToken(f *testing.F) {
	f.Add(proof.SignVisitorToken(key, 1, 2))
	f.Add("vt_")
	f.Fuzz(func(t *testing.T, token string) {
		if v, n, ok := proof.OpenVisitorToken(key, token); ok && proof.SignVisitorToken(key, v, n) != token {
			t.Errorf("two spellings of one token: %q", token)
		}
	})
}

func TestSealedSecretsOpenUnderTheirOwnKeyAndName(t *testing.T) {
	t.Parallel()
	secret := proof.NewSecret()
	if len(secret) != len(proof.SecretPrefix)+43 {
		t.Errorf("secret: got %d characters", len(secret))
	}
	sealed := proof.Seal(key, "kid_1", secret)
	if bytes.Contains(sealed, []byte(secret)) {
		t.Error("the secret lies in the open")
	}
	if got, err := proof.Unseal(key, "kid_1", sealed); got != secret || err != nil {
		t.Errorf("unseal: got %v", err)
	}
	sealed[len(sealed)-1] ^= 1
	for name, try := range map[string]func() (string, error){
		"another key":  func() (string, error) { return proof.Unseal(other, "kid_1", proof.Seal(key, "kid_1", secret)) },
		"another name": func() (string, error) { return proof.Unseal(key, "kid_2", proof.Seal(key, "kid_1", secret)) },
		"damaged":      func() (string, error) { return proof.Unseal(key, "kid_1", sealed) },
		"empty":        func() (string, error) { return proof.Unseal(key, "kid_1", nil) },
	} {
		if _, err := try(); !errors.Is(err, proof.ErrSealed) {
			t.Errorf("%s: got %v, want ErrSealed", name, err)
		}
	}
}
