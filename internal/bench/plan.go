package bench

import "time"

// plan is how much is measured.
type plan struct {
	reps       int
	slice      time.Duration // how long one side is measured at a time
	fewPeople  int
	manyPeople int
	lately     int   // people seen lately among the many
	sockets    []int // idle visitors
	crowdSize  int
}

var (
	full = plan{
		reps: 5, slice: 2 * time.Second, fewPeople: 1_000, manyPeople: 1_000_000, lately: 40_000,
		sockets: []int{10_000, 19_000}, crowdSize: 100_000,
	}
	quick = plan{
		reps: 3, slice: 700 * time.Millisecond, fewPeople: 1_000, manyPeople: 100_000, lately: 10_000,
		sockets: []int{5_000}, crowdSize: 100_000,
	}
)

// planFor fits the plan to the time there is.
func planFor(isQuick bool, have time.Duration) plan {
	p, meant := full, budget
	if isQuick {
		p, meant = quick, quickBudget
	}
	if have != meant {
		p.slice = time.Duration(float64(p.slice) * float64(have) / float64(meant))
	}
	p.slice = min(max(p.slice, 300*time.Millisecond), 10*time.Second)
	return p
}
