package nametag_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	. "github.com/nametag-dev/nametag/internal/nametagtest"
)

// sent sends a command for the first time.
func sent(t *testing.T, b *Browser, c nametag.Command) nametag.Command {
	t.Helper()
	if _, err := b.Send(c); err != nil {
		t.Fatal(err)
	}
	return c
}

// again sends a command once more; the test ends if that fails or changes what the store shows.
func again(t *testing.T, w *World, b *Browser, c nametag.Command) nametag.Answer {
	t.Helper()
	before, ledger := shown(w), entries(w)
	out, err := b.Send(c)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "what is shown", shown(w), before)
	want(t, "entries", entries(w), ledger)
	return out.Answer
}

func entries(w *World) (n int64) {
	w.T.Helper()
	err := w.Store.Snapshot(w.T.Context(), func(s nametag.Snapshot) (err error) {
		_, _, n, err = s.Sizes()
		return err
	})
	if err != nil {
		w.T.Fatal(err)
	}
	return n
}

// A command of before a fence is known when it is sent again with the token of after it, whether it had changed
// something or not, and however many fences lie between (spec identity §9.2).
func TestCommandsAreKnownAfterAFence(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	named := nametag.Command{ID: NewCommand(), Claim: ID("42").Named("Jane").Claim}
	repeat := nametag.Command{ID: NewCommand(), Claim: ID("42").Named("Jane").Claim}
	switches := nametag.Command{ID: NewCommand(), Claim: ID("43").Claim}
	for _, c := range []nametag.Command{named, repeat, switches} {
		sent(t, b, c)
	}
	b.Reset()
	for _, c := range []nametag.Command{named, repeat} {
		want(t, "answers what it did", again(t, w, b, c).Trust, "claimed")
	}
	want(t, "switched then", again(t, w, b, switches).Switched, true)
	want(t, "is nobody", b.Link.Linked(), false)
}

// What a command answered stays its answer: also when the link fell back since, or was proven for longer.
func TestAnAnswerSentAgainIsTheSame(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	short := nametag.Command{ID: NewCommand(), Claim: w.Vouched(ID("42")).Claim}
	out, err := b.Send(short)
	if err != nil {
		t.Fatal(err)
	}
	first := out.Answer
	b.Identify(w.Hashed(ID("42").Named("Jane")))
	want(t, "after a longer proof", again(t, w, b, short).Expires, first.Expires)
	w.Clock.Pass(13 * time.Hour)
	late := again(t, w, b, short)
	want(t, "after its end", late.Trust+" "+late.Expires.String(), first.Trust+" "+first.Expires.String())
}

// That the contact, or the bag, had no room for custom_data is said again as it was, also when there is room by then.
func TestWhatHadNoRoomIsSaidAgain(t *testing.T) {
	t.Parallel()
	junk := func(n int) string { return `"` + strings.Repeat("x", n) + `"` }
	for _, as := range []Said{ID("42"), Nothing()} {
		w := New(t)
		b := w.Browser()
		call := nametag.CallIdentify
		if as.ExternalID.Present {
			as = w.Vouched(as)
		} else {
			call = nametag.CallUpdate
		}
		send := func(c nametag.Command) nametag.Answer {
			out, err := b.Send(c)
			if err != nil {
				t.Fatal(err)
			}
			return out.Answer
		}
		send(nametag.Command{ID: NewCommand(), Call: call, Claim: as.Custom("a", junk(600)).Claim})
		alone := nametag.Command{ID: NewCommand(), Call: call, Claim: as.Custom("b", junk(600)).Claim}
		beside := nametag.Command{ID: NewCommand(), Call: call, Claim: as.Named("Jane").Custom("c", junk(700)).Claim}
		first, second := send(alone), send(beside)
		want(t, "too large", fmt.Sprint(first.Rejected, second.Rejected), "[{custom_data too_large 1024 1215}] [{custom_data too_large 1024 1315}]")
		send(nametag.Command{ID: NewCommand(), Call: call, Claim: as.Custom("a", "").Claim})
		want(t, "of a call that changed nothing", fmt.Sprintf("%+v", again(t, w, b, alone)), fmt.Sprintf("%+v", first))
		want(t, "of one that did", fmt.Sprintf("%+v", again(t, w, b, beside)), fmt.Sprintf("%+v", second))
	}
}

