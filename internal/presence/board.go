package presence

import (
	"iter"
	"slices"

	"github.com/tidwall/btree"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// board is who is here on one site.
type board struct {
	room     *Room
	site     nametag.SiteID
	contacts map[nametag.ContactID][]*row // the rows of each contact, one per trust and one per actor
	rows     *btree.BTreeG[*row]          // all of them, bots included, the newest first
	views    map[Query]*view              // that are looked at
	byName   int                          // how many of them are sorted by name
	counts   Counts
	trend    trend

	watched map[whom]*subject
}

func newBoard(r *Room, site nametag.SiteID) *board {
	return &board{
		room: r, site: site, contacts: map[nametag.ContactID][]*row{}, rows: sorted(newerThan), views: map[Query]*view{},
		watched: map[whom]*subject{},
	}
}

// leaked are the site's leaked keys, as they were last told.
func (b *board) leaked() nametag.LeakedKeys { return b.room.leaked[b.site] }

// below walks all rows below a place, the newest first.
func (b *board) below(p Place) iter.Seq[*row] {
	return func(yield func(*row) bool) {
		if p == (Place{}) {
			b.rows.Scan(yield)
			return
		}
		at := &row{id: p.Row, placed: place{since: instantOf(p.Since)}}
		b.rows.Ascend(at, func(r *row) bool { return r.id == at.id || yield(r) })
	}
}

// How much is considered at a time, so that nobody else waits for longer than that takes, whatever strangers have sent:
// so many rows, or as many as had so much to fold.
const (
	stretchRows      = 2000
	stretchFoldBytes = 64 << 10
)

// stretch walks the rows below a place until do returns false. Reports whether that were all of them; where they weren't,
// others have their turn before it goes on.
func (b *board) stretch(below Place, do func(*row) bool) (all bool) {
	left, enough := stretchRows, b.room.folding+stretchFoldBytes
	for r := range b.below(below) {
		if left--; left < 0 || b.room.folding >= enough || !do(r) {
			return false
		}
	}
	return true
}

// view finds or makes the list of a query, for one more who looks.
func (b *board) view(q Query) *view {
	v := b.views[q]
	if v == nil {
		v = newView(b, q)
		b.views[q] = v
		if q.sort == ByName {
			b.byName++
		}
	}
	v.lookers++
	return v
}

// drop lets go of a list when nobody looks at it any more.
func (b *board) drop(v *view) {
	if v.lookers--; v.lookers > 0 {
		return
	}
	delete(b.views, v.query)
	if v.query.sort == ByName {
		b.byName--
	}
}

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
	r := &row{id: id, key: v.key(), board: b, visitors: []*visitor{v}, person: v.person, seq: v.seq, changed: now, version: 1}
	r.summary = r.summarize(now)
	r.placed = r.place()
	b.index(r)
	b.rows.Set(r)
	b.recount(r)
	for _, view := range b.views {
		view.settle(r, false)
	}
	return r
}

// remove takes a row down.
func (b *board) remove(r *row) {
	b.unindex(r)
	b.rows.Delete(r)
	for _, view := range b.views {
		view.remove(r)
	}
	b.recountAs(r, tally{})
}

// rekey makes a row another person's, in place.
func (b *board) rekey(r *row, v *visitor, now instant) {
	k := v.key()
	b.unindex(r)
	if k.contact != r.key.contact {
		r.seq = 0
	}
	r.key = k
	b.index(r)
	r.describe(v.person, v.seq, now)
	r.changed = now
	r.refresh(now)
	b.recount(r)
	r.touch()
}

func (b *board) index(r *row) {
	if r.key.contact == 0 {
		return
	}
	b.stir(whom{contact: r.key.contact})
	b.contacts[r.key.contact] = append(b.contacts[r.key.contact], r)
}

func (b *board) unindex(r *row) {
	c := r.key.contact
	if c == 0 {
		return
	}
	b.stir(whom{contact: c})
	b.contacts[c] = slices.DeleteFunc(b.contacts[c], func(o *row) bool { return o == r })
	if len(b.contacts[c]) == 0 {
		delete(b.contacts, c)
	}
}

// changed brings a row that says something else to its place in every list.
func (b *board) changed(r *row) {
	was, is := r.placed, r.place()
	if was != is {
		if was.since != is.since {
			b.rows.Delete(r)
		}
		for _, v := range b.views {
			if v.query.concerns(was, is) {
				v.lift(r)
			}
		}
		r.placed = is
		if was.since != is.since {
			b.rows.Set(r)
		}
	}
	for _, v := range b.views {
		v.settle(r, v.query.concerns(was, is))
	}
}

// recounted says that the counts changed: every window tells them.
func (b *board) recounted() {
	for _, v := range b.views {
		v.recounted()
	}
}
