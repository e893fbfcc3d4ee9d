package presence

import (
	"iter"
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// browser is one with pages that keep nothing (spec widget §4, `persist: false`): each has a visitor of its own, beside
// the one that the browser keeps. The lists show them as one while such a page lives; nothing else joins them.
type browser struct {
	own   *visitor   // whom it keeps
	pages []*visitor // whom its pages have made, in their order; never empty
}

// browserPages is how many pages of a browser are shown as one; of more, the oldest stands alone.
const browserPages = 20

// Within says in whose browser a page is that keeps nothing: own is whom that browser keeps, as the store knew it after
// its Expect gave the ticket. The zero Arrival takes the page out of any. A visitor is never both, kept by a browser and
// made by a page in one: who says so is in none.
func (r *Room) Within(page nametag.VisitorID, own nametag.Arrival, asked Ticket) {
	r.mu.Lock()
	defer r.unlock()
	v, now := r.visitors[page], r.now()
	if v == nil || v.fenced || v.keepsPages() {
		return
	}
	o := v.host(own, now)
	if b := v.browser; b != nil && b.own != o {
		b.remove(v, now)
	}
	if o == nil {
		return
	}
	if o.changes == asked {
		o.identify(own.Browser.Link, bagOf(own.Visitor), own.Contact)
	}
	if v.browser == nil {
		o.take(v, now)
	}
	v.browser.seat(now)
}

// host finds the visitor in whose browser v is to be, nil where that can't be.
func (v *visitor) host(own nametag.Arrival, now instant) *visitor {
	if own.Browser.Visitor == 0 {
		return nil
	}
	o := v.board.room.meet(v.board.site, own.Browser.Visitor, now)
	if o == v || o.board != v.board || o.browser != nil && !o.keepsPages() {
		return nil
	}
	return o
}

// keepsPages reports whether the visitor is the one that a browser with such pages keeps.
func (v *visitor) keepsPages() bool { return v.browser != nil && v.browser.own == v }

// isNobody reports whether nobody has said who the visitor is.
func (v *visitor) isNobody() bool { return v.link.Trust == nametag.Anonymous && !v.fenced }

// take makes v a page of the browser that keeps o.
func (o *visitor) take(v *visitor, now instant) {
	if o.browser == nil {
		o.browser = &browser{own: o}
	}
	b := o.browser
	if len(b.pages) >= browserPages {
		b.remove(b.pages[0], now)
	}
	b.pages = append(b.pages, v)
	v.browser = b
}

// remove lets go of one of the browser's pages. With the last, who the browser keeps is a visitor like any other.
func (b *browser) remove(v *visitor, now instant) {
	b.pages = slices.DeleteFunc(b.pages, func(o *visitor) bool { return o == v })
	v.browser = nil
	v.sit(now)
	b.seat(now)
	if len(b.pages) == 0 {
		b.own.browser = nil
		b.own.settle(now)
	}
}

// leaveBrowser takes out a visitor that is forgotten.
func (v *visitor) leaveBrowser(now instant) {
	if v.browser == nil {
		return
	}
	b := v.browser
	if b.own != v {
		b.remove(v, now)
		return
	}
	for o := range b.visitors() {
		o.browser = nil
		o.sit(now)
	}
}

// visitors are all of the browser's, the one that it keeps first.
func (b *browser) visitors() iter.Seq[*visitor] {
	return func(yield func(*visitor) bool) {
		if yield(b.own) {
			slices.Values(b.pages)(yield)
		}
	}
}

// lead is whose row the browser's nobodies share: the newest of its pages that somebody is, or else the newest. nil where
// none lives, or where the browser keeps somebody: a person is never hidden in the row of another one.
func (b *browser) lead(now instant) (lead *visitor) {
	if !b.own.isNobody() {
		return nil
	}
	for _, v := range b.pages {
		if v.present(now) && v.arrived && !v.unknownBot() && !b.movedOn(v) && (lead == nil || v.leads(lead)) {
			lead = v
		}
	}
	return lead
}

// movedOn reports whether the browser shows who it keeps since one of its pages went: that page doesn't come back at once,
// and who looks at the next one isn't who was logged in on it.
func (b *browser) movedOn(page *visitor) bool {
	return page.open() == 0 && slices.ContainsFunc(b.own.tabs, func(t tabState) bool { return isVisible(t) && t.touched > page.gone })
}

func (v *visitor) leads(o *visitor) bool {
	if v.isNobody() != o.isNobody() {
		return o.isNobody()
	}
	return v.id > o.id
}

// seat puts all the browser's visitors into the rows where they belong by now.
func (b *browser) seat(now instant) {
	lead := b.lead(now)
	if lead != nil {
		b.enterRow(lead, now)
		lead.sit(now)
	}
	for v := range b.visitors() {
		switch {
		case v == lead:
		case lead != nil && v.isNobody() && !v.unknownBot():
			v.follow(lead, now)
		default:
			v.sit(now)
		}
	}
}

// enterRow puts the lead, if it has no row, into the one in which the browser's nobodies are, so that this turns into the
// lead's in place.
func (b *browser) enterRow(lead *visitor, now instant) {
	if lead.row != nil && !lead.folded {
		return
	}
	for v := range b.visitors() {
		if r := v.row; v.isNobody() && !v.unknownBot() && r != nil && r.key.trust == nametag.Anonymous {
			if lead.row != r {
				lead.unseat(now)
				lead.join(r)
			}
			lead.folded = false
			return
		}
	}
}

// follow folds the visitor into the row of who leads its browser.
func (v *visitor) follow(lead *visitor, now instant) {
	v.stir()
	if v.row != lead.row {
		v.unseat(now)
		v.join(lead.row)
	}
	if !v.folded {
		v.folded = true
		v.row.touch()
	}
	v.row.refresh(now)
}

// comesWith reports whether the visitor goes where o goes, who leads their browser.
func (v *visitor) comesWith(o *visitor) bool {
	return v.browser != nil && v.browser == o.browser && v.isNobody()
}
