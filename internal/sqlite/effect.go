package sqlite

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// An effect is {"created":true,"side":"c_…","set":[{"key":…,"old":…,"new":…}],"said":[…],"protected":[…],"link":{"from":
// "c_…","to":"c_…","trust":"claimed"},"number":1,"successor":"v_…","other":"c_…","merge":7} with what it has of these. A
// blank old or new is left out, and so is what the entry says too of a new value: its trust, source, number and time.

func encodeEffect(entry *nametag.Entry) string {
	b := append(make([]byte, 0, 256), '{')
	part := func(key string) {
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(appendString(b, key), ':')
	}
	edits := func(key string, list []nametag.Edit) {
		if len(list) > 0 {
			part(key)
			b = appendList(b, list, func(b []byte, e nametag.Edit) []byte { return appendEdit(b, entry, e) })
		}
	}
	id := func(key, text string) {
		part(key)
		b = appendString(b, text)
	}
	e := entry.Effect
	if e.Created {
		part("created")
		b = append(b, "true"...)
	}
	if e.Side != 0 {
		id("side", e.Side.String())
	}
	edits("set", e.Set)
	edits("said", e.Said)
	if len(e.Protected) > 0 {
		part("protected")
		b = appendList(b, e.Protected, appendString)
	}
	if e.Link != nil {
		part("link")
		b = appendLink(b, *e.Link)
	}
	if e.Number != 0 {
		part("number")
		b = strconv.AppendInt(b, e.Number, 10)
	}
	if e.Successor != 0 {
		id("successor", e.Successor.String())
	}
	if e.Since != 0 {
		part("since")
		b = strconv.AppendInt(b, int64(e.Since), 10)
	}
	if e.Journey != 0 {
		id("journey", e.Journey.String())
	}
	if e.Other != 0 {
		id("other", e.Other.String())
	}
	if e.Merge != 0 {
		part("merge")
		b = strconv.AppendInt(b, int64(e.Merge), 10)
	}
	return string(append(b, '}'))
}

func appendList[T any](b []byte, list []T, item func([]byte, T) []byte) []byte {
	for i, x := range list {
		if i == 0 {
			b = append(b, '[')
		} else {
			b = append(b, ',')
		}
		b = item(b, x)
	}
	return append(b, ']')
}

func appendEdit(b []byte, entry *nametag.Entry, e nametag.Edit) []byte {
	b = appendString(append(b, `{"key":`...), e.Key)
	if e.Old != "" {
		b = append(append(b, `,"old":`...), e.Old...)
	}
	if v := e.New; v.JSON != "" {
		b = append(append(b, `,"new":`...), v.JSON...)
		if v.Trust != entry.Trust {
			b = strconv.AppendInt(append(b, `,"trust":`...), int64(v.Trust), 10)
		}
		if v.Source != "" && v.Source != entry.Source() {
			b = appendString(append(b, `,"source":`...), string(v.Source))
		}
		if v.Seq != entry.Seq && v.Seq != 0 {
			b = strconv.AppendInt(append(b, `,"seq":`...), int64(v.Seq), 10)
		}
		if !v.At.Equal(entry.At) && !v.At.IsZero() {
			b = strconv.AppendInt(append(b, `,"at":`...), v.At.UnixMilli(), 10)
		}
	}
	return append(b, '}')
}

func appendLink(b []byte, l nametag.LinkEffect) []byte {
	b = append(b, '{')
	text := func(key, value string) {
		if value != "" {
			b = append(appendString(append(appendString(b, key), ':'), value), ',')
		}
	}
	if l.From != 0 {
		text("from", l.From.String())
	}
	if l.To != 0 {
		text("to", l.To.String())
	}
	text("kid", l.KID)
	text("sid", l.SID)
	text("actor", l.Actor)
	if l.Loose {
		b = append(b, `"loose":true,`...)
	}
	if !l.Until.IsZero() {
		b = append(strconv.AppendInt(append(b, `"until":`...), l.Until.UnixMilli(), 10), ',')
	}
	return append(appendString(append(b, `"trust":`...), l.Trust.String()), '}')
}

