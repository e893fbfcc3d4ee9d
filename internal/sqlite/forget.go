package sqlite

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// A session is forgotten that was seen last @by and stayed with nobody, and whose visitor is linked to nobody,
// or arrived by a link since.
const forgettableSession = `s.seen <= @by AND s.contact IS NULL
	AND NOT EXISTS (SELECT 1 FROM visitor AS v WHERE v.id = s.visitor AND v.contact IS NOT NULL AND s.id >= coalesce(v.since, 0))`

// A visitor is forgotten that is linked to nobody and of which nothing was heard since @by: it isn't younger, has no
// session, no fence and no entry. The newest entry of all stays, so that its number isn't given twice.
const forgettableVisitor = `v.contact IS NULL AND v.first_seen <= @by AND coalesce(v.fenced_at, 0) <= @by
	AND NOT EXISTS (SELECT 1 FROM session AS s WHERE s.visitor = v.id)
	AND NOT EXISTS (SELECT 1 FROM ledger AS l WHERE l.seq = v.head
		AND (l.at > @by OR l.seq = (SELECT max(seq) FROM ledger)))`

// By when, on each site: what was last heard of at least a life ago is old. A site's own life, in days, counts if it is shorter
// than the server's (?2, in milliseconds).
const (
	anonymousBy = `(?1 - min(coalesce(t.anonymous_days * 86400000, ?2), ?2))`
	unprovenBy  = `(?1 - min(coalesce(t.unproven_days * 86400000, ?2), ?2))`
)

// lifeMillis is a life as the statements take it; 0 is for ever.
func lifeMillis(life time.Duration) int64 {
	if life == 0 {
		return math.MaxInt64
	}
	return life.Milliseconds()
}

func by(when, condition string) string { return strings.ReplaceAll(condition, "@by", when) }

var (
	// Stretches of the tables in their own order, each row with its site and by when it is old, if it is to go.
	sessionStretch = define(by(anonymousBy, `SELECT s.visitor, s.id, s.site, iif(`+forgettableSession+`, @by, NULL)
		FROM session AS s CROSS JOIN site AS t ON t.id = s.site WHERE (s.visitor, s.id) > (?3, ?4) ORDER BY s.visitor, s.id LIMIT ?5`))
	visitorStretch = define(by(anonymousBy, `SELECT v.id, 0, v.site, iif(`+forgettableVisitor+`, @by, NULL)
		FROM visitor AS v CROSS JOIN site AS t ON t.id = v.site WHERE (v.id, 0) > (?3, ?4) ORDER BY v.id LIMIT ?5`))

	// Somebody may have been heard of since.
	forgetSession = define(by("?1", `DELETE FROM session AS s WHERE s.visitor = ?2 AND s.id = ?3 AND `+forgettableSession))
	forgetEntries = define(by("?1", `WITH RECURSIVE chain (seq) AS (
			SELECT v.head FROM visitor AS v WHERE v.id = ?2 AND `+forgettableVisitor+`
			UNION ALL
			SELECT l.prev FROM chain JOIN ledger AS l ON l.seq = chain.seq WHERE l.prev < l.seq)
		DELETE FROM ledger WHERE seq IN (SELECT seq FROM chain)`))
	forgetVisitor = define(by("?1", `DELETE FROM visitor AS v WHERE v.id = ?2 AND `+forgettableVisitor))

	noteForgotten   = define(`UPDATE site SET forgotten_by = ?2 WHERE id = ?1 AND coalesce(forgotten_by, 0) < ?2`)
	selectForgotten = define(`SELECT forgotten_by FROM site WHERE id = ?`)
)

// place is where the walk through a table goes on.
type place [2]int64

// walks remembers how far the tables of anonymous data have been looked through.
type walks struct {
	mu                 sync.Mutex
	sessions, visitors place
}

// old is one row that is to go.
type old struct {
	place
	site nametag.SiteID
	by   int64 // it was last heard of by then, in unix milliseconds
}

// forgetAnonymous looks a stretch further for what nobody named and was last heard of a life ago. A visitor goes after its
// sessions.
func (s *Store) forgetAnonymous(ctx context.Context, now time.Time, life time.Duration) error {
	s.walks.mu.Lock()
	defer s.walks.mu.Unlock()
	if err := s.walk(ctx, &s.walks.sessions, sessionStretch, now, life, (*tx).forgetSession); err != nil {
		return fmt.Errorf("forget sessions: %w", err)
	}
	if err := s.walk(ctx, &s.walks.visitors, visitorStretch, now, life, (*tx).forgetVisitor); err != nil {
		return fmt.Errorf("forget visitors: %w", err)
	}
	return nil
}

// walk goes over the next stretches of a table and forgets what is to go. At the end it begins again the next time.
func (s *Store) walk(
	ctx context.Context, from *place, stretch query, now time.Time, life time.Duration, forget func(*tx, old) error,
) error {
	for range sweepTimes {
		at, n := *from, 0
		var all []old
		err := s.reads.each(ctx, stretch, []any{now.UnixMilli(), lifeMillis(life), at[0], at[1], int64(sweepRows)}, func(r row) error {
			n++
			at = place{r.int(0), r.int(1)}
			if by := r.int(3); by != 0 {
				all = append(all, old{at, nametag.SiteID(r.int(2)), by})
			}
			return nil
		})
		if err == nil && len(all) > 0 {
			err = s.writer.do(ctx, func(t *tx) error {
				for _, o := range all {
					if err := forget(t, o); err != nil {
						return err
					}
				}
				return nil
			})
		}
		if err != nil {
			return err
		}
		if n < sweepRows {
			*from = place{}
			return nil
		}
		*from = at
	}
	return nil
}

func (t *tx) forgetSession(o old) error {
	_, err := t.exec(forgetSession, o.by, o.place[0], o.place[1])
	return err
}

func (t *tx) forgetVisitor(o old) error {
	id := nametag.VisitorID(o.place[0])
	if _, err := t.exec(forgetEntries, o.by, int64(id)); err != nil {
		return err
	}
	gone, err := t.exec(forgetVisitor, o.by, int64(id))
	if err != nil || gone == 0 {
		return err
	}
	t.visitors[id] = nil
	if _, err := t.exec(deleteExamplesOf, int64(id)); err != nil {
		return err
	}
	// Remembered for ever: longer lives don't bring the visitor back, nor a clock that was behind when its row was made.
	by := max(o.by, id.Time().UnixMilli())
	delete(t.forgotten, o.site)
	_, err = t.exec(noteForgotten, int64(o.site), by)
	return err
}

// ForgottenBy implements [nametag.Store].
func (s *Store) ForgottenBy(ctx context.Context, site nametag.SiteID) (time.Time, error) {
	r, err := s.reads.one(ctx, selectForgotten, int64(site))
	if err != nil || r == nil {
		return time.Time{}, err
	}
	return r.time(0), nil
}

func (t *tx) forgottenBy(site nametag.SiteID) (time.Time, bool, error) {
	if by, ok := t.forgotten[site]; ok {
		return by, true, nil
	}
	r, err := t.one(selectForgotten, int64(site))
	if err != nil {
		return time.Time{}, false, fmt.Errorf("read until when visitors were forgotten: %w", err)
	}
	if r != nil {
		t.forgotten[site] = r.time(0)
	}
	return t.forgotten[site], true, nil
}
