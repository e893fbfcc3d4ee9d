package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var (
	selectOnce = define(`SELECT key, value, expires FROM once WHERE key = ?`)
	upsertOnce = define(`INSERT INTO once (key, expires, value) VALUES (?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET expires = excluded.expires, value = excluded.value`)
)

// Once implements [nametag.Store].
func (s *Store) Once(ctx context.Context, key, value string, now, until time.Time) (remembered string, err error) {
	err = s.writer.do(ctx, func(t *tx) error {
		known, err := t.one(selectOnce, key)
		if err != nil {
			return fmt.Errorf("read what is remembered: %w", err)
		}
		if r := scanOnce(known); r.Until.After(now) {
			remembered = r.Value
			return nil
		}
		remembered = value
		return t.remember(nametag.Remembered{Key: key, Value: value, Until: until})
	})
	return remembered, err
}

// Remembered implements [nametag.Store].
func (s *Store) Remembered(ctx context.Context, key string, now time.Time) (string, error) {
	known, err := s.reads.one(ctx, selectOnce, key)
	if err != nil {
		return "", fmt.Errorf("read what is remembered: %w", err)
	}
	if r := scanOnce(known); r.Until.After(now) {
		return r.Value, nil
	}
	return "", nil
}

// scanOnce reads a row; none is nothing.
func scanOnce(r row) nametag.Remembered {
	if r == nil {
		return nametag.Remembered{}
	}
	return nametag.Remembered{Key: r.text(0), Value: r.text(1), Until: r.time(2)}
}

func (t *tx) remember(r nametag.Remembered) error {
	if _, err := t.exec(upsertOnce, r.Key, r.Until.UnixMilli(), r.Value); err != nil {
		return fmt.Errorf("remember: %w", err)
	}
	t.remembered[r.Key] = r
	return nil
}

func (t *tx) once(key string) (nametag.Remembered, bool, error) {
	if r, ok := t.remembered[key]; ok {
		return r, true, nil
	}
	if r, ok := t.cache.remembered(key); ok {
		return r, true, nil
	}
	known, err := t.one(selectOnce, key)
	if err != nil {
		return nametag.Remembered{}, false, fmt.Errorf("read what is remembered: %w", err)
	}
	r := scanOnce(known)
	r.Key = key
	t.remembered[key] = r
	return r, true, nil
}
