package sqlite_test

import (
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/proof"
)

// What the command line makes and ends is seen once we looked: keys are kept with the sites.
func TestForeignSigningKeysAreSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	server, look := w.ticking()
	check := func(step string, want ...*nametag.SigningKey) {
		t.Helper()
		if got, err := server.SigningKeys(t.Context(), shop); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v (%v)", step, got, want, err)
		}
	}
	check("none")
	k := &nametag.SigningKey{KID: "k1", Site: shop, Name: "web", Uses: []nametag.KeyUse{proof.UseToken}, Sealed: []byte{1}, CreatedAt: at}
	w.must(w.SaveSigningKey(t.Context(), k, nil))
	look()
	check("made", k)
	retired := *k
	retired.RetiredAt, retired.Leaked = at, true
	w.must(w.SaveSigningKey(t.Context(), &retired, nil))
	look()
	check("retired", &retired)
}

func TestSigningKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site(2, "other")
	var want []*nametag.SigningKey
	for i := range 3 {
		k := &nametag.SigningKey{
			KID: "k" + strconv.Itoa(9-i), Site: shop, Name: "web", Uses: []nametag.KeyUse{proof.UseRawID, proof.UseToken},
			Sealed: []byte{0, 1, byte(i)}, CreatedAt: at.Add(time.Duration(i) * time.Minute),
		}
		w.must(w.SaveSigningKey(t.Context(), k, nil))
		want = append(want, k)
		if got, err := w.SigningKeys(t.Context(), shop); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("after %d: got %v, want %v (%v)", i+1, got, want, err)
		}
	}
	want[1].RetiredAt, want[1].Leaked, want[1].Sealed = at, true, []byte{5}
	w.must(w.SaveSigningKey(t.Context(), want[1], nil))
	if got, err := w.SigningKeys(t.Context(), shop); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v (%v)", got, want, err)
	}
	if got, err := w.SigningKeys(t.Context(), 2); err != nil || len(got) != 0 {
		t.Errorf("of another site: %v, %v", got, err)
	}
	if got, err := w.SigningKey(t.Context(), want[1].KID); err != nil || !reflect.DeepEqual(got, want[1]) {
		t.Errorf("got %v, want %v (%v)", got, want[1], err)
	}
}

// Two that retire a key at once: whoever comes last takes back neither when, nor that it leaked.
func TestRetiringAKeyIsNotTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k := &nametag.SigningKey{KID: "k1", Site: shop, Name: "web", Uses: []nametag.KeyUse{proof.UseToken}, Sealed: []byte{1}, CreatedAt: at}
	w.must(w.SaveSigningKey(t.Context(), k, nil))
	leaked, later := *k, *k
	leaked.RetiredAt, leaked.Leaked = at, true
	later.RetiredAt = at.Add(time.Minute)
	w.must(w.SaveSigningKey(t.Context(), &leaked, nil))
	w.must(w.SaveSigningKey(t.Context(), &later, nil))
	if got, err := w.SigningKey(t.Context(), k.KID); err != nil || !reflect.DeepEqual(got, &leaked) {
		t.Errorf("got %v, want %v (%v)", got, &leaked, err)
	}
}
