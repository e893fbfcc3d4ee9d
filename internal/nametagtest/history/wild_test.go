package history_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
)

// Over random histories in which agents do anything at any time, merges undone out of turn and people erased included, no
// identifier is on two people, and the ledger, replayed from nothing, gives the tables (spec identity §9.1, 5, 6, 7).
func TestWildHistories(t *testing.T) {
	inRounds(t, func(rt *rapid.T, world *World) {
		w := &wild{history: newHistory(rt, world)}
		w.acted = true
		world.Link()
		world.Service.Lives.Unproven = shortLife
		rt.Repeat(map[string]func(*rapid.T){
			"claim": w.claim, "claim again": w.claim, "claim once more": w.claim, "reset": w.reset, "use a dead token": w.useDead,
			"merge": w.merge, "undo": w.undo, "settle": w.settle, "detach": w.detach, "edit": w.edit, "erase": w.erase, "forget": w.forget, "revoke": w.revoke, "carry": w.carry,
			"wait": w.wait, "": w.unique,
		})
	})
}

// wild is a history without a model.
type wild struct {
	*history
	merges []nametag.MergeID
}

func (w *wild) claim(t *rapid.T) {
	b := draw(t, "browser", w.browsers...)
	said, _ := w.drawClaim(t)
	before := b.Copy()
	call := draw(t, "call", nametag.CallIdentify, nametag.CallUpdate)
	_, err := b.Send(nametag.Command{ID: NewCommand(), Call: call, Claim: said.Claim})
	switch {
	case errors.Is(err, nametag.ErrFenced): // the person was erased
		*b = *w.w.Browser()
		return
	case err != nil && !errors.Is(err, nametag.ErrProofNeeded):
		t.Fatalf("claim: %v", err)
	}
	if before.Visitor != b.Visitor || before.Number != b.Number {
		w.dead = append(w.dead, before)
	}
}

func (w *wild) reset(t *rapid.T) {
	b := draw(t, "browser", w.browsers...)
	w.dead = append(w.dead, b.Copy())
	out, err := w.w.Service.Reset(w.w.T.Context(), b.Browser, NewCommand())
	if b.Browser = out.Browser; errors.Is(err, nametag.ErrFenced) {
		*b = *w.w.Browser()
	} else if err != nil {
		t.Fatal(err)
	}
}

// anybody draws one of the live contacts, or of those that were merged.
func (w *wild) anybody(t *rapid.T) *nametag.Contact {
	rows := w.rows()
	if len(rows) == 0 {
		t.Skip("nobody is there")
	}
	return rows[rapid.IntRange(0, len(rows)-1).Draw(t, "contact")]
}

func (w *wild) merge(t *rapid.T) {
	a, b := w.anybody(t), w.anybody(t)
	p, err := w.w.Service.Merge(w.w.T.Context(), w.w.Site, a.ID, b.ID, agent, false)
	switch {
	case err == nil:
		w.merges = append(w.merges, p.Merge)
	case !errors.Is(err, nametag.ErrBadValue):
		t.Fatalf("merge: %v", err)
	}
}

// undo undoes any merge, an agent's or one that a proof brought about.
func (w *wild) undo(t *rapid.T) {
	id := nametag.MergeID(0)
	for _, e := range w.w.Ledger(w.anybody(t).ID) {
		if e.Kind == nametag.Merged && (id == 0 || rapid.Bool().Draw(t, "this one")) {
			id = nametag.MergeID(e.Seq)
		}
	}
	if id == 0 {
		t.Skip("nobody merged")
	}
	_, _, err := w.w.Service.Unmerge(w.w.T.Context(), w.w.Site, id, agent)
	if err != nil && !errors.Is(err, nametag.ErrBuiltUpon) && !errors.Is(err, nametag.ErrUndone) && !errors.Is(err, nametag.ErrNotFound) {
		t.Fatalf("undo: %v", err)
	}
}

func (w *wild) settle(t *rapid.T) {
	p, err := w.w.Service.Contact(w.w.T.Context(), w.w.Site, w.anybody(t).ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Conflicts()) == 0 {
		t.Skip("no conflicts")
	}
	how := draw(t, "how", nametag.SettleMerge, nametag.SettleTake, nametag.SettleDismiss, "")
	_, err = w.w.Service.Settle(w.w.T.Context(), w.w.Site, p.Contact.ID, p.Conflicts()[0].ID, how, agent)
	if err != nil && !errors.Is(err, nametag.ErrBadValue) {
		t.Fatalf("settle: %v", err)
	}
}

func (w *wild) detach(t *rapid.T) {
	b := draw(t, "browser", w.browsers...)
	if b.Link.Contact == 0 {
		t.Skip("linked to nobody")
	}
	err := w.w.Service.Detach(w.w.T.Context(), w.w.Site, b.Link.Contact, b.Visitor, agent)
	if err != nil && !errors.Is(err, nametag.ErrNotFound) {
		t.Fatalf("detach: %v", err)
	}
}

func (w *wild) revoke(t *rapid.T) {
	_, err := w.w.Service.RevokeExternalID(w.w.T.Context(), w.w.Site, draw(t, "id", "1", "2"), "", agent)
	if err != nil {
		t.Fatalf("revoke: %v", err)
	}
	w.w.Clock.Pass(time.Minute)
	w.now++
}

// carry has one browser's identity arrive at another.
func (w *wild) carry(t *rapid.T) {
	from, to := draw(t, "from", w.browsers...), draw(t, "to", w.browsers...)
	_, _ = from.CarryTo(to) // a dead token carries nobody
}

func (w *wild) edit(t *rapid.T) {
	said := speak(Nothing(), drawTraits(t, "says", "name", "custom_data.k1"))
	a := nametag.Amendment{Profile: said.Claim.Profile, Custom: said.Claim.Custom}
	if id := draw(t, "id", "-", "-", "1", "2", ""); id != "-" {
		a.ExternalID = nametag.Said{Present: true, Text: id}
	}
	if email := draw(t, "email", "-", "-", "a@x.co", "b@x.co", ""); email != "-" {
		a.Email = nametag.Said{Present: true, Text: email}
	}
	_, err := w.w.Service.Edit(w.w.T.Context(), w.w.Site, w.anybody(t).ID, a, agent)
	if err != nil && !errors.Is(err, nametag.ErrTaken) {
		t.Fatalf("edit: %v", err)
	}
}

func (w *wild) erase(t *rapid.T) {
	if rapid.IntRange(1, 3).Draw(t, "seldom") != 1 {
		t.Skip("not this time")
	}
	if err := w.w.Service.Erase(w.w.T.Context(), w.w.Site, w.anybody(t).ID, agent); err != nil {
		t.Fatalf("erase: %v", err)
	}
}

// forget lets so much time pass that time erases people, too.
func (w *wild) forget(t *rapid.T) {
	if rapid.IntRange(1, 5).Draw(t, "seldom") != 1 {
		t.Skip("not this time")
	}
	w.w.Clock.Pass(shortLife)
	w.now += int(shortLife / time.Minute)
	if _, err := w.w.Service.ForgetUnproven(w.w.T.Context(), 0); err != nil {
		t.Fatalf("forget: %v", err)
	}
}
