package sqlite_test

import (
	"strconv"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/nametag-dev/nametag/internal/nametag"
)

func TestSweep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	jane := w.contact("42", "")
	linked, anonymous, moved := w.visitor(jane), w.visitor(nil), w.visitor(nil)
	w.write(jane, linked, anonymous)
	var sessions []nametag.Session
	for i := range 600 { // more than one stretch
		sessions = append(sessions, w.visit(w.visitor(nil), i))
	}
	w.saved(append(sessions, w.visit(linked, 0), w.visit(anonymous, 0), w.visit(anonymous, 60*24))...)
	var group errgroup.Group
	group.SetLimit(200)
	for i := range 600 { // more than one transaction
		group.Go(func() error {
			_, err := w.Once(ctx, strconv.Itoa(i), "v", at, at.Add(time.Hour))
			return err
		})
	}
	w.must(group.Wait())
	_, err := w.Once(ctx, "lasting", "v", at, at.Add(1000*time.Hour))
	w.must(err)
	_, err = w.LookupCode(ctx, shop, moved.ID, at, at.Add(time.Hour), drawing("1111"))
	w.must(err)
	_, err = w.LookupCode(ctx, shop, linked.ID, at, at.Add(1000*time.Hour), drawing("2222"))
	w.must(err)

	w.must(w.Sweep(ctx, at.Add(30*24*time.Hour+12*time.Hour)))
	for table, want := range map[string]int{"once": 1, "lookup_code": 1, "session": 2} {
		var got int
		w.must(w.raw().QueryRowContext(ctx, "SELECT count(*) FROM "+table).Scan(&got))
		if got != want {
			t.Errorf("%d rows of %s are left, want %d", got, table, want)
		}
	}
}
