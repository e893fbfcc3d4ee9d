package live

import (
	"context"
	"errors"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

// readWithin bounds what the store may take to answer one socket.
const readWithin = 10 * time.Second

// hello binds the socket to the visitor of a token. Said again it binds it anew; with the same tokens and tab it says how
// the tab is by now, and nobody is asked. After a dead token the socket stays open for another hello.
func (v *visitorSocket) hello(h wire.Hello) error {
	tab, err := parseTab(h.Tab)
	if err != nil {
		return err
	}
	b := v.server.config.Service.Open(v.site, h.Visitor)
	if !b.Known || !b.Valid {
		v.unbind(tab, 0)
		v.server.fenceSocket(v)
		return nil
	}
	if v.tab == tab && v.showed == b.Number && v.own == h.Own && v.server.isBound(v, b) {
		v.server.config.Presence.Update(v.tabOf(b.Visitor), v.next(), parsePage(h.Page), h.Visible, h.Alive)
		return nil
	}
	v.unbind(tab, b.Visitor)
	v.tab, v.speaks, v.showed, v.own = tab, b.Visitor, b.Number, h.Own
	v.server.bind(v, b)
	arrival, err := v.server.arrive(v.server.ctx, b, h.Own, v.client, presence.Hello{
		Tab: tab, Stamp: v.next(), Page: parsePage(h.Page), Visible: h.Visible, Alive: h.Alive,
	})
	switch {
	case errors.Is(err, nametag.ErrFenced), errors.Is(err, nametag.ErrStale):
		v.server.fenceSocket(v)
		return nil
	case err != nil:
		return err
	}
	v.server.welcome(v, arrival.Browser)
	return nil
}

// unbind lets go of the tab that the socket spoke for, unless it goes on speaking for it.
func (v *visitorSocket) unbind(tab string, visitor nametag.VisitorID) {
	if was := v.server.boundTo(v); was != 0 && (was != visitor || v.tab != tab) {
		v.server.config.Presence.Leave(v.tabOf(was), v.next(), false)
	}
}

// arrive asks the store who the browser is, and whom it keeps, and tells presence. Returns ErrFenced or ErrStale for a
// dead token, and ErrRateLimited where there are too many visitors from its address: then its page comes back later, and
// is served by HTTP meanwhile.
func (s *Server) arrive(ctx context.Context, b nametag.Browser, own string, client presence.Client, h presence.Hello) (nametag.Arrival, error) {
	ctx, cancel := context.WithTimeout(ctx, readWithin)
	defer cancel()
	h.Client = client
	h.Ticket = s.config.Presence.Expect(b.Site.ID, b.Visitor)
	arrival, err := s.config.Service.Arrive(ctx, b)
	if err == nil {
		err = s.within(ctx, b, own)
	}
	if err != nil {
		return arrival, err
	}
	return arrival, s.config.Presence.Arrive(arrival, h)
}

// within tells presence in whose browser a page is that keeps nothing: the page shows the token that it found there. With
// a token that isn't this site's, or is dead, it is in nobody's, and hears nothing of it.
func (s *Server) within(ctx context.Context, b nametag.Browser, token string) error {
	own := s.config.Service.Open(b.Site, token)
	if !own.Known {
		s.config.Presence.Within(b.Visitor, nametag.Arrival{}, 0)
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, readWithin)
	defer cancel()
	ticket := s.config.Presence.Expect(b.Site.ID, own.Visitor)
	arrival, err := s.config.Service.Arrive(ctx, own)
	if err != nil && !errors.Is(err, nametag.ErrFenced) && !errors.Is(err, nametag.ErrStale) {
		return err
	}
	s.config.Presence.Within(b.Visitor, arrival, ticket)
	return nil
}

// Heartbeat carries out the same facts for a page whose sockets are blocked, and answers as a socket would (spec api §2).
func (s *Server) Heartbeat(ctx context.Context, site *nametag.Site, client presence.Client, h wire.Heartbeat) (wire.VisitorPush, error) {
	tab, err := parseTab(h.Tab)
	if err != nil {
		return wire.VisitorPush{}, err
	}
	fence := wire.VisitorPush{Fence: &struct{}{}}
	b := s.config.Service.Open(site, h.Visitor)
	if !b.Known || !b.Valid {
		return fence, s.count(site, 0, 1)
	}
	if err := s.count(site, b.Visitor, 1); err != nil {
		return wire.VisitorPush{}, err
	}
	stamp := presence.Stamp{Step: s.sockets.Add(1)}
	key, page := presence.Tab{Visitor: b.Visitor, Name: tab}, parsePage(h.Page)
	if h.Gone {
		s.config.Presence.Leave(key, stamp, false)
		return wire.VisitorPush{}, nil
	}
	alive := presence.Uncounted
	if h.Alive != nil {
		alive = *h.Alive
	}
	if standing, ok := s.config.Presence.Beat(key, stamp, b.Number, page, h.Visible, alive); ok {
		if err := s.within(ctx, b, h.Own); err != nil {
			return wire.VisitorPush{}, err
		}
		return spellWelcome(b.Visitor, standing), nil
	}
	arrival, err := s.arrive(ctx, b, h.Own, client, presence.Hello{
		Tab: tab, Stamp: stamp, Page: page, Visible: h.Visible, Alive: alive,
	})
	switch {
	case errors.Is(err, nametag.ErrFenced), errors.Is(err, nametag.ErrStale):
		return fence, nil
	case err != nil:
		return wire.VisitorPush{}, err
	}
	return spellWelcome(b.Visitor, arrival.Browser.Link.Standing()), nil
}

func spellWelcome(id nametag.VisitorID, standing string) wire.VisitorPush {
	return wire.VisitorPush{Welcome: &wire.Welcome{VisitorID: id.String(), Trust: standing}}
}
