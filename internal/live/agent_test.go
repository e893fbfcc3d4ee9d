package live_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/nametag-dev/nametag/internal/live"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

func isCode(err error, want *nametag.Error) bool { return errors.Is(err, want) }

// The moment of identification, on an agent's socket.
func TestAnAgentSeesARowTurnIntoJane(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	agent := w.agent()
	b := w.known()
	w.page(b, "tab1")
	agent.until("the visitor", func() bool { return len(agent.order) == 1 })
	before := agent.top()
	if before.Trust != "anonymous" || agent.counts != (wire.Counts{Total: 1, Online: 1}) {
		t.Errorf("got %s, counts %+v", wire.Encode(before), agent.counts)
	}
	b.Identify(nametagtest.ID("42").Mailed("jane@example.com").Named("Jane"))
	agent.until("Jane", func() bool { return agent.top().Name == "Jane" })
	if got := agent.top(); got.ID != before.ID || got.ExternalID != "42" || got.Email != "jane@example.com" || got.Trust != "claimed" || got.Contact == "" {
		t.Errorf("got %s, want the row in place", wire.Encode(got))
	}
	if agent.counts.Claimed != 1 || agent.resets != 1 {
		t.Errorf("got counts %+v after %d snapshots", agent.counts, agent.resets)
	}
}

func TestAnOpenedVisitorGoesOnAsContact(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.known()
	w.page(b, "tab1")
	agent := w.agent()
	agent.say(wire.PanelFrame{Open: &wire.Open{Visitor: b.Visitor.String()}})
	agent.until("the visitor", func() bool { return agent.person != nil })
	if agent.person.Contact != nil || agent.person.Visitor.ID != b.Visitor.String() {
		t.Errorf("got %s, want an anonymous visitor that did nothing yet", wire.Encode(*agent.person))
	}
	b.Identify(nametagtest.ID("42").Named("Jane"))
	agent.until("Jane", func() bool { return agent.person.Contact != nil })
	if len(agent.person.Ledger) == 0 {
		t.Errorf("got %s, want her ledger", wire.Encode(*agent.person))
	}
	phone := w.known()
	phone.Identify(nametagtest.ID("42").Profile(nametag.Company, "Doe & Sons"))
	agent.until("what her phone says", func() bool { return agent.person.Contact.Traits["company"].Value != nil })
	b.Reset()
	agent.until("the fence in her ledger", func() bool { return agent.person.Ledger[0].Kind == "reset" })
	agent.say(wire.PanelFrame{Close: true})
	agent.say(wire.PanelFrame{Open: &wire.Open{Contact: agent.person.Contact.ID}})
	agent.person = nil
	agent.until("the contact", func() bool { return agent.person != nil })
}

// Whoever is looked at by visitor is watched as a contact too, and a browser that leaves her is told of to who looks at her.
func TestAContactIsWatchedAsAWhole(t *testing.T) {
	t.Parallel()
	w := newWorldWithoutHistory(t)
	b, phone := w.known(), w.known()
	b.Identify(nametagtest.ID("42"))
	phone.Identify(nametagtest.ID("42"))
	w.page(phone, "tab1")
	agent := w.agent()
	agent.say(wire.PanelFrame{Open: &wire.Open{Visitor: b.Visitor.String()}})
	agent.until("Jane", func() bool { return agent.person != nil })
	phone.Update(nametagtest.Nothing().Named("Jane"))
	agent.until("her name", func() bool { return agent.person.Contact.Traits["name"].Value != nil })
	phone.Reset()
	agent.until("the fence in her ledger", func() bool { return agent.person.Ledger[0].Kind == "reset" })
}

func TestAPageViewReachesWhoLooksAtThePerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.known()
	b.Identify(nametagtest.ID("42"))
	p := w.page(b, "tab1")
	agent := w.agent()
	agent.say(wire.PanelFrame{Open: &wire.Open{Visitor: b.Visitor.String()}})
	agent.until("Jane", func() bool { return agent.person != nil })
	p.say(wire.VisitorFrame{Page: &wire.Page{URL: "https://shop.example/cart"}})
	agent.until("the cart", func() bool {
		s := agent.person.Sessions
		return len(s) == 1 && s[0].PageCount == 2
	})
}

