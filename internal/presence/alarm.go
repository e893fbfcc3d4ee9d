package presence

import (
	"container/heap"
	"time"
)

// alarms are the visitors that time will change, the soonest first. Each stands in it once; a moment that moves away
// is only looked up again when the old one comes, so a sign of life costs nothing here.
type alarms []*visitor

func (a alarms) Len() int           { return len(a) }
func (a alarms) Less(i, j int) bool { return a[i].due < a[j].due }
func (a alarms) Swap(i, j int) {
	a[i], a[j] = a[j], a[i]
	a[i].slot, a[j].slot = i, j
}
func (a *alarms) Push(x any) {
	v := x.(*visitor)
	v.slot = len(*a)
	*a = append(*a, v)
}
func (a *alarms) Pop() any {
	last := len(*a) - 1
	v := (*a)[last]
	(*a)[last] = nil
	*a = (*a)[:last]
	v.slot = -1
	return v
}

// alarmGrain is how exact alarms are: those of many visitors ring together.
const alarmGrain = 100 * time.Millisecond

// rearm sets the visitor's alarm for the next moment at which time changes it.
func (v *visitor) rearm(now instant) {
	r := v.board.room
	next := v.next(now)
	if next == 0 {
		return // an alarm that is still set finds nothing to do
	}
	grain := instant(alarmGrain.Milliseconds())
	next = (next + grain - 1) / grain * grain
	switch {
	case v.slot < 0:
		v.due = next
		heap.Push(&r.alarms, v)
	case next < v.due:
		v.due = next
		heap.Fix(&r.alarms, v.slot)
	default:
		return
	}
	if v.slot == 0 {
		r.pace.wakeIn(next.sub(now))
	}
}

func (r *Room) disarm(v *visitor) {
	if v.slot >= 0 {
		heap.Remove(&r.alarms, v.slot)
	}
}

// ring settles every visitor whose alarm is due.
func (r *Room) ring(now instant) {
	for len(r.alarms) > 0 && r.alarms[0].due <= now {
		v := heap.Pop(&r.alarms).(*visitor)
		v.settle(now)
	}
}
