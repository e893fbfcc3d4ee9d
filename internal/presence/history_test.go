package presence_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// model is who is here, told as simply as possible.
type model struct {
	everybody []nametag.VisitorID

	links  map[nametag.VisitorID]nametag.Link
	tabs   map[nametag.VisitorID]map[string]*tab      // that have sockets
	beats  map[nametag.VisitorID]map[string]time.Time // when the leases of those that send heartbeats end
	dialed map[presence.Tab]presence.Stamp            // sockets that have said nothing yet
	hosts  map[nametag.VisitorID]nametag.VisitorID    // in whose browsers pages are that keep nothing
	fenced map[nametag.VisitorID]bool

	headless map[nametag.VisitorID]bool // browsers without a screen
	acted    map[nametag.VisitorID]bool // somebody did something in them
	named    map[nametag.VisitorID]bool // they were identified at some time
}

// bot says whether a visitor is one as far as anybody can tell.
func (m *model) bot(v nametag.VisitorID) bool {
	return m.headless[v] && !m.acted[v] && m.links[v].Contact == 0
}

// open is how many tabs a visitor has.
func (m *model) open(v nametag.VisitorID) int {
	n := len(m.tabs[v])
	for name, end := range m.beats[v] {
		if m.tabs[v][name] == nil && end.After(now()) {
			n++
		}
	}
	return n
}

// who is the key of one person's row.
type who struct {
	contact nametag.ContactID
	trust   nametag.Trust
	alone   nametag.VisitorID
}

func (m *model) who(v nametag.VisitorID) who {
	l := m.links[v]
	if l.Contact == 0 {
		return who{alone: v}
	}
	return who{contact: l.Contact, trust: l.Trust}
}

// lead is in whose row a visitor is: its own, unless it is nobody, and a page that keeps nothing lives in its browser.
func (m *model) lead(v nametag.VisitorID) nametag.VisitorID {
	own := v
	if m.hosts[v] != 0 {
		own = m.hosts[v]
	}
	if m.links[v].Contact != 0 || m.links[own].Contact != 0 || m.fenced[own] || m.bot(v) {
		return v
	}
	var named, any nametag.VisitorID
	for page, o := range m.hosts {
		if o != own || m.open(page) == 0 || m.bot(page) {
			continue
		}
		any = max(any, page)
		if m.links[page].Contact != 0 {
			named = max(named, page)
		}
	}
	return cmp.Or(named, any, v)
}

// bots is how many are here.
func (m *model) bots() (n int) {
	for _, v := range m.everybody {
		if m.open(v) > 0 && m.bot(v) {
			n++
		}
	}
	return n
}

// here is how many visitors and tabs each person who is here has.
func (m *model) here() map[who][2]int {
	here := map[who][2]int{}
	for _, v := range m.everybody {
		if m.open(v) > 0 && !m.bot(v) {
			lead := m.lead(v)
			n := here[m.who(lead)]
			if lead == v {
				n[0]++
			}
			n[1] += m.open(v)
			here[m.who(lead)] = n
		}
	}
	return here
}

// own is which browsers' visitors are shown in the row of each person who is here.
func (m *model) own() map[who][]nametag.VisitorID {
	own := map[who][]nametag.VisitorID{}
	for page, o := range m.hosts {
		if lead := m.lead(o); m.open(page) > 0 && lead != o && !slices.Contains(own[m.who(lead)], o) {
			own[m.who(lead)] = append(own[m.who(lead)], o)
		}
	}
	return own
}

// move is one step of a history. Which of its fields count depends on what it does.
type move struct {
	visitor, contact, looker int
	does, tab                string
	visible                  bool
	trust                    nametag.Trust
	pass                     time.Duration
	window                   presence.Window
	search                   string
	sort                     presence.Sort
}

var moves = rapid.Custom(func(t *rapid.T) move {
	return move{
		visitor: rapid.IntRange(0, 3).Draw(t, "visitor"), contact: rapid.IntRange(0, 1).Draw(t, "contact"), looker: rapid.IntRange(0, 1).Draw(t, "looker"),
		does:    rapid.SampledFrom([]string{"come", "come", "page", "show", "alive", "close", "lose", "dial", "beat", "beat", "stop", "identify", "fence", "pass", "look", "within", "within"}).Draw(t, "does"),
		tab:     rapid.SampledFrom([]string{"a", "b"}).Draw(t, "tab"),
		visible: rapid.Bool().Draw(t, "visible"),
		trust:   rapid.SampledFrom([]nametag.Trust{nametag.Claimed, nametag.Verified}).Draw(t, "trust"),
		pass:    time.Duration(rapid.SampledFrom([]int{10, 150, 3000, 5000, 61_000, 1_900_000}).Draw(t, "ms")) * time.Millisecond,
		search:  rapid.SampledFrom([]string{"", "is:online", "is:verified", "-is:anonymous", "jane", "page:/a", "is:active -jane", "is:left", "is:bot", "-is:bot"}).Draw(t, "search"),
		sort:    rapid.SampledFrom([]presence.Sort{presence.Newest, presence.Longest, presence.ByName}).Draw(t, "sort"),
		window:  presence.Window{First: rapid.IntRange(0, 3).Draw(t, "first"), Count: rapid.IntRange(1, 4).Draw(t, "count")},
	}
})

