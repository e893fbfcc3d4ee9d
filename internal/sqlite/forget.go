package sqlite

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// A session is forgotten that was seen last by ?1 and stayed with nobody, and whose visitor is linked to nobody,
// or arrived by a link since.
const forgettableSession = `s.seen <= ?1 AND s.contact IS NULL
	AND NOT EXISTS (SELECT 1 FROM visitor AS v WHERE v.id = s.visitor AND v.contact IS NOT NULL AND s.id >= coalesce(v.since, 0))`

// A visitor is forgotten that is linked to nobody and of which nothing was heard since ?1: it isn't younger, has no
// session, no fence and no entry. The newest entry of all stays, so that its number isn't given twice.
const forgettableVisitor = `v.contact IS NULL AND v.first_seen <= ?1 AND coalesce(v.fenced_at, 0) <= ?1
	AND NOT EXISTS (SELECT 1 FROM session AS s WHERE s.visitor = v.id)
	AND NOT EXISTS (SELECT 1 FROM ledger AS l WHERE l.seq = v.head
		AND (l.at > ?1 OR l.seq = (SELECT max(seq) FROM ledger)))`

var (
	// Stretches of the tables in their own order, each row with whether it is to go.
	sessionStretch = define(`SELECT s.visitor, s.id, ` + forgettableSession + ` FROM session AS s
		WHERE (s.visitor, s.id) > (?2, ?3) ORDER BY s.visitor, s.id LIMIT ?4`)
	visitorStretch = define(`SELECT v.id, 0, ` + forgettableVisitor + ` FROM visitor AS v
		WHERE (v.id, 0) > (?2, ?3) ORDER BY v.id LIMIT ?4`)

	// Somebody may have been heard of since.
	forgetSession = define(`DELETE FROM session AS s WHERE s.visitor = ?2 AND s.id = ?3 AND ` + forgettableSession)
	forgetEntries = define(`WITH RECURSIVE chain (seq) AS (
			SELECT v.head FROM visitor AS v WHERE v.id = ?2 AND ` + forgettableVisitor + `
			UNION ALL
			SELECT l.prev FROM chain JOIN ledger AS l ON l.seq = chain.seq WHERE l.prev < l.seq)
		DELETE FROM ledger WHERE seq IN (SELECT seq FROM chain)`)
	forgetVisitor = define(`DELETE FROM visitor AS v WHERE v.id = ?2 AND ` + forgettableVisitor)
)

// place is where the walk through a table goes on.
type place [2]int64

// walks remembers how far the tables of anonymous data have been looked through.
type walks struct {
	mu                 sync.Mutex
	sessions, visitors place
}

// forgetAnonymous looks a stretch further for what nobody named and was last heard of by then. A visitor goes after its
// sessions.
func (s *Store) forgetAnonymous(ctx context.Context, by time.Time) error {
	s.walks.mu.Lock()
	defer s.walks.mu.Unlock()
	if err := s.walk(ctx, &s.walks.sessions, sessionStretch, by, (*tx).forgetSession); err != nil {
		return fmt.Errorf("forget sessions: %w", err)
	}
	if err := s.walk(ctx, &s.walks.visitors, visitorStretch, by, (*tx).forgetVisitor); err != nil {
		return fmt.Errorf("forget visitors: %w", err)
	}
	return nil
}

// walk goes over the next stretches of a table and forgets what is to go. At the end it begins again the next time.
func (s *Store) walk(
	ctx context.Context, from *place, stretch query, by time.Time, forget func(*tx, place, int64) error,
) error {
	for range sweepTimes {
		at, n := *from, 0
		var old []place
		err := s.reads.each(ctx, stretch, []any{by.UnixMilli(), at[0], at[1], int64(sweepRows)}, func(r row) error {
			n++
			at = place{r.int(0), r.int(1)}
			if r.flag(2) {
				old = append(old, at)
			}
			return nil
		})
		if err == nil && len(old) > 0 {
			err = s.writer.do(ctx, func(t *tx) error {
				for _, p := range old {
					if err := forget(t, p, by.UnixMilli()); err != nil {
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

func (t *tx) forgetSession(p place, by int64) error {
	_, err := t.exec(forgetSession, by, p[0], p[1])
	return err
}

func (t *tx) forgetVisitor(p place, by int64) error {
	if _, err := t.exec(forgetEntries, by, p[0]); err != nil {
		return err
	}
	gone, err := t.exec(forgetVisitor, by, p[0])
	if err != nil || gone == 0 {
		return err
	}
	t.visitors[nametag.VisitorID(p[0])] = nil
	if _, err := t.exec(deleteExamplesOf, p[0]); err != nil {
		return err
	}
	return t.noteForgotten(by)
}

// Until when visitors came of which rows were forgotten is remembered for ever: longer lives don't bring them back.
const forgottenKey = "forgotten"

var never = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

func (t *tx) noteForgotten(by int64) error {
	known, _, err := t.once(forgottenKey)
	if err != nil {
		return err
	}
	if noted, _ := strconv.ParseInt(known.Value, 10, 64); noted >= by { // none is 0
		return nil
	}
	return t.remember(nametag.Remembered{Key: forgottenKey, Value: strconv.FormatInt(by, 10), Until: never})
}

// ForgottenBy is until when visitors came of which rows were forgotten, the zero time if none were: without a row they are
// nobody any more.
func (s *Store) ForgottenBy(ctx context.Context) (time.Time, error) {
	known, err := s.Remembered(ctx, forgottenKey, time.Time{})
	if err != nil || known == "" {
		return time.Time{}, err
	}
	by, err := strconv.ParseInt(known, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("read until when visitors were forgotten: %w", err)
	}
	return time.UnixMilli(by).UTC(), nil
}