// Whoever looks at a person hears at once that it was erased, also where no browser is linked to it.
func TestAnErasureIsTold(t *testing.T) {
	t.Parallel()
	w := newWorldWithoutHistory(t)
	b := w.known()
	b.Identify(nametagtest.ID("42"))
	jane := w.Contact("42")
	if err := w.Service.Detach(t.Context(), w.Site, jane.ID, b.Visitor, "agent:ada@example.com"); err != nil {
		t.Fatal(err)
	}
	agent := w.agent()
	agent.say(wire.PanelFrame{Open: &wire.Open{Contact: jane.ID.String()}})
	agent.until("Jane", func() bool { return agent.person != nil })
	if err := w.Service.Erase(t.Context(), w.Site, jane.ID, "agent:ada@example.com"); err != nil {
		t.Fatal(err)
	}
	agent.until("that she is gone", func() bool { return agent.failed != nil && agent.failed.Field == "contact" })
}

// A person's frame says where the older entries and visits are to be had.
func TestALongHistoryGoesOnOverHTTP(t *testing.T) {
	t.Parallel()
	w := newWorldWithoutHistory(t)
	b := w.known()
	b.Identify(nametagtest.ID("42"))
	id := w.Contact("42").ID
	agent := w.agent()
	agent.say(wire.PanelFrame{Open: &wire.Open{Contact: id.String()}})
	agent.until("Jane", func() bool { return agent.person != nil })
	if agent.person.LedgerNext != "" || agent.person.SessionsNext != "" {
		t.Errorf("got %s, want nothing older", wire.Encode(*agent.person))
	}
	var sessions []nametag.Session
	for n := range 30 {
		sessions = append(sessions, nametag.Session{Site: w.Site.ID, Visitor: b.Visitor, ID: nametag.SessionID(n + 1), Started: w.Clock.Now(), Seen: w.Clock.Now()})
	}
	if err := w.Store.SaveSessions(t.Context(), sessions); err != nil {
		t.Fatal(err)
	}
	for n := range 60 {
		b.Update(nametagtest.Nothing().Named(fmt.Sprint("Jane ", n)))
	}
	agent.until("a long history", func() bool { return agent.person.LedgerNext != "" })
	if got := agent.person; got.LedgerNext != wire.Cursor(fmt.Sprint(got.Ledger[49].Seq-1)) || got.SessionsNext != wire.Cursor("11") || len(got.Sessions) != 20 {
		t.Errorf("got %d entries, then %s, and %d sessions, then %s", len(got.Ledger), got.LedgerNext, len(got.Sessions), got.SessionsNext)
	}
}

func TestWhatAnAgentAsksInVainIsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	elsewhere := w.Elsewhere().Browser()
	elsewhere.Identify(nametagtest.ID("42"))
	agent := w.agent()
	for name, c := range map[string]struct {
		ask  wire.PanelFrame
		want string
	}{
		"a visitor that isn't one":      {wire.PanelFrame{Open: &wire.Open{Visitor: "v_nobody"}}, "not_found"},
		"a visitor that never was":      {wire.PanelFrame{Open: &wire.Open{Visitor: "v_0000000000001"}}, "not_found"},
		"a contact of another site":     {wire.PanelFrame{Open: &wire.Open{Contact: elsewhere.Link.Contact.String()}}, "not_found"},
		"both":                          {wire.PanelFrame{Open: &wire.Open{Visitor: "v_nobody", Contact: "c_nobody"}}, "bad_value"},
		"a sort that doesn't exist":     {wire.PanelFrame{View: &wire.View{Sort: "oldest", Count: 10}}, "bad_value"},
		"a search that means nothing":   {wire.PanelFrame{View: &wire.View{Ask: 3, Sort: "newest", Q: "is:onlin", Count: 10}}, "bad_value"},
		"somebody who can't be watched": {wire.PanelFrame{Watch: &wire.Watch{Contacts: []string{"v_0000000000001"}}}, "bad_value"},
	} {
		agent.failed = nil
		agent.say(c.ask)
		agent.until(name, func() bool { return agent.failed != nil })
		if agent.failed.Code != c.want {
			t.Errorf("%s: got %q, want %q", name, agent.failed.Code, c.want)
		}
	}
	agent.write(1, []byte(`{"view":{"sort":"newest"},"close":true}`))
	agent.wantClose(4500, "bad_value")
}

