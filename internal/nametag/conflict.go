package nametag

import (
	"github.com/go-json-experiment/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Conflict is an identifier that a claim said of a contact but that somebody else holds, or that unproven words can't
// have (spec identity §4): parked until an agent decides. There is at most one for a contact and identifier.
type Conflict struct {
	ID        ConflictID
	Key       string // "email" or "external_id"
	Value     Email  // of an external id both texts are the same
	Trust     Trust  // at which it was said
	Other     ContactID
	Dismissed bool // an agent decided that it isn't this contact's: not parked again unless said more surely
	At        time.Time
}

// ConflictID is made of the number of the entry that parked it.
type ConflictID Seq

// newConflict is what the entry with a number parks.
func newConflict(seq Seq, key string, value Email, trust Trust, other ContactID, at time.Time) Conflict {
	id := ConflictID(seq) << 1 // an entry may park one of each key
	if key == keyEmail {
		id++
	}
	return Conflict{ID: id, Key: key, Value: value, Trust: trust, Other: other, At: at}
}

func (id ConflictID) String() string { return "conflict_" + strconv.FormatInt(int64(id), 10) }

// ParseConflictID reads "conflict_…". Returns [ErrNotFound] for anything else.
func ParseConflictID(s string) (ConflictID, error) {
	text, ok := strings.CutPrefix(s, "conflict_")
	n, err := strconv.ParseInt(text, 10, 64)
	if !ok || err != nil || n < 1 || ConflictID(n).String() != s {
		return 0, ErrNotFound.For("conflict")
	}
	return ConflictID(n), nil
}

// The keys of identifiers, in conflicts and in edits.
const (
	keyExternalID = "external_id"
	keyEmail      = "email"
)

// decidedBy reports whether old is the same conflict, at least as sure, which an agent dismissed.
func (k Conflict) decidedBy(old Conflict) bool {
	return old.same(k) && old.Dismissed && old.Trust >= k.Trust
}

// maxUnproven bounds what strangers can park on a contact that nobody has decided yet.
const maxUnproven = 20

// isFull reports whether no more may be parked without a proof.
func (c *Contact) isFull() bool {
	n := 0
	for _, k := range c.Conflicts {
		if k.Open() && k.Trust <= Claimed {
			n++
		}
	}
	return n >= maxUnproven
}

// park keeps an identifier that the contact can't have. Returns false where it is parked already, or was dismissed.
func (c *Contact) park(k Conflict) bool {
	for i, old := range c.Conflicts {
		if !old.same(k) {
			continue
		}
		if k.isToldBy(old) {
			return false
		}
		k.Trust = max(k.Trust, old.Trust)
		c.Conflicts = slices.Delete(slices.Clone(c.Conflicts), i, i+1)
		break
	}
	c.Conflicts = append(slices.Clone(c.Conflicts), k)
	return true
}

func (k Conflict) equal(o Conflict) bool {
	at := k.At.Equal(o.At)
	k.At, o.At = time.Time{}, time.Time{}
	return at && k == o
}

// isToldBy reports whether another conflict says as much already: with the same contact, or dismissed.
func (k Conflict) isToldBy(o Conflict) bool {
	return o.same(k) && k.Trust <= o.Trust && (o.Dismissed || o.Other == k.Other)
}

// settle closes the conflicts that are none any more.
func (c *Contact) settle(over func(Conflict) bool) {
	if slices.ContainsFunc(c.Conflicts, over) {
		c.Conflicts = slices.DeleteFunc(slices.Clone(c.Conflicts), over)
	}
}

// holds reports whether the contact came to hold what a conflict is about, as surely as it was said.
func (c *Contact) holds(k Conflict) bool {
	return k.Value.Folded == c.identifier(k.Key).Folded && c.identifierTrust(k.Key) >= k.Trust
}

// Open reports whether the conflict still asks for a decision.
func (k Conflict) Open() bool { return !k.Dismissed }

// spoken is a conflict as the ledger and the store spell it.
type spoken struct {
	Key       string `json:"key"`
	Value     string `json:"value"`
	Trust     Trust  `json:"trust"`
	Other     string `json:"other,omitzero"`
	Dismissed bool   `json:"dismissed,omitzero"`
	At        int64  `json:"at"`
}

func (k Conflict) spell() string {
	s := spoken{Key: k.Key, Value: k.Value.Shown, Trust: k.Trust, Dismissed: k.Dismissed, At: k.At.UnixMilli()}
	if k.Other != 0 {
		s.Other = k.Other.String()
	}
	b, _ := json.Marshal(s) // texts and numbers always can be
	return string(b)
}

func parseConflict(id ConflictID, text string) (Conflict, bool) {
	var s spoken
	if text == "" || json.Unmarshal([]byte(text), &s) != nil {
		return Conflict{}, false
	}
	k := Conflict{ID: id, Key: s.Key, Value: Email{Folded: s.Value, Shown: s.Value}, Trust: s.Trust, Dismissed: s.Dismissed, At: time.UnixMilli(s.At).UTC()}
	if s.Key == keyEmail {
		k.Value, _ = ParseEmail(s.Value)
	}
	k.Other, _ = ParseContactID(s.Other) // none where it is blank
	return k, true
}
