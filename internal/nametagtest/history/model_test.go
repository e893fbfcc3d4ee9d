package history_test

// A second telling of identity.md as a plain model of one site: linear search, no I/O.
// How it works: a contact is a row; a merged one keeps its row and points at the survivor.
// What landed is logged with its "leaf" (the member by whose identifier or visitor it came);
// un-merge replays the log without that merge. So does reading "secured": it is kept per leaf.
//
// WHERE THE SPEC SEEMS TO CONTRADICT ITSELF (and what is done here)
//  A  §7 "whose blanks are filled" / §4.8 "identifiers are never copied": a survivor's blank email
//     or id is NOT filled by a merge; it stays an alias (person.Aliases).
//  B  §9.3 and §3 ("this claim's own proof, never the link's earlier trust") / §1, §6 ("verified: a browser
//     whose link is verified"): an unproven claim over a link that is verified (and stays on that contact)
//     writes its traits as verified.
//  C  §4.6 "parked on X" / §4.7 "claimed, beside a verified id: replaces a blank or claimed one": if somebody
//     with an external_id holds that email, 4.6 wins: parked.
//  D  §4.7 "claimed otherwise: … else parked" / §6 "a claimed write fills blanks on a secured contact": a claimed
//     email without a verified id is parked on a secured contact even beside a blank email.
//  E  §5 acting "ends only by a fence" / "an agent can detach a visitor": detaching an acting browser is a fence.
//  F  §2 "external_id: null is a reset when linked": a page that says {external_id: null, email} on each page view
//     fences itself each time. Taken literally.
//  G  §9.10 "Jane's own proofs never leave her in two contacts" / §4.2+4.4: a browser linked (even verified) to X
//     that then proves an unknown email alone by `update` (or by identify with no email in its bag) gets a new
//     contact (step 2 is for unverified claims only). Likewise a contact with a verified email whose browser names
//     an unknown id without proof: a second contact, the link moves, claimed. Both literal.
//  H  §7 "an identifier that another live contact holds by now is parked instead of given back" / §9.3, §9.6: taken
//     as "if both may not have it" (external_id; both verified); else a stranger's claimed email would strip a verified
//     one, and emails shared as claimed before the merge weren't restored. Both sides verified the same email:
//     the survivor keeps it, the undone side gets the conflict.
//  I  §7 "a claim that changes nothing leaves no entry" / "filled values that still point there": a value that a merge
//     filled and that was then said again equally surely is cleared by un-merge all the same.
//  J  §4.6 literally merges a *secured* Y without external_id that holds the email only as claimed (secured by a
//     verified alias, say) into X on a verified email: against the sense of §9.3. Literal.
//  K  §4.4 "choose by email any contact" (match_unproven_email) / "one with a different external_id never counts when
//     the claim has an id": the latter wins.
//  L  §9.6 "restores all" / an un-merge parts the two: the parting stays.
//  M  §2 "a claim with neither id nor email: its traits go to the bag" / §6: over a link they are written (not under
//     require over a claimed link).
//
// CHOICES (beyond the thirteen decisions of the brief)
//  1  Attested values: of a claim that isn't verified though its proof covers it (email unconfirmed): written as
//     claimed. Of a proof that is bad or doesn't cover: ignored. In one call Traits are written before Attested.
//  2  null: the reset happens first (also under require), the rest of the call is the new visitor's. "The link rests
//     on the email" = the bag has no id. email: null otherwise: nothing. reset() fences an anonymous browser too.
//  3  A valid token with `act` whose claim isn't verified (an email alone, unconfirmed): fences if it names another
//     person by the bag, else changes nothing, not even the bag.
//  4  Unproven claim, same person, over an acting link: the bag takes its ids; nothing else. Traits alone over
//     an acting link: not even the bag.
//  5  Acting resolves by §4 without writing; "secured by something else" counts as unknown; whoever acts isn't
//     "ever linked" (a lead stays a lead); nothing is secured by it; the same actor saying another email by `update`
//     acts for that contact without a fence.
//  6  token: per visitor, 0 after a fence; +1 for each call that leaves the standing higher than it was (anonymous <
//     claimed < verified < acting), also in the call that fenced. An expired link proven again rises.
//  7  "Secured" of a live contact: any member's securing event; each belongs to the leaf by which it came.
//     "Secured by something else" (4.3): the holder is secured at all while the id is only claimed.
//  8  Leaf of a claim: the member that holds its id; else its email; else the visitor's; else X. If X takes a new id,
//     X as it was before this claim's merges. A claim without id whose email only a just-merged Y had
//     belongs to Y (link, email, securing go with Y at un-merge). What comes by an email that X itself holds is X's,
//     though the email may have come by another member.
//  9  The leaf of a link moves to the claim's leaf, but not for "present link" claims (4.2) nor for an unproven
//     claim over a verified link (else un-merge would leave a verified link to somebody unproven).
// 10  Link trust "same contact": also where the old contact has just merged into X.
// 11  "Oldest" = by creation of the live contact (the survivor), not of its members. Order of the Ys:
//     verified holder (if the email is verified), lead, then oldest first. Parting is checked before each merge.
//     Parting holds between whole trees. A verified holder without id that is parted: nothing merges, email parked.
// 12  A lead: the survivor's creator is this visitor, and no member was linked to by another.
// 13  "Moves to X and parked on Y" only if X gets the email (no third one holds it verified).
//     A parted Y without id keeps its claimed email beside X's verified one.
// 14  An email that X holds already as an alias: a claim without id raises the alias and leaves X's own other email
//     (else proof of the alias would lose the first); a claim with id writes it on X.
// 15  A claimed email beside a verified id where X has another verified email: parked. Nobody need hold a parked one.
// 16  park: nothing if held as surely; an open one rises in trust; a dismissed one stays so unless surer (ids too).
//     Conflict belongs to the leaf; one closed by a merge is open again after its un-merge. It closes at a merge with
//     any holder, however surely held, or with the one who held it when it was parked.
// 17  Bag traits fill blanks after the merges and never a key that this very claim says (so that on a secured contact
//     the newer value lands). Trust claimed. Filled at any binding claim, also over a claimed link (require left some).
//     Traits in the bag of a linked browser under require survive only till its next accepted claim.
// 18  match_unproven_email: also sought for claims with an id; verified holders first; never writes an email;
//     the link fills blanks only until another claim links it otherwise (4.2 claims over it: blanks only, email parked).
// 19  fill_blanks, of the site or of the claim: "created" = the survivor's creator is this visitor.
// 20  resolve "merge": a = the conflict's contact, b = the holder as it was parked, else the verified, else oldest one. No holder:
//     false. Builds on the conflict's leaf. "take": all other holders lose it, no conflict there; it replaces
//     the contact's own email, but never an id. "dismiss": this one and equal ones of members.
// 21  edit: of traits alone doesn't secure (§1: "set its identifiers"; model.editSecures for the other reading). Refused
//     as a whole if another holds the id at all or the email verified. Others with an id who hold the email as
//     claimed lose it to a conflict, as in 4.6. An edit belongs to the survivor. add(): the same on a new contact.
// 22  An email that the merging claim wrote (X's own was another) is void once the first merge of that claim whose Y
//     had it is undone; X's earlier email is back, and its earlier trust.
// 23  A merge by an agent never "builds on" an earlier one by who was named; only by the survivor, or by a conflict.
// 24  Bag: also updated by a claim that changes nothing. Refused: unchanged but for a fence.
// 25  An unproven id for a contact reached by 4.6 third bullet links (claimed) all the same.
// Not modelled: revocation, carry, limits, placeholder ids, ledger entries, erasure, HubSpot names.

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// ---------------------------------------------------------------- words

