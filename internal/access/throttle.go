package access

import (
	"net/netip"
	"sync"
	"time"

	"github.com/nametag-dev/nametag/internal/limit"
)

// How many wrong passwords may be tried. Right ones cost nothing.
var (
	wrongFromAddress = limit.Rate{PerSecond: 0.5, Burst: 30}
	wrongForAccount  = limit.Rate{PerSecond: 0.1, Burst: 10}
)

const (
	countedAddresses = 8 << 10
	countedAccounts  = 8 << 10
	familiarPlaces   = 1 << 10
)

// throttle makes guessing passwords slow: for an account, however many addresses the guesses come from, and for an
// address, however many accounts they try. Emails without account are counted as those with one, so it tells nothing.
//
// What is counted for an account would let a stranger who guesses all the time keep its owner out. So an address from
// which somebody has logged in to the account is counted for that account by itself: wrong passwords from anywhere else
// don't keep its people out. A stranger then can bar an account only to addresses that are new to it, and only while he
// goes on; who is logged in already notices nothing of it. Nothing is ever locked for longer than the bucket takes to
// drip: ten seconds a guess.
type throttle struct {
	addresses *limit.Addresses
	accounts  *limit.Table[string]
	places    *limit.Table[workplace]
	familiar  familiar
}

// workplace is where somebody logs in to an account.
type workplace struct {
	email string
	from  netip.Addr
}

func newThrottle() *throttle {
	return &throttle{
		addresses: limit.NewAddresses(wrongFromAddress, countedAddresses),
		accounts:  limit.NewTable[string](wrongForAccount, countedAccounts),
		places:    limit.NewTable[workplace](wrongForAccount, familiarPlaces),
		familiar:  familiar{places: map[workplace]int{}},
	}
}

// wait is how long until another password may be tried.
func (t *throttle) wait(at workplace, now time.Time) time.Duration {
	if t.familiar.has(at) {
		return t.places.Wait(at, now)
	}
	return max(t.addresses.Wait(at.from, now), t.accounts.Wait(at.email, now))
}

func (t *throttle) wrong(at workplace, now time.Time) {
	t.addresses.Owe(at.from, now)
	if t.familiar.has(at) {
		t.places.Owe(at, now)
	} else {
		t.accounts.Owe(at.email, now)
	}
}

func (t *throttle) right(at workplace) { t.familiar.add(at) }

// familiar are the places where somebody logged in since the server started: the latest of them. Only who knows a
// password adds to them.
type familiar struct {
	mu     sync.Mutex
	places map[workplace]int // and where each stands in order
	order  [familiarPlaces]workplace
	next   int
}

func (f *familiar) has(at workplace) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, known := f.places[at]
	return known
}

func (f *familiar) add(at workplace) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if was, known := f.places[at]; known {
		f.order[was] = workplace{} // it moves up
	}
	if oldest := f.order[f.next]; oldest != (workplace{}) {
		delete(f.places, oldest)
	}
	f.order[f.next], f.places[at] = at, f.next
	f.next = (f.next + 1) % familiarPlaces
}
