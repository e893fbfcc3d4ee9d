package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

const siteColumns = `id, key, name, origins, linked_domains, enforcement, emails_confirmed, unproven,
	match_unproven_email, cookie_domain, custom_data_bytes, dev_until, installed_at, installed_origin, created_at,
	link_hours, anonymous_days, unproven_days, store_ips, avatar_hosts`

var (
	selectSites   = define(`SELECT ` + siteColumns + ` FROM site ORDER BY id`)
	selectAliases = define(`SELECT site, alias FROM site_alias ORDER BY site, place`)
	upsertSite    = define(`INSERT INTO site (` + siteColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET key = excluded.key, name = excluded.name, origins = excluded.origins,
		linked_domains = excluded.linked_domains, enforcement = excluded.enforcement,
		emails_confirmed = excluded.emails_confirmed, unproven = excluded.unproven,
		match_unproven_email = excluded.match_unproven_email, cookie_domain = excluded.cookie_domain,
		custom_data_bytes = excluded.custom_data_bytes, dev_until = excluded.dev_until, link_hours = excluded.link_hours,
		anonymous_days = excluded.anonymous_days, unproven_days = excluded.unproven_days, store_ips = excluded.store_ips,
		avatar_hosts = excluded.avatar_hosts`)
	markInstalled = define(`UPDATE site SET installed_at = ?, installed_origin = ? WHERE id = ? AND installed_at IS NULL`)
	deleteAliases = define(`DELETE FROM site_alias WHERE site = ?`)
	insertAlias   = define(`INSERT INTO site_alias (alias, site, place) VALUES (?, ?, ?)`)
)

// SiteByKey implements [nametag.Store]. It costs no query: every request asks.
func (s *Store) SiteByKey(ctx context.Context, key string) (*nametag.Site, error) {
	all, err := s.allSites(ctx)
	if err != nil {
		return nil, err
	}
	if site := all.byKey[key]; site != nil {
		return site, nil
	}
	return nil, nametag.ErrNotFound.For("site")
}

// Sites implements [nametag.Store], oldest first.
func (s *Store) Sites(ctx context.Context) ([]*nametag.Site, error) {
	all, err := s.allSites(ctx)
	if err != nil {
		return nil, err
	}
	return append([]*nametag.Site(nil), all.list...), nil
}

func (s *Store) allSites(ctx context.Context) (*allSites, error) {
	all, generation := s.sites.get()
	if all != nil {
		return all, nil
	}
	err := s.reads.at(ctx, func(c *conn) (err error) {
		all, err = readSites(ctx, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read sites: %w", err)
	}
	s.sites.put(all, generation)
	return all, nil
}

func readSites(ctx context.Context, c *conn) (*allSites, error) {
	a := &allSites{
		byKey: map[string]*nametag.Site{}, byID: map[nametag.SiteID]*nametag.Site{}, keys: map[nametag.SiteID][]*nametag.SigningKey{},
	}
	err := c.each(ctx, selectSites, nil, func(r row) error {
		site, err := scanSite(r)
		a.list = append(a.list, site)
		a.byKey[site.Key], a.byID[site.ID] = site, site
		return err
	})
	if err != nil {
		return nil, err
	}
	err = c.each(ctx, selectAllKeys, nil, func(r row) error {
		k, err := scanSigningKey(r)
		a.keys[k.Site] = append(a.keys[k.Site], k)
		return err
	})
	if err != nil {
		return nil, err
	}
	return a, c.each(ctx, selectAliases, nil, func(r row) error {
		site := a.byID[nametag.SiteID(r.int(0))]
		if r.text(1) != site.Key {
			site.Aliases = append(site.Aliases, r.text(1))
		}
		a.byKey[r.text(1)] = site
		return nil
	})
}

func scanSite(r row) (*nametag.Site, error) {
	site := &nametag.Site{
		ID: nametag.SiteID(r.int(0)), Key: r.text(1), Name: r.text(2),
		Enforcement: nametag.Enforcement(r.text(5)), EmailsConfirmed: r.flag(6), Unproven: nametag.Unproven(r.text(7)),
		MatchUnprovenEmail: r.flag(8), CookieDomain: r.text(9), CustomDataBytes: int(r.int(10)), DevUntil: r.time(11),
		InstalledAt: r.time(12), InstalledOrigin: r.text(13), CreatedAt: r.time(14), LinkHours: int(r.int(15)),
		AnonymousDays: int(r.int(16)), UnprovenDays: int(r.int(17)), StoreIPs: r.flag(18),
	}
	var errs [3]error
	site.Origins, errs[0] = decodeWords[string](r.text(3))
	site.LinkedDomains, errs[1] = decodeWords[string](r.text(4))
	site.AvatarHosts, errs[2] = decodeWords[string](r.text(19))
	return site, errors.Join(errs[:]...)
}

// MarkInstalled implements [nametag.Store].
func (s *Store) MarkInstalled(ctx context.Context, id nametag.SiteID, origin string, at time.Time) error {
	return s.writer.do(ctx, func(t *tx) error {
		t.sites = true
		if _, err := t.exec(markInstalled, millis(at), text(origin), int64(id)); err != nil {
			return fmt.Errorf("mark installed: %w", err)
		}
		return nil
	})
}

// AddSite implements [nametag.Store].
func (s *Store) AddSite(ctx context.Context, site *nametag.Site) error {
	return s.writer.do(ctx, func(t *tx) error { return t.saveSite(site) })
}

// ChangeSite implements [nametag.Store].
func (s *Store) ChangeSite(ctx context.Context, id nametag.SiteID, change func(*nametag.Site) error) (changed *nametag.Site, err error) {
	err = s.writer.do(ctx, func(t *tx) error {
		all, err := t.allSites()
		if err != nil {
			return err
		}
		if changed = all.byID[id]; changed == nil {
			return nametag.ErrNotFound.For("site")
		}
		if err := change(changed); err != nil {
			return err
		}
		return t.saveSite(changed)
	})
	if err != nil {
		return nil, err
	}
	return changed, nil
}

// allSites are as the transaction sees them, and its own to change.
func (t *tx) allSites() (*allSites, error) {
	all, err := readSites(context.Background(), t.conn)
	if err != nil {
		return nil, fmt.Errorf("read sites: %w", err)
	}
	return all, nil
}

func (t *tx) saveSite(site *nametag.Site) error {
	t.sites = true
	_, err := t.exec(upsertSite, int64(site.ID), site.Key, site.Name, encodeList(site.Origins),
		encodeList(site.LinkedDomains), string(site.Enforcement), flag(site.EmailsConfirmed), string(site.Unproven),
		flag(site.MatchUnprovenEmail), text(site.CookieDomain), int64(site.CustomDataBytes), millis(site.DevUntil),
		millis(site.InstalledAt), text(site.InstalledOrigin), millis(site.CreatedAt), int64(site.LinkHours),
		number(int64(site.AnonymousDays)), number(int64(site.UnprovenDays)), flag(site.StoreIPs), encodeList(site.AvatarHosts))
	if err == nil {
		_, err = t.exec(deleteAliases, int64(site.ID))
	}
	if err != nil {
		return fmt.Errorf("save site: %w", err)
	}
	for place, alias := range append([]string{site.Key}, site.Aliases...) {
		_, err := t.exec(insertAlias, alias, int64(site.ID), int64(place))
		if primary(err) == constraint {
			return nametag.ErrTaken.For("aliases").Saying("A site has the key %q already.", alias)
		}
		if err != nil {
			return fmt.Errorf("save site's alias: %w", err)
		}
	}
	return nil
}
