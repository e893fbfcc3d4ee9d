package history_test

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/proof"
)

var (
	rounds = flag.Int("rounds", 2, "how many hundreds of random histories; each hundred has a database of its own")
	seed   = flag.Int64("seed", 1, "from where on histories are drawn: the same ones each time, unless it is another")
)

// inRounds runs a property over hundreds of random histories. rapid takes its seed from a flag that all tests share.
func inRounds(t *testing.T, check func(*rapid.T, *World)) {
	t.Helper()
	n := *rounds
	if slow { // the same run without the detector has them all: they are one after the other, nothing races
		n = min(n, 1)
		if err := flag.Set("rapid.checks", "10"); err != nil {
			t.Fatal(err)
		}
	}
	for round := range n {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			if err := flag.Set("rapid.seed", strconv.FormatInt(*seed+int64(round)*100_000, 10)); err != nil {
				t.Fatal(err)
			}
			world := New(t)
			rapid.Check(t, func(rt *rapid.T) { check(rt, world.Elsewhere()) })
		})
	}
}

const agent nametag.Source = "agent:sam@shop.example"

// Over random histories the store holds what the plain model says, and the ledger, replayed from nothing, gives the
// tables (spec identity §9.1, 2, 4, 5, 7 and all of §2–§7). Each history has a site of its own, with settings drawn.
func TestRandomHistories(t *testing.T) {
	inRounds(t, func(rt *rapid.T, w *World) {
		h := newHistory(rt, w)
		rt.Repeat(map[string]func(*rapid.T){
			"claim": h.claim, "claim again": h.claim, "reset": h.reset, "send again": h.sendAgain, "use a dead token": h.useDead,
			"merge": h.merge, "undo": h.undo, "merge and undo": h.mergeAndUndo, "settle": h.settle, "detach": h.detach,
			"revoke": h.revoke, "edit": h.edit, "wait": h.wait, "": h.check,
		})
	})
}

// history drives the real thing and the model side by side.
type history struct {
	*rapid.T
	w        *World
	m        *model
	now      int // minutes
	browsers []*Browser
	ids      map[*contact]nametag.ContactID
	merges   map[*merge]nametag.MergeID
	sent     []sent
	dead     []*Browser
	acted    bool // an agent decided something
	settled  int  // the model's log when an agent last edited or settled something
}

// sent is a command that was answered: by whom, and who that browser was afterwards.
type sent struct {
	by      *Browser
	command nametag.Command
	answer  string
}

func newHistory(t *rapid.T, w *World) *history {
	h := &history{T: t, w: w, m: newModel(), ids: map[*contact]nametag.ContactID{}, merges: map[*merge]nametag.MergeID{}}
	oneIn := func(n int, name string) bool { return rapid.IntRange(1, n).Draw(t, name) == 1 }
	h.m.require, h.m.emailsConfirmed = oneIn(4, "require"), oneIn(2, "emails confirmed")
	h.m.fillBlanks, h.m.matchUnproven = oneIn(4, "fill blanks"), oneIn(4, "match unproven email")
	w.SetSite(func(s *nametag.Site) {
		s.EmailsConfirmed, s.MatchUnprovenEmail = h.m.emailsConfirmed, h.m.matchUnproven
		if h.m.require {
			s.Enforcement = nametag.Require
		}
		if h.m.fillBlanks {
			s.Unproven = nametag.FillBlanks
		}
	})
	for range 4 {
		h.browsers = append(h.browsers, w.Browser())
	}
	return h
}

func draw[V any](t *rapid.T, name string, values ...V) V {
	return rapid.SampledFrom(values).Draw(t, name)
}

// drawTraits draws a few keys with values, "" among them.
func drawTraits(t *rapid.T, name string, keys ...string) map[string]string {
	traits := map[string]string{}
	for _, key := range keys {
		if v := draw(t, name+" "+key, "-", "-", "-", "A", "B", ""); v != "-" {
			traits[key] = v
		}
	}
	return traits
}

// speak spells traits as a claim does.
func speak(said Said, traits map[string]string) Said {
	for key, v := range traits {
		if custom, ok := strings.CutPrefix(key, "custom_data."); ok {
			if v != "" {
				v = `"` + v + `"`
			}
			said = said.Custom(custom, v)
		} else {
			said = said.Profile(nametag.Field(key), v)
		}
	}
	return said
}

