package access

import "context"

// What tests may see of the inside.

// HashingsWaiting is how many passwords may wait to be hashed.
const HashingsWaiting = hashingsWaiting

// Hasher hashes passwords, a few at a time.
type Hasher struct{ hasher }

func NewHasher() Hasher { return Hasher{newHasher()} }

func (h Hasher) Hash(ctx context.Context, password string) (string, error) {
	return h.hasher.hash(ctx, password)
}

// Hold keeps all slots busy until release is called.
func (h Hasher) Hold() (release func()) {
	for range hashingsAtOnce {
		h.places <- struct{}{}
		h.slots <- struct{}{}
	}
	return func() {
		for range hashingsAtOnce {
			<-h.slots
			<-h.places
		}
	}
}

// Crowd makes the queue of passwords that wait full.
func (d *Doors) Crowd() {
	for range cap(d.hasher.places) {
		d.hasher.places <- struct{}{}
	}
}
