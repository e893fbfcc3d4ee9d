package sqlite

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// Config says where and how to remember.
type Config struct {
	Path        string       // of the file; it is created if there is none
	Synchronous string       // "FULL" ("", too): what was answered survives a power cut; "NORMAL": only a crash of the process
	CacheRows   int          // of each kind, kept in memory; 0 means 65,536
	Log         *slog.Logger // of what goes wrong in the background; nil drops it

	poll                        <-chan time.Time // when to look for other writers; nil: every 200 ms
	checkpointBytes, resetBytes int64            // see wal
}

const (
	cacheRows  = 65536
	pollEvery  = 200 * time.Millisecond // a change by the command line is seen within a second
	busyMillis = "5000"
)

func (c Config) complete() (Config, error) {
	path, err := filepath.Abs(c.Path)
	if err != nil {
		return c, fmt.Errorf("find %s: %w", c.Path, err)
	}
	c.Path = path
	switch c.Synchronous {
	case "":
		c.Synchronous = "FULL"
	case "FULL", "NORMAL", "EXTRA":
	default:
		return c, fmt.Errorf("synchronous %q is not FULL, EXTRA or NORMAL", c.Synchronous)
	}
	c.CacheRows = cmp.Or(c.CacheRows, cacheRows)
	c.checkpointBytes = cmp.Or(c.checkpointBytes, checkpointBytes)
	c.resetBytes = cmp.Or(c.resetBytes, resetBytes)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c, nil
}

// create makes an empty file if there is none. SQLite gives the files beside it the same mode.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	return f.Close()
}

// address names the file to the driver.
func (c Config) address(query string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(c.Path)}).EscapedPath() + query
}
