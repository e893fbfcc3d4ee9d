package presence

import "github.com/nametag-dev/nametag/internal/nametag"

// Counts are of the people on a site who haven't left, but for Total, which is how many a list holds. Bots are none of
// the others.
type Counts struct {
	Total                     int
	Online                    int
	Claimed, Verified, Acting int
	Bots                      int
}

// tally is as what a row counts. The zero tally is no row.
type tally struct {
	listed, online, bot bool
	trust               nametag.Trust
	acting              bool
}

// isHere reports whether that is a person who is here.
func (t tally) isHere() bool { return t.online && !t.bot }

func (r *row) tally() tally {
	return tally{listed: true, online: r.summary.state != Left, bot: r.isBot(), trust: r.key.trust, acting: r.key.actor != ""}
}

// recount counts a row as what it is by now.
func (b *board) recount(r *row) { b.recountAs(r, r.tally()) }

func (b *board) recountAs(r *row, as tally) {
	if as == r.counted {
		return
	}
	was := r.counted
	b.counts.add(was, -1)
	b.counts.add(as, 1)
	r.counted = as
	b.recounted()
	b.stir(whom{contact: r.key.contact})
}

func (c *Counts) add(t tally, n int) {
	if !t.listed {
		return
	}
	if t.bot {
		if t.online {
			c.Bots += n
		}
		return
	}
	c.Total += n
	if !t.online {
		return
	}
	c.Online += n
	switch {
	case t.acting:
		c.Acting += n
	case t.trust == nametag.Verified:
		c.Verified += n
	case t.trust == nametag.Claimed:
		c.Claimed += n
	}
}