type trust int

const (
	blank trust = iota
	claimed
	verified
	attested
)

func (t trust) String() string { return [...]string{"", "claimed", "verified", "attested"}[t] }

type proofKind int

const (
	none proofKind = iota
	bad
	good
)

type said int // a three-valued email_verified

const (
	unsaid said = iota
	yes
	no
)

const (
	identify = "identify"
	update   = "update"
	kindID   = "external_id"
	kindMail = "email"
)

type claim struct {
	ID, Email             string
	Proof                 proofKind
	CoversID, CoversEmail bool // what a good proof covers
	EmailVerified         said
	Acting                string
	Lasts                 int               // minutes; 0 = 12 h
	Traits                map[string]string // "" removes
	Attested              map[string]string // from inside a signed token
	DropsID, DropsEmail   bool
	FillsBlanks           bool
}

type answer struct {
	trust             string
	switched, refused bool
}

type val struct {
	value string
	trust trust
	leaf  *contact // the contact by whose identifier or visitor it came
	seq   int
}

// A contact is a row. A merged one keeps its row (its identifiers are aliases);
// what comes later is written to the row of the survivor, and remembered in the
// log with its "leaf": the member by whose identifier or visitor it came.
type contact struct {
	n        int
	creator  *visitor
	into     *contact
	vals     map[string]val // external_id, email, traits
	secured  bool           // by something that came by this very member
	visitors []*visitor     // ever linked by this very member
}

type visitor struct {
	bagID, bagEmail string
	bagTraits       map[string]string
	leaf            *contact
	until           int    // verified before this minute
	actor           string // acting
	blanksOnly      bool   // a link by match_unproven_email
	token           int
}

type browser struct {
	gen int
	v   *visitor
}

type merge struct {
	seq        int
	from, into *contact
	leaf       *contact      // whose identifier or visitor brought it; nil: an agent's
	lifted     [][2]*contact // partings that it lifted, which come back with its undoing
	undone     bool
}

type conflict struct {
	on, holder      *contact
	kind, value     string
	trust           trust
	open, dismissed bool
}

// entry is what landed.
type entry struct {
	seq        int
	what       string // set, raise, drop, merge, open, dismiss
	leaf       *contact
	key, value string
	trust      trust
	void       []*merge // a merging claim's email: gone once all of these are undone
	merge      *merge
	conflict   *conflict
}

