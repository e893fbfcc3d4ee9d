package sqlite_test

import (
	"context"
	"errors"
	"reflect"
	"strconv"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// hold keeps the writer busy until release is called, so that what is asked meanwhile becomes one group.
func (w *world) hold() (release func()) {
	held, let, done := make(chan bool), make(chan bool), make(chan error, 1)
	runs := 0
	go func() {
		_, err := w.Decide(w.Context(), nametag.Keys{}, func(nametag.Known) (nametag.Decision, error) {
			if runs++; runs == 2 { // the first was with what memory knows
				close(held)
				<-let
			}
			return nametag.Decision{Visitors: []*nametag.Visitor{w.visitor(nil)}}, nil
		})
		done <- err
	}()
	<-held
	return func() {
		close(let)
		w.must(<-done)
	}
}

// A decision that the file refuses fails alone; those that were to be committed with it are.
func TestGroupMates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write(w.contact("taken", ""))
	release := w.hold()
	errs := make([]error, 20)
	var group errgroup.Group
	for i := range errs {
		c := w.contact(strconv.Itoa(i), "")
		if i == 7 {
			c.ExternalID = "taken"
		}
		group.Go(func() error {
			errs[i] = write(t, w.Store, c)
			return nil
		})
	}
	w.Queued(len(errs))
	release()
	w.must(group.Wait())
	for i, err := range errs {
		k := known(t, w.Store, nametag.Keys{ExternalID: strconv.Itoa(i)})
		if i == 7 && (err == nil || k.ByID.Row != nil) {
			t.Errorf("the bad one: %v, %v", err, k.ByID.Row)
		}
		if i != 7 && (err != nil || k.ByID.Row == nil) {
			t.Errorf("%d: %v, %v", i, err, k.ByID.Row)
		}
	}
}

// A group sees what its earlier callers wrote, and numbers on where they stopped.
func TestGroupSeesItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.visitor(nil)
	release := w.hold()
	var group errgroup.Group
	for range 50 {
		group.Go(func() error { return count(t, w.Store, v) })
	}
	w.Queued(50)
	release()
	w.must(group.Wait())
	if k := known(t, w.open(sqlite.Config{}), nametag.Keys{Visitor: v.ID}); k.Visitor.Number != 51 || k.Next != 51 {
		t.Errorf("counted to %d, next is %d", k.Visitor.Number, k.Next)
	}
}

// count raises the visitor's number by one, with an entry in the ledger.
func count(t testing.TB, s *sqlite.Store, v *nametag.Visitor) error {
	_, err := s.Decide(t.Context(), nametag.Keys{Site: shop, Visitor: v.ID}, func(k nametag.Known) (nametag.Decision, error) {
		next := v.Clone()
		if k.Visitor != nil {
			next = k.Visitor.Clone()
		}
		next.Number++
		next.Head = k.Next
		e := nametag.Entry{Seq: k.Next, Site: shop, At: at, Kind: nametag.Noted, Visitor: v.ID}
		if k.Visitor != nil {
			e.Prev = k.Visitor.Head
		}
		return nametag.Decision{Visitors: []*nametag.Visitor{next}, Entries: []nametag.Entry{e}}, nil
	})
	return err
}

// No update is lost among 64 callers and two processes, whether or not the rows are in memory.
func TestNoLostUpdate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stores := []*sqlite.Store{w.Store, w.open(sqlite.Config{})}
	visitors := []*nametag.Visitor{w.visitor(nil), w.visitor(nil), w.visitor(nil)}
	var group errgroup.Group
	for i := range 64 {
		group.Go(func() error {
			for j := range 9 {
				s := stores[min(1, (i+j)%8)] // one of eight by the first
				if err := count(t, s, visitors[j%len(visitors)]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	w.must(group.Wait())
	for _, v := range visitors {
		k := known(t, w.open(sqlite.Config{}), nametag.Keys{Visitor: v.ID})
		if k.Visitor.Number != 1+64*3 || k.Next != 1+64*9 {
			t.Errorf("counted to %d, next is %d", k.Visitor.Number, k.Next)
		}
	}
}

// What changes nothing doesn't wait for the writer.
func TestRepeatsDontReachTheWriter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.contact("42", "jane@example.com")
	v := w.visitor(c)
	w.write(c, v)
	keys := nametag.Keys{Visitor: v.ID, ExternalID: "42", Email: "jane@example.com"}
	want := known(t, w.Store, keys)
	release := w.hold()
	defer release()
	if got := known(t, w.Store, keys); !reflect.DeepEqual(got, want) || got.ByID.Row == nil {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestDecideGivesUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	release := w.hold()
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() {
		_, err := w.Once(ctx, "key", "mine", at, at.Add(1))
		gone <- err
	}()
	w.Queued(1)
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	release()
	if got, err := w.Once(t.Context(), "key", "other", at, at.Add(1)); got != "other" {
		t.Errorf("the one that gave up wrote: %q, %v", got, err)
	}
	if _, err := w.Decide(ctx, nametag.Keys{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// Close answers those who wait, and turns away who comes later.
func TestClose(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.open(sqlite.Config{})
	var group errgroup.Group
	started := make(chan bool, 64)
	for range 64 {
		group.Go(func() error {
			for {
				started <- true
				err := write(t, s, w.visitor(nil))
				if errors.Is(err, nametag.ErrUnavailable) {
					return nil
				}
				if err != nil {
					return err
				}
			}
		})
	}
	for range 200 {
		<-started
	}
	go func() {
		for range started {
		}
	}()
	w.must(s.Close())
	w.must(group.Wait())
	close(started)
	if _, err := s.Visitor(t.Context(), shop, 1); !errors.Is(err, nametag.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
}