// Whatever happens, in whatever order: each person is one row, with the right counts, and an agent who takes differences
// sees what an agent who comes fresh sees.
func TestHistories(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		steps := rapid.SliceOfN(moves, 1, 60).Draw(rt, "steps")
		var err error
		synctest.Test(t, func(t *testing.T) { err = live(t, steps) })
		if err != nil {
			rt.Fatal(err)
		}
	})
}

// live lives through a history and looks at what came of it.
func live(t *testing.T, steps []move) error {
	h := newHistory(t)
	defer func() { _ = h.room.Close(t.Context()) }()
	h.lookers = []*looker{h.look(presence.Window{Count: 3}), h.look(presence.Window{First: 1, Count: 2})}
	for _, m := range steps {
		h.step(m)
	}
	return h.check()
}

// newHistory is one in which nothing has happened yet. Who begins it closes its room.
func newHistory(t *testing.T) *history {
	s := &stage{t: t, kept: &kept{}}
	s.room = presence.Open(presence.Config{Sessions: s.kept, IDs: &s.ids, Now: now})
	h := &history{stage: s, model: model{
		links: map[nametag.VisitorID]nametag.Link{}, tabs: map[nametag.VisitorID]map[string]*tab{},
		beats: map[nametag.VisitorID]map[string]time.Time{}, dialed: map[presence.Tab]presence.Stamp{},
		hosts: map[nametag.VisitorID]nametag.VisitorID{}, fenced: map[nametag.VisitorID]bool{},
		headless: map[nametag.VisitorID]bool{}, acted: map[nametag.VisitorID]bool{}, named: map[nametag.VisitorID]bool{},
	}}
	for range 4 {
		h.visitors = append(h.visitors, s.visitor())
	}
	h.everybody = slices.Clone(h.visitors)
	h.headless[h.visitors[3]] = true
	h.contacts = []*nametag.Contact{s.contact("Jane"), s.contact("Ravi")}
	return h
}

type history struct {
	*stage
	model
	visitors []nametag.VisitorID
	contacts []*nametag.Contact
	lookers  []*looker
}

func (h *history) step(m move) {
	v := h.visitors[m.visitor]
	switch open := h.tabs[v][m.tab]; {
	case m.does == "come":
		h.come(v, m.tab, m.visible)
	case m.does == "dial":
		h.dialed[presence.Tab{Visitor: v, Name: m.tab}] = h.dial()
	case m.does == "beat":
		h.beat(v, m.tab, m.visible)
	case m.does == "stop":
		beats := &tab{s: h.stage, key: presence.Tab{Visitor: v, Name: m.tab}}
		beats.close()
		delete(h.beats[v], m.tab)
	case m.does == "identify":
		c := h.contacts[m.contact]
		h.links[v], h.named[v] = nametag.Link{Contact: c.ID, Trust: m.trust}, true
		h.identify(v, c, m.trust)
	case m.does == "fence":
		delete(h.tabs, v)
		delete(h.beats, v)
		h.fenced[v] = true
		h.visitors[m.visitor] = h.fence(v)
		h.everybody = append(h.everybody, h.visitors[m.visitor])
		h.headless[h.visitors[m.visitor]] = h.headless[v]
	case m.does == "within" && m.visitor > 1: // the others are whom browsers keep
		h.hosts[v] = h.visitors[m.contact]
		if !m.visible {
			delete(h.hosts, v)
		}
		h.come(v, m.tab, true)
	case m.does == "pass":
		h.pass(m.pass)
	case m.does == "look":
		l := h.lookers[m.looker]
		l.window, l.query = m.window, query(h.t, m.search, m.sort)
		l.sub.Move(l.query, l.window)
	case open != nil:
		h.say(v, m.tab, open, m)
	}
}

// come has a tab say hello, on the socket that it opened before, if it did.
func (h *history) come(v nametag.VisitorID, name string, visible bool) {
	if h.tabs[v] == nil {
		h.tabs[v] = map[string]*tab{}
	}
	key := presence.Tab{Visitor: v, Name: name}
	through, dialed := h.dialed[key]
	if !dialed {
		through = h.dial()
	}
	delete(h.dialed, key)
	delete(h.beats[v], name)
	h.room.Expect(shop.ID, v)
	h.sit(v)
	h.tabs[v][name] = h.arrive(h.known(v), h.hello(v, name, visible), through)
}

