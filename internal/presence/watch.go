package presence

import (
	"iter"
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Watched are people of whom somebody wants to hear, wherever in a list they stand.
type Watched struct {
	Visitors []nametag.VisitorID
	Contacts []nametag.ContactID
}

// whom is one who is watched: a visitor or a contact.
type whom struct {
	visitor nametag.VisitorID
	contact nametag.ContactID
}

func (w Watched) each() iter.Seq[whom] {
	return func(yield func(whom) bool) {
		for _, v := range w.Visitors {
			if !yield(whom{visitor: v}) {
				return
			}
		}
		for _, c := range w.Contacts {
			if !yield(whom{contact: c}) {
				return
			}
		}
	}
}

// Sighting is what became of somebody who is watched: they came online (a bot does when it turns out to be none), or rose in
// trust. A contact is here from its first browser to its last, at the highest trust of any; not in one where somebody acts
// as it.
type Sighting struct {
	Row        Row
	Identified bool // else they came
}

type watch struct{ tell func(Sighting) }

// subject is one who is watched.
type subject struct {
	whom
	board   *board
	watches []*watch
	was     seen // when it was looked at last
	stirred bool // it stands in the room's stirred
}

// seen is how one who is watched is here. The zero seen isn't.
type seen struct {
	here  bool
	trust nametag.Trust
}

// Watch has tell called when one of the people comes online, or rises in trust while here. tell must not block and must
// not call the room. off ends it.
func (r *Room) Watch(site nametag.SiteID, people Watched, tell func(Sighting)) (off func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	b := r.board(site)
	w := &watch{tell}
	for who := range people.each() {
		s := b.subject(who)
		s.watches = append(s.watches, w)
	}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		for who := range people.each() {
			b.unwatch(who, w)
		}
	}
}

// subject finds one who is watched, or looks at one for the first time.
func (b *board) subject(who whom) *subject {
	s := b.watched[who]
	if s == nil {
		s = &subject{whom: who, board: b}
		s.was, _ = s.look(b.room.now())
		b.watched[who] = s
	}
	return s
}

func (b *board) unwatch(who whom, w *watch) {
	s := b.watched[who]
	if s == nil {
		return // named twice
	}
	s.watches = slices.DeleteFunc(s.watches, func(o *watch) bool { return o == w })
	if len(s.watches) == 0 {
		delete(b.watched, who)
	}
}

// stir notes that something became of one who may be watched.
func (b *board) stir(who whom) {
	if s := b.watched[who]; s != nil && !s.stirred {
		s.stirred = true
		b.room.stirred = append(b.room.stirred, s)
	}
}

func (v *visitor) stir() { v.board.stir(whom{visitor: v.id}) }

// look finds out how one who is watched is here, and in which row: of several, in the one of the highest trust.
func (s *subject) look(now instant) (is seen, in *row) {
	for r := range s.rows(now) {
		if r.counted.isHere() && (in == nil || r.key.trust > in.key.trust) {
			is, in = seen{here: true, trust: r.key.trust}, r
		}
	}
	return is, in
}

// rows are those in which one who is watched may be here. Whom a browser with pages that keep nothing keeps is where they
// are.
func (s *subject) rows(now instant) iter.Seq[*row] {
	return func(yield func(*row) bool) {
		if v := s.board.room.visitors[s.visitor]; v != nil && v.board == s.board && v.row != nil && (v.folded || v.present(now)) {
			yield(v.row)
			return
		}
		for _, r := range s.board.contacts[s.contact] {
			if r.key.actor == "" && !yield(r) {
				return
			}
		}
	}
}

// unlock tells what has become of those who are watched, now that a change is carried out as a whole, and lets others have
// their turn. On the way to her verified row, Jane is in none.
func (r *Room) unlock() {
	defer r.mu.Unlock()
	if len(r.stirred) > 0 {
		r.tellSightings()
	}
}

// tellSightings tells each who watches of each row once, whether they watch its visitor, its contact or both.
func (r *Room) tellSightings() {
	type news struct {
		to  *watch
		row *row
	}
	identified, order, now := map[news]bool{}, []news{}, r.now()
	for _, s := range r.stirred {
		is, in := s.look(now)
		was := s.was
		s.was, s.stirred = is, false
		if was.here && is.trust <= was.trust || !is.here {
			continue
		}
		for _, w := range s.watches {
			n := news{w, in}
			if _, known := identified[n]; !known {
				order = append(order, n)
			}
			identified[n] = identified[n] || was.here
		}
	}
	clear(r.stirred)
	r.stirred = r.stirred[:0]
	for _, n := range order {
		n.to.tell(Sighting{Row: n.row.spell(), Identified: identified[n]})
	}
}
