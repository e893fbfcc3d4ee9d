package presence_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// stage is a room with a clock that only moves while everybody waits.
type stage struct {
	t    *testing.T
	room *presence.Room
	kept *kept
	ids  nametag.IDs
	beat uint64
	seq  nametag.Seq
}

var shop = &nametag.Site{ID: 7, Key: "k_shop", Name: "Shop"}

// play runs a story on a stage of its own.
func play(t *testing.T, story func(s *stage)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &stage{t: t, kept: &kept{}}
		s.room = presence.Open(presence.Config{Sessions: s.kept, IDs: &s.ids, Now: now})
		synctest.Wait()
		story(s)
		if err := s.room.Close(s.t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// now is a clock of today: stages begin in the year 2000, before the first id.
func now() time.Time { return time.Now().AddDate(26, 0, 0) }

// pass lets time go by. What a test has read until now, it read before the room goes on.
func (s *stage) pass(d time.Duration) {
	s.room.Counts(shop.ID) // takes the room's lock
	time.Sleep(d)
	synctest.Wait()
}

func (s *stage) visitor() nametag.VisitorID { return nametag.VisitorID(s.ids.Next(now())) }

func (s *stage) contact(name string) *nametag.Contact {
	s.seq++
	return &nametag.Contact{ID: nametag.ContactID(s.ids.Next(now())), Site: shop.ID, ExternalID: name, Head: s.seq, Traits: named(name)}
}

func named(name string) nametag.Traits {
	return nametag.Traits{Profile: map[nametag.Field]nametag.Value{nametag.Name: {JSON: `"` + name + `"`}}}
}

// tab is one open tab of a visitor, as its socket or its heartbeats speak for it.
type tab struct {
	s     *stage
	key   presence.Tab
	stamp presence.Stamp
}

// open opens a visible tab of an anonymous visitor.
func (s *stage) open(v nametag.VisitorID, name, url string) *tab {
	return s.openAs(s.anonymous(v), name, url, true)
}

func (s *stage) anonymous(v nametag.VisitorID) nametag.Arrival {
	return nametag.Arrival{Browser: nametag.Browser{Site: shop, Visitor: v, Known: true, Valid: true}}
}

func (s *stage) linked(v nametag.VisitorID, c *nametag.Contact, trust nametag.Trust) nametag.Arrival {
	a := s.anonymous(v)
	a.Browser.Link = nametag.Link{Contact: c.ID, Trust: trust}
	a.Visitor = &nametag.Visitor{ID: v, Site: shop.ID, Link: a.Browser.Link}
	a.Contact = c
	return a
}

func (s *stage) openAs(a nametag.Arrival, name, url string, visible bool) *tab {
	return s.greet(a, presence.Hello{Tab: name, Page: nametag.Page{URL: url}, Visible: visible})
}

// greet has a tab come by a new socket.
func (s *stage) greet(a nametag.Arrival, h presence.Hello) *tab {
	return s.arrive(a, h, s.dial())
}

// dial opens a socket that says nothing yet.
func (s *stage) dial() presence.Stamp {
	s.beat++
	return presence.Stamp{Socket: s.beat}
}

// greetByBeat has a tab come by a heartbeat.
func (s *stage) greetByBeat(a nametag.Arrival, h presence.Hello) *tab {
	return s.arrive(a, h, presence.Stamp{})
}

func (s *stage) arrive(a nametag.Arrival, h presence.Hello, through presence.Stamp) *tab {
	t := &tab{s: s, key: presence.Tab{Visitor: a.Browser.Visitor, Name: h.Tab}, stamp: through}
	t.next()
	h.Stamp, h.Ticket = t.stamp, s.room.Expect(a.Browser.Site.ID, a.Browser.Visitor)
	s.room.Arrive(a, h)
	synctest.Wait()
	return t
}

// within has a page that keeps nothing say whom its browser keeps.
func (s *stage) within(page nametag.VisitorID, own nametag.Arrival) {
	var ticket presence.Ticket
	if own.Browser.Visitor != 0 {
		ticket = s.room.Expect(shop.ID, own.Browser.Visitor)
	}
	s.room.Within(page, own, ticket)
	synctest.Wait()
}

func (t *tab) next() presence.Stamp {
	t.stamp.Step++
	if t.stamp.Socket == 0 {
		t.s.beat++
		t.stamp.Step = t.s.beat // each heartbeat has a number of its own
	}
	return t.stamp
}

func (t *tab) page(url string) {
	t.s.room.Page(t.key, t.next(), nametag.Page{URL: url})
	synctest.Wait()
}

func (t *tab) show(visible bool) {
	t.s.room.Visible(t.key, t.next(), visible)
	synctest.Wait()
}

func (t *tab) alive() {
	t.s.room.Alive(t.key, t.next())
	synctest.Wait()
}

func (t *tab) close() {
	t.s.room.Leave(t.key, t.next(), false)
	synctest.Wait()
}

func (t *tab) lose() {
	t.s.room.Leave(t.key, t.next(), true)
	synctest.Wait()
}

// identify publishes that a visitor is now linked to a contact.
func (s *stage) identify(v nametag.VisitorID, c *nametag.Contact, trust nametag.Trust) {
	s.seq++
	known := *c
	known.Head = s.seq
	s.publish(nametag.Change{Visitor: v, Link: nametag.Link{Contact: c.ID, Trust: trust}, Contact: &known, Seq: s.seq})
}

// fence publishes that a visitor is somebody new from here on, and returns who.
func (s *stage) fence(v nametag.VisitorID) nametag.VisitorID {
	successor := s.visitor()
	s.publish(nametag.Change{Visitor: v, Successor: successor})
	return successor
}

func (s *stage) publish(c nametag.Change) {
	c.Site, c.At = shop.ID, now()
	s.room.Publish(c)
	synctest.Wait()
}

func (s *stage) rows() []presence.Row {
	return s.room.List(shop.ID, presence.Query{}, presence.Place{}, 200)
}

// row is the only row there is.
func (s *stage) row() presence.Row {
	s.t.Helper()
	rows := s.rows()
	if len(rows) != 1 {
		s.t.Fatalf("got %d rows, want 1: %+v", len(rows), rows)
	}
	return rows[0]
}

func (s *stage) wantStates(want ...presence.State) {
	s.t.Helper()
	var got []presence.State
	for _, r := range s.rows() {
		got = append(got, r.State)
	}
	if !slices.Equal(got, want) {
		s.t.Errorf("states: got %v, want %v", got, want)
	}
}

// kept is where sessions are written, by id; it can be out of order.
type kept struct {
	mu       sync.Mutex
	sessions map[nametag.SessionID]nametag.Session
	batches  int
	broken   bool
}

var errBroken = errors.New("out of order")

func (k *kept) SaveSessions(_ context.Context, sessions []nametag.Session) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.broken {
		return errBroken
	}
	if k.sessions == nil {
		k.sessions = map[nametag.SessionID]nametag.Session{}
	}
	k.batches++
	for _, s := range sessions {
		k.sessions[s.ID] = s
	}
	return nil
}

func (k *kept) breakDown(broken bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.broken = broken
}

// of returns a visitor's sessions, oldest first.
func (k *kept) of(v nametag.VisitorID) []nametag.Session {
	k.mu.Lock()
	defer k.mu.Unlock()
	var found []nametag.Session
	for _, s := range k.sessions {
		if s.Visitor == v {
			found = append(found, s)
		}
	}
	slices.SortFunc(found, func(a, b nametag.Session) int { return int(a.ID - b.ID) })
	return found
}