func TestAnAgentHearsOfTheSite(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	agent := w.agent()
	w.live.Refused(w.Site.ID, "https://one.example")
	agent.until("the first", func() bool { return agent.site != nil && agent.site.RefusedOrigin == "https://one.example" })
	w.live.Refused(w.Site.ID, "https://two.example") // too soon: it waits for the pulse
	agent.say(wire.PanelFrame{View: &wire.View{Sort: "oldest"}})
	agent.until("an answer", func() bool { return agent.failed != nil })
	if got := agent.site.RefusedOrigin; got != "https://one.example" {
		t.Errorf("got %q within the same second, want the first alone", got)
	}
	w.live.Refused(w.Site.ID, "https://three.example")
	w.beat(2)
	agent.until("the last", func() bool { return agent.site.RefusedOrigin == "https://three.example" })
	site := *w.Site
	site.InstalledAt, site.InstalledOrigin = nametagtest.Noon, "https://shop.example"
	w.live.SiteChanged(&site)
	agent.until("the installation", func() bool { return agent.site.InstalledAt != 0 })
	want := wire.SiteFrame{Key: site.Key, Name: "Shop", InstalledAt: nametagtest.Noon.UnixMilli(), InstalledOrigin: "https://shop.example", RefusedOrigin: "https://three.example"}
	if *agent.site != want {
		t.Errorf("got %+v, want %+v", *agent.site, want)
	}
}

// spec security §6: logout, demotion, removal cut an agent's sockets within a second, which is one beat of the pulse.
func TestAnAgentWhoMayNotGoOnIsCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	agent := w.agent()
	w.barred.Store(nametag.ErrInternal) // no answer: it goes on
	w.beat(1)
	w.barred.Store(nametag.ErrLoginRequired)
	w.beat(1)
	agent.wantClose(4501, "login_required")
}

// A slow agent never slows a visitor or another agent, and gets a snapshot once it reads again.
func TestASlowAgentGetsASnapshotWhenItReadsAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *live.Config) { c.WriteWithin = time.Minute })
	slow, quick := w.agent(), w.agent()
	b := w.known()
	p := w.page(b, "tab1")
	// Random letters, so that they don't shrink on the way.
	big := func(i int) string { return fmt.Sprintf("https://shop.example/%d?%s", i, noise(i, 2000)) }
	for i := range 15 {
		p.say(wire.VisitorFrame{Page: &wire.Page{URL: big(i), Referrer: big(i + 100)}})
		quick.until("each page", func() bool { return quick.top().Page.URL == big(i) })
	}
	if quick.resets != 1 {
		t.Errorf("the quick agent got %d snapshots, want one", quick.resets)
	}
	slow.until("the last page", func() bool { return slow.top().Page.URL == big(14) })
	if slow.resets != 2 || slow.frames >= quick.frames {
		t.Errorf("the slow agent got %d frames with %d snapshots, the quick one %d", slow.frames, slow.resets, quick.frames)
	}
}

func TestAnAgentWhoNeverReadsIsCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *live.Config) { c.WriteWithin = time.Second }) // a quick agent may have to wait for a busy machine
	w.agent()
	quick := w.agent()
	p := w.page(w.known(), "tab1")
	for i := range 2000 {
		if _, agents := w.live.SocketCounts(); agents == 1 {
			return
		}
		url := fmt.Sprintf("https://shop.example/%d?%s", i, noise(i, 2000))
		p.say(wire.VisitorFrame{Page: &wire.Page{URL: url}})
		quick.until("each page", func() bool { return quick.top().Page.URL == url })
	}
	t.Error("after 2,000 pages it is still there")
}

