package main

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
)

// crashBooks is all that the server API shows after a crash.
type crashBooks struct {
	people map[string]person       // by name
	claims map[string][]crashEntry // by the id of the command that wrote it
	fences map[string][]crashEntry // by visitor
}

// crashEntry is what a ledger's entry holds of one command.
type crashEntry struct {
	about     string
	seq       int64
	keys      []string // in order
	successor string
}

// crashLine is a line of the ledger as the API spells it; all values of this test are texts.
type crashLine struct {
	Seq         int64
	VisitorID   string `json:"visitor_id"`
	SuccessorID string `json:"successor_id"`
	Created     bool
	Changes     []struct{ Key, Old, New string } // null is ""
}

// read reads everything, and sees that it makes sense by itself.
func (c *crashing) read(s *served) *crashBooks {
	c.Helper()
	books := &crashBooks{people: map[string]person{}, claims: map[string][]crashEntry{}, fences: map[string][]crashEntry{}}
	for _, p := range s.contacts(c.T, c.key, "limit=100") { // there aren't as many people
		name := p.ExternalID
		if name == "" {
			name = p.Email
		}
		if twin, doubled := books.people[name]; doubled {
			c.Errorf("%s is two contacts: %s and %s", name, p.ID, twin.ID)
		}
		books.people[name] = p
		c.readLedger(s, books, name, p)
		c.whole(p)
	}
	return books
}

// whole sees that the fields which all browsers write are of one command, and that the one who said it has it as its own.
func (c *crashing) whole(p person) {
	c.Helper()
	name := p.Traits["name"].Value
	ours := slices.Collect(maps.Values(p.CustomData))
	if name == nil || p.Traits["company"].Value != name || !slices.Contains(ours, name) {
		c.Errorf("half a claim: %+v", p)
	}
}

// readLedger reads one contact's ledger, from the newest entry to the one that created it, and sees that the entries
// lead, one after the other, to what the contact holds.
func (c *crashing) readLedger(s *served, books *crashBooks, name string, p person) {
	c.Helper()
	lines := c.ledger(s, p.ID)
	held := map[string]string{}
	for i, line := range slices.Backward(lines) {
		first := i == len(lines)-1
		if line.Created != first || !first && line.Seq <= lines[i+1].Seq {
			c.Errorf("%s: entry %d (created: %v) stands %d. of %d", name, line.Seq, line.Created, i+1, len(lines))
		}
		c.readLine(books, name, line, held)
	}
	if got := flat(p); !maps.Equal(got, held) {
		c.Errorf("%s: holds\n%v\nwhile its ledger comes to\n%v", name, got, held)
	}
}

// readLine notes what one line did, and to what was held.
func (c *crashing) readLine(books *crashBooks, name string, line crashLine, held map[string]string) {
	c.Helper()
	if line.SuccessorID != "" {
		e := crashEntry{about: name, seq: line.Seq, successor: line.SuccessorID}
		books.fences[line.VisitorID] = append(books.fences[line.VisitorID], e)
	}
	wrote := map[string][]string{}
	for _, change := range line.Changes {
		if held[change.Key] != change.Old {
			c.Errorf("%s: entry %d changes %+v, while %q was held", name, line.Seq, change, held[change.Key])
		}
		held[change.Key] = change.New
		switch {
		case change.New == "":
			delete(held, change.Key)
		case change.Key != "external_id" && change.Key != "email":
			wrote[change.New] = append(wrote[change.New], change.Key)
		}
	}
	for id, keys := range wrote {
		slices.Sort(keys)
		books.claims[id] = append(books.claims[id], crashEntry{about: name, seq: line.Seq, keys: keys})
	}
}

// flat is what a contact holds by the keys of the ledger.
func flat(p person) map[string]string {
	all := map[string]string{"email": p.Email}
	if p.ExternalID != "" {
		all["external_id"] = p.ExternalID
	}
	for key, v := range p.Traits {
		all[key] = fmt.Sprint(v.Value)
	}
	for key, v := range p.CustomData {
		all["custom_data."+key] = fmt.Sprint(v)
	}
	return all
}

// ledger returns all lines of a contact's ledger, newest first. Those that are known from the last time aren't asked for.
func (c *crashing) ledger(s *served, id string) (lines []crashLine) {
	c.Helper()
	known := c.lines[id]
	for cursor := ""; ; {
		page := c.ledgerPage(s, id, cursor)
		for _, line := range page.Entries {
			if len(known) > 0 && line.Seq == known[0].Seq {
				c.lines[id] = append(lines, known...)
				return c.lines[id]
			}
			lines = append(lines, line)
		}
		if page.Next == nil {
			c.lines[id] = lines
			return lines
		}
		cursor = "&cursor=" + url.QueryEscape(*page.Next)
	}
}

type crashPage struct {
	Entries []crashLine
	Next    *string
}

func (c *crashing) ledgerPage(s *served, id, cursor string) (page crashPage) {
	c.Helper()
	got := s.read(c.key, "/api/v1/contacts/"+id+"/ledger?limit=20"+cursor)
	if got.status != 200 {
		c.Fatalf("ledger of %s: got %d %s, want 200", id, got.status, got.body)
	}
	got.decode(c.T, &page)
	return page
}
