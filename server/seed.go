package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// visit is one time that a browser of the story came.
type visit struct {
	ago   time.Duration // before now
	from  string        // the page before, "" if the address was typed
	pages []string      // under /demo/
	does  []deed        // in order, each on one of the pages
}

// deed is one call that the shop's pages made.
type deed struct {
	page int
	call string // "identify", "update" or "reset"
	args string // JSON, as on the wire
}

// perPage is how long the people of the story look at a page.
const perPage = 70 * time.Second

// storyKept is how long a site remembers that it has its story: for good.
const storyKept = 100 * 365 * 24 * time.Hour

// seed gives an empty demo site its story: contacts with a past, told to the real domain by a clock that runs through
// the last month. A site that knew anybody before is left alone. A story that was cut short is told from its beginning
// once more: every browser and command is the same as then, so what was told already changes nothing. Returns how many
// visits were told.
func seed(ctx context.Context, service *nametag.Service, site *nametag.Site, origin string, now time.Time) (int, error) {
	s := storyMark{store: service.Store, site: site.ID, now: now}
	began, err := s.begin(ctx)
	if err != nil || began.IsZero() {
		return 0, err
	}
	t := newTeller(service, site, origin, began)
	for _, v := range t.inOrder(story()) {
		if err := t.tell(ctx, v); err != nil {
			return 0, fmt.Errorf("tell the demo's story: %w", err)
		}
	}
	if err := t.save(ctx); err != nil {
		return 0, fmt.Errorf("save the demo's sessions: %w", err)
	}
	return len(t.sessions), s.end(ctx)
}

// teller carries the story out.
type teller struct {
	service  nametag.Service // with a clock and ids of its own: ids tell when a visitor came
	site     *nametag.Site
	origin   string
	now      time.Time
	clock    time.Time
	browsers map[string]nametag.Browser
	sessions []nametag.Session
	commands int
}

func newTeller(service *nametag.Service, site *nametag.Site, origin string, now time.Time) *teller {
	t := &teller{service: *service, site: site, origin: origin, now: now, browsers: map[string]nametag.Browser{}}
	t.service.IDs, t.service.Feed = &nametag.IDs{}, silence{}
	t.service.Now = func() time.Time { return t.clock }
	return t
}

// came is a visit with the browser that it belongs to.
type came struct {
	visit
	by browser
}

// inOrder sorts all visits by time: the ledger only runs forward.
func (t *teller) inOrder(told []browser) []came {
	var all []came
	for _, b := range told {
		for _, v := range b.visits {
			all = append(all, came{visit: v, by: b})
		}
	}
	slices.SortStableFunc(all, func(a, b came) int { return int(b.ago - a.ago) })
	return all
}

func (t *teller) tell(ctx context.Context, v came) error {
	start := t.now.Add(-v.ago)
	t.clock = start
	b, err := t.browser(ctx, v.by.name)
	if err != nil {
		return err
	}
	s := t.session(v, start)
	for _, d := range v.does {
		t.clock = start.Add(time.Duration(d.page)*perPage + 5*time.Second)
		out, err := t.do(ctx, b, d)
		if errors.Is(err, nametag.ErrFenced) {
			continue // told before, up to a later deed that fenced: the same deed leads on from here
		}
		if err != nil {
			return fmt.Errorf("%s by %s: %w", d.call, v.by.name, err)
		}
		if d.call == "reset" { // the visit was the one before's
			s.Visitor = b.Visitor
		}
		b = out.Browser
	}
	if s.Visitor == 0 {
		s.Visitor = b.Visitor
	}
	t.browsers[v.by.name] = b
	t.sessions = append(t.sessions, s)
	return nil
}

// browser is who the browser is by now; a new one is the same visitor each time the story is told.
func (t *teller) browser(ctx context.Context, name string) (nametag.Browser, error) {
	if b, known := t.browsers[name]; known {
		return b, nil
	}
	first := nametag.CommandID(fmt.Sprintf("demo-story-%d-%s", t.now.UnixMilli(), name))
	b, err := t.service.Begin(ctx, t.service.Open(t.site, ""), first, "")
	if err != nil {
		return b, fmt.Errorf("begin %s: %w", name, err)
	}
	return b, nil
}

// save saves the sessions, in one piece, unless that was done when the story was told before.
func (t *teller) save(ctx context.Context) error {
	last := t.sessions[len(t.sessions)-1]
	saved, err := t.service.Store.SessionsOf(ctx, t.site.ID, last.Visitor, 1)
	if err != nil || len(saved) > 0 {
		return err
	}
	return t.service.Store.SaveSessions(ctx, t.sessions)
}

func (t *teller) do(ctx context.Context, b nametag.Browser, d deed) (nametag.Outcome, error) {
	t.commands++
	id := nametag.CommandID(fmt.Sprintf("demo-story-%d-%d", t.now.UnixMilli(), t.commands))
	if d.call == "reset" {
		return t.service.Reset(ctx, b, id)
	}
	claim, err := wire.ParseClaim([]byte(d.args))
	if err != nil {
		return nametag.Outcome{}, err
	}
	call := nametag.CallIdentify
	if d.call == "update" {
		call = nametag.CallUpdate
	}
	return t.service.Identify(ctx, b, nametag.Command{ID: id, Call: call, Claim: claim})
}

func (t *teller) session(v came, start time.Time) nametag.Session {
	s := nametag.Session{
		Site: t.site.ID, ID: nametag.SessionID(t.service.IDs.Next(start)), Started: start,
		Seen:   start.Add(time.Duration(len(v.pages)) * perPage),
		Device: v.by.device, Country: v.by.country, Referrer: v.from, Count: len(v.pages),
	}
	for i, page := range v.pages {
		s.Pages = append(s.Pages, nametag.PageView{
			URL: t.origin + "/demo/" + page, Title: titleOf(page), At: start.Add(time.Duration(i) * perPage),
		})
	}
	return s
}
