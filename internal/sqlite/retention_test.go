package sqlite_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// keeping changes how long a site keeps things, in days; 0 is as long as the server does.
func (w *world) keeping(site nametag.SiteID, anonymous, unproven int) {
	w.Helper()
	_, err := w.ChangeSite(w.Context(), site, func(s *nametag.Site) error {
		s.AnonymousDays, s.UnprovenDays = anonymous, unproven
		return nil
	})
	w.must(err)
}

// elsewhere makes an anonymous visitor of another site.
func (w *world) elsewhere(site nametag.SiteID) *nametag.Visitor {
	v := w.visitor(nil)
	v.Site = site
	return v
}

// Each site forgets visitors and their sessions after its own life, if that is shorter than the server's, and remembers until when.
func TestEachSiteForgetsByItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const brief, lasting nametag.SiteID = 2, 3
	w.site(brief, "brief")
	w.site(lasting, "lasting")
	w.keeping(brief, 2, 0)
	w.keeping(lasting, 90, 0)
	theirs := map[nametag.SiteID]*nametag.Visitor{shop: w.visitor(nil), brief: w.elsewhere(brief), lasting: w.elsewhere(lasting)}
	for _, site := range []nametag.SiteID{shop, brief, lasting} {
		w.write(theirs[site])
		s := w.visit(theirs[site], 0)
		s.Site = site
		w.saved(s)
	}
	left := func() (ids []nametag.SiteID) {
		for _, site := range []nametag.SiteID{shop, brief, lasting} {
			_, err := w.Visitor(t.Context(), site, theirs[site].ID)
			if err != nil && !errors.Is(err, nametag.ErrNotFound) {
				t.Fatal(err)
			}
			if sessions := w.count("session WHERE site = ?", int64(site)); (err == nil) != (sessions == 1) {
				t.Errorf("site %d has %d sessions, its visitor: %v", site, sessions, err)
			}
			if err == nil {
				ids = append(ids, site)
			}
		}
		return ids
	}
	by := func(site nametag.SiteID) time.Time {
		got, err := w.ForgottenBy(t.Context(), site)
		w.must(err)
		return got
	}
	for _, step := range []struct {
		days int
		life time.Duration
		want []nametag.SiteID
	}{
		{1, 30 * aDay, []nametag.SiteID{shop, brief, lasting}}, {3, 30 * aDay, []nametag.SiteID{shop, lasting}},
		{29, 30 * aDay, []nametag.SiteID{shop, lasting}}, {89, 0, []nametag.SiteID{shop, lasting}}, {91, 0, []nametag.SiteID{shop}},
		{4000, 0, []nametag.SiteID{shop}}, {4000, 30 * aDay, nil},
	} {
		w.must(w.Sweep(t.Context(), at.Add(time.Duration(step.days)*aDay), nametag.Lives{Anonymous: step.life}))
		if got := left(); !slices.Equal(got, step.want) {
			t.Errorf("after %d days: got %v, want %v", step.days, got, step.want)
		}
	}
	if got := by(brief); !got.Equal(at.Add(aDay)) {
		t.Errorf("the brief one forgot by %v", got)
	}
	if got := by(lasting); !got.Equal(at.Add(aDay)) {
		t.Errorf("the lasting one forgot by %v", got)
	}
	w.keeping(brief, 0, 0)
	if got := by(brief); !got.Equal(at.Add(aDay)) {
		t.Errorf("settings made it forget by %v", got)
	}
	k := known(t, w.Store, nametag.Keys{Visitor: theirs[shop].ID})
	if k.Visitor != nil || !k.ForgottenBy.Equal(by(shop)) || k.ForgottenBy.IsZero() {
		t.Errorf("a decision is told of %v, forgotten by %v", k.Visitor, k.ForgottenBy)
	}
}

