package presence

import (
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// board is who is here on one site.
type board struct {
	room     *Room
	site     nametag.SiteID
	contacts map[nametag.ContactID][]*row // the rows of each contact, one per trust and one per actor
	views    map[Sort]*view
	counts   Counts
	bots     int
}

func newBoard(r *Room, site nametag.SiteID) *board {
	b := &board{room: r, site: site, contacts: map[nametag.ContactID][]*row{}, views: map[Sort]*view{}}
	b.views[Newest] = newView(b, newestFirst)
	return b
}

// leaked are the site's leaked keys, as they were last told.
func (b *board) leaked() nametag.LeakedKeys { return b.room.leaked[b.site] }

func (b *board) view(s Sort) *view { return b.views[s] }

// find returns the row with that key, nil if there is none.
func (b *board) find(k key) *row {
	for _, r := range b.contacts[k.contact] {
		if r.key == k {
			return r
		}
	}
	return nil
}

// describe passes a contact's details to all its rows.
func (b *board) describe(c *nametag.Contact, now instant) {
	if c == nil || len(b.contacts[c.ID]) == 0 {
		return
	}
	d := detailsOf(c)
	for _, r := range b.contacts[c.ID] {
		r.describe(d, c.Head, now)
	}
}

// add puts a new row up.
func (b *board) add(v *visitor, now instant) *row {
	id := RowID(b.room.config.IDs.Next(now.time()))
	r := &row{id: id, key: v.key(), board: b, visitors: []*visitor{v}, person: v.person, seq: v.seq, changed: now}
	r.summary = r.summarize(now)
	r.since = r.summary.since
	r.version = 1
	b.counts.Total++
	b.index(r)
	b.recount(r, Left, r.summary.state)
	for _, view := range b.views {
		view.add(r)
	}
	return r
}

// remove takes a row down.
func (b *board) remove(r *row) {
	b.recount(r, r.summary.state, Left)
	b.unindex(r)
	b.counts.Total--
	for _, view := range b.views {
		view.remove(r)
	}
}

// rekey makes a row another person's, in place.
func (b *board) rekey(r *row, v *visitor, now instant) {
	k, state := v.key(), r.summary.state
	b.recount(r, state, Left)
	b.unindex(r)
	if k.contact != r.key.contact {
		r.seq = 0
	}
	r.key = k
	b.index(r)
	b.recount(r, Left, state)
	r.describe(v.person, v.seq, now)
	r.changed = now
	r.refresh(now)
	r.touch()
}

func (b *board) index(r *row) {
	if r.key.contact == 0 {
		return
	}
	b.contacts[r.key.contact] = append(b.contacts[r.key.contact], r)
}

func (b *board) unindex(r *row) {
	c := r.key.contact
	if c == 0 {
		return
	}
	b.contacts[c] = slices.DeleteFunc(b.contacts[c], func(o *row) bool { return o == r })
	if len(b.contacts[c]) == 0 {
		delete(b.contacts, c)
	}
}

func (b *board) recount(r *row, was, is State) {
	if (was == Left) == (is == Left) {
		return
	}
	by := 1
	if is == Left {
		by = -1
	}
	b.counts.Online += by
	if r.key.contact != 0 {
		b.counts.Identified += by
	}
	for _, view := range b.views {
		view.recounted()
	}
}

func (b *board) changed(r *row) {
	for _, view := range b.views {
		view.changed(r)
	}
}