// A slow agent is asked whether it is there only after what is being written to it, and has all of WriteWithin to read:
// one message is on its way at the first turn of the pulse, several at once at the second.
func TestThePulseLeavesASlowAgentAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *live.Config) { c.WriteWithin = time.Minute })
	slow, quick := w.agent(), w.agent()
	asked := 0
	slow.conn.SetPingHandler(func(string) error { asked++; return nil })
	p := w.page(w.known(), "tab1")
	big := func(i int) string { return fmt.Sprintf("https://shop.example/%d?%s", i, noise(i, 2000)) }
	for i := range 7 {
		p.say(wire.VisitorFrame{Page: &wire.Page{URL: big(i), Referrer: big(i + 100)}})
		quick.until("each page", func() bool { return quick.top().Page.URL == big(i) })
	}
	w.beat(24)
	slow.until("the first page", func() bool { return slow.top().Page.URL == big(0) })
	w.beat(24)
	slow.until("the last page", func() bool { return slow.top().Page.URL == big(6) })
	if asked == 0 {
		t.Error("it wasn't asked after the write either")
	}
}

// noise is text that doesn't compress well, always the same for the same seed.
func noise(seed, length int) string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
	var b strings.Builder
	x := uint64(seed)*2862933555777941757 + 3037000493
	for b.Len() < length {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		b.WriteByte(letters[x>>32%64])
	}
	return b.String()
}

// A search is answered by the snapshot behind its number, also where others look at the same window already, and what
// can't be searched by the error behind it. Two who search the same get the very same frames.
func TestASearchIsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane := w.known()
	jane.Identify(nametagtest.ID("42").Named("Jane"))
	w.page(jane, "tab1")
	p := w.page(w.known(), "tab1")
	agent, other := w.agent(), w.agent()
	ask := func(a *panel, n int, q string) {
		t.Helper()
		a.say(wire.PanelFrame{View: &wire.View{Ask: n, Q: q, Sort: "newest", Count: 100}})
		a.hear("the answer", func(push wire.PanelPush) bool { return push.Answer == n })
	}
	agent.until("two", func() bool { return len(agent.order) == 2 })
	ask(agent, 1, "jane")
	if agent.next(); len(agent.order) != 1 || agent.top().Name != "Jane" || agent.counts.Total != 1 || agent.counts.Online != 2 {
		t.Errorf("got %v, %+v; want Jane alone of two", agent.order, agent.counts)
	}
	jane.Update(nametagtest.Nothing().Named("Jane Doe"))
	agent.until("her name", func() bool { return agent.top().Name == "Jane Doe" })
	ask(other, 7, "jane") // whose window the first looks at
	if other.next(); other.top().Name != "Jane Doe" {
		t.Errorf("got %v, want Jane", other.order)
	}
	ask(agent, 2, "is:onlin")
	if agent.next(); agent.failed == nil || agent.failed.Field != "view.q" {
		t.Errorf("got %+v, want what is wrong with the search", agent.failed)
	}
	jane.Update(nametagtest.Nothing().Named("Jane Roe"))
	agent.until("the view before goes on", func() bool { return agent.top().Name == "Jane Roe" })
	ask(agent, 3, "page:/cart")
	p.say(wire.VisitorFrame{Page: &wire.Page{URL: "https://shop.example/cart"}})
	agent.until("who came to the page", func() bool { return len(agent.order) == 1 })
}

// An agent hears of whom it watches, wherever they stand in the list.
func TestWhoIsWatchedIsToldOf(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	agent := w.agent()
	b := w.known()
	agent.say(wire.PanelFrame{Watch: &wire.Watch{Visitors: []string{b.Visitor.String()}}})
	agent.say(wire.PanelFrame{View: &wire.View{Ask: 1, Q: "nobody", Sort: "newest", Count: 10}})
	agent.hear("both were taken", func(push wire.PanelPush) bool { return push.Answer == 1 })
	w.page(b, "tab1")
	sighting := func(push wire.PanelPush) bool { return push.Watched != nil }
	seen := []wire.Sighting{*agent.hear("who came", sighting).Watched}
	b.Identify(nametagtest.ID("42").Named("Jane"))
	seen = append(seen, *agent.hear("Jane", sighting).Watched)
	if seen[0].Event != "came" || seen[1].Event != "identified" || seen[1].Row.Name != "Jane" {
		t.Errorf("got %+v", seen)
	}
}

