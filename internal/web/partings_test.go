package web_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/web"
)

// parting is a batch of a page that goes away: nobody reads its answer but the test.
type parting struct {
	body string
	said chan said
}

func (p *page) parting(after string, commands ...string) parting {
	return parting{p.batchAfter(after, commands...), make(chan said, 1)}
}

// leave sends batches in the order in which they arrive: each waits, or is answered, before the next comes.
func (w *world) leave(batches ...parting) {
	w.t.Helper()
	for _, b := range batches {
		go func() {
			var got said
			request(w.t, w, "POST", "/v1/commands", b.body, browserType, fromShop).ok(&got)
			b.said <- got
		}()
		synctest.Wait()
	}
}

// names is a call with this id that gives a name.
func names(id, name string) string {
	return fmt.Sprintf(`{"id":"%s-of-128-random-bits","call":"setAttributes","said":{"0":{"name":%q}}}`, id, name)
}

func ended(id string) string { return id + "-of-128-random-bits" }

// Requests of a page that goes away arrive in any order, and are carried out in that in which they were said.
func TestPartingBatchesAreCarriedOutInOrder(t *testing.T) {
	t.Parallel()
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			p := w.page()
			p.identify(`{"external_id":"42"}`)
			began := time.Now()
			said := []parting{
				p.parting("", names("x", "X"), names("a", "A")), p.parting(ended("a"), names("y", "Y"), names("b", "B")),
				p.parting(ended("b"), names("c", "C")),
			}
			w.leave(said[order[0]], said[order[1]], said[order[2]])
			for i, b := range said {
				(<-b.said).wantCodes(t, fmt.Sprint(order, i), []string{"", ""}[:2-i/2]...)
			}
			if got := w.Contact("42").Text(nametag.Name); got != "C" {
				t.Errorf("%v: got the name %q, want the last", order, got)
			}
			if late := time.Since(began); late > 0 {
				t.Errorf("%v: waited %v for what was there", order, late)
			}
		})
	}
}

// The batch before renewed the token, or ended the visitor: the page couldn't hear of it, and what it said next is said as who
// the browser was by then.
func TestAPartingBatchGoesOnAsWhoTheBrowserWas(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]string{
		"renewed": `{"id":"a-of-128-random-bits","call":"identify","said":{"0":"43"}}`,
		"fenced":  `{"id":"a-of-128-random-bits","call":"reset","said":{}},{"id":"i-of-128-random-bits","call":"identify","said":{"0":"43"}}`,
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			p := w.page()
			p.send()
			if name == "fenced" {
				p.identify(`{"external_id":"42"}`)
			}
			last := map[string]string{"renewed": "a", "fenced": "i"}[name]
			before, after := p.parting("", first), p.parting(ended(last), names("b", "Ravi"))
			w.leave(after, before)
			now, got := <-before.said, <-after.said
			if got.wantCodes(t, name, ""); got.Visitor.ID != now.Visitor.ID || got.Visitor.Token != now.Visitor.Token || got.Visitor.Stale {
				t.Errorf("%s: got %+v, want to be %+v", name, got.Visitor, now.Visitor)
			}
			if got := w.Contact("43").Text(nametag.Name); got != "Ravi" {
				t.Errorf("%s: got the name %q", name, got)
			}
			w.leave(after, before) // the answers were lost
			if again := <-after.said; again.Visitor.Token != now.Visitor.Token {
				t.Errorf("%s, sent again: got %+v, want to be %+v", name, again.Visitor, now.Visitor)
			}
			if a, b := <-before.said, w.Contact("43"); a.Visitor.ID != now.Visitor.ID || b.Text(nametag.Name) != "Ravi" {
				t.Errorf("%s, sent again: got %+v and %+v", name, a.Visitor, b.Traits)
			}
		})
	}
}

