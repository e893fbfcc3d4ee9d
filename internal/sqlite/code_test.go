package sqlite_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// drawing returns a draw that gives texts, then the last one for ever.
func drawing(texts ...string) func(int) string {
	return func(int) string {
		text := texts[0]
		texts = texts[min(1, len(texts)-1):]
		return text
	}
}

func TestLookupCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hour := func(n int) time.Time { return at.Add(time.Duration(n) * time.Hour) }
	code := func(v nametag.VisitorID, now int, draws ...string) (string, error) {
		return w.LookupCode(t.Context(), shop, v, hour(now), hour(now+1), drawing(draws...))
	}
	want := func(step string, v nametag.VisitorID, now int, want string) {
		t.Helper()
		if got, err := w.CodeOf(t.Context(), shop, v, hour(now)); got != want || err != nil {
			t.Errorf("%s: got %q, want %q (%v)", step, got, want, err)
		}
	}
	give := func(v nametag.VisitorID, now int, draws ...string) {
		t.Helper()
		if _, err := code(v, now, draws...); err != nil {
			t.Fatal(err)
		}
	}
	want("none", 1, 0, "")
	give(1, 0, "1111")
	give(2, 0, "1111", "1111", "2222")
	want("the first's", 1, 0, "1111")
	want("not the first's again", 2, 0, "2222")
	want("expired", 1, 1, "")
	if got, err := w.LookupCode(t.Context(), shop, 2, hour(0), hour(5), drawing("9999")); got != "2222" || err != nil {
		t.Errorf("renewed: got %q, %v", got, err)
	}
	want("renewed", 2, 4, "2222")
	give(3, 2, "1111")
	want("taken over when expired", 3, 2, "1111")
	give(1, 2, "1111", "4444")
	want("a new one after the old expired", 1, 2, "4444")
	if _, err := code(4, 2, "1111"); !errors.Is(err, nametag.ErrUnavailable) {
		t.Errorf("no free code: %v", err)
	}
	if got, err := w.CodeOf(t.Context(), 2, 2, hour(0)); got != "" || err != nil {
		t.Errorf("of another site: %q, %v", got, err)
	}
}

// A fence takes the visitor's code.
func TestLookupCodeIsGoneAfterAFence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.visitor(nil)
	w.write(v)
	_, err := w.LookupCode(t.Context(), shop, v.ID, at, at.Add(time.Hour), drawing("1111"))
	w.must(err)
	fenced := v.Clone()
	fenced.FencedAt = at
	w.write(fenced)
	if got, err := w.CodeOf(t.Context(), shop, v.ID, at); got != "" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestLookupCodesGrow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := 0
	draw := func(digits int) string {
		n++
		return fmt.Sprintf("%0*d", digits, n)
	}
	ctx := t.Context()
	give := func(v nametag.VisitorID, now time.Time) string {
		t.Helper()
		code, err := w.LookupCode(ctx, shop, v, now, now.Add(time.Hour), draw)
		w.must(err)
		return code
	}
	_, err := w.raw().ExecContext(ctx, `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
		INSERT INTO lookup_code (site, code, visitor, expires) SELECT ?, 'x' || i, i, ? FROM n`,
		int64(shop), at.Add(time.Hour).UnixMilli())
	w.must(err)
	if code := give(4999, at); len(code) != 4 {
		t.Errorf("beside 2,000 codes it is %q", code)
	}
	if code := give(5000, at); len(code) != 6 {
		t.Errorf("one more is %q", code)
	}
	if code := give(5001, at.Add(time.Hour)); len(code) != 4 {
		t.Errorf("once all have expired it is %q", code)
	}
}

// A visitor has one code: the expired one is free for others when it is given another.
func TestAVisitorHasOneCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, draw := range []string{"1111", "2222"} {
		now := at.Add(time.Duration(i) * 2 * time.Hour)
		_, err := w.LookupCode(t.Context(), shop, 1, now, now.Add(time.Hour), drawing(draw))
		w.must(err)
	}
	if n := w.count("lookup_code"); n != 1 {
		t.Errorf("%d codes, want the new one alone", n)
	}
}
