package proof_test

import (
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/proof"
)

const carryOrigin = "https://help.example"

// FuzzOpenCarryToken: whatever opens is, byte by byte, what the key signs, of the right type, in time and for this origin;
// and any payload can be read without harm.
func FuzzOpenCarryToken(f *testing.F) {
	const header = `{"alg":"HS256","typ":"carry"}`
	made := proof.SignCarryToken(key, proof.CarryToken{ID: "jti", Site: site, Origin: carryOrigin, ExpiresAt: noon.Add(proof.CarryLife)})
	f.Add(made, `{"jti":"a","aud":"https://help.example","exp":1e300}`)
	f.Add(made+"\n", `{"jti":7,"aud":["https://help.example","x"],"exp":-1}`)
	f.Add(segment(`{"alg":"none","typ":"carry"}`)+"."+segment(`{}`)+".", `null`)
	f.Fuzz(func(t *testing.T, text, payload string) {
		for _, text := range []string{text, forge(string(key), header, payload), forge(string(other), header, payload), forge(string(key), payload, payload)} {
			got, err := proof.OpenCarryToken(key, carryOrigin, text, noon)
			if err != nil {
				continue
			}
			signed := text[:strings.LastIndexByte(text, '.')]
			if text != signed+"."+segment(string(mac(string(key), signed))) {
				t.Errorf("opened though the key didn't sign it: %q", text)
			}
			if !proof.IsCarryToken(text) || got.ID == "" || got.Origin != carryOrigin || got.ExpiresAt.Before(noon.Add(-time.Second)) {
				t.Errorf("%q: got %+v", text, got)
			}
		}
	})
}
