package presence

import "github.com/nametag-dev/nametag/internal/nametag"

// Watched are people of whom somebody wants to hear, wherever in a list they stand.
type Watched struct {
	Visitors []nametag.VisitorID
	Contacts []nametag.ContactID
}

// Sighting is what became of somebody who is watched: they came online (a bot does when it turns out to be none), or rose in
// trust.
type Sighting struct {
	Row        Row
	Identified bool // else they came
}

type watch struct{ tell func(Sighting) }

// Watch has tell called when one of the people comes online, or rises in trust while here. tell must not block and must
// not call the room. off ends it.
func (r *Room) Watch(site nametag.SiteID, people Watched, tell func(Sighting)) (off func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	b := r.board(site)
	w := &watch{tell}
	for _, v := range people.Visitors {
		b.watchedVisitors[v] = append(b.watchedVisitors[v], w)
	}
	for _, c := range people.Contacts {
		b.watchedContacts[c] = append(b.watchedContacts[c], w)
	}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, v := range people.Visitors {
			without(b.watchedVisitors, v, w)
		}
		for _, c := range people.Contacts {
			without(b.watchedContacts, c, w)
		}
	}
}

func without[K comparable](m map[K][]*watch, k K, w *watch) {
	var others []*watch
	for _, o := range m[k] {
		if o != w {
			others = append(others, o)
		}
	}
	if m[k] = others; others == nil {
		delete(m, k)
	}
}

// sight tells of a row to whom watches somebody in it, each once.
func (b *board) sight(r *row, was, is tally) {
	identified := was.online && is.online && is.trust > was.trust
	if came := !was.isHere() && is.isHere(); !came && !identified {
		return
	}
	if len(b.watchedContacts) == 0 && len(b.watchedVisitors) == 0 {
		return
	}
	told := map[*watch]bool{}
	tell := func(watches []*watch) {
		for _, w := range watches {
			if !told[w] {
				told[w] = true
				w.tell(Sighting{Row: r.spell(), Identified: identified})
			}
		}
	}
	tell(b.watchedContacts[r.key.contact])
	for _, v := range r.visitors {
		tell(b.watchedVisitors[v.id])
	}
}
