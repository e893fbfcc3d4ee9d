package nametag

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// CommandID names one call of one browser: at least 128 random bits, known to that browser only. 1 to 64
// visible ASCII characters.
type CommandID string

// Mark remembers that a visitor's command was carried out.
type Mark struct {
	Visitor VisitorID
	Hash    uint64 // of the command id
}

// Mark returns the mark that this command of this visitor leaves.
func (c CommandID) Mark(v VisitorID) Mark {
	sum := sha256.Sum256([]byte(c))
	return Mark{Visitor: v, Hash: binary.LittleEndian.Uint64(sum[:])}
}

// Recent holds the marks of the commands that wrote a row, oldest first: the last 16 of each visitor, 64 in
// all (spec widget §3). Sent again, a command that is found here changes nothing.
type Recent []Mark

const (
	recentOfVisitor = 16
	recentInAll     = 64
)

// Has reports whether the command was carried out before.
func (r Recent) Has(m Mark) bool { return slices.Contains(r, m) }

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
