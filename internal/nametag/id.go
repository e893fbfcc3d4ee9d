package nametag

import (
	"crypto/rand"
	"encoding/binary"
	"strings"
	"sync"
	"time"
)

// Ids are 63 bits: 42 of milliseconds since 2020, 21 of chance. They sort by time, so new rows are appended,
// and the age of a visitor can be told from its id alone. On the wire they carry a prefix: "v_" and 13 letters.
type (
	SiteID    int64
	VisitorID int64
	SessionID int64
	ContactID int64
	// Seq numbers the entries of the ledger, from 1, in the order in which they were written.
	Seq int64
)

func (id SiteID) String() string    { return spellID("site_", int64(id)) }
func (id VisitorID) String() string { return spellID("v_", int64(id)) }
func (id SessionID) String() string { return spellID("s_", int64(id)) }
func (id ContactID) String() string { return spellID("c_", int64(id)) }

// Time returns when the id was made, to the millisecond.
func (id VisitorID) Time() time.Time { return idTime(int64(id)) }

// ParseVisitorID reads "v_…". Returns [ErrNotFound] for anything else: a malformed id names nobody.
func ParseVisitorID(s string) (VisitorID, error) { return parseID[VisitorID]("v_", "visitor", s) }

// ParseContactID reads "c_…". Returns [ErrNotFound] for anything else.
func ParseContactID(s string) (ContactID, error) { return parseID[ContactID]("c_", "contact", s) }

const (
	idEpochMillis = 1_577_836_800_000 // 2020-01-01
	idChanceBits  = 21
	idLetters     = "0123456789abcdefghjkmnpqrstvwxyz"
	idLength      = 13
)

// IDs makes ids. The zero value is ready; safe for many goroutines. Those of contacts are counted apart from all
// others: else the gap between two visitors' ids, which browsers see, would tell whether a contact was made.
type IDs struct{ contacts, others maker }

// Contact returns a new contact's id.
func (m *IDs) Contact(now time.Time) ContactID { return ContactID(m.contacts.next(now)) }

// Visitor returns the id of a new visitor, which is larger than that of the one it comes after, whatever the clock says by
// now: of two tokens, browsers take the greater one for the later.
func (m *IDs) Visitor(now time.Time, after VisitorID) VisitorID {
	if id := VisitorID(m.Next(now)); id > after {
		return id
	}
	return VisitorID(new(maker).next(idTime(int64(after)).Add(time.Millisecond)))
}

// Next returns an id of anything else.
func (m *IDs) Next(now time.Time) int64 { return m.others.next(now) }

type maker struct {
	mu   sync.Mutex
	last int64
}

// next returns an id for now that is larger than every id this maker made before.
func (m *maker) next(now time.Time) int64 {
	var b [4]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	chance := int64(binary.LittleEndian.Uint32(b[:])) & (1<<idChanceBits - 1)
	id := (now.UnixMilli()-idEpochMillis)<<idChanceBits | chance
	m.mu.Lock()
	defer m.mu.Unlock()
	m.last = max(m.last+1, id)
	return m.last
}

func idTime(id int64) time.Time { return time.UnixMilli(id>>idChanceBits + idEpochMillis).UTC() }

func spellID(prefix string, id int64) string {
	var b [idLength]byte
	for i := idLength - 1; i >= 0; i-- {
		b[i] = idLetters[id&31]
		id >>= 5
	}
	return prefix + string(b[:])
}

func parseID[T ~int64](prefix, noun, s string) (T, error) {
	letters, ok := strings.CutPrefix(s, prefix)
	if !ok || len(letters) != idLength {
		return 0, ErrNotFound.For(noun)
	}
	var id int64
	for _, c := range []byte(letters) {
		d := strings.IndexByte(idLetters, c)
		if d < 0 || id >= 1<<58 {
			return 0, ErrNotFound.For(noun)
		}
		id = id<<5 | int64(d)
	}
	if id == 0 { // means nobody wherever an id may be missing
		return 0, ErrNotFound.For(noun)
	}
	return T(id), nil
}
