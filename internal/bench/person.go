package bench

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

func (p *person) next() presence.Stamp {
	p.step++
	return presence.Stamp{Socket: 1, Step: p.step}
}

// visitor makes the id of one who is here for the first time, or was.
func (p *person) visitor(ids *nametag.IDs, now time.Time) nametag.VisitorID {
	if p.since > 0 {
		ids, now = new(nametag.IDs), now.Add(-p.since)
	}
	return nametag.VisitorID(ids.Next(now))
}

func (p *person) browser(site *nametag.Site) nametag.Browser {
	return nametag.Browser{Site: site, Visitor: p.tab.Visitor, Known: true, Valid: true}
}

// session is the one that began when the person came, on a page.
func (p *person) session(ids *nametag.IDs, page nametag.Page, now time.Time) *nametag.Session {
	began := now.Add(-p.stays)
	return &nametag.Session{
		ID: nametag.SessionID(ids.Next(now)), Started: began, Seen: now, Referrer: p.referrer,
		Pages: []nametag.PageView{{URL: page.URL, Title: page.Title, At: began}}, Count: 1,
	}
}

// turn opens another page.
func (p *person) turn(of *people) {
	if p.hidden {
		p.show(of, true)
	}
	of.room.Page(p.tab, p.next(), openPage(of.chance, time.Now()))
}

// glance comes back to a tab, or looks on, or one time in four looks away.
func (p *person) glance(of *people) {
	switch {
	case p.hidden:
		p.show(of, true)
	case of.chance.IntN(4) == 0:
		p.show(of, false)
	default:
		of.room.Alive(p.tab, p.next())
	}
}

func (p *person) show(of *people, visible bool) {
	p.hidden = !visible
	of.room.Visible(p.tab, p.next(), visible)
}

// introduce has the person say who it is, as a page of the site would.
func (p *people) introduce(ctx context.Context, who *person) error {
	claim, err := wire.ParseClaim([]byte(who.says))
	if err != nil {
		return err
	}
	if who.verified {
		sum := hmac.New(sha256.New, []byte(p.secret))
		sum.Write([]byte(who.id))
		claim.Hash = hex.EncodeToString(sum.Sum(nil))
	}
	id := nametag.CommandID("crowd-says-" + who.tab.Visitor.String())
	if _, err = p.service.Identify(ctx, who.browser(p.site), nametag.Command{ID: id, Call: nametag.CallIdentify, Claim: claim}); err != nil {
		return fmt.Errorf("identify %s: %w", who.says, err)
	}
	return nil
}