// drawClaim draws a claim, and the same as the model puts it.
func (h *history) drawClaim(t *rapid.T) (Said, claim) {
	c := claim{
		ID: draw(t, "id", "", "1", "2", "3"), Email: draw(t, "email", "", "a@x.co", "b@x.co", "c@x.co"),
		Traits:      drawTraits(t, "says", "name", "company", "custom_data.k1", "custom_data.k2"),
		FillsBlanks: draw(t, "fills blanks", false, false, true),
	}
	said := speak(Nothing(), c.Traits)
	said.FillsBlanks = c.FillsBlanks
	if c.ID == "" && c.Email == "" {
		if c.DropsID = draw(t, "takes back the id", false, false, false, true); c.DropsID {
			said = said.ID("")
		} else if c.DropsEmail = draw(t, "takes back the email", false, false, false, true); c.DropsEmail {
			said = said.Mailed("")
		}
		return said, c
	}
	return h.drawProof(t, said, c)
}

func (h *history) drawProof(t *rapid.T, said Said, c claim) (Said, claim) {
	named := said
	if c.ID != "" {
		named = named.ID(c.ID)
	}
	if c.Email != "" {
		named = named.Mailed(c.Email)
	}
	switch draw(t, "proof", "none", "none", "none", "bad", "hash", "hash of id", "hash of email", "token", "token") {
	case "bad":
		c.Proof = bad
		h.w.HashKey()
		named.Hash = strings.Repeat("0", 64)
		return named, c
	case "hash":
		c.Proof, c.CoversID, c.CoversEmail = good, c.ID != "", c.Email != ""
		return h.w.Hashed(named), c
	case "hash of id":
		if c.ID != "" {
			c.Proof, c.CoversID = good, true
			return h.w.HashedID(named), c
		}
	case "hash of email":
		if c.Email != "" {
			c.Proof, c.CoversEmail = good, true
			named.Hash = h.w.Hashed(Mailed(c.Email)).Hash
			return named, c
		}
	case "token":
		return h.drawToken(t, named, c)
	}
	return named, c
}

// drawToken puts what is said into a token, all or some of it; what the token covers needs no saying beside it.
func (h *history) drawToken(t *rapid.T, named Said, c claim) (Said, claim) {
	c.Proof = good
	c.CoversID = c.ID != "" && draw(t, "token says id", true, true, true, false)
	c.CoversEmail = c.Email != "" && (!c.CoversID || draw(t, "token says email", true, false))
	c.EmailVerified, c.Lasts = draw(t, "email_verified", unsaid, yes, no), draw(t, "lasts", 30, 90, 600)
	c.Acting = draw(t, "acting", "", "", "", "", "Sam", "Kim")
	c.Attested = drawTraits(t, "attests", "name", "custom_data.k1")
	vouched := speak(Nothing(), c.Attested)
	if c.CoversID {
		vouched = vouched.ID(c.ID)
	}
	if c.CoversEmail {
		vouched = vouched.Mailed(c.Email)
	}
	with := []func(*proof.Token){Lasting(time.Duration(c.Lasts) * time.Minute)}
	if c.EmailVerified != unsaid && c.CoversEmail {
		with = append(with, EmailVerified(c.EmailVerified == yes))
	}
	if c.Acting != "" {
		with = append(with, ActedBy(c.Acting))
	}
	named.Token = h.w.Vouched(vouched, with...).Token
	covers := c.ID == "" || c.CoversID
	if covers && c.CoversID && draw(t, "leaves the id to the token", true, false) {
		named.ExternalID = nametag.Said{}
	}
	if covers && c.CoversEmail && draw(t, "leaves the email to the token", true, false) {
		named.Claim.Email = nametag.Said{}
	}
	return named, c
}

