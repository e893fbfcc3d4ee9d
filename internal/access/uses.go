package access

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"time"
)

// uses are when API keys were last used, since that was last saved: a request writes nothing. There are as many as keys.
type uses struct {
	mu   sync.Mutex
	last map[int64]time.Time
}

func (u *uses) note(key int64, at time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if at.After(u.last[key]) {
		u.last[key] = at
	}
}

func (u *uses) show(k *APIKey) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if at := u.last[k.ID]; at.After(k.UsedAt) {
		k.UsedAt = at
	}
}

func (u *uses) copied() map[int64]time.Time {
	u.mu.Lock()
	defer u.mu.Unlock()
	return maps.Clone(u.last)
}

// drop forgets what was saved, unless the key was used since.
func (u *uses) drop(saved map[int64]time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	maps.DeleteFunc(u.last, func(key int64, at time.Time) bool { return at.Equal(saved[key]) })
}

// SaveUses writes when API keys were last used. Called once a minute it writes as often at most; what a crash loses is the
// last minute.
func (d *Doors) SaveUses(ctx context.Context) error {
	last := d.uses.copied()
	if len(last) == 0 {
		return nil
	}
	if err := d.store.SaveAPIKeyUses(ctx, last); err != nil {
		return fmt.Errorf("save uses of API keys: %w", err)
	}
	d.uses.drop(last)
	return nil
}
