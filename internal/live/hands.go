package live

import "sync"

// hands carry out what sockets say. A socket's own goroutine only waits and reads: it keeps the stack it has once had,
// and there are as many as visitors. They also bound how much the store is asked at once when everybody comes back.
type hands struct {
	jobs chan job
	wg   sync.WaitGroup
}

type job struct {
	do   func() error
	done chan<- error
}

// Agents have hands of their own: to gather a window of 100,000 rows takes a tenth of a second, in which no page is to wait
// for its welcome.
const (
	visitorHands = 32
	agentHands   = 4
)

func newHands(many int) *hands {
	h := &hands{jobs: make(chan job)}
	for range many {
		h.wg.Go(func() {
			for j := range h.jobs {
				j.done <- j.do()
			}
		})
	}
	return h
}

// do has something done, which must not panic, and waits for it.
func (h *hands) do(what func() error) error {
	done := make(chan error, 1)
	h.jobs <- job{what, done}
	return <-done
}

// close waits for the hands to end. Nothing may be given to them any more.
func (h *hands) close() {
	close(h.jobs)
	h.wg.Wait()
}
