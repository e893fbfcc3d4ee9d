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

// FamiliarPlaces is how many places are remembered where people logged in.
const FamiliarPlaces = familiarPlaces

// Familiar are the places where people logged in.
type Familiar struct{ familiar }

func NewFamiliar() *Familiar { return &Familiar{familiar{places: map[workplace]int{}}} }

func (f *Familiar) Add(email string)      { f.add(workplace{email: email}) }
func (f *Familiar) Has(email string) bool { return f.has(workplace{email: email}) }
func (f *Familiar) Len() int              { return len(f.places) }
