package presence_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// spec live §1: an anonymous visitor costs no write until it has been visibly on a page for 2 s.
func TestAnAnonymousSessionIsWrittenAfterTwoVisibleSeconds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		story func(s *stage, v nametag.VisitorID)
		want  int
	}{
		"who stays": {func(s *stage, v nametag.VisitorID) { s.open(v, "a", "https://shop.example/") }, 1},
		"who leaves at once": {func(s *stage, v nametag.VisitorID) {
			tab := s.open(v, "a", "https://shop.example/")
			s.pass(1900 * time.Millisecond)
			tab.close()
		}, 0},
		"who never looks": {func(s *stage, v nametag.VisitorID) {
			s.openAs(s.anonymous(v), "a", "https://shop.example/", false)
		}, 0},
		"who looks twice for a second": {func(s *stage, v nametag.VisitorID) {
			tab := s.open(v, "a", "https://shop.example/")
			s.pass(time.Second)
			tab.show(false)
			s.pass(10 * time.Second)
			tab.show(true)
			s.pass(time.Second)
			tab.close()
		}, 1},
		"who logs in at once": {func(s *stage, v nametag.VisitorID) {
			tab := s.open(v, "a", "https://shop.example/")
			s.identify(v, s.contact("Jane"), nametag.Claimed)
			tab.close()
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *stage) {
				v := s.visitor()
				c.story(s, v)
				s.pass(10 * time.Second)
				if got := len(s.kept.of(v)); got != c.want {
					t.Errorf("got %d sessions written, want %d", got, c.want)
				}
			})
		})
	}
}

func TestASessionHoldsItsNewestPages(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		page := nametag.Page{URL: "https://shop.example/0", Referrer: "https://search.example/"}
		tab := s.greet(s.anonymous(v), presence.Hello{Tab: "a", Page: page, Visible: true, Client: desktop})
		came := now()
		for i := range nametag.SessionPages + 10 {
			s.pass(time.Second)
			tab.page(fmt.Sprintf("https://shop.example/%d", i+1))
		}
		tab.page(fmt.Sprintf("https://shop.example/%d", nametag.SessionPages+10)) // where it is already
		s.pass(3 * time.Second)
		got := s.kept.of(v)[0]
		if len(got.Pages) != nametag.SessionPages || got.Count != nametag.SessionPages+11 || got.Pages[nametag.SessionPages-1].URL != "https://shop.example/60" {
			t.Errorf("got %d pages of %d, the last %+v", len(got.Pages), got.Count, got.Pages[len(got.Pages)-1])
		}
		if !got.Started.Equal(came) || got.Referrer != page.Referrer || got.Device != desktop.Device || got.Country != "IN" || got.Site != shop.ID {
			t.Errorf("got %+v", got)
		}
	})
}

func TestATitleThatComesLateIsKept(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		tab := s.open(v, "a", "https://shop.example/")
		s.pass(5 * time.Second)
		s.room.Page(tab.key, tab.next(), nametag.Page{URL: "https://shop.example/", Title: "Shop"})
		s.pass(5 * time.Second)
		if got := s.kept.of(v)[0]; got.Count != 1 || got.Pages[0].Title != "Shop" {
			t.Errorf("got %+v, want one page called Shop", got.Pages)
		}
	})
}

func TestAReferrerOfTheSameSiteIsNone(t *testing.T) {
	play(t, func(s *stage) {
		page := nametag.Page{URL: "https://shop.example/cart", Referrer: "https://shop.example/mugs"}
		s.greet(s.anonymous(s.visitor()), presence.Hello{Tab: "a", Page: page, Visible: true})
		if got := s.row().Referrer; got != "" {
			t.Errorf("got %q, want none", got)
		}
	})
}

func TestTheCampaignIsTheSessions(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		tab := s.open(v, "a", "https://shop.example/sale?utm_source=letter&utm_campaign=spring")
		s.pass(5 * time.Second)
		tab.page("https://shop.example/mugs")
		if got := s.row().Campaign; got != "letter · spring" {
			t.Errorf("on the second page: got %q, want that of the first", got)
		}
		s.pass(10 * time.Second)
		kept := s.kept.of(v)
		again := s.anonymous(s.visitor())
		again.Last = &kept[len(kept)-1]
		s.greet(again, presence.Hello{Tab: "a", Page: nametag.Page{URL: "https://shop.example/mugs?utm_source=other"}, Visible: true})
		if got := s.rows()[0].Campaign; got != "letter · spring" {
			t.Errorf("of a session from the store: got %q, want that of its first page", got)
		}
	})
}

func TestCampaigns(t *testing.T) {
	for address, want := range map[string]string{
		"https://x.example/?utm_campaign=spring": "spring", "https://x.example/?utm_source=%ff": "\ufffd",
		"https://x.example/#utm_source=a": "", "https://x.example/?utm_source=": "", ":utm_source=x": "",
	} {
		t.Run(address, func(t *testing.T) {
			play(t, func(s *stage) {
				s.open(s.visitor(), "a", address)
				if got := s.row().Campaign; got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			})
		})
	}
}

// spec identity §1: a session ends after 30 min without a sign of life.
func TestASessionEndsBySilence(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		tab := s.open(v, "a", "https://shop.example/")
		s.pass(29 * time.Minute)
		tab.alive()
		s.pass(3 * time.Minute)
		if got := len(s.kept.of(v)); got != 1 {
			t.Fatalf("got %d sessions, want one that goes on", got)
		}
		s.pass(28 * time.Minute)
		tab.alive()
		s.pass(5 * time.Second)
		got := s.kept.of(v)
		if len(got) != 2 || got[1].Count != 1 || got[1].Pages[0].URL != "https://shop.example/" || !s.row().Returning {
			t.Errorf("got %+v, want a second session on the same page, of one who returns", got)
		}
	})
}

