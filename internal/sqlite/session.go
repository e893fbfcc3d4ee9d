package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

const sessionColumns = `visitor, id, site, started, seen, device, browser, os, country, referrer, pages, count`

// Addresses are kept, and given out, only while the site says so: those of before it said no are blanked a little later.
const (
	storesIPs    = `(SELECT t.store_ips FROM site AS t WHERE t.id = session.site)`
	sessionFound = sessionColumns + `, iif(` + storesIPs + `, session.ip, NULL)`
)

var (
	upsertSession = define(`INSERT INTO session (` + sessionColumns + `, ip) VALUES (?, ?, ?3, ?, ?, ?, ?, ?, ?, ?, ?, ?,
			iif((SELECT store_ips FROM site WHERE id = ?3), ?13, NULL))
		ON CONFLICT (visitor, id) DO UPDATE SET seen = excluded.seen, device = excluded.device,
		browser = excluded.browser, os = excluded.os, country = excluded.country, referrer = excluded.referrer,
		pages = excluded.pages, count = excluded.count, ip = coalesce(excluded.ip, session.ip)`)
	forgetIPs = define(`UPDATE session SET ip = NULL WHERE (visitor, id) IN (
		SELECT visitor, id FROM session INDEXED BY session_ip WHERE site = ? AND ip IS NOT NULL LIMIT ?)`)
	selectSessions = define(`SELECT ` + sessionFound + ` FROM session WHERE visitor = ? AND site = ? ORDER BY id DESC LIMIT ?`)
	// The sessions of a contact are those that stayed with it, and those of its newest visitors that stayed with nobody.
	selectContactSessions = define(family + `,
		who (id, since) AS (SELECT id, coalesce(since, 0) FROM visitor WHERE contact IN (SELECT id FROM family) AND actor IS NULL
			ORDER BY id DESC LIMIT ?2),
		newest (visitor, id) AS (
			SELECT s.visitor, s.id FROM who CROSS JOIN session AS s ON s.visitor = who.id AND s.id >= who.since AND s.id < ?3
				WHERE s.contact IS NULL
			UNION ALL
			SELECT visitor, id FROM session WHERE contact IN (SELECT id FROM family) AND id < ?3
			ORDER BY 2 DESC LIMIT ?4)
		SELECT ` + sessionFound + ` FROM session WHERE (visitor, id) IN (SELECT visitor, id FROM newest) ORDER BY id DESC`)
)

// saveSessions are written in one transaction, so that a great batch doesn't keep those who identify waiting.
const saveSessions = 100

// SaveSessions implements [nametag.Store]. A great batch is written piece by piece.
func (s *Store) SaveSessions(ctx context.Context, sessions []nametag.Session) error {
	for some := range slices.Chunk(sessions, saveSessions) {
		err := s.writer.do(ctx, func(t *tx) error {
			for i := range some {
				if err := t.saveSession(&some[i]); err != nil {
					return fmt.Errorf("save session %s: %w", some[i].ID, err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) saveSession(s *nametag.Session) error {
	_, err := t.exec(upsertSession, int64(s.Visitor), int64(s.ID), int64(s.Site), s.Started.UnixMilli(),
		s.Seen.UnixMilli(), text(s.Device.Kind), text(s.Device.Browser), text(s.Device.OS), text(s.Country),
		text(s.Referrer), text(encodePages(s.Pages)), int64(s.Count), text(s.IP))
	return err
}

// SessionsOf implements [nametag.Store].
func (s *Store) SessionsOf(
	ctx context.Context, site nametag.SiteID, id nametag.VisitorID, limit int,
) ([]nametag.Session, error) {
	return s.sessions(ctx, selectSessions, int64(id), int64(site), int64(limit))
}

// ContactSessions implements [nametag.Store].
func (s *Store) ContactSessions(
	ctx context.Context, site nametag.SiteID, id nametag.ContactID, q nametag.SessionQuery,
) ([]nametag.Session, error) {
	c, err := s.Contact(ctx, site, id)
	if err != nil {
		return nil, err
	}
	before := int64(q.Before)
	if before == 0 {
		before = 1<<63 - 1
	}
	return s.sessions(ctx, selectContactSessions, int64(c.ID), int64(q.Visitors), before, int64(q.Limit))
}

func (s *Store) sessions(ctx context.Context, q query, args ...any) (list []nametag.Session, err error) {
	err = s.reads.each(ctx, q, args, func(r row) error {
		one, err := scanSession(r)
		list = append(list, one)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read sessions: %w", err)
	}
	return list, nil
}

func scanSession(r row) (nametag.Session, error) {
	pages, err := decodePages(r.text(10))
	return nametag.Session{
		Visitor: nametag.VisitorID(r.int(0)), ID: nametag.SessionID(r.int(1)), Site: nametag.SiteID(r.int(2)),
		Started: r.time(3), Seen: r.time(4),
		Device:  nametag.Device{Kind: r.text(5), Browser: r.text(6), OS: r.text(7)},
		Country: r.text(8), Referrer: r.text(9), Pages: pages, Count: int(r.int(11)), IP: r.text(12),
	}, err
}

// Pages are [[url,title,at]].

func encodePages(pages []nametag.PageView) string {
	if len(pages) == 0 {
		return ""
	}
	list := make([][3]any, len(pages))
	for i, p := range pages {
		list[i] = [3]any{p.URL, p.Title, p.At.UnixMilli()}
	}
	b, _ := json.Marshal(list) // texts and whole numbers always can be
	return string(b)
}

func decodePages(text string) ([]nametag.PageView, error) {
	if text == "" {
		return nil, nil
	}
	var list [][3]json.RawMessage
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("decode pages: %w", err)
	}
	pages := make([]nametag.PageView, len(list))
	for i, p := range list {
		var at int64
		for j, into := range []any{&pages[i].URL, &pages[i].Title, &at} {
			if err := json.Unmarshal(p[j], into); err != nil {
				return nil, fmt.Errorf("decode page: %w", err)
			}
		}
		pages[i].At = time.UnixMilli(at).UTC()
	}
	return pages, nil
}