type model struct {
	// settings
	require, emailsConfirmed, fillBlanks, matchUnproven bool
	editSecures                                         bool // an edit of traits alone secures, too (choice 21)

	contacts  []*contact
	browsers  map[int]*browser
	merges    []*merge
	conflicts []*conflict
	parted    [][2]*contact
	log       []entry
}

func newModel() *model { return &model{browsers: map[int]*browser{}} }

// ---------------------------------------------------------------- looking

func root(c *contact) *contact {
	for c.into != nil {
		c = c.into
	}
	return c
}

// under: c and all that was merged into it, directly or not.
func (m *model) under(c *contact) (out []*contact) {
	for _, o := range m.contacts {
		for p := o; p != nil; p = p.into {
			if p == c {
				out = append(out, o)
				break
			}
		}
	}
	return
}

func (m *model) isUnder(c, top *contact) bool {
	for ; c != nil; c = c.into {
		if c == top {
			return true
		}
	}
	return false
}

func (m *model) live() (out []*contact) { // oldest first
	for _, c := range m.contacts {
		if c.into == nil {
			out = append(out, c)
		}
	}
	return
}

// holds: the surest way in which the live contact r (aliases included) holds this
// identifier, its own row first.
func (m *model) holds(r *contact, key, value string) (best val, ok bool) {
	if value == "" {
		return
	}
	for _, c := range append([]*contact{r}, m.under(r)...) {
		if v := c.vals[key]; v.value == value && v.trust > best.trust {
			best, ok = v, true
		}
	}
	return
}

func (m *model) hasAny(r *contact, key string) bool {
	for _, c := range m.under(r) {
		if c.vals[key].value != "" {
			return true
		}
	}
	return false
}

func (m *model) hasID(r *contact) bool { return m.hasAny(r, kindID) }

// ids counts the ids that lead to a live contact.
func (m *model) ids(r *contact) (n int) {
	for _, c := range m.under(r) {
		if c.vals[kindID].value != "" {
			n++
		}
	}
	return
}

func (m *model) isSecured(r *contact) bool {
	for _, c := range m.under(r) {
		if c.secured {
			return true
		}
	}
	return false
}

// holders: live contacts with this identifier but for `not`; verified ones first, then oldest.
func (m *model) holders(key, value string, not *contact) (out []*contact) {
	for _, want := range []trust{verified, claimed} {
		for _, c := range m.live() {
			if v, ok := m.holds(c, key, value); ok && c != not && v.trust == want {
				out = append(out, c)
			}
		}
	}
	return
}

func (m *model) verifiedHolder(email string, not *contact) *contact {
	for _, c := range m.holders(kindMail, email, not) {
		if v, _ := m.holds(c, kindMail, email); v.trust == verified {
			return c
		}
	}
	return nil
}

func (m *model) lead(v *visitor) *contact {
	if v.leaf == nil || v.actor != "" {
		return nil
	}
	r := root(v.leaf)
	if r.creator != v || m.hasID(r) || m.isSecured(r) {
		return nil
	}
	for _, c := range m.under(r) {
		for _, o := range c.visitors {
			if o != v {
				return nil
			}
		}
	}
	return r
}

func (m *model) arePar(x, y *contact) bool {
	for _, p := range m.parted {
		a, b := root(p[0]), root(p[1])
		if a == x && b == y || a == y && b == x {
			return true
		}
	}
	return false
}

func (v *visitor) standing(now int) string {
	switch {
	case v.actor != "":
		return "acting"
	case v.leaf == nil:
		return "anonymous"
	case now < v.until:
		return "verified"
	}
	return "claimed"
}

func rank(standing string) int {
	return map[string]int{"anonymous": 0, "claimed": 1, "verified": 2, "acting": 3}[standing]
}

func (m *model) browser(i int) *browser {
	if m.browsers[i] == nil {
		m.browsers[i] = &browser{v: &visitor{}}
	}
	return m.browsers[i]
}

// ---------------------------------------------------------------- the log

func (m *model) do(e entry) {
	e.seq = len(m.log) + 1
	if e.merge != nil {
		e.merge.seq = e.seq
	}
	m.log = append(m.log, e)
	m.apply(e)
}