// A panel that says what it has shown is sent at most five frames beyond that, though its socket would take a thousand; once
// it caught up it gets a snapshot. Who says nothing is sent all.
func TestAPanelThatShowsSlowlyIsntLeftBehind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page(w.known(), "tab1")
	slow, quick := w.agent(), w.agent()
	visit := func(nth int) {
		p.say(wire.VisitorFrame{Page: &wire.Page{URL: fmt.Sprint("https://shop.example/", nth)}})
		quick.until("the page", func() bool { return quick.top().Page.URL == fmt.Sprint("https://shop.example/", nth) })
	}
	slow.until("the visitor", func() bool { return len(slow.order) == 1 })
	slow.say(wire.PanelFrame{Seen: slow.frames})
	slow.say(wire.PanelFrame{Open: &wire.Open{Visitor: "v_nobody"}})
	slow.until("it was heard", func() bool { return slow.failed != nil })
	for nth := range 8 {
		visit(nth)
	}
	slow.failed = nil
	slow.say(wire.PanelFrame{Open: &wire.Open{Visitor: "v_nobody"}})
	before := slow.frames
	slow.until("all that was sent", func() bool { return slow.failed != nil })
	if sent := slow.frames - before; sent > 5 {
		t.Errorf("a panel that showed nothing was sent %d frames, want at most 5", sent)
	}
	resets := slow.resets
	slow.say(wire.PanelFrame{Seen: slow.frames})
	slow.until("the last page", func() bool { return slow.top().Page.URL == "https://shop.example/7" })
	if slow.resets != resets+1 {
		t.Errorf("got %d snapshots, want one", slow.resets-resets)
	}
	visit(8)
	slow.until("the next page", func() bool { return slow.top().Page.URL == "https://shop.example/8" })
}

// What is wrong with a search is told, the newest alone, whatever else is owed to a socket that isn't written to for a while:
// the panel waits for it. Of who is watched it is told what is newest.
func TestARefusedSearchIsAnsweredWhateverElseIsOwed(t *testing.T) {
	t.Parallel()
	reading := newGate()
	w := newWorld(t, func(c *live.Config) { c.Service = slowService{Service: c.Service, visitors: reading} })
	var people []*nametagtest.Browser
	var watch wire.Watch
	for range 20 {
		b := w.known()
		people, watch.Visitors = append(people, b), append(watch.Visitors, b.Visitor.String())
	}
	agent := w.agent()
	agent.say(wire.PanelFrame{Watch: &watch})
	agent.say(wire.PanelFrame{Open: &wire.Open{Visitor: watch.Visitors[0]}})
	<-reading.came // and nothing is written
	for _, b := range people {
		w.page(b, "tab1")
	}
	people[19].Identify(nametagtest.ID("42").Named("Jane"))
	for range 20 {
		agent.say(wire.PanelFrame{Open: &wire.Open{Visitor: "v_nobody"}})
	}
	for ask := range 2 {
		agent.say(wire.PanelFrame{View: &wire.View{Ask: ask + 1, Q: "is:onlin", Sort: "newest", Count: 100}})
	}
	agent.conn.SetPongHandler(func(string) error { close(reading.open); return nil }) // by then all of it was taken
	agent.write(websocket.PingMessage, nil)
	var seen []wire.Sighting
	answer := agent.hear("the answer", func(push wire.PanelPush) bool {
		if push.Watched != nil {
			seen = append(seen, *push.Watched)
		}
		return push.Answer != 0
	})
	if refused := agent.next(); answer.Answer != 2 || refused.Error == nil || refused.Error.Field != "view.q" {
		t.Errorf("got answer %d: %s, want what is wrong with the second search", answer.Answer, wire.Encode(refused))
	}
	if n := len(seen); n != 16 || seen[n-1].Event != "identified" || seen[n-1].Row.Name != "Jane" || seen[n-2].Row.Visitor != watch.Visitors[18] {
		t.Errorf("got %s, want the last 16 of 20, each once", wire.Encode(seen))
	}
}
