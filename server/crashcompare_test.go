package main

import "slices"

// compare compares what is there with what the browsers were answered.
func (c *crashing) compare(s *served) {
	c.Helper()
	books := c.read(s)
	for _, b := range c.browsers {
		c.count(books, b)
		c.compareClaims(books, b)
		c.compareValues(books, b)
	}
	c.compareFences(books)
	if c.Failed() {
		c.FailNow()
	}
}

// count counts what the last server left without an answer, and what it had applied of that.
func (c *crashing) count(books *crashBooks, b *crashBrowser) {
	if b.waiting == nil {
		return
	}
	for _, said := range b.waiting.said {
		c.unanswered++
		c.applied += len(books.claims[said.id])
	}
}

// compareClaims sees that the ledger has each claim once, whole, at the right person and in the order in which it was
// said, if it was answered, and at most once if it wasn't.
func (c *crashing) compareClaims(books *crashBooks, b *crashBrowser) {
	c.Helper()
	var last int64
	for _, said := range b.said {
		found := books.claims[said.id]
		if least, most := said.due(); len(found) < least || len(found) > most {
			c.Errorf("%s %s, answered %q: got %d entries, want %d to %d: %+v", said.call, said.args, said.answer, len(found), least, most, found)
		}
		for _, e := range found {
			if e.about != said.about || !slices.Equal(e.keys, said.keys) || e.seq < last {
				c.Errorf("%s %s: got %+v, want %v about %s after entry %d", said.call, said.args, e, said.keys, said.about, last)
			}
			last = e.seq
		}
		if note := said.with != nil && said.with != said; note && len(found) == 1 {
			if with := books.claims[said.with.id]; len(with) != 1 || with[0].seq != found[0].seq {
				c.Errorf("%s %s: got %+v, want it in one entry with %s, not in %+v", said.call, said.args, found, said.with.id, with)
			}
		}
	}
}

// compareValues sees that people hold what the browser was last answered about them, or what it has said since. The
// ledger isn't asked: this would hold if there were none.
func (c *crashing) compareValues(books *crashBooks, b *crashBrowser) {
	c.Helper()
	type value struct {
		answered string
		since    []string
	}
	last := map[string]value{}
	for _, said := range b.said {
		switch {
		case said.with != said: // refused, a reset, or anonymous
		case said.answer != "":
			last[said.about] = value{answered: said.id}
		default:
			v := last[said.about]
			last[said.about] = value{v.answered, append(v.since, said.id)}
		}
	}
	for name, want := range last {
		got, _ := books.people[name].CustomData[b.own("said")].(string)
		if got != want.answered && !slices.Contains(want.since, got) {
			c.Errorf("%s: browser %d's value is %q, want %q or one of %q", name, b.n, got, want.answered, want.since)
		}
	}
}

// compareFences sees that no visitor ended twice, and that each answered end is in the ledger of the person it left.
func (c *crashing) compareFences(books *crashBooks) {
	c.Helper()
	for visitor, found := range books.fences {
		if len(found) > 1 {
			c.Errorf("visitor %s was fenced %d times: %+v", visitor, len(found), found)
		}
	}
	for _, b := range c.browsers {
		for _, said := range b.said {
			if said.successor == "" || said.from == "" {
				continue
			}
			found := books.fences[said.visitor]
			if len(found) != 1 || found[0].about != said.from || found[0].successor != said.successor {
				c.Errorf("%s %s of visitor %s: got %+v, want one entry about %s that leads to %s",
					said.call, said.args, said.visitor, found, said.from, said.successor)
			}
		}
	}
}
