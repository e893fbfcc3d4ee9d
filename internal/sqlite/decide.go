package sqlite

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

type decider = func(nametag.Known) (nametag.Decision, error)

// Decide implements [nametag.Store]. A decision that the cache alone allows and that writes nothing, such as a repeat,
// never reaches the writer.
func (s *Store) Decide(ctx context.Context, keys nametag.Keys, decide decider) (nametag.Decision, error) {
	if err := ctx.Err(); err != nil {
		return nametag.Decision{}, err
	}
	if known, ok := s.cache.known(keys); ok && len(keys.Since)+len(keys.RivalsOf) == 0 && (keys.Writes == nil || !keys.Writes(known)) {
		if d, err := guarded(decide, known); err != nil || d.Empty() {
			return d, err
		}
	}
	var d nametag.Decision
	err := s.writer.do(ctx, func(t *tx) (err error) {
		d, err = t.decide(keys, decide)
		return err
	})
	if err != nil {
		return nametag.Decision{}, err
	}
	return d, nil
}

func (t *tx) decide(keys nametag.Keys, decide decider) (nametag.Decision, error) {
	known, _, err := find(t, keys)
	if err != nil {
		return nametag.Decision{}, err
	}
	if known.Newer, err = t.newer(keys.Since); err != nil {
		return nametag.Decision{}, err
	}
	if known.Rivals, err = rivalsOf(context.Background(), t.conn, keys.Site, keys.RivalsOf); err != nil {
		return nametag.Decision{}, err
	}
	known.Next = t.next
	d, err := guarded(decide, known)
	if err != nil || d.Empty() {
		return d, err
	}
	return d, t.apply(d)
}

// newer lists the entries of contacts after the numbers that are given.
func (t *tx) newer(since map[nametag.ContactID]nametag.Seq) (list []nametag.Entry, err error) {
	for id, last := range since {
		c, _, err := t.contact(id)
		if err != nil {
			return nil, err
		}
		for seq := headOf(c); seq > last; {
			r, err := t.one(selectEntry, int64(seq))
			if err != nil || r == nil {
				return nil, errors.Join(err, fmt.Errorf("read entry %d: %w", seq, nametag.ErrMoved))
			}
			e, err := scanEntry(r)
			if err != nil {
				return nil, err
			}
			list, seq = append(list, e), e.Prev
		}
	}
	slices.SortFunc(list, func(a, b nametag.Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	return list, nil
}

func headOf(c *nametag.Contact) nametag.Seq {
	if c == nil {
		return 0
	}
	return c.Head
}

// guarded runs decide and makes a panic the error of its caller, so that the writer and the others go on.
func guarded(decide decider, known nametag.Known) (d nametag.Decision, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("decide panicked: %v\n%s", p, debug.Stack())
		}
	}()
	return decide(known)
}
