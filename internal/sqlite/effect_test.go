package sqlite_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// said are words that aren't blank.
var said = words.Filter(func(text string) bool { return text != "" })

// timed are moments that are known.
var timed = moments.Filter(func(at time.Time) bool { return !at.IsZero() && at.UnixMilli() != 0 })

// edits draws changes by an entry: of each part of a new value, what the entry says too or something else.
func edits(t *rapid.T, e nametag.Entry) (list []nametag.Edit) {
	differs := rapid.Bool()
	for range rapid.IntRange(0, 3).Draw(t, "edits") {
		one := nametag.Edit{Key: words.Draw(t, "key"), Old: rapid.OneOf(values, rapid.Just(""), rapid.Just("null")).Draw(t, "old")}
		if rapid.Bool().Draw(t, "new") {
			v := nametag.Value{JSON: values.Draw(t, "json"), Trust: e.Trust, Source: e.Source(), Seq: e.Seq, At: e.At}
			if differs.Draw(t, "other trust") {
				v.Trust = trusts.Draw(t, "trust")
			}
			if differs.Draw(t, "other source") {
				v.Source = nametag.Source(said.Draw(t, "source"))
			}
			if differs.Draw(t, "other seq") {
				v.Seq = nametag.Seq(ids.Draw(t, "seq"))
			}
			if differs.Draw(t, "other time") {
				v.At = timed.Draw(t, "at")
			}
			one.New = v
		}
		list = append(list, one)
	}
	return list
}

func effects(t *rapid.T, entry nametag.Entry) nametag.Effect {
	contact := func(name string) nametag.ContactID { return nametag.ContactID(idsOrNone.Draw(t, name)) }
	e := nametag.Effect{
		Created: rapid.Bool().Draw(t, "created"), Side: contact("side"), Set: edits(t, entry), Said: edits(t, entry),
		Number: idsOrNone.Draw(t, "number"), Successor: nametag.VisitorID(idsOrNone.Draw(t, "successor")),
		Other: contact("other"), Merge: nametag.Seq(idsOrNone.Draw(t, "merge")),
	}
	if p := rapid.SliceOf(words).Draw(t, "protected"); len(p) > 0 {
		e.Protected = p
	}
	if rapid.Bool().Draw(t, "linked") {
		e.Link = &nametag.LinkEffect{
			From: contact("from"), To: contact("to"), Trust: trusts.Draw(t, "trust"),
			Until: rapid.OneOf(timed, rapid.Just(time.Time{})).Draw(t, "until"), SID: words.Draw(t, "sid"), Actor: words.Draw(t, "actor"),
			Loose: rapid.Bool().Draw(t, "loose"),
		}
	}
	return e
}

func TestEffectComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := nametag.Entry{
			Seq: nametag.Seq(ids.Draw(t, "seq")), At: timed.Draw(t, "at"), Trust: trusts.Draw(t, "trust"),
			Visitor: nametag.VisitorID(idsOrNone.Draw(t, "visitor")), Actor: words.Draw(t, "actor"),
		}
		got := want
		want.Effect = effects(t, want)
		text := sqlite.EncodeEffect(&want)
		if !json.Valid([]byte(text)) {
			t.Fatalf("not JSON: %s", text)
		}
		err := sqlite.DecodeEffect(text, &got)
		same(t, got, err, want)
	})
}