func (m *model) apply(e entry) {
	switch e.what {
	case "set": // on the row of whoever is the survivor now
		r := root(e.leaf)
		if e.value == "" {
			delete(r.vals, e.key)
			return
		}
		seq := e.seq
		if old := r.vals[e.key]; old.value == e.value && old.leaf == e.leaf {
			seq = old.seq // said more surely: held since then
		}
		r.vals[e.key] = val{e.value, e.trust, e.leaf, seq}
		m.closeHeld(r)
	case "raise", "drop": // on the rows that hold this identifier by this leaf
		r := root(e.leaf)
		for _, c := range m.under(r) {
			v := c.vals[e.key]
			if v.value != e.value || v.leaf != e.leaf {
				continue
			}
			if e.what == "drop" {
				delete(c.vals, e.key)
			} else {
				v.trust = max(v.trust, e.trust)
				c.vals[e.key] = v
			}
		}
		m.closeHeld(r)
	case "merge":
		x, y := e.merge.into, e.merge.from
		for _, k := range m.conflicts { // merges with the one who held it
			a, b := root(k.on), x
			if a == x {
				b = y
			} else if a != y {
				continue
			}
			_, held := m.holds(b, k.kind, k.value)
			if k.open && (held || k.holder != nil && root(k.holder) == b) {
				k.open = false
			}
		}
		for key, v := range y.vals {
			if key != kindID && key != kindMail && x.vals[key].value == "" {
				x.vals[key] = v
			}
		}
		y.into = x
		m.closeHeld(x)
	case "open":
		k := e.conflict
		k.open, k.trust = true, max(k.trust, e.trust)
		m.closeHeld(root(k.on))
	case "dismiss":
		e.conflict.open, e.conflict.dismissed = false, true
	}
}

// closeHeld: a conflict closes when its contact holds the identifier as surely as it was said.
func (m *model) closeHeld(r *contact) {
	for _, k := range m.conflicts {
		if k.open && root(k.on) == r {
			if v, ok := m.holds(r, k.kind, k.value); ok && v.trust >= k.trust {
				k.open = false
			}
		}
	}
}

func (m *model) replay() {
	for _, c := range m.contacts {
		c.into, c.vals = nil, map[string]val{}
	}
	for _, k := range m.conflicts {
		k.open, k.dismissed, k.trust = false, false, blank
	}
	for _, e := range m.log {
		gone := len(e.void) > 0
		for _, g := range e.void {
			gone = gone && g.undone
		}
		if !gone && (e.merge == nil || !e.merge.undone) {
			m.apply(e)
		}
	}
}

func (m *model) park(leaf *contact, kind, value string, t trust) {
	r := root(leaf)
	if v, ok := m.holds(r, kind, value); ok && v.trust >= t {
		return
	}
	for _, k := range m.conflicts {
		if root(k.on) != r || k.kind != kind || k.value != value {
			continue
		}
		if k.open {
			if k.trust < t {
				m.do(entry{what: "open", conflict: k, trust: t})
			}
			return
		}
		if k.dismissed && k.trust >= t {
			return
		}
	}
	k := &conflict{on: leaf, kind: kind, value: value}
	m.conflicts = append(m.conflicts, k)
	m.do(entry{what: "open", conflict: k, trust: t})
}

// parkFor parks what another holds.
func (m *model) parkFor(holder, leaf *contact, kind, value string, t trust) {
	n := len(m.conflicts)
	m.park(leaf, kind, value, t)
	for _, k := range m.conflicts {
		if k.open && root(k.on) == root(leaf) && k.kind == kind && k.value == value || slices.Contains(m.conflicts[n:], k) {
			k.holder = holder
		}
	}
}

// moved parks what a contact loses to another.
func (m *model) moved(leaf *contact, kind, value string, to *contact) {
	m.parkFor(to, leaf, kind, value, claimed)
}

// drop takes an identifier from a live contact, aliases included, and tells by whom it was held.
func (m *model) drop(r *contact, kind, value string) (leaf *contact) {
	for _, c := range m.under(r) {
		if v := c.vals[kind]; v.value == value {
			m.do(entry{what: "drop", leaf: v.leaf, key: kind, value: value})
			leaf = v.leaf
		}
	}
	return
}

func (m *model) newContact(v *visitor) *contact {
	c := &contact{n: len(m.contacts), creator: v, vals: map[string]val{}}
	m.contacts = append(m.contacts, c)
	return c
}

// ---------------------------------------------------------------- a claim

// prove (§3): the trust of the claim and of its email; whether the proof says anything at all.
func (m *model) prove(c claim) (ct, et trust, covers bool) {
	ct = claimed
	if c.Email != "" {
		et = claimed
	}
	covers = c.Proof == good && (c.ID != "" && c.CoversID || c.ID == "" && c.Email != "" && c.CoversEmail)
	if !covers {
		return
	}
	confirmed := c.EmailVerified == yes || c.EmailVerified == unsaid && m.emailsConfirmed
	if c.Email != "" && c.CoversEmail && confirmed {
		et = verified
	}
	if c.ID != "" || et == verified {
		ct = verified
	}
	return
}

func anotherPerson(v *visitor, call string, c claim) bool {
	if v.bagID != "" && c.ID != "" {
		return v.bagID != c.ID
	}
	return (call == identify || c.ID != "") && v.bagEmail != "" && c.Email != "" && v.bagEmail != c.Email
}

func fence(b *browser) { b.gen, b.v = b.gen+1, &visitor{} }

