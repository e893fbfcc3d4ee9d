package presence

import "slices"

// seat puts the visitor into the row where it belongs by now. In place where it can: the row of an anonymous visitor
// turns into Jane's. Where Jane has a row at that trust, the visitor joins it. Nobody hides in a row of higher trust.
func (v *visitor) seat(now instant) {
	if v.browser != nil {
		v.browser.seat(now)
		return
	}
	v.sit(now)
}

// sit seats the visitor without regard to its browser.
func (v *visitor) sit(now instant) {
	v.stir()
	if v.folded {
		v.unseat(now)
	}
	if !v.arrived {
		v.unseat(now)
		return
	}
	k := v.key()
	if v.row != nil && v.row.key == k {
		v.row.describe(v.person, v.seq, now)
		v.row.refresh(now)
		return
	}
	switch there := v.board.find(k); {
	case there != nil:
		v.leaveRow(now)
		v.join(there)
		there.describe(v.person, v.seq, now)
		there.refresh(now)
	case v.row != nil && !v.row.holdsOther(v, now):
		v.board.rekey(v.row, v, now)
	default:
		v.unseat(now)
		if v.present(now) { // else nobody could say what the row shows
			v.row = v.board.add(v, now)
		}
	}
}

func (v *visitor) join(r *row) {
	v.row = r
	r.visitors = append(r.visitors, v)
}

// unseat takes the visitor out of its row. The row goes with its last visitor.
func (v *visitor) unseat(now instant) {
	r, folded := v.row, v.folded
	v.folded = false
	if r == nil {
		return
	}
	v.row = nil
	r.visitors = slices.DeleteFunc(r.visitors, func(o *visitor) bool { return o == v })
	if len(r.visitors) == 0 {
		r.board.remove(r)
		return
	}
	if folded {
		r.touch()
	}
	r.refresh(now)
}

// leaveRow takes the visitor out of its row for another one. A row that nobody present holds disappears with it: whoever
// rises in trust hasn't left.
func (v *visitor) leaveRow(now instant) {
	if v.row == nil || v.row.holdsOther(v, now) {
		v.unseat(now)
		return
	}
	r := v.row
	for _, o := range r.visitors {
		o.row = nil
	}
	r.visitors = nil
	r.board.remove(r)
}
