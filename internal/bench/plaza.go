package bench

import (
	"bytes"
	"context"
	"strconv"
	"sync/atomic"
)

// plaza is many visitors who talk and many agents who watch, on a server or on a relay.
type plaza struct {
	*child
	tabs   sockets // tab t of visitor i is i + t·windowRows
	agents sockets
	seen   []*lastSeen
	told   [windowRows]atomic.Int64
}

// lastSeen is what one agent has seen: of each visitor the newest change, or for the relay all of them.
type lastSeen struct {
	every     bool
	newest    [windowRows]atomic.Int64
	delivered atomic.Int64
}

func (b *bench) openPlaza(ctx context.Context) (p *plaza, err error) {
	h, err := furnish(ctx, b.folder("plaza"), 1)
	if err != nil {
		return nil, err
	}
	c, err := b.start(ctx, Side{Name: "server", Data: h.data, Profile: b.profileOf("broadcast")})
	if err != nil {
		return nil, err
	}
	tokens := h.strangers(windowRows)
	return fillPlaza(ctx, c, false,
		func(ctx context.Context, nth int) (*socket, error) {
			return h.visit(ctx, c.addr, nth%windowRows, tokens[nth%windowRows], "t"+strconv.Itoa(nth/windowRows), "Mugs")
		},
		func(ctx context.Context, take func([]byte)) (*socket, error) {
			return h.watch(ctx, c.addr, 0, windowRows, take)
		})
}

func (b *bench) openBarePlaza(ctx context.Context) (*plaza, error) {
	c, err := b.start(ctx, Side{Name: "relay"})
	if err != nil {
		return nil, err
	}
	return fillPlaza(ctx, c, true,
		func(ctx context.Context, _ int) (*socket, error) { return talkTo(ctx, c.addr, "plaza") },
		func(ctx context.Context, take func([]byte)) (*socket, error) {
			return watchRoom(ctx, c.addr, "plaza", take)
		})
}

func fillPlaza(ctx context.Context, c *child, every bool, visit func(context.Context, int) (*socket, error), watch func(context.Context, func([]byte)) (*socket, error)) (p *plaza, err error) {
	p = &plaza{child: c}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	if p.tabs, err = openMany(ctx, 0, windowRows*tabsEach, visit); err != nil {
		return p, err
	}
	for range watchers {
		p.seen = append(p.seen, &lastSeen{every: every})
	}
	p.agents, err = openMany(ctx, 0, watchers, func(ctx context.Context, nth int) (*socket, error) {
		return watch(ctx, p.seen[nth].take)
	})
	return p, err
}

func (p *plaza) close() {
	p.agents.close()
	p.tabs.close()
	_ = p.stop()
}

// take looks for changes in a frame.
func (l *lastSeen) take(frame []byte) {
	for {
		_, after, ok := bytes.Cut(frame, []byte(titleMark))
		if !ok {
			return
		}
		if n, ok := numberAfter(after); ok {
			l.note(n%windowRows, int64(n/windowRows))
		}
		frame = after
	}
}

func (l *lastSeen) note(who int, nth int64) {
	was := l.newest[who].Load()
	switch {
	case l.every:
		l.delivered.Add(1)
	case nth > was:
		l.newest[who].Store(nth)
		l.delivered.Add(nth - was)
	}
}