func (m *model) claim(bi int, call string, now int, c claim) (a answer) {
	b := m.browser(bi)
	defer func() { a.trust = b.v.standing(now) }()

	// null (§2): a reset when linked; the rest of the call is the new visitor's.
	if b.v.standing(now) != "anonymous" && (c.DropsID || c.DropsEmail && b.v.bagID == "") {
		fence(b)
		a.switched = true
	}
	if c.ID == "" && c.Email == "" {
		m.traitsAlone(b.v, now, c)
		return
	}

	ct, et, covers := m.prove(c)
	acting := covers && c.Acting != ""
	actor := ""
	if acting {
		actor = c.Acting
	}
	other := anotherPerson(b.v, call, c)
	if ct == verified && b.v.standing(now) != "anonymous" && b.v.actor != actor {
		other = true
	}
	if other {
		fence(b)
		a.switched = true
	}
	v := b.v
	if m.require && ct < verified {
		a.refused = true
		return
	}
	if acting && ct < verified {
		return // a token for acting never counts as an ordinary claim
	}
	if c.ID != "" {
		v.bagID = c.ID
	}
	if c.Email != "" {
		v.bagEmail = c.Email
	}
	if acting {
		was := v.standing(now)
		x, _, _ := m.resolve(v, c, ct, et, true)
		v.leaf, v.actor = nil, actor
		if x != nil {
			v.leaf = m.leafOf(x, v, c)
		}
		if rank("acting") > rank(was) {
			v.token++
		}
		return
	}
	if v.actor != "" {
		return // unproven, about the same person: writes nothing
	}
	m.bind(v, now, c, ct, et, covers)
	return
}

func (m *model) traitsAlone(v *visitor, now int, c claim) {
	st := v.standing(now)
	switch {
	case st == "acting":
	case st == "anonymous" || m.require && st != "verified":
		for k, s := range c.Traits {
			if v.bagTraits == nil {
				v.bagTraits = map[string]string{}
			}
			v.bagTraits[k] = s
			if s == "" {
				delete(v.bagTraits, k)
			}
		}
	default:
		m.writeTraits(v, v.leaf, now, c.Traits, c.FillsBlanks)
	}
}

// resolve (§4.2–4). dry: nothing is parked.
func (m *model) resolve(v *visitor, c claim, ct, et trust, dry bool) (x *contact, byLink, byMatch bool) {
	if ct < verified && c.ID == "" && v.leaf != nil {
		return root(v.leaf), true, false
	}
	var lost *contact // who only claimed the id
	if hs := m.holders(kindID, c.ID, nil); len(hs) > 0 {
		x = hs[0]
		held, _ := m.holds(x, kindID, c.ID)
		if !(ct == verified && held.trust == claimed && m.isSecured(x)) {
			return x, false, false
		}
		if !dry {
			m.moved(m.drop(x, kindID, c.ID), kindID, c.ID, nil)
		}
		lost, x = x, nil
	}
	fits := func(y *contact) bool {
		return y != nil && (c.ID == "" || !m.hasID(y) || dry && y == lost && m.ids(y) == 1)
	}
	oldest := func() *contact {
		for _, y := range m.live() {
			if _, ok := m.holds(y, kindMail, c.Email); ok && !m.isSecured(y) && !m.hasID(y) {
				return y
			}
		}
		return nil
	}
	lead := m.lead(v)
	if et == verified {
		for _, y := range []*contact{m.verifiedHolder(c.Email, nil), lead, oldest()} {
			if fits(y) {
				return y, false, false
			}
		}
		return nil, false, false
	}
	if lead != nil {
		return lead, false, false
	}
	if y := oldest(); c.ID == "" && y != nil {
		return y, false, false
	}
	if m.matchUnproven && ct < verified {
		for _, y := range m.holders(kindMail, c.Email, nil) {
			if fits(y) {
				return y, false, true
			}
		}
	}
	return nil, false, false
}

// leafOf: the member of x's tree by whose identifier or visitor the claim came:
// its id, else its email, else the visitor, else x itself.
func (m *model) leafOf(x *contact, v *visitor, c claim) *contact {
	if h, ok := m.holds(x, kindID, c.ID); ok {
		return h.leaf
	}
	if h, ok := m.holds(x, kindMail, c.Email); ok {
		if x.vals[kindMail].value == c.Email && x.vals[kindMail].trust >= h.trust {
			return x.vals[kindMail].leaf
		}
		return h.leaf
	}
	if v.leaf != nil && root(v.leaf) == x {
		return v.leaf
	}
	return x
}