// An anonymous browser takes back an id that it never said: nothing happens, nor later, when it is known and the call
// comes again.
func TestANothingSentAgainIsNothing(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	nothing := sent(t, b, nametag.Command{ID: NewCommand(), Claim: nametag.Claim{ExternalID: nametag.Said{Present: true}}})
	b.Identify(ID("42"))
	want(t, "still Jane", again(t, w, b, nothing).Switched, false)
	want(t, "linked", b.Link.Contact, w.Contact("42").ID)
}

// What was refused is refused when it comes again.
func TestARefusalSentAgainIsARefusal(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.SetSite(func(s *nametag.Site) { s.Enforcement = nametag.Require })
	b, c := w.Browser(), nametag.Command{ID: NewCommand(), Claim: ID("42").Claim}
	for range 2 {
		_, err := b.Send(c)
		want(t, "refused", errors.Is(err, nametag.ErrProofNeeded), true)
	}
}

// A command that was carried out while both were one is known on the other side too.
func TestCommandsAreKnownAfterAnUnmerge(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	b := d.Browser()
	d.Browser().Identify(ID("1"))
	b.Identify(ID("2"))
	m := d.merge(d.Contact("1"), d.Contact("2")).Merge
	say := sent(t, b, nametag.Command{ID: NewCommand(), Call: nametag.CallUpdate, Claim: Nothing().Named("Late").Claim})
	b.Update(Nothing().Named("Later"))
	d.unmerge(m)
	again(t, d.World, b, say)
}

// A command that was answered without an end is answered so again, also when the link has one by now.
func TestAnAnswerWithoutAnEndStaysSo(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	claim := sent(t, b, nametag.Command{ID: NewCommand(), Claim: ID("42").Claim})
	b.Identify(w.Hashed(ID("42")))
	want(t, "no end", again(t, w, b, claim).Expires.IsZero(), true)
}

// 160 marks in all, the newest.
func TestMarksAreBounded(t *testing.T) {
	t.Parallel()
	var r nametag.Recent
	for v := range nametag.VisitorID(166) {
		r = r.With(nametag.Mark{Visitor: v})
	}
	want(t, "marks", len(r), 160)
	want(t, "the oldest", r[0].Visitor, nametag.VisitorID(6))
}

// A command that was carried out before an agent detached the browser is known after that.
func TestCommandsAreKnownAfterADetach(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	b := d.Browser()
	b.Identify(ID("42"))
	say := sent(t, b, nametag.Command{ID: NewCommand(), Call: nametag.CallUpdate, Claim: Nothing().Named("Jane").Claim})
	d.detach(d.Contact("42"), b)
	again(t, d.World, b, say)
}

// A command is one browser's own: what another one of the same person calls by the same id is another command.
func TestCommandsOfTwoBrowsersMayShareAnID(t *testing.T) {
	t.Parallel()
	w := New(t)
	one, two := w.Browser(), w.Browser()
	one.Identify(ID("42"))
	two.Identify(ID("42"))
	same := NewCommand()
	for b, name := range map[*Browser]string{one: "Jane", two: "Joan"} {
		sent(t, b, nametag.Command{ID: same, Call: nametag.CallUpdate, Claim: Nothing().Named(name).Claim})
		want(t, "name", w.Contact("42").Text(nametag.Name), name)
	}
}

// A fencing command that is sent again gives a token that is alive, also where trust rose with the fence.
func TestAFencingCommandSentAgainGivesALivingToken(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(ID("42"))
	tab := b.Copy()
	switches := sent(t, b, nametag.Command{ID: NewCommand(), Claim: ID("43").Claim})
	again(t, w, tab, switches)
	tab.Update(Nothing().Named("Ravi"))
	want(t, "goes on as the next person", w.Contact("43").Text(nametag.Name), "Ravi")
}

