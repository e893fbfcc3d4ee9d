package presence

import (
	"cmp"
	"slices"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// RowID names a row for as long as it is listed. No id is used twice, not even after a restart.
type RowID int64

// Row is one person who is here, or was a moment ago (spec live §2).
type Row struct {
	ID         RowID
	Visitor    nametag.VisitorID // the newest of its visitors
	Visitors   int
	Contact    nametag.ContactID // 0 while anonymous
	Trust      nametag.Trust     // of the link: Anonymous, Claimed or Verified
	Actor      string            // who acts as the person; "" for the person itself
	Person     Details
	Avatar     string       // the picture of it that agents may be shown (spec security §6); "" shows initials
	Page       nametag.Page // of the tab looked at last
	Referrer   string       // where the session came from
	Campaign   string       // that led to the session's first page
	Device     nametag.Device
	Country    string
	Since      time.Time // start of the session; of the earliest, where there are several
	State      State
	StateSince time.Time
	Changed    time.Time // when what the row says of the person or the page last changed
	Tabs       int
	Returning  bool
	Codes      []Code // living lookup codes, and whose each is

	// Whom browsers keep whose pages keep nothing: they are in the row while those pages live.
	Own []nametag.VisitorID
}

// Code is a lookup code and the visitor that shows it: it opens that very one.
type Code struct {
	Code    string
	Visitor nametag.VisitorID
}

// Standing is the word for the row's trust: "anonymous", "claimed", "verified" or "acting".
func (r *Row) Standing() string { return nametag.Link{Trust: r.Trust, Actor: r.Actor}.Standing() }

// key says whose row it is. Those who are nobody, or act as somebody, have a row alone.
type key struct {
	contact nametag.ContactID
	trust   nametag.Trust
	actor   string
	alone   nametag.VisitorID // 0 where all visitors of the contact at this trust share the row
}

func (v *visitor) key() key {
	k := key{contact: v.link.Contact, trust: v.link.Trust, actor: v.link.Actor}
	if k.contact == 0 || k.actor != "" {
		k.alone = v.id
	}
	return k
}

// row is one person: all tabs of a visitor, and all visitors of a contact at the same trust; and folded into it, those
// of the same browser whom nobody has named.
type row struct {
	id       RowID
	key      key
	board    *board
	visitors []*visitor // those who left and aren't forgotten included; never empty
	person   *Details   // nil says nothing
	seq      nametag.Seq
	summary  summary
	placed   place  // where it stands in the lists
	counted  tally  // as what
	folded   folded // what searches look at
	changed  instant
	version  uint64 // rises with each change of what it says
	panes    int    // how many show it
}

// touch marks the row as changed for all who look at it.
func (r *row) touch() {
	r.version++
	r.board.changed(r)
}

// holdsOther reports whether another visitor than v is present in the row, and stays there if v goes.
func (r *row) holdsOther(v *visitor, now instant) bool {
	return slices.ContainsFunc(r.visitors, func(o *visitor) bool { return o != v && o.present(now) && !o.comesWith(v) })
}

// describe takes over the details of the row's person, unless newer ones came before.
func (r *row) describe(d *Details, seq nametag.Seq, now instant) {
	if seq < r.seq {
		return
	}
	r.seq = seq
	if r.person.equal(d) {
		return
	}
	r.person, r.folded.person, r.changed = d, nil, now
	r.touch()
}

// name is by what the row is sorted: the first that is known of what it may be called.
func (r *row) name() string {
	if r.key.contact == 0 {
		return "" // whatever its browser says, it is shown as nobody
	}
	p := r.foldedPerson()
	return cmp.Or(p.name, p.email, p.externalID, p.company)
}

// place is where the row belongs in lists.
func (r *row) place() place {
	p := place{since: r.summary.since}
	if r.board.byName > 0 {
		p.name = r.name()
	}
	return p
}

// isBot reports whether the row shows a bot that nobody knows as a person.
func (r *row) isBot() bool { return r.key.contact == 0 && r.summary.bot }

// device is what the row shows: a bot's is of that kind, whatever it runs on.
func (r *row) device() nametag.Device {
	d := r.summary.client.device.Value()
	if r.isBot() {
		d.Kind = Bot
	}
	return d
}

func (r *row) isReturning() bool { return r.summary.returning || r.wasHereBefore() }

// wasHereBefore reports whether the person was known before this visit, from whatever browser.
func (r *row) wasHereBefore() bool {
	return r.person != nil && !r.person.Since.IsZero() && r.summary.since.time().Sub(r.person.Since) > nametag.SessionTimeout
}

func (r *row) spell() Row {
	s := &r.summary
	out := Row{
		ID: r.id, Visitor: s.visitor, Visitors: int(s.visitors), Contact: r.key.contact, Trust: r.key.trust, Actor: r.key.actor,
		Page: s.page, Referrer: s.referrer, Campaign: s.campaign, Device: r.device(), Country: s.client.country, Since: s.since.time(),
		State: s.state, StateSince: s.stateSince.time(), Changed: r.changed.time(), Tabs: int(s.tabs), Returning: r.isReturning(), Codes: r.codes(),
	}
	if r.person != nil {
		out.Person = *r.person
		out.Avatar = r.person.Picture.Shown(r.board.room.pictured[r.board.site])
	}
	for _, v := range r.visitors {
		if v.folded && v.keepsPages() && len(out.Own) < mostOwn {
			out.Own = append(out.Own, v.id)
		}
	}
	return out
}

// codes are the living lookup codes, those of whom browsers keep behind those of their pages.
func (r *row) codes() (codes []Code) {
	for _, folded := range []bool{false, true} {
		for _, v := range r.visitors {
			if v.code != "" && v.folded == folded && len(codes) < mostCodes {
				codes = append(codes, Code{v.code, v.id})
			}
		}
	}
	return codes
}

// mostOwn is how many browsers a row names so: whoever claims to be Jane may come with many.
const mostOwn = 5

// mostCodes is how many lookup codes a row shows.
const mostCodes = 3
