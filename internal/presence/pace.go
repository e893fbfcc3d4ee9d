package presence

import (
	"sync/atomic"
	"time"
)

// pacer wakes the room's one goroutine when the soonest thing is due. Pace is kept by the computer's own clock: a room
// whose Now stands still still sends frames.
type pacer struct {
	poke chan struct{}
	at   atomic.Int64 // when it wakes by itself, unix nanoseconds
}

func newPacer() *pacer { return &pacer{poke: make(chan struct{}, 1)} }

func (p *pacer) since(t time.Time) time.Duration {
	if t.IsZero() {
		return frameGap
	}
	return time.Since(t)
}

// wakeIn makes sure that the goroutine wakes no later than in d.
func (p *pacer) wakeIn(d time.Duration) {
	at := time.Now().Add(max(0, d)).UnixNano()
	if at >= p.at.Load() {
		return
	}
	p.at.Store(at)
	select {
	case p.poke <- struct{}{}:
	default:
	}
}

// longest is how long the goroutine sleeps with nothing to do.
const longest = time.Minute

// run does what is due, sleeps until the next thing is, and so on until the room is closed.
func (r *Room) run() {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-r.stop:
			return
		case <-r.pace.poke:
		case <-timer.C:
		}
		timer.Reset(r.work())
	}
}

// work does what is due and returns how long nothing else is.
func (r *Room) work() time.Duration {
	r.mu.Lock()
	defer r.unlock()
	now := r.now()
	r.ring(now)
	sample := r.sample(now)
	sleep := min(r.flush(), max(alarmGrain, sample.sub(now)))
	if len(r.alarms) > 0 {
		sleep = min(sleep, max(alarmGrain, r.alarms[0].due.sub(now)))
	}
	r.pace.at.Store(time.Now().Add(sleep).UnixNano())
	return sleep
}

// flush sends the frames that are due and returns how long no other is.
func (r *Room) flush() time.Duration {
	sleep := longest
	waiting := r.dirty[:0]
	for _, p := range r.dirty {
		wait := frameGap - r.pace.since(p.last)
		switch {
		case !p.dirty: // closed meanwhile
		case wait <= 0:
			p.flush()
		default:
			waiting = append(waiting, p)
			sleep = min(sleep, wait)
		}
	}
	clear(r.dirty[len(waiting):])
	r.dirty = waiting
	return sleep
}