// The command's id alone makes nobody who its browser is: the token must be that of the batch before.
func TestAPartingBatchUnderAnotherToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	p.send()
	older := *p
	p.identify(`{"external_id":"42"}`)
	eve := w.page()
	eve.identify(`{"external_id":"43"}`)
	own := eve.send().Visitor
	now := p.send(`{"id":"a-of-128-random-bits","call":"identify","said":{"0":"44"}}`).Visitor
	got := eve.sendAfter(ended("a"), names("b", "Eve"))
	if got.wantCodes(t, "another's token", ""); got.Visitor.ID != own.ID || got.Visitor.Token != own.Token {
		t.Errorf("another's token: got %+v, want %+v", got.Visitor, own)
	}
	got = older.sendAfter(ended("a"), names("c", "Eve"))
	if got.wantCodes(t, "an older token", "fenced"); got.Visitor.ID == now.ID {
		t.Errorf("an older token: got %+v", got.Visitor)
	}
	nobody := page{w: w}
	got = nobody.sendAfter(ended("a"), names("d", "Eve"))
	if got.wantCodes(t, "no token", ""); got.Visitor.ID == now.ID || got.Visitor.Trust != "anonymous" {
		t.Errorf("no token: got %+v, want a new visitor", got.Visitor)
	}
	if got := w.Contact("44").Text(nametag.Name); got != "" {
		t.Errorf("got the name %q", got)
	}
}

// Whatever a page says of the batch before, its own is carried out as who it is: at once, or after a while where that may come yet.
func TestAPartingBatchWhosePredecessorNeverComes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		after string
		waits bool
	}{
		"none": {"", false}, "unknown": {ended("unknown"), true}, "its own last": {ended("b"), true}, "its own first": {ended("a"), true},
		"short": {"1", true}, "as long as can be": {strings.Repeat("x", 64), true}, "too long": {strings.Repeat("x", 65), false},
		"far too long": {strings.Repeat("x", 4000), false}, "no ASCII": {"é", false}, "two words": {"a b", false}, "a line": {"a\n", false},
		"another site's": {ended("elsewhere"), true},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			other := fmt.Sprintf(`{"site":%q,"visitor":null,"commands":[%s]}`, w.otherSite().Key, names("elsewhere", "Eve"))
			request(t, w, "POST", "/v1/commands", other, browserType, "Origin: https://other.example").ok(nil)
			p := w.page()
			who := p.identify(`{"external_id":"42"}`).Visitor
			began := time.Now()
			got := p.sendAfter(c.after, names("a", "Joan"), names("b", "Jane"))
			if got.wantCodes(t, name, "", ""); got.Visitor.ID != who.ID || got.Visitor.Token != who.Token || w.Contact("42").Text(nametag.Name) != "Jane" {
				t.Errorf("%s: got %+v, want %+v", name, got.Visitor, who)
			}
			if got, want := time.Since(began), map[bool]time.Duration{true: web.FollowWithin}[c.waits]; got != want {
				t.Errorf("%s: waited %v, want %v", name, got, want)
			}
			began = time.Now()
			nobody := page{w: w}
			nobody.sendAfter(c.after, names("c", "Jo")).wantCodes(t, name, "")
			if got := time.Since(began); got != 0 {
				t.Errorf("%s, without a token: waited %v for what can't be its own", name, got)
			}
		})
	}
}

// The oldest are forgotten, so that a server that runs for long holds no more than it did.
func TestPartingsAreBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var p web.Partings
		for i := range 2 * web.KnownPartings {
			p.End(1, fmt.Sprint(i))
			p.End(1, fmt.Sprint(i)) // sent again it is the same one
		}
		if known, places := p.Known(); known != web.KnownPartings || places != web.KnownPartings {
			t.Errorf("got %d in %d places, want %d", known, places, web.KnownPartings)
		}
		for _, c := range []struct {
			i    int
			want bool
		}{{web.KnownPartings, true}, {2*web.KnownPartings - 1, true}, {web.KnownPartings - 1, false}, {0, false}} {
			if got := p.Ended(1, fmt.Sprint(c.i)); got != c.want {
				t.Errorf("%d: got %v, want %v", c.i, got, c.want)
			}
		}
		if p.Ended(2, fmt.Sprint(2*web.KnownPartings-1)) {
			t.Error("another site's command counted")
		}
	})
}