// What an entry says of a new value isn't said again, and what nobody said of it is the entry's.
func TestEffectReadsWell(t *testing.T) {
	t.Parallel()
	entry := nametag.Entry{Seq: 9, At: at, Visitor: 34, Trust: nametag.Claimed}
	value := func(json string) nametag.Value {
		return nametag.Value{JSON: json, Trust: nametag.Claimed, Source: "v_0000000000012", Seq: 9, At: at}
	}
	foreign := nametag.Value{JSON: `"pro"`, Trust: nametag.Attested, Source: "kid_1", Seq: 8, At: at.Add(time.Second)}
	for want, effect := range map[string]nametag.Effect{
		`{}`: {},
		`{"created":true,"set":[{"key":"name","new":"Jane"},{"key":"custom_data.plan","old":"free","new":"pro"},{"key":"tag","old":1}],` +
			`"protected":["email"],"link":{"to":"c_0000000000011","trust":"claimed"},"successor":"v_0000000000012"}`: {
			Created: true, Protected: []string{"email"}, Link: &nametag.LinkEffect{To: 33, Trust: nametag.Claimed}, Successor: 34,
			Set: []nametag.Edit{{Key: "name", New: value(`"Jane"`)}, {Key: "custom_data.plan", Old: `"free"`, New: value(`"pro"`)}, {Key: "tag", Old: "1"}},
		},
		`{"set":[{"key":"custom_data.plan","new":"pro","trust":3,"source":"kid_1","seq":8,"at":1772366401000}]}`: {
			Set: []nametag.Edit{{Key: "custom_data.plan", New: foreign}},
		},
		`{"side":"c_0000000000011","said":[{"key":"email","old":"j@example.com"}],"link":{"from":"c_0000000000011","sid":"s1","actor":"sam",` +
			`"until":1772366400000,"trust":"verified"},"number":2,"other":"c_0000000000012","merge":7}`: {
			Side: 33, Said: []nametag.Edit{{Key: "email", Old: `"j@example.com"`}}, Number: 2, Other: 34, Merge: 7,
			Link: &nametag.LinkEffect{From: 33, Trust: nametag.Verified, Until: at, SID: "s1", Actor: "sam"},
		},
	} {
		e := entry
		e.Effect = effect
		if got := sqlite.EncodeEffect(&e); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	e, back := entry, entry
	e.Effect.Said = []nametag.Edit{{Key: "email", New: nametag.Value{JSON: "1", Trust: nametag.Claimed}}}
	if err := sqlite.DecodeEffect(sqlite.EncodeEffect(&e), &back); err != nil || back.Effect.Said[0].New != value("1") {
		t.Errorf("got %+v, %v", back.Effect.Said, err)
	}
}

// An entry that has everything comes back, by its number and in its contact's ledger, at its own site alone.
func TestEntry(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane, other := w.contact("42", ""), w.contact("43", "")
	w.write(jane, other)
	w.note(jane, nametag.Effect{})
	effect := nametag.Effect{
		Created: true, Side: other.ID, Protected: []string{"tag"}, Number: 2, Successor: 99, Since: 77, Journey: 88, Other: other.ID, Merge: 1,
		Set:  []nametag.Edit{{Key: "name", Old: "1", New: nametag.Value{JSON: `"J"`, Trust: nametag.Claimed, Source: "v_0000000000011", Seq: 1, At: at.Add(time.Hour)}}},
		Said: []nametag.Edit{{Key: "email", Old: "2", New: nametag.Value{JSON: `"j@example.com"`, Trust: nametag.Verified, Source: "sam", Seq: 2, At: at}}},
		Link: &nametag.LinkEffect{From: other.ID, To: jane.ID, Trust: nametag.Verified, Until: at, KID: "kid_2", SID: "s1", Actor: "sam", Loose: true},
	}
	want := w.note(jane, effect)
	checkFull(t, want)
	checkFull(t, effect)
	checkFull(t, *effect.Link)
	for _, s := range []nametag.Store{w.Store, w.ticker()} {
		if got, err := s.Entry(t.Context(), shop, want.Seq); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v\n(%v)", got, want, err)
		}
		if got, err := s.Entries(t.Context(), shop, jane.ID, 0, 1); err != nil || !reflect.DeepEqual(got, []nametag.Entry{want}) {
			t.Errorf("in the ledger: got %+v (%v)", got, err)
		}
		if _, err := s.Entry(t.Context(), 2, want.Seq); !errors.Is(err, nametag.ErrNotFound) {
			t.Errorf("of another site: %v", err)
		}
	}
}
