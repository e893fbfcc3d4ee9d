package presence

import (
	"net/netip"
	"time"
	"unique"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Client is what the server knows of a browser besides what it says itself.
type Client struct {
	Device   nametag.Device
	Headless bool       // it says that it has no screen: until somebody does something in it, that is a bot's
	Country  string     // ISO 3166 alpha-2, "" if unknown
	IP       string     // where it is, for sites that store that; "" for all others
	Address  netip.Addr // what counts as one address; zero: unknown, and not counted
}

// Ticket says what was known of a visitor when the store was asked about it.
type Ticket uint32

// Hello is what is known of a tab when it comes.
type Hello struct {
	Ticket  Ticket // from Expect
	Tab     string
	Stamp   Stamp
	Page    nametag.Page
	Visible bool
	Alive   int // its count of signs of life, or Uncounted; over 0, somebody did something on the page
	Client  Client
}

// BeatLease is how long a tab without a socket stays after a heartbeat: one is expected every 25 s, and two may be lost.
const BeatLease = 75 * time.Second

// Expect announces that the store is about to be asked about a visitor. What is published until its Arrive is newer
// than the store's answer, and stands.
func (r *Room) Expect(site nametag.SiteID, id nametag.VisitorID) Ticket {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.meet(site, id, r.now()).changes
}

// Arrive says that a tab is here, and who its visitor is. Does nothing and returns ErrFenced for a visitor that was
// fenced meanwhile, ErrRateLimited for one whose address has too many.
func (r *Room) Arrive(a nametag.Arrival, h Hello) error {
	r.mu.Lock()
	defer r.unlock()
	now := r.now()
	v := r.meet(a.Browser.Site.ID, a.Browser.Visitor, now)
	if v.fenced || v.board.site != a.Browser.Site.ID {
		return nametag.ErrFenced
	}
	if t := v.tab(h.Tab); t != nil && !h.Stamp.after(*t.newest(h.Stamp)) {
		return nil
	}
	if err := v.enter(h.Client.Address, a.Browser.Link, now); err != nil {
		return err
	}
	if !v.present(now) {
		v.unseen, v.hideAt = 0, 0
	}
	t, isNew := v.openTab(h.Tab, now)
	*t.newest(h.Stamp) = h.Stamp
	t.stay(h.Stamp, now)
	v.client, v.headless = clientOf(h.Client), h.Client.Headless
	v.learn(a, h.Ticket, now)
	v.resume(a.Last, h.Page, now)
	v.count(h.Alive, now)
	v.turnTo(t, h.Page, isNew, now)
	t.gone, t.alive = false, h.Alive
	v.show(t, h.Visible, now)
	v.live(now)
	v.seat(now)
	v.settle(now)
	return nil
}

// client is a Client as it is kept: there are few kinds of devices, and many visitors.
type client struct {
	device  unique.Handle[nametag.Device]
	country string
	ip      string
}

func clientOf(c Client) client {
	return client{device: unique.Make(c.Device), country: c.Country, ip: c.IP}
}

// Bot is the kind of device of a known bot.
const Bot = "bot"

func (c client) bot() bool { return c.device.Value().Kind == Bot }