func (h *history) claim(t *rapid.T) {
	i := rapid.IntRange(0, len(h.browsers)-1).Draw(t, "browser")
	call := draw(t, "call", identify, update)
	said, c := h.drawClaim(t)
	command := nametag.Command{ID: NewCommand(), Claim: said.Claim}
	if call == update {
		command.Call = nametag.CallUpdate
	}
	b := h.browsers[i]
	before := b.Copy()
	merged := len(h.m.merges)
	want := h.m.claim(i, call, h.now, c)
	out, err := b.Send(command)
	got := answer{trust: out.Answer.Trust, switched: out.Answer.Switched, refused: errors.Is(err, nametag.ErrProofNeeded)}
	if err != nil && !got.refused {
		t.Fatalf("claim: %v", err)
	}
	if got != want {
		t.Fatalf("answer: got %+v, want %+v", got, want)
	}
	if before.Visitor != b.Visitor || before.Number != b.Number {
		h.dead = append(h.dead, before)
	}
	if err == nil {
		h.sent = append(h.sent[max(0, len(h.sent)-8):], sent{before, command, spellAnswer(out.Answer)})
	}
	h.pair(t)
	for _, g := range h.m.merges[merged:] {
		h.findMerge(t, g)
	}
}

func spellAnswer(a nametag.Answer) string {
	return fmt.Sprint(a.Visitor, a.Trust, a.Switched, a.Rejected)
}

// pair finds the contact that came into being.
func (h *history) pair(t *rapid.T) {
	known := map[nametag.ContactID]bool{}
	for _, id := range h.ids {
		known[id] = true
	}
	var fresh []nametag.ContactID
	for _, c := range h.rows() {
		if !known[c.ID] {
			fresh = append(fresh, c.ID)
		}
	}
	for _, c := range h.m.contacts {
		if _, paired := h.ids[c]; paired {
			continue
		}
		if len(fresh) == 0 {
			t.Fatalf("the model has a contact more:\n%v", h.m)
		}
		h.ids[c], fresh = fresh[0], fresh[1:]
	}
	if len(fresh) > 0 {
		t.Fatalf("the store has %d contacts more than the model:\n%v", len(fresh), h.m)
	}
}

// rows are all contacts of the site, merged ones too, oldest first.
func (h *history) rows() []*nametag.Contact {
	var rows []*nametag.Contact
	for _, c := range h.w.Contacts() {
		family, err := h.w.Store.Family(h.w.T.Context(), h.w.Site.ID, c.ID, 1000)
		if err != nil {
			h.Fatal(err)
		}
		rows = append(rows, family...)
	}
	slices.SortFunc(rows, func(a, b *nametag.Contact) int { return int(a.ID - b.ID) })
	return rows
}

func (h *history) findMerge(t *rapid.T, g *merge) {
	for _, e := range h.w.Ledger(h.ids[g.into]) {
		if e.Kind == nametag.Merged && e.Effect.Other == h.ids[g.from] {
			h.merges[g] = nametag.MergeID(e.Seq)
			return
		}
	}
	t.Fatalf("the model merged #%d into #%d, the store didn't\n%v", g.from.n, g.into.n, h.m)
}

func (h *history) reset(t *rapid.T) {
	i := rapid.IntRange(0, len(h.browsers)-1).Draw(t, "browser")
	h.dead = append(h.dead, h.browsers[i].Copy())
	h.browsers[i].Reset()
	h.m.reset(i)
}

// sendAgain sends an earlier command as it was sent: it changes nothing (check compares) and answers the same.
func (h *history) sendAgain(t *rapid.T) {
	if len(h.sent) == 0 {
		t.Skip("nothing was sent")
	}
	s := draw(t, "command", h.sent...)
	out, err := s.by.Copy().Send(s.command)
	if errors.Is(err, nametag.ErrStale) || errors.Is(err, nametag.ErrFenced) {
		return // it isn't among the last 48 any more
	}
	if got := spellAnswer(out.Answer); err != nil || got != s.answer {
		t.Fatal("sent again, a command answers differently")
	}
}

// useDead uses a token that a fence or a rise of trust has killed (§9.5).
func (h *history) useDead(t *rapid.T) {
	if len(h.dead) == 0 {
		t.Skip("nobody died")
	}
	ghost := draw(t, "ghost", h.dead...).Copy()
	if _, err := ghost.Send(nametag.Command{ID: NewCommand(), Claim: h.w.Hashed(ID("1").Named("Mallory")).Claim}); err == nil {
		t.Fatal("a dead token was honoured")
	}
}

