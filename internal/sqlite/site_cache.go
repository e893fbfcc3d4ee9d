package sqlite

import (
	"sync"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// siteCache holds all sites, or nothing. They are few.
type siteCache struct {
	mu         sync.RWMutex
	all        *allSites
	generation int // counts how often it was emptied
}

type allSites struct {
	list  []*nametag.Site
	byKey map[string]*nametag.Site // by key and aliases
	byID  map[nametag.SiteID]*nametag.Site
	keys  map[nametag.SiteID][]*nametag.SigningKey
}

func (k *siteCache) get() (all *allSites, generation int) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.all, k.generation
}

// put keeps what was read, unless sites changed since the generation was asked for.
func (k *siteCache) put(all *allSites, generation int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.generation == generation {
		k.all = all
	}
}

func (k *siteCache) empty() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.all = nil
	k.generation++
}
