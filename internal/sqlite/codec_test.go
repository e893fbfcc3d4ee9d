package sqlite_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// Generators spell their names when first drawn from, which isn't safe in parallel tests: so it is done before.
func init() {
	for _, g := range []interface{ String() string }{words, said, values, ids, idsOrNone, trusts, moments, timed, traits} {
		_ = g.String()
	}
}

// words are texts with everything in them that JSON has to mind.
var words = rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", `"`, `\`, "\x00", "\n", "]}", "😀", "\u2028", "é<&>"}))

var values = rapid.Custom(func(t *rapid.T) string {
	var v any
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		v = words.Draw(t, "text")
	case 1:
		v = rapid.Int32().Draw(t, "number")
	case 2:
		v = rapid.Bool().Draw(t, "flag")
	case 3:
		v = rapid.SliceOf(words).Draw(t, "list")
	case 4:
		v = rapid.MapOf(words, rapid.SliceOf(words)).Draw(t, "object")
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
})

var (
	ids       = rapid.Int64Range(1, 1<<62)
	idsOrNone = rapid.OneOf(ids, rapid.Just(int64(0)))
)

var trusts = rapid.Custom(func(t *rapid.T) nametag.Trust { return nametag.Trust(rapid.IntRange(0, 3).Draw(t, "trust")) })

var moments = rapid.Custom(func(t *rapid.T) time.Time {
	if rapid.IntRange(0, 9).Draw(t, "when") == 0 {
		return time.Time{}
	}
	return time.UnixMilli(rapid.Int64Range(0, 1<<42).Draw(t, "ms")).UTC()
})

var traits = rapid.Custom(func(t *rapid.T) nametag.Traits {
	value := rapid.Custom(func(t *rapid.T) nametag.Value {
		return nametag.Value{
			JSON: values.Draw(t, "json"), Trust: trusts.Draw(t, "trust"),
			Source: nametag.Source(words.Draw(t, "source")), Seq: nametag.Seq(ids.Draw(t, "seq")), At: moments.Draw(t, "at"),
		}
	})
	var some nametag.Traits
	if m := rapid.MapOf(rapid.SampledFrom([]nametag.Field{nametag.Name, nametag.Tags, nametag.Tag}), value).Draw(t, "profile"); len(m) > 0 {
		some.Profile = m
	}
	if m := rapid.MapOf(words, value).Draw(t, "custom"); len(m) > 0 {
		some.Custom = m
	}
	return some
})

func same[T any](t *rapid.T, got T, err error, want T) {
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %#v\nwant %#v", got, want)
	}
}

func TestTraitsComeBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := traits.Draw(t, "traits")
		text := sqlite.EncodeTraits(want)
		if text != "" && !json.Valid([]byte(text)) {
			t.Fatalf("not JSON: %s", text)
		}
		got, err := sqlite.DecodeTraits(text)
		same(t, got, err, want)
	})
}

func TestConflictsComeBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var want []nametag.Conflict
		for range rapid.IntRange(0, 3).Draw(t, "conflicts") {
			want = append(want, nametag.Conflict{
				ID: nametag.ConflictID(ids.Draw(t, "id")), Key: rapid.SampledFrom([]string{"email", "external_id"}).Draw(t, "key"),
				Value: nametag.Email{Folded: words.Draw(t, "folded"), Shown: words.Draw(t, "shown")},
				Trust: trusts.Draw(t, "trust"), Other: nametag.ContactID(idsOrNone.Draw(t, "other")),
				Dismissed: rapid.Bool().Draw(t, "dismissed"), At: moments.Draw(t, "at"),
			})
		}
		got, err := sqlite.DecodeConflicts(sqlite.EncodeConflicts(want))
		same(t, got, err, want)
	})
}

func TestBagComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := nametag.Bag{
			ExternalID: words.Draw(t, "id"),
			Email:      nametag.Email{Folded: words.Draw(t, "folded"), Shown: words.Draw(t, "shown")},
			Traits:     traits.Draw(t, "traits"),
		}
		got, err := sqlite.DecodeBag(sqlite.EncodeBag(want))
		same(t, got, err, want)
	})
}

func TestMarksComeBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		visitor := rapid.OneOf(ids, rapid.Int64Range(1, 3))
		var want nametag.Recent
		for range rapid.IntRange(0, 64).Draw(t, "marks") {
			want = append(want, nametag.Mark{
				Visitor: nametag.VisitorID(visitor.Draw(t, "visitor")), Hash: rapid.Uint64().Draw(t, "hash"),
				Expires: rapid.OneOf(rapid.Just(uint32(0)), rapid.Uint32()).Draw(t, "expires"),
				Size:    rapid.OneOf(rapid.Just(uint32(0)), rapid.Uint32()).Draw(t, "size"),
			})
		}
		b, err := sqlite.EncodeRecent(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := sqlite.DecodeRecent(b)
		same(t, got, err, want)
	})
}

// A file that somebody edited by hand makes errors, not panics or endless loops.
func TestMalformedDocuments(t *testing.T) {
	t.Parallel()
	whole := sqlite.EncodeTraits(traitsOf(1<<40, 1, 1))
	for end := 1; end < len(whole); end++ {
		if _, err := sqlite.DecodeTraits(whole[:end]); err == nil {
			t.Errorf("no error for %s", whole[:end])
		}
	}
	for _, text := range []string{"x", "[]", `{"other":{}}`, whole + "}", `{"profile":{"name":[,1,"",1,1]}}`} {
		if _, err := sqlite.DecodeTraits(text); err == nil {
			t.Errorf("no error for %s", text)
		}
	}
	for _, text := range []string{"{", `{"external_id":1}`, `{"email":["a"]}`, `{"what":1}`} {
		if _, err := sqlite.DecodeBag(text); err == nil {
			t.Errorf("no error for %s", text)
		}
	}
	for _, text := range []string{
		"", `{"link":{"from":"x"}}`, `{"link":{"to":"x","trust":"claimed"}}`, `{"link":{"trust":"x"}}`, `{"successor":"x"}`,
		`{"side":"x"}`, `{"other":"v_0000000000011"}`, `{"merge":"7"}`, `{"set":[{"key":"name","trust":-1}]}`,
	} {
		if err := sqlite.DecodeEffect(text, &nametag.Entry{}); err == nil {
			t.Errorf("no error for %s", text)
		}
	}
	for _, text := range []string{"x", "{}", `[{"id":"1"}]`, `[{"trust":256}]`} {
		if _, err := sqlite.DecodeConflicts(text); err == nil {
			t.Errorf("no error for %s", text)
		}
	}
	for _, b := range [][]byte{{1}, {2, 1}, append(make([]byte, 9), 1), append([]byte{1}, make([]byte, 8+8)...), append(append([]byte{1}, make([]byte, 8)...), 1, 0, 0, 0, 0, 0, 0, 0, 0), append(append([]byte{1}, make([]byte, 8)...), 0xc0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)} {
		if _, err := sqlite.DecodeRecent(b); err == nil {
			t.Errorf("no error for %x", b)
		}
	}
}