func (m *model) bind(v *visitor, now int, c claim, ct, et trust, covers bool) {
	was := v.standing(now)
	lead := m.lead(v)
	x, byLink, byMatch := m.resolve(v, c, ct, et, false)
	if x == nil {
		x = m.newContact(v)
	}

	// §4.6: the others, in step 4's order; "secured" as before this claim.
	var ys []*contact
	add := func(y *contact) {
		for _, o := range ys {
			if o == y {
				return
			}
		}
		if y != nil && y != x {
			ys = append(ys, y)
		}
	}
	if et == verified {
		add(m.verifiedHolder(c.Email, nil))
	}
	add(lead)
	for _, y := range m.live() {
		if _, ok := m.holds(y, kindMail, c.Email); ok {
			add(y)
		}
	}
	for _, k := range m.conflicts {
		if k.kind == kindID && k.value == c.ID && k.holder == nil {
			k.holder = x // who takes the id from the one who only claimed it
		}
	}
	xSecured := m.isSecured(x)
	leaf := m.leafOf(x, v, c) // before anything merges: the chosen contact takes the id
	_, hadMail := m.holds(x, kindMail, c.Email)
	var merged, mailFrom []*merge
	for _, y := range ys {
		isLead := y == lead
		if m.hasID(y) || !(et == verified || isLead) || !(ct == verified || !xSecured && !m.isSecured(y)) || m.arePar(x, y) {
			continue
		}
		g := &merge{from: y, into: x}
		_, mail := m.holds(y, kindMail, c.Email)
		m.merges = append(m.merges, g)
		m.do(entry{what: "merge", merge: g})
		merged = append(merged, g)
		if mail {
			mailFrom = append(mailFrom, g)
		}
	}
	if c.ID == "" && !hadMail {
		leaf = m.leafOf(x, v, c) // the email is that of a contact that was merged just now
	}
	for _, g := range merged {
		g.leaf = leaf
	}

	// the id
	if c.ID != "" && !byMatch {
		if h, ok := m.holds(x, kindID, c.ID); !ok {
			m.do(entry{what: "set", leaf: leaf, key: kindID, value: c.ID, trust: ct})
		} else if h.trust < ct {
			m.do(entry{what: "raise", leaf: h.leaf, key: kindID, value: c.ID, trust: ct})
		}
	}
	// the email
	if c.Email != "" && !byMatch { // a match holds it already, and fills blanks only
		var void []*merge
		for _, g := range mailFrom[:min(1, len(mailFrom))] {
			if !m.isUnder(leaf, g.from) {
				void = append(void, g)
			}
		}
		m.email(x, leaf, v, c, ct, et, xSecured, hadMail, void)
	}

	// the link
	same := v.leaf != nil && root(v.leaf) == x
	lasts := c.Lasts
	if lasts == 0 {
		lasts = 12 * 60
	}
	if !same {
		v.until = 0
	}
	if ct == verified {
		v.until = max(v.until, now+lasts)
		leaf.secured = true
	}
	if !byLink && !(same && was == "verified" && ct < verified) {
		v.leaf, v.blanksOnly = leaf, byMatch
	}
	linked := false
	for _, o := range v.leaf.visitors {
		linked = linked || o == v
	}
	if !linked {
		v.leaf.visitors = append(v.leaf.visitors, v)
	}
	if rank(v.standing(now)) > rank(was) {
		v.token++
	}

	// the values: the bag fills blanks, but for what this claim says itself
	for _, key := range keys(v.bagTraits) {
		_, saidNow := c.Traits[key]
		_, attestedNow := c.Attested[key]
		if !saidNow && !(attestedNow && covers) && x.vals[key].value == "" {
			m.do(entry{what: "set", leaf: leaf, key: key, value: v.bagTraits[key], trust: claimed})
		}
	}
	v.bagTraits = nil
	m.writeTraits(v, leaf, now, c.Traits, c.FillsBlanks)
	switch {
	case covers && ct == verified:
		m.write(v, leaf, c.Attested, attested, c.FillsBlanks)
	case covers:
		m.writeTraits(v, leaf, now, c.Attested, c.FillsBlanks)
	}
}

// email (§4.6 second bullet and §4.7).
func (m *model) email(x, leaf *contact, v *visitor, c claim, ct, et trust, xSecured, hadMail bool, void []*merge) {
	own := x.vals[kindMail]
	set := func() {
		if own.value != c.Email || own.trust < et {
			m.do(entry{what: "set", leaf: leaf, key: kindMail, value: c.Email, trust: et, void: void})
		}
	}
	held, holds := m.holds(x, kindMail, c.Email)
	alias := hadMail && holds && c.ID == "" && own.value != "" && own.value != c.Email
	if et == verified {
		if y := m.verifiedHolder(c.Email, x); y != nil {
			m.parkFor(y, leaf, kindMail, c.Email, et)
			return
		}
		for _, y := range m.holders(kindMail, c.Email, x) {
			if m.hasID(y) {
				m.moved(m.drop(y, kindMail, c.Email), kindMail, c.Email, x)
			}
		}
		if alias {
			m.do(entry{what: "raise", leaf: held.leaf, key: kindMail, value: c.Email, trust: et})
		} else {
			set()
		}
		return
	}
	if alias || own.value == c.Email {
		return
	}
	for _, y := range m.holders(kindMail, c.Email, x) {
		if m.hasID(y) && (m.hasID(x) || m.hasAny(x, kindMail)) {
			m.parkFor(y, leaf, kindMail, c.Email, et)
			return
		}
	}
	loose := v.blanksOnly && v.leaf != nil && root(v.leaf) == x
	lands := !xSecured && (own.value == "" || !loose && !((m.fillBlanks || c.FillsBlanks) && x.creator != v))
	if ct == verified { // beside a verified id
		lands = own.trust < verified
	}
	if lands {
		set()
	} else {
		m.park(leaf, kindMail, c.Email, et)
	}
}

