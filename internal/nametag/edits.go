package nametag

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
)

// Edit is one key's change on a contact, or in a visitor's bag. Keys are "external_id", "email", a profile field,
// "custom_data.KEY", and for what the rules keep beside them the words below. Old is JSON, "" for a blank. New is the
// whole value, so that entries can be folded again; of a blank it is zero.
type Edit struct {
	Key string
	Old string
	New Value
}

const (
	keySecured  = "secured_at"
	keyBrought  = "brought"
	keyShared   = "shared"
	keyAliases  = "aliases"
	keyMerged   = "merged_into"
	keyApart    = "apart"
	keyConflict = "conflict." // and its id
	keyCustom   = "custom_data."
)

// Inner reports whether the key is one that the rules keep for themselves, no identifier or trait of the person.
func (e Edit) Inner() bool {
	switch e.Key {
	case keySecured, keyBrought, keyShared, keyAliases, keyMerged, keyApart:
		return true
	}
	return strings.HasPrefix(e.Key, keyConflict)
}

func (e Edit) isTrait() bool { return !e.Inner() && e.Key != keyExternalID && e.Key != keyEmail }

func customKey(key string) string { return keyCustom + key }

// facet is a key of a contact besides its traits: how it is read as a value, and set to one.
type facet struct {
	key string
	get func(*Contact) Value
	set func(*Contact, Value)
}

var facets = []facet{
	{keyExternalID,
		func(c *Contact) Value { return Value{JSON: quoteOrBlank(c.ExternalID), Trust: c.ExternalTrust} },
		func(c *Contact, v Value) { c.ExternalID, c.ExternalTrust = v.Text(), v.Trust }},
	{keyEmail,
		func(c *Contact) Value { return Value{JSON: quoteOrBlank(c.Email.Shown), Trust: c.EmailTrust} },
		func(c *Contact, v Value) {
			c.Email, _ = ParseEmail(v.Text()) // it was one when it was written
			c.EmailTrust = v.Trust
		}},
	{keySecured,
		func(c *Contact) Value { return Value{JSON: spellMillis(c.SecuredAt)} },
		func(c *Contact, v Value) { c.SecuredAt = parseMillis(v.JSON) }},
	{keyMerged,
		func(c *Contact) Value { return Value{JSON: spellContactID(c.MergedInto)} },
		func(c *Contact, v Value) { c.MergedInto = parseContactID(v.JSON) }},
	{keyApart,
		func(c *Contact) Value { return Value{JSON: spellSides(c.Apart)} },
		func(c *Contact, v Value) { c.Apart = parseSides(v.JSON) }},
	flagFacet(keyBrought, func(c *Contact) *bool { return &c.Brought }),
	flagFacet(keyShared, func(c *Contact) *bool { return &c.Shared }),
	{keyAliases,
		func(c *Contact) Value { return Value{JSON: spellCount(c.Aliases)} },
		func(c *Contact, v Value) { c.Aliases, _ = strconv.Atoi(v.JSON) }}, // 0 where it is blank
}

func flagFacet(key string, of func(*Contact) *bool) facet {
	return facet{key,
		func(c *Contact) Value {
			if *of(c) {
				return Value{JSON: "true"}
			}
			return Value{}
		},
		func(c *Contact, v Value) { *of(c) = v.JSON != "" }}
}

// editsOf lists what became of a contact, in the order in which people expect to read it. Values of identifiers and
// inner keys are as the entry that records them: its trust where they have none, its source, number and time.
func editsOf(e Entry, before, after *Contact) []Edit {
	if before.standsAs(after) { // most entries are about traits
		return appendTraitEdits(nil, before.Traits, after.Traits)
	}
	var edits []Edit
	for _, f := range facets[:2] {
		edits = appendFacet(edits, e, f, before, after)
	}
	edits = appendTraitEdits(edits, before.Traits, after.Traits)
	for _, f := range facets[2:] {
		edits = appendFacet(edits, e, f, before, after)
	}
	return appendConflictEdits(edits, e, before.Conflicts, after.Conflicts)
}

// standsAs reports whether two rows say the same but for traits.
func (c *Contact) standsAs(o *Contact) bool {
	return c.ExternalID == o.ExternalID && c.ExternalTrust == o.ExternalTrust && c.Email == o.Email && c.EmailTrust == o.EmailTrust &&
		c.SecuredAt.Equal(o.SecuredAt) && c.MergedInto == o.MergedInto && c.Brought == o.Brought && c.Shared == o.Shared &&
		c.Aliases == o.Aliases && slices.Equal(c.Apart, o.Apart) && slices.EqualFunc(c.Conflicts, o.Conflicts, Conflict.equal)
}

func (t Traits) differ(o Traits) bool {
	return !maps.EqualFunc(t.Profile, o.Profile, Value.stays) || !maps.EqualFunc(t.Custom, o.Custom, Value.stays)
}

func (v Value) stays(o Value) bool { return !v.differs(o) }

