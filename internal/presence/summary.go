package presence

import "github.com/nametag-dev/nametag/internal/nametag"

// summary is what a row says that its visitors decide. It is compared to find out whether anything changed.
type summary struct {
	visitor    nametag.VisitorID
	visitors   int32
	tabs       int32
	page       nametag.Page
	referrer   string
	campaign   string
	client     client
	since      instant
	state      State
	returning  bool
	bot        bool // its face is one, unless the row is a person's
	stateSince instant
	codes      string // of its visitors
}

// refresh finds out what the row says now, and tells the lists if that is something else.
func (r *row) refresh(now instant) {
	next := r.summarize(now)
	if next == r.summary {
		return
	}
	if next.page != r.summary.page || next.codes != r.summary.codes {
		r.changed = now
	}
	r.folded.keep(&r.summary, &next)
	r.summary = next
	r.board.recount(r)
	r.touch()
}

// summarize gathers what the row says from its visitors. A row whose visitors all left says what it last said.
func (r *row) summarize(now instant) summary {
	next := r.summary
	state, since := Left, instant(0)
	var face *visitor
	var newest nametag.VisitorID
	var visitors, tabs int32
	next.codes = ""
	for _, v := range r.visitors {
		next.codes += v.code // their lengths don't matter: it is only compared
		s, at := v.state(now)
		if s > state || s == state && at > since {
			state, since = s, at
		}
		if s == Left {
			continue
		}
		if face == nil {
			next.since, next.returning = v.visit.started, v.back
		}
		if !v.folded {
			visitors++
			newest = max(newest, v.id)
		}
		tabs += int32(v.open())
		next.since = min(next.since, v.visit.started)
		next.returning = next.returning || v.back
		face = v.moreLookedAt(face)
	}
	next.tabs = tabs
	if face != nil {
		if visitors > 0 { // else they are about to be seated anew
			next.visitor, next.visitors = newest, visitors
		}
		next.client, next.referrer, next.campaign = face.client, face.visit.referrer, face.visit.campaign
		next.bot = face.unknownBot()
		if t := face.looked(); t != nil {
			next.page = t.page
		}
	}
	if state != next.state || state == Left || next.stateSince == 0 {
		next.stateSince = since
	}
	next.state = state
	return next
}

// moreLookedAt is the one of two visitors whose tab was looked at later; nil is no visitor.
func (v *visitor) moreLookedAt(o *visitor) *visitor {
	if o == nil {
		return v
	}
	mine, other := v.looked(), o.looked()
	switch {
	case mine == nil:
		return o
	case other == nil, mine.visible && !other.visible, mine.visible == other.visible && mine.touched >= other.touched:
		return v
	}
	return o
}
