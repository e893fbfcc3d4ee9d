package presence

import (
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// State is how present a person is (spec live §1). The most present of its visitors counts.
type State uint8

const (
	Left   State = iota // no tab any more; listed for a minute
	Away                // no visible tab
	Idle                // a visible tab, but no sign of life for a minute
	Active              // a visible tab, and somebody there
)

var stateNames = [...]string{"left", "away", "idle", "active"}

func (s State) String() string { return stateNames[s] }

const (
	activeFor = 60 * time.Second // after a sign of life
	leftFor   = 60 * time.Second // how long one that left stays listed
)

// state is how present the visitor is, and since when.
func (v *visitor) state(now instant) (State, instant) {
	switch {
	case !v.present(now):
		return Left, v.gone
	case !v.shown(now):
		return Away, v.unseen
	case now >= v.seen.add(activeFor):
		return Idle, v.seen.add(activeFor)
	}
	return Active, now
}

// present reports whether the visitor has a tab, or may come back without anybody noticing that it was gone.
func (v *visitor) present(now instant) bool {
	return v.arrived && !v.fenced && (v.open() > 0 || now < v.leaveAt)
}

// shown reports whether a tab can be seen, or could be a moment ago.
func (v *visitor) shown(now instant) bool {
	return v.visible() || v.unseen != 0 && now < v.hideAt
}

// forgetAt is when a visitor without tabs is dropped.
func (v *visitor) forgetAt() instant { return max(v.leaveAt, v.gone.add(leftFor)) }

// expiresAt is when the link's proof ends; 0: it has none, or never.
func (v *visitor) expiresAt() instant {
	if v.fenced || v.link.Trust < nametag.Verified || v.link.Actor != "" {
		return 0
	}
	return instantOf(v.link.Until)
}

// next is when time alone will change something about the visitor; 0: never.
func (v *visitor) next(now instant) instant {
	var next instant
	at := func(t instant) {
		if t > now && (next == 0 || t < next) {
			next = t
		}
	}
	for _, t := range v.tabs {
		if !t.gone {
			at(t.until)
		}
	}
	at(v.codeEnd)
	at(v.expiresAt())
	if v.unseen != 0 && !v.visible() {
		at(v.hideAt)
	}
	if v.shown(now) {
		at(v.seen.add(activeFor))
	}
	if v.open() == 0 {
		at(v.leaveAt)
		at(v.forgetAt())
	}
	return next
}