func appendFacet(edits []Edit, e Entry, f facet, before, after *Contact) []Edit {
	was, is := f.get(before), f.get(after)
	if was.JSON == is.JSON && was.Trust == is.Trust {
		return edits
	}
	return append(edits, Edit{Key: f.key, Old: was.JSON, New: e.value(is.JSON, is.Trust)})
}

// value is what the entry says; 0 is the entry's own trust. A blank is no value.
func (e Entry) value(json string, trust Trust) Value {
	if json == "" {
		return Value{}
	}
	if trust == 0 {
		trust = e.Trust
	}
	return Value{JSON: json, Trust: trust, Source: e.Source(), Seq: e.Seq, At: e.At}
}

func appendTraitEdits(edits []Edit, before, after Traits) []Edit {
	for _, f := range Fields {
		if was, is := before.Profile[f.Field], after.Profile[f.Field]; was.differs(is) {
			edits = append(edits, Edit{Key: string(f.Field), Old: was.JSON, New: is})
		}
	}
	var room [16]string
	keys := room[:0]
	for key, is := range after.Custom {
		if before.Custom[key].differs(is) {
			keys = append(keys, key)
		}
	}
	for key := range before.Custom {
		if _, stays := after.Custom[key]; !stays {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		edits = append(edits, Edit{Key: customKey(key), Old: before.Custom[key].JSON, New: after.Custom[key]})
	}
	return edits
}

func (v Value) differs(o Value) bool { return v.JSON != o.JSON || v.Seq != o.Seq || v.Trust != o.Trust }

func appendConflictEdits(edits []Edit, e Entry, before, after []Conflict) []Edit {
	for _, was := range before {
		if !slices.ContainsFunc(after, func(is Conflict) bool { return is.ID == was.ID }) {
			edits = append(edits, Edit{Key: keyConflict + was.ID.String(), Old: was.spell()})
		}
	}
	for _, is := range after {
		i := slices.IndexFunc(before, func(was Conflict) bool { return was.ID == is.ID })
		old := ""
		if i >= 0 {
			old = before[i].spell()
		}
		if spelt := is.spell(); spelt != old {
			edits = append(edits, Edit{Key: keyConflict + is.ID.String(), Old: old, New: e.value(spelt, 0)})
		}
	}
	return edits
}

// edit carries a change out on a contact whose maps and lists are its own.
func (c *Contact) edit(e Edit) {
	if id, ok := strings.CutPrefix(e.Key, keyConflict); ok {
		c.editConflict(id, e.New.JSON)
		return
	}
	for _, f := range facets {
		if f.key == e.Key {
			f.set(c, e.New)
			return
		}
	}
	c.Traits.edit(e)
}

func (t *Traits) edit(e Edit) {
	if key, ok := strings.CutPrefix(e.Key, keyCustom); ok {
		set(&t.Custom, key, e.New)
		return
	}
	set(&t.Profile, Field(e.Key), e.New)
}

func (c *Contact) editConflict(name, json string) {
	id, err := ParseConflictID(name)
	if err != nil {
		return
	}
	c.Conflicts = slices.DeleteFunc(c.Conflicts, func(k Conflict) bool { return k.ID == id })
	if k, ok := parseConflict(id, json); ok {
		at, _ := slices.BinarySearchFunc(c.Conflicts, k, func(a, b Conflict) int { return int(a.ID - b.ID) })
		c.Conflicts = slices.Insert(c.Conflicts, at, k)
	}
}

// get returns the value under the key of an edit.
func (t Traits) get(key string) Value {
	if custom, ok := strings.CutPrefix(key, keyCustom); ok {
		return t.Custom[custom]
	}
	return t.Profile[Field(key)]
}

func (v Value) same(o Value) bool {
	return !v.differs(o) && v.Source == o.Source && v.At.Equal(o.At)
}

func spellMillis(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return strconv.FormatInt(t.UnixMilli(), 10)
}

func parseMillis(text string) time.Time {
	ms, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func spellCount(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func spellContactID(id ContactID) string {
	if id == 0 {
		return ""
	}
	return quote(id.String())
}

func parseContactID(json string) ContactID {
	id, _ := ParseContactID(textOf(json))
	return id
}

func spellSides(sides []Side) string {
	if len(sides) == 0 {
		return ""
	}
	b, _ := json.Marshal(sides) // whole numbers always can be
	return string(b)
}

func parseSides(text string) (sides []Side) {
	if json.Unmarshal([]byte(text), &sides) != nil {
		return nil
	}
	return sides
}

func quoteOrBlank(text string) string {
	if text == "" {
		return ""
	}
	return quote(text)
}

// Conflicts are what an entry parked, and what it settled.
func (e Entry) Conflicts() (parked []Conflict, settled []ConflictID) {
	for _, edit := range e.Effect.Set {
		name, ok := strings.CutPrefix(edit.Key, keyConflict)
		if !ok {
			continue
		}
		id, err := ParseConflictID(name)
		if err != nil {
			continue
		}
		if k, ok := parseConflict(id, edit.New.JSON); ok && k.Open() {
			parked = append(parked, k)
		} else {
			settled = append(settled, id)
		}
	}
	return parked, settled
}
