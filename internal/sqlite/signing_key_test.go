package sqlite_test

import (
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

func TestSigningKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site(2, "other")
	var want []*nametag.SigningKey
	for i := range 3 {
		k := &nametag.SigningKey{
			KID: "k" + strconv.Itoa(9-i), Site: shop, Name: "web", Uses: []nametag.KeyUse{nametag.UseRawID, nametag.UseToken},
			Sealed: []byte{0, 1, byte(i)}, CreatedAt: at.Add(time.Duration(i) * time.Minute),
		}
		w.must(w.SaveSigningKey(t.Context(), k))
		want = append(want, k)
	}
	want[1].RetiredAt, want[1].Leaked, want[1].Sealed = at, true, []byte{5}
	w.must(w.SaveSigningKey(t.Context(), want[1]))
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