func (h *history) two(t *rapid.T) (a, b *contact) {
	live := h.m.live()
	if len(live) < 2 {
		t.Skip("too few people")
	}
	i := rapid.IntRange(0, len(live)-1).Draw(t, "one")
	j := rapid.IntRange(0, len(live)-2).Draw(t, "other")
	if j >= i {
		j++
	}
	return live[i], live[j]
}

func (h *history) merge(t *rapid.T) { h.mergeTwo(t) }

func (h *history) mergeTwo(t *rapid.T) *merge {
	a, b := h.two(t)
	g := h.m.merge(a, b)
	p, err := h.w.Service.Merge(h.w.T.Context(), h.w.Site, h.ids[a], h.ids[b], agent, false)
	if err != nil || p.Survivor.ID != h.ids[g.into] {
		t.Fatalf("merge: %v", err)
	}
	h.merges[g], h.acted = p.Merge, true
	return g
}

// undo undoes the last merge of a person, after whatever browsers said since. What agents decided meanwhile, and writes
// between merges that are undone out of turn, are left to the wild histories: whose side that is on, the spec doesn't say.
func (h *history) undo(t *rapid.T) {
	lately := slices.DeleteFunc(slices.Clone(h.m.merges), func(g *merge) bool {
		later := func(o *merge) bool { return !o.undone && o.seq > g.seq && root(o.into) == root(g.into) }
		return g.seq <= h.settled || slices.ContainsFunc(h.m.merges, later)
	})
	if len(lately) == 0 {
		t.Skip("nobody merged")
	}
	h.undoOne(t, draw(t, "merge", lately...))
}

func (h *history) undoOne(t *rapid.T, g *merge) {
	_, _, err := h.w.Service.Unmerge(h.w.T.Context(), h.w.Site, h.merges[g], agent)
	if done := h.m.undo(g); done != (err == nil) {
		t.Fatalf("undo #%d into #%d: got %v, the model says %v\n%v\n%s", g.from.n, g.into.n, err, done, h.m, h.all())
	}
	h.acted = true
}

// mergeAndUndo restores everything (§9.6), in whatever order several merges are undone, but that people are parted by then.
func (h *history) mergeAndUndo(t *rapid.T) {
	before := h.shown()
	var made []*merge
	for range min(rapid.IntRange(1, 3).Draw(t, "merges"), len(h.m.live())-1) {
		made = append(made, h.mergeTwo(t))
	}
	for len(made) > 0 {
		first := slices.DeleteFunc(slices.Clone(made), func(g *merge) bool { return g.into.into != nil })
		g := draw(t, "undone", first...)
		h.undoOne(t, g)
		made = slices.DeleteFunc(made, func(o *merge) bool { return o == g })
	}
	if after := h.shown(); after != before {
		t.Logf("merged and undone\n got %s\nwant %s\n%s", after, before, h.all())
		t.Fatal("merged and undone, something differs")
	}
}