func TestASessionGoesOnAfterARestart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		silent time.Duration
		same   bool
	}{"a minute later": {time.Minute, true}, "an hour later": {time.Hour, false}} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *stage) {
				v := s.visitor()
				seen := now().Add(-c.silent)
				a := s.anonymous(v)
				a.Last = &nametag.Session{ID: 5, Visitor: v, Started: seen, Seen: seen, Count: 1, Pages: []nametag.PageView{{URL: "https://shop.example/", At: seen}}}
				s.openAs(a, "a", "https://shop.example/", true).page("https://shop.example/cart")
				s.pass(5 * time.Second)
				got := s.kept.of(v)
				if len(got) != 1 || (got[0].ID == 5) != c.same || s.row().Returning == c.same {
					t.Fatalf("got %+v, returning %v", got, s.row().Returning)
				}
				if got[0].Count != 2 {
					t.Errorf("got %d pages, want 2: a reconnect is no page view", got[0].Count)
				}
			})
		})
	}
}

func TestAFenceEndsTheSession(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		s.open(v, "a", "https://shop.example/")
		s.pass(5 * time.Second)
		successor := s.fence(v)
		s.open(successor, "a", "https://shop.example/")
		s.pass(5 * time.Second)
		hers, its := s.kept.of(v), s.kept.of(successor)
		if len(hers) != 1 || len(its) != 1 || hers[0].ID == its[0].ID {
			t.Errorf("got %+v and %+v, want a session each", hers, its)
		}
	})
}

func TestWhatAnImpersonatorDoesIsNobodysHistory(t *testing.T) {
	play(t, func(s *stage) {
		sam := s.linked(s.visitor(), s.contact("Jane"), nametag.Verified)
		sam.Browser.Link.Actor = "Sam"
		s.openAs(sam, "a", "https://shop.example/", true)
		s.pass(10 * time.Second)
		if got := s.kept.of(sam.Browser.Visitor); len(got) != 0 {
			t.Errorf("got %+v, want nothing written", got)
		}
	})
}

func TestSignsOfLifeAreWrittenNowAndThen(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		tab := s.open(v, "a", "https://shop.example/")
		for range 30 {
			s.pass(20 * time.Second)
			tab.alive()
		}
		got := s.kept.of(v)[0]
		if silent := now().Sub(got.Seen); silent > 3*time.Minute || s.kept.batches > 7 {
			t.Errorf("in 10 minutes: got %d batches, the last sign of life written %v ago", s.kept.batches, silent)
		}
		tab.close()
		s.pass(2 * time.Minute)
		if got := s.kept.of(v)[0]; !got.Seen.Equal(now().Add(-2 * time.Minute)) {
			t.Errorf("after it left: got %v, want its last sign of life", got.Seen)
		}
	})
}

func TestAFailedBatchIsKeptForTheNextTry(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		s.kept.breakDown(true)
		tab := s.open(v, "a", "https://shop.example/")
		s.pass(10 * time.Second)
		tab.page("https://shop.example/cart")
		s.pass(10 * time.Second)
		if err := s.room.Save(s.t.Context()); err == nil {
			t.Error("a batch that wasn't written was reported as written")
		}
		s.kept.breakDown(false)
		s.pass(3 * time.Second)
		if got := s.kept.of(v); len(got) != 1 || got[0].Count != 2 {
			t.Errorf("got %+v, want one session of two pages", got)
		}
	})
}

func TestClosingWritesTheRest(t *testing.T) {
	play(t, func(s *stage) {
		v := s.visitor()
		tab := s.open(v, "a", "https://shop.example/")
		s.pass(5 * time.Second)
		tab.page("https://shop.example/cart")
		if err := s.room.Close(s.t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := s.kept.of(v)[0].Count; got != 2 {
			t.Errorf("got %d pages, want 2", got)
		}
	})
}

func TestWhoWatchesIsToldWhatWasWritten(t *testing.T) {
	play(t, func(s *stage) {
		v, jane := s.visitor(), s.contact("Jane")
		told := 0
		off := s.room.WatchSaved(func(visitor nametag.VisitorID, contact nametag.ContactID) {
			if visitor == v && contact == jane.ID {
				told++
			}
		})
		tab := s.openAs(s.linked(v, jane, nametag.Claimed), "a", "https://shop.example/", true)
		s.pass(3 * time.Second)
		off()
		tab.page("https://shop.example/cart")
		s.pass(3 * time.Second)
		if told != 1 {
			t.Errorf("told %d times, want once", told)
		}
	})
}

// stuck is a place where nothing gets written.
type stuck struct{}

func (stuck) SaveSessions(ctx context.Context, _ []nametag.Session) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestClosingWaitsForAWriteOnlyAsLongAsItMay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &stage{t: t}
		s.room = presence.Open(presence.Config{Sessions: stuck{}, Now: now, Log: slog.New(slog.DiscardHandler)})
		s.open(s.visitor(), "a", "https://shop.example/")
		s.pass(5 * time.Second) // a write is on its way
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		if err := s.room.Close(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want what wasn't written", err)
		}
		if took := time.Since(start); took != time.Second {
			t.Errorf("took %v, want a second", took)
		}
	})
}
