package bench

import (
	"context"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// What the tests look at from outside.
type (
	House    = house
	LastSeen = lastSeen
	Eye      = eye
	Clock    = clock
	Child    = child
)

var (
	Furnish      = furnish
	Interleave   = interleave
	OpenLoad     = openLoad
	OpenRaw      = openRaw
	EchoHandler  = echoHandler
	NewRelay     = func() *relay { return newRelay() }
	WatchRoom    = watchRoom
	TalkTo       = talkTo
	PlanFor      = planFor
	CopyDatabase = copyDatabase
	RatioAtLeast = ratioAtLeast
	AtMost       = atMost
	ArgsOf       = argsOf
	NameOf       = nameOf
)

func (h *house) First() int64                   { return int64(h.first.Visitor) }
func (h *house) Database() string               { return h.database() }
func (h *house) Token(person int) string        { return h.token(person) }
func (h *house) SiteKey() string                { return h.site.Key }
func (h *house) IdentifyOf(person int) *Request { return &Request{h.identifyOf(person)} }

type Request struct{ *request }

func (r *Request) Saying(nth uint64, seats int) []byte { return r.saying(nth, seats) }

func (l *load) Run(ctx context.Context, d time.Duration, next func(int) []byte) (float64, float64, error) {
	return l.run(ctx, d, next)
}
func (l *load) Close() { l.close() }

func (r *raw) Run(ctx context.Context, d time.Duration, group int, next func() int64) (float64, error) {
	return r.run(ctx, d, group, next)
}
func (r *raw) Close() error { return r.close() }

func (s *socket) Send(text string) error { return s.send(text) }
func (s *socket) Close()                 { s.close() }

func NewLastSeen(every bool) *LastSeen    { return &lastSeen{every: every} }
func (l *lastSeen) Take(frame string)     { l.take([]byte(frame)) }
func (l *lastSeen) Delivered() int64      { return l.delivered.Load() }
func NewEye(top bool) *Eye                { return &eye{top: top, titles: map[string]string{}} }
func (e *eye) Take(frame string)          { e.take([]byte(frame)) }
func (e *eye) Look() Sample               { return e.look() }
func (c *clock) Reset(n int)              { c.reset(n) }
func (c *clock) Sent(n int, at int64)     { c.sent[n].Store(at) }
func (c *clock) Answered(n int, at int64) { c.answered[n].Store(at) }
func (c *clock) Seen(frame string)        { c.seen([]byte(frame)) }
func (c *clock) Gaps() (fromAnswer, fromStart Sample) {
	return c.gaps(func(int) bool { return true })
}

func Start(ctx context.Context, c Config, s Side) (*Child, error) {
	return (&bench{Config: c}).start(ctx, s)
}

func (c *child) Address() string                   { return c.addr }
func (c *child) Stop() error                       { return c.stop() }
func (c *child) Kill() error                       { return c.kill() }
func (c *child) Collect(ctx context.Context) error { return c.collect(ctx) }
func (c *child) Resident() (float64, error) {
	u, err := c.usage()
	return u.resident, err
}

// People are a crowd's, one change at a time.
type People struct{ *people }

func NewPeople(ctx context.Context, seed uint64, service *nametag.Service, room *presence.Room) (People, error) {
	p, err := newPeople(ctx, seed, service, room)
	return People{p}, err
}
func (p People) Fill(ctx context.Context, n int) error { return p.fill(ctx, n) }
func (p People) Change(ctx context.Context)            { p.change(ctx); p.talking.Wait() }
func (p People) Here() int                             { return len(p.here) }

func SliceOf(p plan) time.Duration { return p.slice }
func RepsOf(p plan) int            { return p.reps }

func (h *house) Service(store nametag.Store, feed nametag.Feed) *nametag.Service {
	s := h.service()
	s.Store, s.Feed = store, feed
	return s
}