func (m *model) writeTraits(v *visitor, leaf *contact, now int, traits map[string]string, fills bool) {
	t := claimed
	if v.standing(now) == "verified" {
		t = verified
	}
	m.write(v, leaf, traits, t, fills)
}

func (m *model) write(v *visitor, leaf *contact, traits map[string]string, t trust, fills bool) {
	r := root(leaf)
	for _, key := range keys(traits) {
		old, s := r.vals[key], traits[key]
		if old.value == "" {
			if s == "" {
				continue
			}
		} else {
			only := m.isSecured(r) || v != nil && (v.blanksOnly || (m.fillBlanks || fills) && r.creator != v)
			if t < old.trust || t == claimed && only || s == old.value && t == old.trust {
				continue
			}
		}
		m.do(entry{what: "set", leaf: leaf, key: key, value: s, trust: t})
	}
}

func keys[V any](kv map[string]V) (out []string) {
	for k := range kv {
		out = append(out, k)
	}
	sort.Strings(out)
	return
}

// ---------------------------------------------------------------- the rest

func (m *model) reset(bi int) { fence(m.browser(bi)) }

func (m *model) detach(bi int) {
	b := m.browser(bi)
	if b.v.actor != "" {
		fence(b)
		return
	}
	b.v.leaf, b.v.until, b.v.blanksOnly = nil, 0, false
	b.v.bagID, b.v.bagEmail, b.v.bagTraits = "", "", nil
}

// revoke ends what proofs of whoever has an id brought about.
func (m *model) revoke(id string, now int) {
	var r *contact
	for _, c := range m.holders(kindID, id, nil) {
		r = c
	}
	for bi, b := range m.browsers {
		linked := r != nil && b.v.leaf != nil && root(b.v.leaf) == r
		switch standing := b.v.standing(now); {
		case !linked && (b.v.actor == "" || b.v.leaf != nil || b.v.bagID != id):
		case rank(standing) >= rank("verified"):
			fence(b)
		default:
			m.detach(bi)
		}
	}
}

// merge by an agent: b into a (or a into b, if only b has an external_id).
func (m *model) merge(a, b *contact) *merge { return m.mergeBy(a, b, nil) }

func (m *model) mergeBy(a, b, leaf *contact) *merge {
	a, b = root(a), root(b)
	if a == b {
		return nil
	}
	if !m.hasID(a) && m.hasID(b) {
		a, b = b, a
	}
	var keep, lifted [][2]*contact
	for _, p := range m.parted {
		x, y := root(p[0]), root(p[1])
		if x == a && y == b || x == b && y == a {
			lifted = append(lifted, p)
		} else {
			keep = append(keep, p)
		}
	}
	m.parted = keep
	g := &merge{from: b, into: a, leaf: leaf, lifted: lifted}
	m.merges = append(m.merges, g)
	m.do(entry{what: "merge", merge: g})
	return g
}

// undo a merge (by an agent). false: refused, nothing changed.
func (m *model) undo(g *merge) bool {
	if g.undone || g.into.into != nil {
		return false
	}
	for _, o := range m.merges {
		if !o.undone && o.seq > g.seq && o.leaf != nil && m.isUnder(o.leaf, g.from) {
			return false
		}
	}
	type held struct {
		key, value string
		leaf       *contact
	}
	before := map[held]bool{}
	for _, c := range m.under(g.into) {
		for _, key := range []string{kindID, kindMail} {
			before[held{key, c.vals[key].value, c.vals[key].leaf}] = true
		}
	}
	g.undone = true
	m.parted = append(append(m.parted, g.lifted...), [2]*contact{g.into, g.from})
	m.replay()

	// What somebody else holds by now is parked instead of given back.
	for _, side := range []*contact{g.from, g.into} {
		for _, c := range m.under(side) {
			for _, key := range []string{kindID, kindMail} {
				v := c.vals[key]
				if v.value == "" || side == g.into && before[held{key, v.value, v.leaf}] {
					continue
				}
				for _, o := range m.holders(key, v.value, side) {
					ov, _ := m.holds(o, key, v.value)
					if key == kindID || ov.trust == verified && v.trust == verified {
						m.do(entry{what: "drop", leaf: v.leaf, key: key, value: v.value})
						m.park(v.leaf, key, v.value, v.trust)
						break
					}
				}
			}
		}
	}
	return true
}

