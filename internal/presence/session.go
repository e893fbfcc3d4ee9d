package presence

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// visit is a session as it goes on (spec identity §1).
type visit struct {
	visitor  *visitor
	id       nametag.SessionID
	started  instant
	seen     instant
	referrer string
	campaign string             // that the first page's address names
	pages    []nametag.PageView // shared with batches that are being written: never changed in place
	count    int

	kept     bool    // it is worth writing: somebody was there
	dirty    bool    // it stands in the room's unsaved
	ripening bool    // it stands in the room's unripe
	watched  instant // since when it can be seen; 0: it can't
	shownFor time.Duration
	written  instant // the sign of life that was written last
}

const (
	// keepAfter is how long an anonymous visitor must have been visibly on a page to be written down (spec live §1).
	keepAfter = 2 * time.Second
	// lifeGrain is how often a sign of life alone is written: after a crash, a session ends up to that much early.
	lifeGrain = 2 * time.Minute
)

// resume goes on with the visitor's session, or with its last one from the store, or begins one.
func (v *visitor) resume(last *nametag.Session, page nametag.Page, now instant) {
	switch {
	case v.visit != nil && !v.visit.over(now):
	case last != nil && now.sub(instantOf(last.Seen)) < nametag.SessionTimeout:
		v.visit = &visit{
			visitor: v, id: last.ID, started: instantOf(last.Started), seen: instantOf(last.Seen), referrer: last.Referrer,
			campaign: campaignOf(last), pages: last.Pages, count: last.Count, kept: true, written: instantOf(last.Seen),
		}
		v.back = v.cameBefore()
		v.acted = true // a bot's wouldn't have been written down
	default:
		v.begin(foreign(page), now)
		v.visit.campaign = campaign(page.URL)
		v.back = last != nil || v.cameBefore()
	}
	if v.link.Contact != 0 {
		v.visit.keep(v)
	}
}

// over reports whether the session ended by silence.
func (s *visit) over(now instant) bool { return now.sub(s.seen) >= nametag.SessionTimeout }

// begin starts a new session.
func (v *visitor) begin(referrer string, now instant) {
	v.visit.end(v, now)
	v.visit = &visit{visitor: v, id: nametag.SessionID(v.board.room.config.IDs.Next(now.time())), started: now, seen: now, referrer: referrer}
	if v.link.Contact != 0 {
		v.visit.keep(v)
	}
}

// cameBefore tells from the visitor's id whether it is older than its session.
func (v *visitor) cameBefore() bool {
	return v.visit.started.sub(instantOf(v.id.Time())) > nametag.SessionTimeout
}

// campaign is what an address says of the campaign that led there: its source and its name.
func campaign(address string) string {
	if !strings.Contains(address, "utm_") {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	said := u.Query()
	parts := slices.DeleteFunc([]string{said.Get("utm_source"), said.Get("utm_campaign")}, func(s string) bool { return s == "" })
	return strings.ToValidUTF8(strings.Join(parts, " · "), "\ufffd")
}

// campaignOf is the campaign of a session whose first page is still known.
func campaignOf(s *nametag.Session) string {
	if len(s.Pages) == 0 || len(s.Pages) < s.Count {
		return ""
	}
	return campaign(s.Pages[0].URL)
}

// foreign is the page's referrer, unless that is a page of the same site.
func foreign(page nametag.Page) string {
	here, err := url.Parse(page.URL)
	if err != nil {
		return page.Referrer
	}
	there, err := url.Parse(page.Referrer)
	if err != nil || there.Host == here.Host {
		return ""
	}
	return page.Referrer
}