// Sent again, a fencing command gives the token that it gave first, whatever became of its visitor since.
func TestAFencingCommandSentAgainTellsNothingOfLater(t *testing.T) {
	t.Parallel()
	for _, since := range []func(*World, *Browser){
		func(_ *World, b *Browser) { b.Reset() },
		func(w *World, b *Browser) { b.Identify(w.Hashed(ID("43"))) },
	} {
		w := New(t)
		b := w.Browser()
		b.Identify(ID("42"))
		tab := b.Copy()
		switches := sent(t, b, nametag.Command{ID: NewCommand(), Claim: ID("43").Claim})
		number := b.Number
		since(w, b)
		again(t, w, tab, switches)
		want(t, "number", tab.Number, number)
		want(t, "linked", tab.Link.Linked(), false)
	}
}

// What a browser said to somebody who was merged is known when it comes again: on the survivor, and where that has heard
// too much since on the browser's own side, also once an agent detached it.
func TestCommandsAreKnownOnBothSidesOfAMerge(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	b := d.Browser()
	d.Browser().Identify(ID("1"))
	b.Identify(ID("2"))
	send := func(name string) nametag.Command {
		return sent(t, b, nametag.Command{ID: NewCommand(), Call: nametag.CallUpdate, Claim: Nothing().Named(name).Claim})
	}
	early := send("Early")
	d.merge(d.Contact("1"), d.Contact("2"))
	late := send("Late")
	send("Later")
	again(t, d.World, b, late)
	d.hearMuch("1")
	again(t, d.World, b, early)
	d.detach(d.Contact("1"), b)
	again(t, d.World, b, early)
}

// What a linked browser said before a fence is known when it comes again with the token of after it (spec identity §9.2).
func TestWhatALinkedBrowserSaidIsKnownAfterAFence(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	b.Identify(ID("42"))
	say := sent(t, b, nametag.Command{ID: NewCommand(), Call: nametag.CallUpdate, Claim: Nothing().Named("Jane").Claim})
	b.Reset()
	want(t, "answers what it did", again(t, w, b, say).Trust, "claimed")
	want(t, "the bag is empty", b.Identify(ID("43")).Switched, false)
	want(t, "name", w.Contact("43").Text(nametag.Name), "")
}

// What a browser said of a contact that its link left since is known when it comes again.
func TestCommandsAreKnownAfterTheLinkMoved(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Browser().Identify(w.Hashed(ID("42")))
	b := w.Browser()
	b.Identify(Mailed("j@x.com"))
	say := sent(t, b, nametag.Command{ID: NewCommand(), Call: nametag.CallUpdate, Claim: Nothing().Named("Jane").Claim})
	b.Identify(ID("42"))
	again(t, w, b, say)
}

// A refused claim is refused as often as it comes: alone, and where it fenced.
func TestARefusalSentAgainStaysOne(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.SetSite(func(s *nametag.Site) { s.Enforcement = nametag.Require })
	alone, fenced := w.Browser(), w.Browser()
	fenced.Identify(w.Hashed(ID("43")))
	for _, b := range []*Browser{alone, fenced} {
		c, noted := nametag.Command{ID: NewCommand(), Claim: ID("42").Claim}, int64(0)
		for i := range 4 {
			out, err := b.Send(c)
			want(t, "refused", errors.Is(err, nametag.ErrProofNeeded), true)
			want(t, "switched", out.Answer.Switched, b == fenced)
			if i == 0 {
				noted = entries(w)
			}
		}
		want(t, "entries", entries(w), noted)
	}
}