// effect is what decodeEffect reads; ids and trusts are still words.
type effect struct {
	Created   bool     `json:"created"`
	Side      string   `json:"side"`
	Set       []edit   `json:"set"`
	Said      []edit   `json:"said"`
	Protected []string `json:"protected"`
	Link      *struct {
		From  string `json:"from"`
		To    string `json:"to"`
		Trust string `json:"trust"`
		Until int64  `json:"until"`
		KID   string `json:"kid"`
		SID   string `json:"sid"`
		Actor string `json:"actor"`
		Loose bool   `json:"loose"`
	} `json:"link"`
	Number    int64  `json:"number"`
	Successor string `json:"successor"`
	Since     int64  `json:"since"`
	Journey   string `json:"journey"`
	Other     string `json:"other"`
	Merge     int64  `json:"merge"`
}

type edit struct {
	Key    string          `json:"key"`
	Old    json.RawMessage `json:"old"`
	New    json.RawMessage `json:"new"`
	Trust  *uint8          `json:"trust"`
	Source *string         `json:"source"`
	Seq    *int64          `json:"seq"`
	At     *int64          `json:"at"`
}

// decodeEffect reads the effect of an entry of which all else is read already.
func decodeEffect(text string, entry *nametag.Entry) error {
	var d effect
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return fmt.Errorf("decode effect: %w", err)
	}
	e := &entry.Effect
	e.Created, e.Protected, e.Number, e.Merge = d.Created, d.Protected, d.Number, nametag.Seq(d.Merge)
	e.Set, e.Said = decodeEdits(d.Set, entry), decodeEdits(d.Said, entry)
	var errs [7]error
	e.Side, errs[0] = decodeID(d.Side, nametag.ParseContactID)
	e.Other, errs[1] = decodeID(d.Other, nametag.ParseContactID)
	e.Since = nametag.SessionID(d.Since)
	e.Journey, errs[6] = decodeID(d.Journey, nametag.ParseVisitorID)
	e.Successor, errs[2] = decodeID(d.Successor, nametag.ParseVisitorID)
	if l := d.Link; l != nil {
		e.Link = &nametag.LinkEffect{KID: l.KID, SID: l.SID, Actor: l.Actor, Loose: l.Loose}
		e.Link.From, errs[3] = decodeID(l.From, nametag.ParseContactID)
		e.Link.To, errs[4] = decodeID(l.To, nametag.ParseContactID)
		e.Link.Trust, errs[5] = decodeTrust(l.Trust)
		if l.Until != 0 {
			e.Link.Until = time.UnixMilli(l.Until).UTC()
		}
	}
	return errors.Join(errs[:]...)
}

func decodeEdits(list []edit, entry *nametag.Entry) []nametag.Edit {
	var edits []nametag.Edit
	for _, d := range list {
		e := nametag.Edit{Key: d.Key, Old: string(d.Old)}
		if len(d.New) > 0 {
			e.New = nametag.Value{JSON: string(d.New), Trust: entry.Trust, Source: entry.Source(), Seq: entry.Seq, At: entry.At}
		}
		if d.Trust != nil {
			e.New.Trust = nametag.Trust(*d.Trust)
		}
		if d.Source != nil {
			e.New.Source = nametag.Source(*d.Source)
		}
		if d.Seq != nil {
			e.New.Seq = nametag.Seq(*d.Seq)
		}
		if d.At != nil {
			e.New.At = time.UnixMilli(*d.At).UTC()
		}
		edits = append(edits, e)
	}
	return edits
}

// decodeID reads an id that may be missing.
func decodeID[T any](text string, parse func(string) (T, error)) (id T, err error) {
	if text == "" {
		return id, nil
	}
	return parse(text)
}

func decodeTrust(text string) (nametag.Trust, error) {
	for t := nametag.Anonymous; t <= nametag.Attested; t++ {
		if t.String() == text {
			return t, nil
		}
	}
	return 0, fmt.Errorf("decode trust %q: %w", text, errMalformed)
}
