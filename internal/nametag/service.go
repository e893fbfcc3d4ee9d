package nametag

import (
	"slices"
	"time"
)

// Service is the domain at work. All fields are set once, before use; methods are safe for many goroutines.
type Service struct {
	Store Store
	Feed  Feed
	Keys  Keyring
	Now   func() time.Time
	IDs   *IDs
	Lives Lives // the longest that there are: sites may have shorter ones
	// Memory spares work and remembers what needn't be durable; nil does without.
	Memory *Memory
	// Counter counts what became of claims; nil does without.
	Counter *ClaimCounter
}

// now is the time as the store keeps it, to the millisecond.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

// Keyring derives keys from the server's one key, per purpose and site (spec security §1e).
type Keyring interface {
	// Derive returns 32 bytes, always the same for the same purpose and site.
	Derive(purpose string, site SiteID) []byte
}

// Browser is who sends a command: the visitor that its token names.
type Browser struct {
	Site    *Site
	Visitor VisitorID
	Number  int64 // in the token
	Known   bool  // false for a visitor that was just made for a browser without a token
	Valid   bool  // false where a token was sent that is not ours: its visitor is nobody
	Link    Link  // as of the last answer; zero before the first
	Named   Named // the same

	Later []CommandID // calls that a page of it made behind the one that is carried out now, in their order
}

// Named is whom a browser has said that it is (spec identity §1, bag): what was carried to it counts, too.
type Named struct{ ExternalID, Email string }

// Outcome is what a command came to. It says who the browser is even where the command ends in an error.
type Outcome struct {
	Browser Browser // who the browser is from here on
	Again   bool    // the command was carried out before
	Ended   bool    // a command of before a fence, sent again: the browser needs another visitor
	Answer  Answer

	attempted *Refusals // whom a claim named that was refused; nil: nobody, or its own browser did
}

// Answer is what a browser is told (spec identity §8): what it said, its ids and its trust, never what is stored.
type Answer struct {
	Visitor  VisitorID
	Trust    string // Link.Standing
	Switched bool
	Expires  time.Time // of a verified link; zero if it doesn't
	Rejected []Rejection
	Warnings []Warning
}

// Arrival is what presence needs to know of a browser that came.
type Arrival struct {
	Browser Browser
	Visitor *Visitor // nil for an anonymous visitor without a row
	Contact *Contact // whom it is linked to; nil while anonymous
	Last    *Session // its newest session; nil if this is the first
	Code    string   // its living lookup code
}

// Conflicts are all that is parked on the person and not decided yet. What the person holds by now, also through a
// merge, is no conflict.
func (p Person) Conflicts() []Conflict {
	var open []Conflict
	family := append([]*Contact{p.Contact}, p.Aliases...)
	for _, c := range family {
		for _, k := range c.Conflicts {
			over := func(o *Contact) bool {
				return o.ID == k.Other || o.holds(k) || slices.ContainsFunc(o.Conflicts, k.decidedBy)
			}
			if k.Open() && !slices.ContainsFunc(family, over) && !slices.ContainsFunc(open, k.same) {
				open = append(open, k)
			}
		}
	}
	return open
}

// Person is all that is known about one person: a contact, or an anonymous visitor.
type Person struct {
	Visitor  *Visitor   // the visitor that was asked for; nil if a contact was
	Contact  *Contact   // nil while anonymous
	Aliases  []*Contact // that were merged into it
	Merges   []MergeID  // by which the aliases came, in their order; 0 where that is not known; in lists nil
	Refusals []Refusals // of claims to be the person, newest first; in lists nil
	Visitors []*Visitor
	Sessions []Session
	Earlier  SessionID          // before which there are more sessions; 0: there are none
	Unproven map[VisitorID]bool // visitors whose history came over a claimed link
	LastSeen time.Time
}
