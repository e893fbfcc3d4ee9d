package nametag

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// CommandID names one call of one browser: at least 128 random bits, known to that browser only. 1 to 64
// visible ASCII characters.
type CommandID string

// Mark remembers that a visitor's command was carried out, and the standing that it answered.
type Mark struct {
	Visitor VisitorID
	Hash    uint64 // of the command id; the two lowest bits hold the trust, that of Attested for acting
}

// Mark returns the mark that this command of this visitor leaves.
func (c CommandID) Mark(v VisitorID, answered Trust) Mark {
	sum := sha256.Sum256([]byte(c))
	return Mark{Visitor: v, Hash: binary.LittleEndian.Uint64(sum[:])&^3 | uint64(answered)}
}

// MarkOf returns the mark that this command leaves which answered a link.
func (c CommandID) MarkOf(v VisitorID, answered Link) Mark {
	if answered.Actor != "" {
		return c.Mark(v, Attested)
	}
	return c.Mark(v, answered.Trust)
}

// Standing is what the command answered.
func (m Mark) Standing() string {
	if t := m.trust(); t != Attested {
		return t.String()
	}
	return Acting
}

// number is that of the token with which a fence's successor began: trust that rose with the fence raised it.
func (m Mark) number() int64 {
	if m.trust() > Anonymous {
		return 1
	}
	return 0
}

func (m Mark) trust() Trust { return Trust(m.Hash & 3) }

// same reports whether both are marks of one command of one visitor.
func (m Mark) same(o Mark) bool { return m.Visitor == o.Visitor && m.Hash|3 == o.Hash|3 }

// Recent holds the marks of the commands that wrote a row, oldest first: the last 16 of each visitor, 64 in
// all (spec widget §3). Sent again, a command that is found here changes nothing.
type Recent []Mark

const (
	recentOfVisitor = 16
	recentInAll     = 64
)

// Find returns the mark of a command that was carried out before.
func (r Recent) Find(command Mark) (Mark, bool) {
	for _, m := range r {
		if m.same(command) {
			return m, true
		}
	}
	return Mark{}, false
}

// WithOthers returns r with the marks of another row.
func (r Recent) WithOthers(others Recent) Recent {
	for _, m := range others {
		if _, known := r.Find(m); !known {
			r = r.With(m)
		}
	}
	return r
}

// of are the marks that a visitor left.
func (r Recent) of(v VisitorID) Recent {
	return slices.DeleteFunc(slices.Clone(r), func(m Mark) bool { return m.Visitor != v })
}

// Clone returns a copy that may be changed.
func (r Recent) Clone() Recent { return slices.Clone(r) }

// With returns r and m, with the oldest dropped where a bound is passed.
func (r Recent) With(m Mark) Recent {
	r = append(r.Clone(), m)
	same := func(o Mark) bool { return o.Visitor == m.Visitor }
	mine := 0
	for _, o := range r {
		if same(o) {
			mine++
		}
	}
	switch {
	case mine > recentOfVisitor:
		i := slices.IndexFunc(r, same)
		return slices.Delete(r, i, i+1)
	case len(r) > recentInAll:
		return r[1:]
	}
	return r
}
