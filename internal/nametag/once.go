package nametag

import (
	"context"
	"time"
)

// Remember keeps a word under a key for some time, unless there is one already.
func (s *Service) Remember(ctx context.Context, key, word string, life time.Duration) error {
	now := s.now()
	_, err := s.Store.Once(ctx, key, word, now, now.Add(life))
	return err
}

// Remembered returns the word kept under a key, "" for none.
func (s *Service) Remembered(ctx context.Context, key string) (string, error) {
	return s.Store.Remembered(ctx, key, s.now())
}