// shown is all that the store shows of people, with who said each value and when, but for the ledger.
func (h *history) shown() string {
	var lines []string
	for _, c := range h.w.Contacts() {
		p, err := h.w.Service.Contact(h.w.T.Context(), h.w.Site, c.ID)
		if err != nil {
			h.Fatal(err)
		}
		line := fmt.Sprint(c.ID, c.ExternalID, c.ExternalTrust, c.Email, c.EmailTrust, c.SecuredAt, c.Secured(), c.Shared, c.Aliases, c.MergedInto, c.Traits, p.Conflicts())
		for _, v := range p.Visitors {
			line += fmt.Sprint(v.ID, v.Link)
		}
		for _, a := range p.Aliases {
			line += fmt.Sprint(a.ID, a.ExternalID, a.Email)
		}
		lines = append(lines, line)
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

func (h *history) settle(t *rapid.T) {
	var open []*conflict
	for _, k := range h.m.conflicts {
		if k.open {
			open = append(open, k)
		}
	}
	if len(open) == 0 {
		t.Skip("no conflicts")
	}
	k := draw(t, "conflict", open...)
	how := draw(t, "how", "merge", "take", "dismiss")
	p, err := h.w.Service.Contact(h.w.T.Context(), h.w.Site, h.ids[root(k.on)])
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(p.Conflicts(), func(o nametag.Conflict) bool { return o.Key == k.kind && o.Value.Folded == k.value })
	if i < 0 {
		t.Skip("it is none in the store: checkConflicts says why")
	}
	shown := p.Conflicts()[i] // parked on several of one person, or for several holders: one is shown
	for c, id := range h.ids {
		has := func(row *nametag.Contact) bool { return row.ID == id && slices.Contains(row.Conflicts, shown) }
		if slices.ContainsFunc(append(p.Aliases, p.Contact), has) {
			k.on = c
		}
		if id == shown.Other {
			k.holder = c
		}
	}
	merged := len(h.m.merges)
	done := h.m.resolveConflict(k, how)
	_, err = h.w.Service.Settle(h.w.T.Context(), h.w.Site, p.Contact.ID, shown.ID, nametag.Settlement(how), agent)
	if done != (err == nil) {
		t.Fatalf("settle: got %v, the model says %v\n%v", err, done, h.m)
	}
	h.acted = true
	if how != "merge" {
		h.settled = len(h.m.log)
	}
	for _, g := range h.m.merges[merged:] {
		h.findMerge(t, g)
	}
}

func (h *history) detach(t *rapid.T) {
	i := rapid.IntRange(0, len(h.browsers)-1).Draw(t, "browser")
	seat := h.m.seat(i, h.now)
	if seat.c == nil {
		t.Skip("linked to nobody")
	}
	b := h.browsers[i]
	if err := h.w.Service.Detach(h.w.T.Context(), h.w.Site, h.ids[seat.c], b.Visitor, agent); err != nil {
		t.Fatalf("detach: %v", err)
	}
	h.m.detach(i)
	h.acted = true
	h.refresh(i)
}

func (h *history) revoke(t *rapid.T) {
	id := draw(t, "id", "1", "2", "3")
	if _, err := h.w.Service.RevokeExternalID(h.w.T.Context(), h.w.Site, id, "", agent); err != nil {
		t.Fatalf("revoke: %v", err)
	}
	h.m.revoke(id, h.now)
	for i := range h.browsers {
		h.refresh(i)
	}
	h.w.Clock.Pass(time.Minute) // a token of the same second could be older
	h.now++
}

// refresh has a browser ask who it is, as its page would after a push.
func (h *history) refresh(i int) {
	out, err := h.w.Service.Hello(h.w.T.Context(), h.browsers[i].Browser)
	if err != nil {
		h.Fatal(err)
	}
	h.browsers[i].Browser = out.Browser
}

func (h *history) edit(t *rapid.T) {
	live := h.m.live()
	if len(live) == 0 {
		t.Skip("nobody is there")
	}
	c := draw(t, "contact", live...)
	id, email := draw(t, "id", "", "", "1", "2", "3"), draw(t, "email", "", "", "a@x.co", "b@x.co")
	traits := drawTraits(t, "says", "name", "custom_data.k1")
	said := speak(Nothing(), traits)
	a := nametag.Amendment{Profile: said.Claim.Profile, Custom: said.Claim.Custom}
	if id != "" {
		a.ExternalID = nametag.Said{Present: true, Text: id}
	}
	if email != "" {
		a.Email = nametag.Said{Present: true, Text: email}
	}
	done := h.m.edit(c, id, email, traits)
	_, err := h.w.Service.Edit(h.w.T.Context(), h.w.Site, h.ids[c], a, agent)
	if done != (err == nil) {
		t.Fatalf("edit: got %v, the model says %v", err, done)
	}
	h.acted, h.settled = true, len(h.m.log)
}

func (h *history) wait(t *rapid.T) {
	minutes := draw(t, "minutes", 1, 29, 31, 400)
	h.w.Clock.Pass(time.Duration(minutes) * time.Minute)
	h.now += minutes
}

// check compares what both hold.
func (h *history) check(t *rapid.T) {
	h.unique(t)
	live := map[nametag.ContactID]*nametag.Contact{}
	for _, c := range h.w.Contacts() {
		live[c.ID] = c
	}
	if len(live) != len(h.m.live()) {
		t.Fatalf("the store has %d live contacts:%s\nthe model:\n%v", len(live), h.all(), h.m)
	}
	for _, want := range h.m.people() {
		c := live[h.ids[want.c]]
		if c == nil {
			t.Fatalf("#%d is not live in the store\n%v", want.c.n, h.m)
		}
		got, conflicts := h.spell(c)
		if want := spellPlain(want); got != want {
			t.Fatalf("the store and the model differ\n got %s\nwant %s\nall of the model:\n%v\nledger:%s", got, want, h.m, h.all())
		}
		h.checkConflicts(t, want, conflicts)
	}
	for i, b := range h.browsers {
		h.checkBrowser(t, i, b)
	}
}

// isOnOtherSide reports whether somebody parted from a person has the conflict: parked while both were one, it stays with
// who had it first.
func (h *history) isOnOtherSide(p person, k string) bool {
	return slices.ContainsFunc(h.m.people(), func(o person) bool { return h.m.arePar(o.c, p.c) && slices.Contains(o.Conflicts, k) })
}

// checkConflicts: what is a conflict in the model is one in the store, unless the person holds the identifier, or
// an agent dismissed it on somebody who merged. A conflict that was over while somebody of the
// family held the identifier is one again in the store when nobody does; the model closed it for good.
func (h *history) checkConflicts(t *rapid.T, p person, got []string) {
	for _, k := range p.Conflicts {
		held := k == kindMail+" "+p.Email.Value || k == kindID+" "+p.ID.Value || slices.Contains(p.Aliases, k)
		decided := func(o *conflict) bool { return root(o.on) == p.c && o.dismissed && o.kind+" "+o.value == k }
		undone := slices.ContainsFunc(h.m.merges, func(g *merge) bool { return g.undone }) // then mergeAndUndo looks at conflicts
		if !undone && !slices.Contains(got, k) && !held && !slices.ContainsFunc(h.m.conflicts, decided) && !h.isOnOtherSide(p, k) {
			t.Fatalf("#%d has no conflict about %s but %v\n%v%s", p.c.n, k, got, h.m, h.all())
		}
	}
	if len(h.m.merges) > 0 {
		return
	}
	for _, k := range got {
		known := func(o *conflict) bool { return root(o.on) == p.c && !o.dismissed && o.kind+" "+o.value == k }
		if !slices.Contains(p.Conflicts, k) && !slices.ContainsFunc(h.m.conflicts, known) && !h.isOnOtherSide(p, k) {
			t.Fatalf("#%d has a conflict about %s\n%v", p.c.n, k, h.m)
		}
	}
}

func (h *history) checkBrowser(t *rapid.T, i int, b *Browser) {
	seat := h.m.seat(i, h.now)
	want := fmt.Sprint(seat.Standing, " ", h.name(h.ids[seat.c]), " ", seat.BagID, " ", seat.BagEmail)
	got := fmt.Sprint("anonymous", " ", "nobody", " ", "", " ", "")
	v, err := h.w.Store.Visitor(h.w.T.Context(), h.w.Site.ID, b.Visitor)
	switch {
	case err == nil:
		link := v.Link.At(h.w.Clock.Now(), nil)
		if link.Contact != 0 {
			c, err := h.w.Store.Contact(h.w.T.Context(), h.w.Site.ID, link.Contact)
			if err != nil {
				t.Fatal(err)
			}
			link.Contact = c.ID
		}
		got = fmt.Sprint(link.Standing(), " ", h.name(link.Contact), " ", v.Bag.ExternalID, " ", v.Bag.Email.Folded)
	case !errors.Is(err, nametag.ErrNotFound):
		t.Fatal(err)
	}
	if got != want {
		t.Fatalf("browser %d: got %s, want %s\n%v", i, got, want, h.m)
	}
}

// all spells the live contacts of the store.
func (h *history) all() (s string) {
	for _, c := range h.w.Contacts() {
		spelt, conflicts := h.spell(c)
		s += fmt.Sprint("\n", h.name(c.ID), " ", spelt, conflicts, h.ledger(c))
	}
	return s
}

// ledger spells a contact's entries, oldest first, their numbers counted from the first.
func (h *history) ledger(c *nametag.Contact) (s string) {
	entries, err := h.w.Store.Entries(h.w.T.Context(), h.w.Site.ID, c.ID, 0, 1000)
	if err != nil || len(entries) == 0 {
		return fmt.Sprint(err)
	}
	first := entries[len(entries)-1].Seq - 1
	for _, e := range slices.Backward(entries) {
		s += fmt.Sprintf("\n%d %s %s side=%s other=%s", e.Seq-first, e.Kind, h.name(e.Contact), h.name(e.Effect.Side), h.name(e.Effect.Other))
		for _, edit := range e.Effect.Set {
			if !edit.Inner() || strings.HasPrefix(edit.Key, "conflict") {
				s += fmt.Sprintf(" [%s %s→%s]", edit.Key, edit.Old, edit.New.JSON)
			}
		}
	}
	return s
}

// name is what the model calls a contact: ids differ each time, and rapid needs failures to read the same.
func (h *history) name(id nametag.ContactID) string {
	for c, paired := range h.ids {
		if id != 0 && paired == id {
			return fmt.Sprint("#", c.n)
		}
	}
	return "nobody"
}

func (h *history) spell(c *nametag.Contact) (s string, conflicts []string) {
	p, err := h.w.Service.Contact(h.w.T.Context(), h.w.Site, c.ID)
	if err != nil {
		h.Fatal(err)
	}
	s = fmt.Sprintf("id=%s/%s email=%s/%s secured=%v", c.ExternalID, word(c.ExternalTrust), c.Email.Folded, word(c.EmailTrust), c.Secured())
	traits := map[string]trait{}
	for f, v := range c.Traits.Profile {
		traits[string(f)] = trait{v.Text(), v.Trust.String()}
	}
	for key, v := range c.Traits.Custom {
		traits["custom_data."+key] = trait{v.Text(), v.Trust.String()}
	}
	for _, key := range keys(traits) {
		s += fmt.Sprintf(" %s=%s/%s", key, traits[key].Value, traits[key].Trust)
	}
	var aliases []string
	for _, k := range p.Conflicts() {
		conflicts = append(conflicts, k.Key+" "+k.Value.Folded)
	}
	for _, a := range p.Aliases {
		if a.ExternalID != "" {
			aliases = append(aliases, "external_id "+a.ExternalID)
		}
	}
	sort.Strings(aliases)
	return s + fmt.Sprint(aliases), conflicts
}

// word is the model's word for a trust.
func word(t nametag.Trust) string {
	if t == nametag.Anonymous {
		return ""
	}
	return t.String()
}

func spellPlain(p person) string {
	s := fmt.Sprintf("id=%s/%s email=%s/%s secured=%v", p.ID.Value, p.ID.Trust, p.Email.Value, p.Email.Trust, p.Secured)
	for _, key := range keys(p.Traits) {
		s += fmt.Sprintf(" %s=%s/%s", key, p.Traits[key].Value, p.Traits[key].Trust)
	}
	aliases := slices.DeleteFunc(slices.Clone(p.Aliases), func(a string) bool { return strings.HasPrefix(a, kindMail) })
	sort.Strings(aliases) // emails of theirs may stay on both sides of an undone merge, claimed
	return s + fmt.Sprint(aliases)
}

// unique: every external id, aliases included, leads to one live contact, and so does every verified email (§9.1); and
// where no agent decided anything, nobody has two proven ids (§9.4).
func (h *history) unique(t *rapid.T) {
	holders := map[string]nametag.ContactID{}
	for _, c := range h.w.Contacts() {
		family, err := h.w.Store.Family(h.w.T.Context(), h.w.Site.ID, c.ID, 1000)
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, row := range family {
			held := map[string]bool{"id " + row.ExternalID: row.ExternalID != "", "email " + row.Email.Folded: row.EmailTrust >= nametag.Verified}
			for identifier, is := range held {
				if other, taken := holders[identifier]; is && taken && other != c.ID {
					t.Fatalf("%s is on %s and %s", identifier, h.name(other), h.name(c.ID))
				}
				if is {
					holders[identifier] = c.ID
				}
			}
			if row.ExternalTrust >= nametag.Verified {
				ids[row.ExternalID] = true
			}
		}
		if len(ids) > 1 && !h.acted {
			t.Fatalf("%s has the proven ids %v, and no agent said so", h.name(c.ID), keys(ids))
		}
	}
}
