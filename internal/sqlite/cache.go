package sqlite

import (
	"sync"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// cache holds rows as they were last committed. Only the writer fills it, after a commit and before anybody is
// answered, so it is never older than an answer of this process; another process's writes empty it.
type cache struct {
	mu       sync.Mutex
	visitors clock[nametag.VisitorID, *nametag.Visitor]
	contacts clock[nametag.ContactID, *nametag.Contact]
	byID     clock[identifier, nametag.ContactID]
	byEmail  clock[identifier, []nametag.ContactID]
	once     clock[string, nametag.Remembered]
	next     nametag.Seq
}

// identifier is an external id or a folded email of a site.
type identifier struct {
	site nametag.SiteID
	text string
}

func newCache(limit int) *cache {
	k := &cache{}
	k.visitors.limit, k.contacts.limit, k.byID.limit, k.byEmail.limit, k.once.limit = limit, limit, limit, limit, limit
	return k
}

// empty forgets everything, because another process wrote. next is what the ledger's next number is now.
func (k *cache) empty(next nametag.Seq) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.next = next
	k.visitors.clear()
	k.contacts.clear()
	k.byID.clear()
	k.byEmail.clear()
	k.once.clear()
}

// known answers keys, false if the cache alone can't. All of it is of one moment.
func (k *cache) known(keys nametag.Keys) (nametag.Known, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	known, ok, _ := find(cached{k}, keys) // memory has no errors
	known.Next = k.next
	return known, ok
}

func (k *cache) visitor(id nametag.VisitorID) (*nametag.Visitor, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.visitors.get(id)
}

func (k *cache) contact(id nametag.ContactID) (*nametag.Contact, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	c, ok, _ := survivor(cached{k}, id)
	return c, ok
}

// row is a contact itself, merged or not.
func (k *cache) row(id nametag.ContactID) (*nametag.Contact, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.contacts.get(id)
}

func (k *cache) holder(externalID identifier) (nametag.ContactID, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.byID.get(externalID)
}

func (k *cache) holders(email identifier) ([]nametag.ContactID, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.byEmail.get(email)
}

func (k *cache) remembered(key string) (nametag.Remembered, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.once.get(key)
}

// take makes what a transaction read and wrote the cache's own. To be called once it is committed.
func (k *cache) take(t *tx) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.next = t.next
	for id, v := range t.visitors {
		if v == nil {
			k.visitors.remove(id)
		} else {
			k.visitors.put(id, v)
		}
	}
	for id, c := range t.contacts {
		if c == nil {
			k.contacts.remove(id)
		} else {
			k.contacts.put(id, c)
		}
	}
	for id, holder := range t.byID {
		k.byID.put(id, holder)
	}
	for email, h := range t.byEmail {
		if h == nil {
			k.byEmail.remove(email)
		} else {
			k.byEmail.put(email, *h)
		}
	}
	for key, r := range t.remembered {
		k.once.put(key, r)
	}
}

// cached finds in the cache alone; its lock is held.
type cached struct{ *cache }

func (k cached) visitor(id nametag.VisitorID) (*nametag.Visitor, bool, error) {
	v, ok := k.visitors.get(id)
	return v, ok, nil
}

func (k cached) contact(id nametag.ContactID) (*nametag.Contact, bool, error) {
	c, ok := k.contacts.get(id)
	return c, ok, nil
}

// holder may have been told of a contact that gave the id up since: then it doesn't know.
func (k cached) holder(id identifier) (nametag.ContactID, bool, error) {
	holder, ok := k.byID.get(id)
	if !ok {
		return 0, false, nil
	}
	c, ok := k.contacts.get(holder)
	return holder, ok && c.Site == id.site && c.ExternalID == id.text, nil
}

func (k cached) holders(email identifier) ([]nametag.ContactID, bool, error) {
	h, ok := k.byEmail.get(email)
	return h, ok, nil
}

// forgottenBy isn't cached.
func (k cached) forgottenBy(nametag.SiteID) (time.Time, bool, error) { return time.Time{}, false, nil }

func (k cached) once(key string) (nametag.Remembered, bool, error) {
	r, ok := k.cache.once.get(key)
	return r, ok, nil
}
