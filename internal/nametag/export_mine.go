package nametag

import (
	"slices"
	"strings"
)

// An export tells a person nothing about others: what they hold or proved, and what was theirs all along where a merge was
// undone.

func (e *Export) isOthers(id ContactID) bool { return id != 0 && e.family[id] == nil }

// noteForeign notes identifiers that were said of the person and that somebody else holds, or proved.
func (e *Export) noteForeign(entry Entry) {
	for _, edit := range entry.Effect.Set {
		if k, parks := edit.conflict(); parks && e.isOthers(k.Other) {
			e.foreign.add(Edit{Key: k.Key}, quote(k.Value.Shown))
		}
		if entry.Kind == Displaced && e.isOthers(entry.Effect.Other) {
			e.foreign.add(edit, edit.Old)
		}
	}
}

// conflict is what an edit parks, if it does.
func (e Edit) conflict() (Conflict, bool) {
	name, _ := strings.CutPrefix(e.Key, keyConflict)
	id, err := ParseConflictID(name)
	if err != nil {
		return Conflict{}, false
	}
	return parseConflict(id, e.New.JSON)
}

// isForeign reports whether an identifier is somebody else's.
func (e *Export) isForeign(key string, value Email) bool {
	if value.Folded == "" || !e.foreign[key][value.Folded] {
		return false
	}
	for _, c := range e.family {
		if c.identifier(key).Folded == value.Folded {
			return false
		}
	}
	return true
}

func (e *Export) leaveOutOthers() {
	e.Contact = e.ownOf(e.Contact)
	for i, c := range e.Aliases {
		e.Aliases[i] = e.ownOf(c)
	}
	for i, v := range e.Visitors {
		v = v.Clone()
		for _, key := range []string{keyExternalID, keyEmail} {
			if e.isForeign(key, v.Bag.name(key)) {
				v.Bag.edit(Edit{Key: key})
			}
		}
		e.Visitors[i] = v
	}
}

// ownOf is a row of the person without the identifiers that others hold.
func (e *Export) ownOf(c *Contact) *Contact {
	c = c.Clone()
	for i, k := range c.Conflicts {
		if e.isOthers(k.Other) {
			c.Conflicts[i].Value = Email{}
		}
	}
	return c
}

// mine is an entry without what is somebody else's.
func (e *Export) mine(entry Entry) Entry {
	theirs := e.isOthers(entry.Contact)
	with := e.isOthers(entry.Effect.Other)
	joins := entry.Kind == Merged || entry.Kind == Joined
	switch {
	case !theirs && e.isOthers(entry.Effect.Side), theirs && !joins && e.family[entry.Effect.Side] == nil:
		return entry.blank()
	}
	set := make([]Edit, 0, len(entry.Effect.Set))
	for _, edit := range entry.Effect.Set {
		if theirs && edit.Inner() || !theirs && with && joins && !edit.Inner() {
			continue
		}
		if k, parks := edit.conflict(); parks && e.isOthers(k.Other) {
			k.Value = Email{}
			edit.New.JSON = k.spell()
		}
		if !e.names(edit) {
			set = append(set, edit)
		}
	}
	entry.Effect.Set = set
	entry.Effect.Said = slices.DeleteFunc(slices.Clone(entry.Effect.Said), e.names)
	return entry
}

// names reports whether an edit says an identifier of somebody else.
func (e *Export) names(edit Edit) bool {
	if edit.Key != keyExternalID && edit.Key != keyEmail {
		return false
	}
	return e.isForeign(edit.Key, Email{Folded: foldedAs(edit.Key, edit.New.JSON)})
}
