package nametag

import (
	"context"
	"time"
)

// Lives say how long what strangers leave behind is kept (spec security §6). 0 is for ever.
type Lives struct {
	Anonymous time.Duration // what is known of visitors whom nobody named, since they were last heard of
	Unproven  time.Duration // contacts that were never secured, since they were last heard of
	Evidence  time.Duration // counts of claims
}

const (
	// LeastEvidence is how long counts of claims are kept at least: reports go back a week.
	LeastEvidence = 8 * day
	// MaxLifeDays is the longest life that can be said in days.
	MaxLifeDays = 1<<16 - 1

	day = 24 * time.Hour
)

// Of are the lives of what one site's strangers leave behind: a site may keep it for shorter than the server, never for longer.
func (l Lives) Of(site *Site) Lives {
	l.Anonymous = shorter(l.Anonymous, site.AnonymousDays)
	l.Unproven = shorter(l.Unproven, site.UnprovenDays)
	return l
}

func shorter(life time.Duration, days int) time.Duration {
	own := time.Duration(days) * day
	if own == 0 || life != 0 && life < own {
		return life
	}
	return own
}

// allow refuses lives of a site that are new and longer than the server's: they would never be lived. Returns ErrBadValue.
func (l Lives) allow(before, after *Site) error {
	for _, c := range []struct {
		field         string
		server        time.Duration
		before, after int
	}{
		{"anonymous_days", l.Anonymous, before.AnonymousDays, after.AnonymousDays},
		{"unproven_days", l.Unproven, before.UnprovenDays, after.UnprovenDays},
	} {
		if c.after != c.before && shorter(c.server, c.after) != time.Duration(c.after)*day && c.after != 0 {
			most := int(c.server / day)
			return ErrBadValue.For(c.field).Saying("This server keeps them for %d days at most.", most).Over(most)
		}
	}
	return nil
}

// ranOut reports whether a visitor without a row may have had one (spec security §5): it is as old as what would be forgotten by
// now, or was by an earlier, shorter life. by is until when visitors of the site came of which rows were forgotten.
func (l Lives) ranOut(id VisitorID, by, now time.Time) bool {
	made := id.Time()
	return !made.After(by) || l.Anonymous > 0 && now.Sub(made) >= l.Anonymous
}

// mayBeForgotten is ranOut of a visitor of which no row was found a moment ago. One that is much younger than the shortest life
// needn't be asked about, even if the clock was behind when it came.
func (s *Service) mayBeForgotten(ctx context.Context, site *Site, id VisitorID) (bool, error) {
	now := s.now()
	if now.Sub(id.Time()) < day/2 {
		return false, nil
	}
	by, err := s.Store.ForgottenBy(ctx, site.ID)
	return err == nil && s.Lives.Of(site).ranOut(id, by, now), err
}