// resolve a conflict: "merge", "take", "dismiss". false: it can't be, nothing changed.
func (m *model) resolveConflict(k *conflict, how string) bool {
	if !k.open {
		return false
	}
	r := root(k.on)
	hs := m.holders(k.kind, k.value, r)
	switch how {
	case "merge":
		if len(hs) == 0 {
			return false
		}
		other := hs[0]
		for _, h := range hs {
			if k.holder != nil && root(k.holder) == h {
				other = h // whom the agent is shown
			}
		}
		return m.mergeBy(r, other, k.on) != nil
	case "take":
		if k.kind == kindID && m.hasID(r) {
			return false
		}
		for _, h := range hs {
			m.drop(h, k.kind, k.value)
		}
		what := "set"
		leaf := k.on
		if h, ok := m.holds(r, k.kind, k.value); ok && k.kind == kindID {
			what, leaf = "raise", h.leaf
		}
		m.do(entry{what: what, leaf: leaf, key: k.kind, value: k.value, trust: verified})
		k.on.secured = true
		return true
	case "dismiss":
		for _, o := range m.conflicts {
			if o.open && root(o.on) == r && o.kind == k.kind && o.value == k.value {
				m.do(entry{what: "dismiss", conflict: o})
			}
		}
		return true
	}
	return false
}

// edit by an agent or the server API ("" = leave alone). false: refused as a whole,
// since another live contact holds the id, or the email as verified.
func (m *model) edit(c *contact, id, email string, traits map[string]string) bool {
	r := root(c)
	if len(m.holders(kindID, id, r)) > 0 || m.verifiedHolder(email, r) != nil {
		return false
	}
	if id != "" {
		if h, ok := m.holds(r, kindID, id); ok {
			m.do(entry{what: "raise", leaf: h.leaf, key: kindID, value: id, trust: verified})
		} else {
			m.do(entry{what: "set", leaf: r, key: kindID, value: id, trust: verified})
		}
	}
	if email != "" {
		for _, y := range m.holders(kindMail, email, r) {
			if m.hasID(y) {
				m.moved(m.drop(y, kindMail, email), kindMail, email, r)
			}
		}
		if own := r.vals[kindMail]; own.value != email || own.trust < verified {
			m.do(entry{what: "set", leaf: r, key: kindMail, value: email, trust: verified})
		}
	}
	if id != "" || email != "" || m.editSecures {
		r.secured = true
	}
	m.write(nil, r, traits, attested, false)
	return true
}

// ---------------------------------------------------------------- reading

type trait struct {
	Value string
	Trust string
}

type person struct {
	c         *contact
	ID, Email trait
	Secured   bool
	Traits    map[string]trait
	Conflicts []string // "kind value", sorted, each once
	Aliases   []string // "external_id x" / "email e" of merged members, sorted, each once
	Merged    []int    // numbers of the merged members
}

func (m *model) person(r *contact) person {
	p := person{c: r, Traits: map[string]trait{}, Secured: m.isSecured(r)}
	show := func(v val) trait { return trait{v.value, v.trust.String()} }
	p.ID, p.Email = show(r.vals[kindID]), show(r.vals[kindMail])
	for key, v := range r.vals {
		if key != kindID && key != kindMail {
			p.Traits[key] = show(v)
		}
	}
	ks, as := map[string]bool{}, map[string]bool{}
	for _, k := range m.conflicts {
		if k.open && root(k.on) == r {
			ks[k.kind+" "+k.value] = true
		}
	}
	for _, c := range m.under(r) {
		if c == r {
			continue
		}
		p.Merged = append(p.Merged, c.n)
		for _, key := range []string{kindID, kindMail} {
			if s := c.vals[key].value; s != "" {
				as[key+" "+s] = true
			}
		}
	}
	p.Conflicts, p.Aliases = keys(ks), keys(as)
	return p
}

func (m *model) people() (out []person) {
	for _, c := range m.live() {
		out = append(out, m.person(c))
	}
	return
}

type seat struct {
	c               *contact // the live contact, nil = none
	Standing        string
	BagID, BagEmail string
	Gen, Token      int
}

func (m *model) seat(bi, now int) seat {
	b := m.browser(bi)
	s := seat{Standing: b.v.standing(now), BagID: b.v.bagID, BagEmail: b.v.bagEmail, Gen: b.gen, Token: b.v.token}
	if b.v.leaf != nil {
		s.c = root(b.v.leaf)
	}
	return s
}

func (p person) String() string {
	s := fmt.Sprintf("#%d id=%s/%s email=%s/%s", p.c.n, p.ID.Value, p.ID.Trust, p.Email.Value, p.Email.Trust)
	if p.Secured {
		s += " secured"
	}
	for _, k := range keys(p.Traits) {
		s += fmt.Sprintf(" %s=%s/%s", k, p.Traits[k].Value, p.Traits[k].Trust)
	}
	if len(p.Conflicts) > 0 {
		s += " conflicts[" + strings.Join(p.Conflicts, ", ") + "]"
	}
	if len(p.Merged) > 0 {
		s += fmt.Sprintf(" merged%v aliases[%s]", p.Merged, strings.Join(p.Aliases, ", "))
	}
	return s
}

func (m *model) String() string {
	var out []string
	for _, p := range m.people() {
		out = append(out, p.String())
	}
	return strings.Join(out, "\n")
}
