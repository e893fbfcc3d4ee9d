package sqlite

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
)

// Store remembers in a file. Open it with [Open]; safe for many goroutines, and beside other processes that have
// the file open.
type Store struct {
	cache  *cache
	sites  *siteCache
	writer *writer
	wal    *wal
	reads  *pool
	ticker *time.Ticker
	walks  walks
	closed sync.Once
	err    error // of Close
}

var (
	_ nametag.Store = (*Store)(nil)
	_ access.Store  = (*Store)(nil)
)

// Open opens the file, bringing its schema up to date. A new file is its owner's alone.
func Open(ctx context.Context, config Config) (*Store, error) {
	config, err := config.complete()
	if err != nil {
		return nil, err
	}
	if err := create(config.Path); err != nil {
		return nil, err
	}
	if err := migrate(ctx, config.address("")); err != nil {
		return nil, err
	}
	s := &Store{cache: newCache(config.CacheRows), sites: &siteCache{}}
	if err := s.open(ctx, config); err != nil {
		return nil, fmt.Errorf("open %s: %w", config.Path, errors.Join(err, s.release()))
	}
	go s.wal.run()
	go s.writer.run()
	return s, nil
}

// open opens the connections. Those that it opened before an error are released by release.
func (s *Store) open(ctx context.Context, config Config) error {
	pragmas := []string{
		"busy_timeout(" + busyMillis + ")", "journal_mode(WAL)", "foreign_keys(1)",
		"synchronous(" + config.Synchronous + ")", "wal_autocheckpoint(0)", "cache_size(-16384)",
		"secure_delete(FAST)", // what is gone isn't left in the pages that are written anyway
	}
	writable := func(ctx context.Context) (*conn, error) { return connect(ctx, config.address(""), pragmas...) }
	conn, err := writable(ctx)
	if err != nil {
		return err
	}
	s.writer = &writer{
		conn: conn, connect: writable, cache: s.cache, sites: s.sites, log: config.Log, poll: config.poll, version: -1,
		queue: make(chan *job, queueJobs), closing: make(chan struct{}), stopped: make(chan struct{}),
	}
	if config.poll == nil {
		s.ticker = time.NewTicker(pollEvery)
		s.writer.poll = s.ticker.C
	}
	if err := s.writer.refresh(); err != nil {
		return err
	}
	side, err := writable(ctx)
	if err != nil {
		return err
	}
	s.wal = &wal{
		path: config.Path + "-wal", log: config.Log, conn: side,
		checkpointBytes: config.checkpointBytes, resetBytes: config.resetBytes,
		request: make(chan struct{}, 1), stopped: make(chan struct{}),
	}
	s.writer.wal = s.wal
	s.reads, err = openPool(ctx, config.address("?mode=ro"), max(4, 2*runtime.NumCPU()))
	return err
}

// release closes what a failed open left.
func (s *Store) release() error {
	var errs []error
	if s.ticker != nil {
		s.ticker.Stop()
	}
	if s.wal != nil {
		errs = append(errs, s.wal.conn.close())
	}
	if s.writer != nil {
		errs = append(errs, s.writer.conn.close())
	}
	return errors.Join(errs...)
}

// Healthy reports whether the file can be read and written: an empty job passes through the writer.
func (s *Store) Healthy(ctx context.Context) error {
	if _, err := s.reads.one(ctx, dataVersion); err != nil {
		return fmt.Errorf("read the file: %w", err)
	}
	return s.writer.do(ctx, func(*tx) error { return nil })
}

// Close answers all that was asked before, then closes the file. Calls after it get [nametag.ErrUnavailable]; a second
// Close gets the answer of the first.
func (s *Store) Close() error {
	s.closed.Do(func() {
		if s.ticker != nil {
			s.ticker.Stop()
		}
		s.err = errors.Join(s.writer.close(), s.reads.close(), s.wal.close())
	})
	return s.err
}
