package sqlite

import (
	"context"
	"fmt"
	"time"
)

var (
	selectOnce = define(`SELECT value FROM once WHERE key = ? AND expires > ?`)
	upsertOnce = define(`INSERT INTO once (key, expires, value) VALUES (?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET expires = excluded.expires, value = excluded.value`)
)

// Once implements [nametag.Store].
func (s *Store) Once(ctx context.Context, key, value string, now, until time.Time) (remembered string, err error) {
	err = s.writer.do(ctx, func(t *tx) error {
		r, err := t.one(selectOnce, key, now.UnixMilli())
		if err != nil {
			return fmt.Errorf("read what is remembered: %w", err)
		}
		if r != nil {
			remembered = r.text(0)
			return nil
		}
		remembered = value
		if _, err := t.exec(upsertOnce, key, until.UnixMilli(), value); err != nil {
			return fmt.Errorf("remember: %w", err)
		}
		return nil
	})
	return remembered, err
}

// Remembered implements [nametag.Store].
func (s *Store) Remembered(ctx context.Context, key string, now time.Time) (string, error) {
	r, err := s.reads.one(ctx, selectOnce, key, now.UnixMilli())
	if err != nil {
		return "", fmt.Errorf("read what is remembered: %w", err)
	}
	if r == nil {
		return "", nil
	}
	return r.text(0), nil
}
