package presence

import (
	"github.com/nametag-dev/nametag/internal/nametag"
)

// visitor is one browser that is here, was a moment ago, or is expected.
type visitor struct {
	id     nametag.VisitorID
	board  *board
	row    *row // nil while it is in no list
	tabs   []tabState
	client client
	crowd  *crowd // nil: it isn't counted by its address

	browser *browser // nil: none with pages that keep nothing
	folded  bool     // its row is that of its browser's lead

	link    nametag.Link
	number  int64       // of its living token
	seq     nametag.Seq // of the newest that is known of its contact
	person  *Details    // its contact's, or what it has said; nil if that is nothing
	changes Ticket      // how many changes were heard of it
	arrived bool
	back    bool // it was here before this session
	fenced  bool

	headless bool // its browser says that it has no screen
	acted    bool // somebody did something on one of its pages

	code    string
	codeEnd instant

	visit   *visit  // its session; nil before it arrives and after a fence
	seen    instant // the last sign of life
	unseen  instant // when its last visible tab could be seen no more
	hideAt  instant // when that counts
	gone    instant // when its last tab vanished
	leaveAt instant // when that counts

	due  instant // when settle must be called
	slot int     // in the room's alarms; -1: none
}

// meet finds or makes a visitor. One that doesn't arrive is forgotten a minute later, but not before the pages of its
// browser that keep nothing.
func (r *Room) meet(site nametag.SiteID, id nametag.VisitorID, now instant) *visitor {
	v := r.visitors[id]
	if v == nil {
		v = &visitor{id: id, board: r.board(site), gone: now, leaveAt: now, slot: -1}
		r.visitors[id] = v
		v.rearm(now)
	}
	return v
}

// learn takes over what the store says, unless something newer was published meanwhile.
func (v *visitor) learn(a nametag.Arrival, asked Ticket, now instant) {
	v.number = max(v.number, a.Browser.Number)
	if v.changes == asked {
		v.identify(a.Browser.Link, bagOf(a.Visitor), a.Contact)
	}
	if a.Code != "" {
		v.code, v.codeEnd = a.Code, now.add(nametag.LookupCodeLife)
	}
	v.board.describe(a.Contact, now)
	v.arrived = true
}

func bagOf(v *nametag.Visitor) nametag.Bag {
	if v == nil {
		return nametag.Bag{}
	}
	return v.Bag
}

// identify notes who the visitor is from here on.
func (v *visitor) identify(link nametag.Link, bag nametag.Bag, c *nametag.Contact) {
	v.link = link
	v.person, v.seq = detailsOfBag(bag), 0
	if c != nil {
		v.person, v.seq = detailsOf(c), c.Head
	}
}

// unknownBot reports whether the visitor is a bot that nobody knows as a person: by its own word, or because its browser has
// no screen and nobody ever did anything in it.
func (v *visitor) unknownBot() bool {
	return v.arrived && v.link.Contact == 0 && (v.client.bot() || v.headless && !v.acted)
}

// count notes a tab's count of signs of life: pages count what is done with pointer, keys and wheel. That a page is shown,
// or leads to another one, needs nobody.
func (v *visitor) count(alive int, now instant) {
	if alive > 0 {
		v.act(now)
	}
}

// act notes that somebody did something. A bot is a person from here on.
func (v *visitor) act(now instant) {
	if !v.acted {
		v.acted = true
		v.visit.watch(v, now)
	}
}

// live notes a sign of life.
func (v *visitor) live(now instant) {
	v.seen = now
	v.visit.breathe(v, now)
}

// fence ends the visitor (spec identity §5): its tabs are somebody else's from here on.
func (v *visitor) fence(at, now instant) {
	v.fenced = true
	v.tabs = nil
	v.code, v.codeEnd = "", 0
	if at == 0 || at > now {
		at = now
	}
	v.gone, v.leaveAt = at, at
	v.visit.end(v, now)
	v.visit = nil
	v.leaveCrowd()
	v.settle(now)
}

// settle brings all that time and facts have changed up to date, and sets the alarm for the next time.
func (v *visitor) settle(now instant) {
	v.stir()
	v.expireTabs(now)
	if v.codeEnd != 0 && v.codeEnd <= now {
		v.code, v.codeEnd = "", 0
	}
	if v.open() == 0 && now >= v.forgetAt() && !v.keepsPages() {
		v.forget(now)
		return
	}
	v.expireLink(now)
	switch {
	case v.browser != nil:
		v.browser.seat(now)
	case v.row != nil:
		v.row.refresh(now)
	}
	v.rearm(now)
}

// expireLink makes a verified link whose proof has ended, or whose key leaked, a claimed one (spec identity §5), and tells
// its pages.
func (v *visitor) expireLink(now instant) {
	link := v.link.At(now.time(), v.board.leaked())
	if v.fenced || !v.arrived || link == v.link {
		return
	}
	v.link = link
	if link.Contact == 0 {
		v.person = nil // whom it only acted as
	}
	v.seat(now)
	for w := range v.board.room.expired {
		w.tell(v.id, link)
	}
}

func (v *visitor) expireTabs(now instant) {
	for i := range v.tabs {
		if t := &v.tabs[i]; !t.gone && !t.held && t.until <= now {
			v.closeTab(t, now, now) // the lease was grace enough
		}
	}
}

// forget drops a visitor that left.
func (v *visitor) forget(now instant) {
	v.stir()
	r := v.board.room
	delete(r.visitors, v.id)
	r.disarm(v)
	v.leaveCrowd()
	v.visit.end(v, now)
	v.leaveBrowser(now)
	v.unseat(now)
}
