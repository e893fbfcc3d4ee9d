package nametag

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"
)

// CommandID names one call of one browser: at least 128 random bits, known to that browser only. 1 to 64
// visible ASCII characters.
type CommandID string

// Mark remembers that a visitor's command was carried out, and what it answered.
type Mark struct {
	Visitor VisitorID
	Hash    uint64 // of the command id; the lowest bit says that it fenced, the next two hold the trust, that of Attested for acting, the fourth that it renewed the token
	Expires uint32 // of the link that was answered, in unix seconds; 0: it doesn't
	Size    uint32 // of custom_data that was refused as too large, in bytes; 0: none was
}

const (
	markSwitched = 1
	markTrust    = 6
	markRenewed  = 8
	markAnswer   = markSwitched | markTrust | markRenewed
)

// Mark returns the mark by which this command of this visitor is known.
func (c CommandID) Mark(v VisitorID) Mark {
	sum := sha256.Sum256([]byte(c))
	return Mark{Visitor: v, Hash: binary.LittleEndian.Uint64(sum[:]) &^ markAnswer}
}

// answering is the mark of a command that answered a link, whether it fenced or renewed the token, and the size of what was
// too large.
func (m Mark) answering(l Link, switched, renewed bool, size int) Mark {
	trust := l.Trust
	if l.Actor != "" {
		trust = Attested
	}
	m.Hash |= uint64(trust) << 1
	if switched {
		m.Hash |= markSwitched
	}
	if renewed {
		m.Hash |= markRenewed
	}
	if !l.Until.IsZero() {
		m.Expires = uint32(l.Until.Unix())
	}
	m.Size = uint32(size)
	return m
}

// tell gives an answer what the command answered first.
func (m Mark) tell(a *Answer) {
	a.Visitor, a.Trust, a.Switched, a.Expires = m.Visitor, m.Standing(), m.Hash&markSwitched != 0, time.Time{}
	if m.Expires != 0 {
		a.Expires = time.Unix(int64(m.Expires), 0).UTC()
	}
}

// Standing is the trust that the command answered.
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

func (m Mark) trust() Trust { return Trust(m.Hash & markTrust >> 1) }

// same reports whether both are marks of one command, of whatever visitor.
func (m Mark) same(o Mark) bool { return m.Hash|markAnswer == o.Hash|markAnswer }

// Recent holds the marks of the commands that wrote a row, oldest first: the last 48 of each visitor, 160 in
// all. (Spec widget §3 asks for 16, but what several tabs say together is more.) Sent again, a command that is found here
// changes nothing.
type Recent []Mark

const (
	recentOfVisitor = 48
	recentInAll     = 160
)

// Find returns the mark of a visitor's command that was carried out before.
func (r Recent) Find(command Mark) (Mark, bool) {
	for _, m := range r {
		if m.Visitor == command.Visitor && m.same(command) {
			return m, true
		}
	}
	return Mark{}, false
}

// FindAny returns the mark of a command that was carried out before by anybody here.
func (r Recent) FindAny(command Mark) (Mark, bool) {
	i := slices.IndexFunc(r, command.same)
	if i < 0 {
		return Mark{}, false
	}
	return r[i], true
}

// renewedLast reports whether a command is the last one that renewed its visitor's token.
func (r Recent) renewedLast(command Mark) bool {
	for _, m := range slices.Backward(r) {
		if m.Visitor == command.Visitor && m.Hash&markRenewed != 0 {
			return m.same(command)
		}
	}
	return false
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
	switch mine := r.of(m.Visitor); {
	case len(mine) > recentOfVisitor:
		i := slices.Index(r, mine.oldest())
		return slices.Delete(r, i, i+1)
	case len(r) > recentInAll:
		return r[1:]
	}
	return r
}

// oldest returns the mark of one visitor's that is dropped next. The last that renewed its token is the only one that leads
// to it, and stays.
func (r Recent) oldest() Mark {
	if len(r) > 1 && r.renewedLast(r[0]) {
		return r[1]
	}
	return r[0]
}

// brink returns the oldest mark of a visitor, where some before it may have been dropped.
func (r Recent) brink(v VisitorID) (Mark, bool) {
	mine := r.of(v)
	if len(mine) == 0 || len(mine) < recentOfVisitor && len(r) < recentInAll {
		return Mark{}, false
	}
	return mine.oldest(), true
}

// by are the visitors that left marks.
func (r Recent) by() (visitors []VisitorID) {
	for _, m := range r {
		if !slices.Contains(visitors, m.Visitor) {
			visitors = append(visitors, m.Visitor)
		}
	}
	return visitors
}