// A visitor's row, and its contact's, hold the marks of its last 48 commands. Those before them are known as well: said in
// their order once more, none takes the name back that a later one gave (spec widget §3).
func TestManyCommandsSentAgainChangeNothing(t *testing.T) {
	t.Parallel()
	named := func(i int) nametag.Claim { return Nothing().Named(fmt.Sprint("Jane ", i)).Claim }
	for name, c := range map[string]struct {
		begin func(*World, *Browser)
		say   func(*World, int) nametag.Claim
	}{
		"anonymous": {say: func(_ *World, i int) nametag.Claim { return named(i) }},
		"claimed":   {begin: func(_ *World, b *Browser) { b.Identify(ID("42")) }, say: func(_ *World, i int) nametag.Claim { return named(i) }},
		"verified":  {begin: func(w *World, b *Browser) { b.Identify(w.Hashed(ID("42"))) }, say: func(_ *World, i int) nametag.Claim { return named(i) }},
		"claims":    {say: func(_ *World, i int) nametag.Claim { return ID("42").Custom("plan", fmt.Sprint(i)).Claim }},
		"people": {say: func(_ *World, i int) nametag.Claim {
			return ID(fmt.Sprint(42 + i%3)).Named(fmt.Sprint("Jane ", i)).Claim
		}},
		"proven on the way": {say: func(w *World, i int) nametag.Claim {
			if i == 3 {
				return w.Hashed(ID("42")).Claim
			}
			return named(i)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := New(t)
			b := w.Browser()
			if c.begin != nil {
				c.begin(w, b)
			}
			var told []nametag.Command
			var answers []string
			answer := func(a nametag.Answer) string { return fmt.Sprint(a.Trust, a.Switched, a.Expires) }
			for i := range 60 {
				before := entries(w)
				told = append(told, nametag.Command{ID: NewCommand(), Claim: c.say(w, i)})
				out, err := b.Send(told[i])
				want(t, fmt.Sprint(i, " is written"), entries(w) > before && err == nil, true)
				answers = append(answers, answer(out.Answer))
			}
			for range 2 {
				for i, c := range told {
					want(t, fmt.Sprint("the answer to ", i), answer(again(t, w, b, c)), answers[i])
				}
			}
		})
	}
}

// Also of a browser that missed every answer, and so sends them with its first token.
func TestManyCommandsSentAgainWithTheFirstToken(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	first := b.Copy()
	told := []nametag.Command{sent(t, b, nametag.Command{ID: NewCommand(), Claim: w.Hashed(ID("42")).Claim})}
	for i := range 60 {
		told = append(told, sent(t, b, nametag.Command{ID: NewCommand(), Call: nametag.CallUpdate, Claim: Nothing().Named(fmt.Sprint("Jane ", i)).Claim}))
	}
	for _, c := range told {
		again(t, w, first, c)
	}
	want(t, "is who it was", fmt.Sprint(first.Visitor, first.Number), fmt.Sprint(b.Visitor, b.Number))
	fresh := nametag.Command{ID: NewCommand(), Call: nametag.CallUpdate, Claim: Nothing().Named("Joan").Claim}
	sent(t, first, fresh)
	want(t, "goes on", w.Contact("42").Text(nametag.Name), "Joan")
}

// Also one of which the rows of both sides of a merge hold the last few only, and the server nothing any more.
func TestALongBatchIsKnownOnBothSidesOfAMerge(t *testing.T) {
	t.Parallel()
	d := desk{New(t)}
	b := d.Browser()
	d.Browser().Identify(ID("1"))
	b.Identify(ID("2"))
	var told []nametag.Command
	say := func() {
		for range 60 {
			c := nametag.Command{ID: NewCommand(), Call: nametag.CallUpdate, Claim: Nothing().Named(fmt.Sprint("Jane ", len(told))).Claim}
			told = append(told, sent(t, b, c))
		}
	}
	tellAgain := func() {
		d.Service.Memory = &nametag.Memory{}
		for i, c := range told {
			b.Later = nil
			for _, next := range told[i+1:] {
				b.Later = append(b.Later, next.ID)
			}
			again(t, d.World, b, c)
		}
	}
	say()
	d.merge(d.Contact("1"), d.Contact("2"))
	tellAgain()
	d.hearMuch("1")
	tellAgain()
	say()
	tellAgain()
}