// beat has a tab send a heartbeat, whether or not it has a socket: it may have been on its way.
func (h *history) beat(v nametag.VisitorID, name string, visible bool) {
	if h.beats[v] == nil {
		h.beats[v] = map[string]time.Time{}
	}
	h.beats[v][name] = now().Add(presence.BeatLease)
	beats, hello := &tab{s: h.stage, key: presence.Tab{Visitor: v, Name: name}}, h.hello(v, name, visible)
	if _, ok := h.room.Beat(beats.key, beats.next(), 0, hello.Page, visible, hello.Alive); !ok {
		h.greetByBeat(h.known(v), hello)
	}
	h.sit(v)
}

func (h *history) hello(v nametag.VisitorID, name string, visible bool) presence.Hello {
	hello := presence.Hello{Tab: name, Page: nametag.Page{URL: "https://shop.example/" + name}, Visible: visible}
	hello.Client.Headless = h.headless[v]
	if h.acted[v] {
		hello.Alive = 1 // else it might be a bot again, if it was long gone
	}
	return hello
}

// known is what the store says of a visitor.
func (h *history) known(v nametag.VisitorID) nametag.Arrival {
	if l := h.links[v]; l.Contact != 0 {
		for _, c := range h.contacts {
			if c.ID == l.Contact {
				return h.linked(v, c, l.Trust)
			}
		}
	}
	return h.anonymous(v)
}

// sit has a page say in whose browser it is. Of who was fenced the store says nothing.
func (h *history) sit(v nametag.VisitorID) {
	var own nametag.Arrival
	if o := h.hosts[v]; o != 0 && !h.fenced[o] {
		own = h.known(o)
	}
	h.within(v, own)
}

func (h *history) say(v nametag.VisitorID, name string, open *tab, m move) {
	switch m.does {
	case "page":
		open.page("https://shop.example/" + now().String())
	case "show":
		open.show(m.visible)
	case "alive":
		open.alive()
		h.acted[v] = true
	case "close":
		open.close()
		delete(h.tabs[v], name)
	case "lose":
		open.lose()
		delete(h.tabs[v], name)
	}
}

// passLeases lets those that ended just now end in the room too, which looks in a while.
func (h *history) passLeases() {
	for _, tabs := range h.beats {
		for _, end := range tabs {
			if since := now().Sub(end); since >= 0 && since < time.Second {
				h.pass(time.Second)
			}
		}
	}
}

func (h *history) check() error {
	h.pass(time.Second)
	for _, l := range h.lookers {
		if err := errors.Join(l.check(), l.checkAgainstAll()); err != nil {
			return fmt.Errorf("%+v: %w", l.query, err)
		}
	}
	h.pass(15 * time.Second) // whoever vanished has left by now
	h.passLeases()
	seen, counts := map[who]bool{}, presence.Counts{}
	here, own := h.here(), h.own()
	for _, r := range h.rows() {
		k := who{contact: r.Contact, trust: r.Trust}
		if r.Contact == 0 {
			k.alone = r.Visitor
		}
		if seen[k] {
			return fmt.Errorf("%+v has two rows", k)
		}
		seen[k] = true
		counts.Total++
		if r.State != left {
			counts.Online++
		}
		if r.State != left && r.Contact != 0 && r.Trust == nametag.Claimed {
			counts.Claimed++
		}
		if r.State != left && r.Trust == nametag.Verified {
			counts.Verified++
		}
		if want, present := here[k]; present != (r.State != left) || present && want != [2]int{r.Visitors, r.Tabs} {
			return fmt.Errorf("%+v: got %+v, want visitors and tabs %v", k, r, want)
		}
		slices.Sort(r.Own)
		slices.Sort(own[k])
		if !slices.Equal(r.Own, own[k]) {
			return fmt.Errorf("%+v: got %v in it, want %v", k, r.Own, own[k])
		}
		delete(here, k)
	}
	if len(here) > 0 {
		return fmt.Errorf("not listed: %v", here)
	}
	counts.Bots = h.bots()
	for v, headless := range h.headless {
		if kept := h.kept.of(v); headless && len(kept) > 0 && !h.acted[v] && !h.named[v] {
			return fmt.Errorf("of a bot was written: %+v", kept)
		}
	}
	if got := h.room.Counts(shop.ID); got != counts {
		return fmt.Errorf("counts: got %+v, want %+v", got, counts)
	}
	return nil
}
