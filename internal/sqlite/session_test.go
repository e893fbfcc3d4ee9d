package sqlite_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// visit makes a session of a visitor that began so many minutes after the tests' time.
func (w *world) visit(v *nametag.Visitor, minute int) nametag.Session {
	began := at.Add(time.Duration(minute) * time.Minute)
	return nametag.Session{
		Site: shop, Visitor: v.ID, ID: nametag.SessionID(w.ids.Next(began)), Started: began, Seen: began.Add(time.Second),
		Device:  nametag.Device{Kind: "phone", Browser: "Safari 18", OS: "iOS"},
		Country: "BE", Referrer: "https://example.org/?a=<b>",
		Pages: []nametag.PageView{{URL: "https://shop.example/", Title: `The "shop" \`, At: began}, {URL: "/2", At: began}}, Count: 52,
	}
}

func (w *world) saved(sessions ...nametag.Session) {
	w.Helper()
	w.must(w.SaveSessions(w.Context(), sessions))
}

func TestSessionsComeBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, other := w.visitor(nil), w.visitor(nil) // without rows of their own
	first, second := w.visit(v, 0), w.visit(v, 60)
	second.Device, second.Country, second.Referrer, second.Pages, second.Count = nametag.Device{}, "", "", nil, 0
	var many []nametag.Session
	for i := range 250 {
		many = append(many, w.visit(other, i))
	}
	w.saved(append(many, first, second)...)
	first.Seen, first.Pages, first.Count = first.Seen.Add(time.Hour), first.Pages[1:], 99
	w.saved(first)
	for limit, want := range map[int][]nametag.Session{9: {second, first}, 1: {second}} {
		got, err := w.SessionsOf(t.Context(), shop, v.ID, limit)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v\n(%v)", got, want, err)
		}
	}
	if got, err := w.SessionsOf(t.Context(), shop, other.ID, 1000); len(got) != 250 || err != nil {
		t.Errorf("%d sessions of a great batch, %v", len(got), err)
	}
}

// Sessions from before the log-in become the contact's history, those of all its visitors, merged contacts' included.
func TestContactSessions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane, lead, other := w.contact("42", ""), w.contact("", ""), w.contact("43", "")
	lead.MergedInto = jane.ID
	a, b, stranger := w.visitor(nil), w.visitor(lead), w.visitor(other)
	one, two, three, foreign := w.visit(a, 0), w.visit(b, 1), w.visit(a, 2), w.visit(stranger, 3)
	w.saved(one, two, three, foreign)
	w.write(jane, lead, other, a, b, stranger)
	w.shows(jane, two)
	linked := a.Clone()
	linked.Link.Contact = jane.ID
	w.write(linked)
	w.shows(jane, three, two, one)
	w.shows(other, foreign)
}

// Who acts as a contact adds nothing to its history, whomever it acts as next (spec identity §5).
func TestActingIsNobodysHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane, bob := w.contact("42", ""), w.contact("43", "")
	own, acting := w.visitor(jane), w.visitor(jane)
	acting.Link.Trust, acting.Link.Actor = nametag.Verified, "sam"
	w.write(jane, bob, own, acting)
	mine := w.visit(own, 0)
	w.saved(mine, w.visit(acting, 1))
	w.shows(jane, mine)
	next := acting.Clone()
	next.Link.Contact = bob.ID
	w.write(next)
	w.saved(w.visit(acting, 2))
	w.shows(jane, mine)
	w.shows(bob)
}

func (w *world) shows(c *nametag.Contact, want ...nametag.Session) {
	w.Helper()
	got, err := w.Store.ContactSessions(w.Context(), shop, c.ID, nametag.SessionQuery{Limit: 9, Visitors: 9})
	if err != nil || !(len(got) == 0 && len(want) == 0 || reflect.DeepEqual(got, want)) {
		w.Errorf("got  %+v\nwant %+v\n(%v)", got, want, err)
	}
}

// When a link moves to another contact, earlier sessions stay where they were, however often it moves.
func TestSessionsStayWhenTheLinkMoves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b, c := w.contact("a", ""), w.contact("b", ""), w.contact("c", "")
	v := w.visitor(a)
	w.write(a, b, c, v)
	of := map[*nametag.Contact]nametag.Session{}
	for i, to := range []*nametag.Contact{a, b, c} {
		moved := v.Clone()
		moved.Link.Contact = to.ID
		w.write(moved)
		of[to] = w.visit(v, i)
		w.saved(of[to])
	}
	for c, s := range of {
		w.shows(c, s)
	}
	late := of[a]
	late.Count++
	w.saved(late) // a batch of presence that came late
	w.shows(a, late)
}

// A wrong link that was undone leaves nothing in the contact's history.
func TestSessionsGoWithWhoeverIsDetached(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane := w.contact("42", "")
	v := w.visitor(jane)
	w.write(jane, v)
	w.saved(w.visit(v, 0))
	detached := v.Clone()
	detached.Link = nametag.Link{}
	w.write(detached)
	w.shows(jane)
}

// What a browser did before it arrived by a link stays nobody's, wherever its link moves, and is forgotten as such (spec
// security §1d).
func TestSessionsOfBeforeAnArrivalAreNobodys(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane, ravi := w.contact("42", ""), w.contact("43", "")
	v := w.visitor(jane)
	w.write(jane, ravi, v)
	before, after := w.visit(v, 0), w.visit(v, 60)
	arrived := v.Clone()
	arrived.Since = after.ID
	w.write(arrived)
	w.saved(before, after) // also what presence saves late
	w.shows(jane, after)
	moved := arrived.Clone()
	moved.Link.Contact = ravi.ID
	w.write(moved)
	w.shows(jane, after)
	w.shows(ravi)
	w.must(w.Sweep(t.Context(), at.Add(31*24*time.Hour), lives))
	w.shows(jane, after)
	if left := w.count("session"); left != 1 {
		t.Errorf("%d sessions are left, want the anonymous one to be forgotten", left)
	}
}
