package sqlite

// clock is a bounded map that gives up what was not used since the hand last passed. The zero clock needs a limit.
// It has no lock of its own.
type clock[K comparable, V any] struct {
	limit int
	at    map[K]int
	slots []slot[K, V]
	hand  int
}

type slot[K comparable, V any] struct {
	key   K
	value V
	state slotState
}

type slotState uint8

const (
	slotFree slotState = iota
	slotIdle
	slotUsed
)

func (c *clock[K, V]) get(k K) (v V, ok bool) {
	i, ok := c.at[k]
	if !ok {
		return v, false
	}
	c.slots[i].state = slotUsed
	return c.slots[i].value, true
}

func (c *clock[K, V]) put(k K, v V) {
	i, ok := c.at[k]
	if !ok {
		i = c.room()
		c.at[k] = i
		c.slots[i].state = slotIdle
	}
	c.slots[i] = slot[K, V]{key: k, value: v, state: c.slots[i].state}
}

// room returns a slot that may be overwritten.
func (c *clock[K, V]) room() int {
	if len(c.slots) < c.limit {
		if c.at == nil {
			c.at = make(map[K]int)
		}
		c.slots = append(c.slots, slot[K, V]{})
		return len(c.slots) - 1
	}
	for {
		i := c.hand
		c.hand = (c.hand + 1) % len(c.slots)
		switch s := &c.slots[i]; s.state {
		case slotUsed:
			s.state = slotIdle
		case slotIdle:
			delete(c.at, s.key)
			return i
		case slotFree:
			return i
		}
	}
}

func (c *clock[K, V]) remove(k K) {
	if i, ok := c.at[k]; ok {
		c.slots[i] = slot[K, V]{}
		delete(c.at, k)
	}
}

func (c *clock[K, V]) clear() {
	c.at, c.slots, c.hand = nil, nil, 0
}
