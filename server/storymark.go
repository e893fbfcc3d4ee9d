package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// storyMark is what a site remembers of its story: when it was begun, and that it was told to the end.
type storyMark struct {
	store nametag.Store
	site  nametag.SiteID
	now   time.Time
}

const toldToTheEnd = "to the end"

// begin returns when the story was begun, now if it wasn't yet; the zero time where there is nothing to tell: it was
// told to the end, or the site knew somebody before.
func (m storyMark) begin(ctx context.Context) (time.Time, error) {
	known, err := m.store.Contacts(ctx, m.site, nametag.ContactQuery{Limit: 1})
	if err != nil {
		return time.Time{}, fmt.Errorf("look for contacts: %w", err)
	}
	mark := ""
	if len(known) == 0 {
		mark = strconv.FormatInt(m.now.UnixMilli(), 10)
	}
	if mark, err = m.remember(ctx, "begun", mark, storyKept); err != nil || mark == "" {
		return time.Time{}, err
	}
	told, err := m.remember(ctx, "told", "", 0) // for no time at all: this only asks
	if err != nil || told != "" {
		return time.Time{}, err
	}
	began, err := strconv.ParseInt(mark, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("read when the demo's story was begun: %w", err)
	}
	return time.UnixMilli(began), nil
}

// end remembers that the story was told to the end.
func (m storyMark) end(ctx context.Context) error {
	_, err := m.remember(ctx, "told", toldToTheEnd, storyKept)
	return err
}

func (m storyMark) remember(ctx context.Context, what, value string, kept time.Duration) (string, error) {
	key := "demo story " + what + ":" + m.site.String()
	value, err := m.store.Once(ctx, key, value, m.now, m.now.Add(kept))
	if err != nil {
		return "", fmt.Errorf("remember the demo's story: %w", err)
	}
	return value, nil
}