// hearMuch makes a contact hear more of others than its row remembers.
func (d desk) hearMuch(externalID string) {
	for i := range 5 {
		other := d.Browser()
		other.Identify(ID(externalID))
		for j := range 16 {
			other.Update(Nothing().Named(fmt.Sprint(i, j)))
		}
	}
}

// The last command that renewed a visitor's token is the only one that leads to the newer, however much was said since.
func TestTheCommandThatRenewedTheTokenIsKnownForLong(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	older, oldest := b.Copy(), b.Copy()
	first := sent(t, b, nametag.Command{ID: NewCommand(), Claim: ID("42").Claim})
	renews := sent(t, b, nametag.Command{ID: NewCommand(), Claim: w.Hashed(ID("42")).Claim})
	for i := range 60 {
		b.Update(Mailed(fmt.Sprint(i, "@example.com")))
	}
	w.Service.Memory = &nametag.Memory{}
	again(t, w, older, renews)
	want(t, "who it leads to", older.Browser.Number, b.Number)
	_, err := oldest.Send(first)
	want(t, "the one before it", errors.Is(err, nametag.ErrStale), true)
	want(t, "marks", len(w.Visitor(b.Visitor).Recent), 48)
}

// A command answers again what it answered, to whom it did; what wasn't carried out isn't.
func TestAgainCarriesNothingOut(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := w.Browser()
	proven := nametag.Command{ID: NewCommand(), Claim: w.Hashed(ID("42").Named("Jane")).Claim}
	out, err := b.Send(proven)
	if err != nil {
		t.Fatal(err)
	}
	first := out.Answer
	ask := func(what string, b nametag.Browser, id nametag.CommandID) (nametag.Answer, error) {
		t.Helper()
		before, ledger := shown(w), entries(w)
		out, err := w.Service.Again(t.Context(), b, id)
		want(t, what+" shows", shown(w), before)
		want(t, what+" writes", entries(w), ledger)
		return out.Answer, err
	}
	known := func(what string) {
		t.Helper()
		got, err := ask(what, b.Browser, proven.ID)
		want(t, what, fmt.Sprint(got, err), fmt.Sprint(first, nil))
	}
	unknown := func(what string) {
		t.Helper()
		_, err := ask(what, b.Browser, NewCommand())
		want(t, what, errors.Is(err, nametag.ErrFenced), true)
	}
	known("to the same visitor")
	unknown("to the same visitor, another")
	dead := *b
	b.Reset()
	known("to the one after")
	unknown("to the one after, another")
	_, err = ask("with a dead token", dead.Browser, NewCommand())
	want(t, "with a dead token", errors.Is(err, nametag.ErrFenced), true)
	_, err = ask("another browser's", w.Browser().Browser, proven.ID)
	want(t, "another browser's", errors.Is(err, nametag.ErrFenced), true)
}

// Only who has no row, and isn't too young to have lost one, ran out.
func TestWhoRanOut(t *testing.T) {
	t.Parallel()
	w := New(t)
	silent, known, gone := w.Browser(), w.Browser(), w.Browser()
	known.Identify(ID("42"))
	gone.Identify(ID("43"))
	was := gone.Visitor
	gone.Reset()
	ranOut := func(what string, v nametag.VisitorID, wanted bool) {
		t.Helper()
		got, err := w.Service.RanOut(t.Context(), w.Site, v)
		want(t, what, fmt.Sprint(got, err), fmt.Sprint(wanted, nil))
	}
	ranOut("at first", silent.Visitor, false)
	w.Clock.Pass(w.Service.Lives.Anonymous)
	ranOut("who said nothing", silent.Visitor, true)
	ranOut("who is known", known.Visitor, false)
	ranOut("who was ended", was, false)
	ended, end := context.WithCancel(t.Context())
	end()
	if got, err := w.Service.RanOut(ended, w.Site, silent.Visitor); got || err == nil {
		t.Errorf("where nobody can look: got %v, %v, want an error", got, err)
	}
}
