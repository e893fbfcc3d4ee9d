package nametag

import "time"

// Refusals are claims to be a person that were refused, on one day and for one reason: attempts by browsers that aren't the
// person's. Those of its own browsers are in the ledger.
type Refusals struct {
	Site    SiteID
	Contact ContactID
	Day     time.Time // at which it began, UTC
	Reason  string
	Count   int64
	First   time.Time
	Last    time.Time
}

// RefusalKinds is how many refusals are told apart, of a site in a day and of all between two tallies: strangers choose whom they
// claim to be. Those beyond are counted as claims only.
const RefusalKinds = 10_000

// PersonRefusals is how many of them are read of a person.
const PersonRefusals = 100

// refusalKind is what refusals are counted by.
type refusalKind struct {
	contact ContactID
	day     time.Time
	reason  string
}

// refuse counts one refusal.
func (c *ClaimCounter) refuse(r Refusals) {
	c.mu.Lock()
	defer c.mu.Unlock()
	kind := refusalKind{r.Contact, r.Day, r.Reason}
	known, found := c.refusals[kind]
	switch {
	case found:
		known.Count++
		known.Last = r.Last
	case len(c.refusals) < RefusalKinds:
		c.refusals[kind] = &r
	}
}

// takeRefusals lists what was counted.
func (c *ClaimCounter) takeRefusals() []Refusals {
	var list []Refusals
	for _, r := range c.refusals {
		list = append(list, *r)
	}
	return list
}

// noteAttempt notes whom a claim named that is refused, for the counters: nothing of it is told to the browser.
func (t *turn) noteAttempt(j judged) {
	x := t.named()
	if x == nil || t.linked.Contact != nil && t.linked.Contact.ID == x.ID {
		return
	}
	t.outcome.attempted = &Refusals{
		Site: t.site.ID, Contact: x.ID, Day: t.now.UTC().Truncate(24 * time.Hour), Reason: t.refusalOf(j), Count: 1, First: t.now, Last: t.now,
	}
}

// named is the contact that a claim names, nil for nobody: by its id, or else by its email.
func (t *turn) named() *Contact {
	if t.known.ByID.Contact == nil && len(t.known.ByEmail) > 0 {
		return t.known.ByEmail[0].Contact
	}
	return t.known.ByID.Contact
}