// Contacts are found by their own site's life, too.
func TestForgettableOfEachSite(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site(2, "brief")
	w.keeping(2, 0, 10)
	here, there := w.contact("here", ""), w.contact("there", "")
	there.Site = 2
	w.write(here, there)
	for _, c := range []struct {
		days int
		life time.Duration
		want []nametag.ContactID
	}{
		{9, 400 * aDay, nil}, {10, 400 * aDay, []nametag.ContactID{there.ID}}, {10, 0, []nametag.ContactID{there.ID}},
		{9, 5 * aDay, []nametag.ContactID{here.ID, there.ID}}, {400, 400 * aDay, []nametag.ContactID{here.ID, there.ID}},
	} {
		found, _, err := w.Forgettable(t.Context(), 0, at.Add(time.Duration(c.days)*aDay), c.life, 10)
		w.must(err)
		var got []nametag.ContactID
		for _, f := range found {
			got = append(got, f.Contact)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("after %d days of %v: got %v, want %v", c.days, c.life, got, c.want)
		}
	}
}

// A row that a clock made which was behind is remembered by its visitor's own time: the id was made later than the row says.
func TestForgottenByTheVisitorsOwnTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.visitor(nil)
	v.FirstSeen = at.Add(-40 * aDay)
	w.write(v)
	w.must(w.Sweep(t.Context(), at, lives))
	if got, err := w.ForgottenBy(t.Context(), shop); err != nil || got.Before(v.ID.Time()) {
		t.Errorf("got %v (%v), want at least %v", got, err, v.ID.Time())
	}
}

// Addresses are written and shown only while the site says so, and blanked once it doesn't, in pieces; the rest of a session stays.
func TestAddressesAreKeptWhileTheSiteSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site(2, "other")
	store := func(site nametag.SiteID, on bool) {
		t.Helper()
		_, err := w.ChangeSite(t.Context(), site, func(s *nametag.Site) error { s.StoreIPs = on; return nil })
		w.must(err)
	}
	v := w.visitor(nil)
	visit := w.visit(v, 0)
	shown := func() string {
		t.Helper()
		sessions, err := w.SessionsOf(t.Context(), shop, v.ID, 1)
		w.must(err)
		return sessions[0].IP
	}
	save := func(ip string) {
		visit.IP = ip
		visit.Count++
		w.saved(visit)
	}
	expect := func(when, want string, kept int) {
		t.Helper()
		if got := shown(); got != want {
			t.Errorf("%s: %q is shown, want %q", when, got, want)
		}
		if got := w.count("session WHERE ip IS NOT NULL AND site = 1"); got != kept {
			t.Errorf("%s: %d addresses are kept, want %d", when, got, kept)
		}
	}
	save("192.0.2.1")
	expect("at first", "", 0)
	store(shop, true)
	save("192.0.2.1")
	expect("turned on", "192.0.2.1", 1)
	save("")
	expect("by who doesn't know it", "192.0.2.1", 1)
	save("2001:db8::7")
	expect("another network", "2001:db8::7", 1)

	store(2, true)
	other := w.visit(w.elsewhere(2), 0)
	other.Site, other.IP = 2, "192.0.2.9"
	w.saved(other)
	var many []nametag.Session
	for range 1100 { // more than two pieces
		s := w.visit(w.visitor(nil), 0)
		s.IP = "192.0.2.3"
		many = append(many, s)
	}
	w.saved(many...)
	store(shop, false)
	expect("turned off", "", 1101)
	save("192.0.2.1")
	expect("turned off, and somebody is still here", "", 1101)
	w.must(w.Sweep(t.Context(), at, lives))
	expect("swept", "", 0)
	store(shop, true)
	expect("turned on again", "", 0)
	if got := w.count("session"); got != 1102 {
		t.Errorf("%d sessions are left, want all", got)
	}
	sessions, err := w.SessionsOf(t.Context(), 2, other.Visitor, 1)
	if err != nil || sessions[0].IP != "192.0.2.9" {
		t.Errorf("elsewhere: %v (%v)", sessions, err)
	}
}

// What an older program remembered of all sites counts for each.
func TestForgottenByAnOlderProgram(t *testing.T) {
	t.Parallel()
	w := older(t, 8, "schema1.rows.sql")
	db := w.raw()
	_, err := db.ExecContext(t.Context(), `INSERT INTO once (key, expires, value) VALUES ('forgotten', 253402214400000, ?)`, at.UnixMilli())
	w.must(err)
	w.must(db.Close())
	w.Store = w.open(sqlite.Config{})
	if got, err := w.ForgottenBy(t.Context(), shop); err != nil || !got.Equal(at) {
		t.Errorf("got %v (%v), want %v", got, err, at)
	}
}
