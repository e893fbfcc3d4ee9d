package sqlite_test

import (
	"database/sql"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/sqlite"
)

// What may be walked from end to end: the sites and their keys, which are few, and what a statement has gathered itself.
var walkable = regexp.MustCompile(`^SCAN (site|site_alias USING INDEX site_alias_of|signing_key|f|CONSTANT ROW|\(subquery-\d+\)|family|who|newest|chain)$`)

// Every statement finds its rows by an index, however many there are, but for those that are there to read all.
func TestNoStatementWalksATable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	db := w.raw()
	for _, text := range sqlite.Statements() {
		verb, _, _ := strings.Cut(text, " ")
		if verb == "BEGIN" || verb == "COMMIT" || verb == "ROLLBACK" || verb == "PRAGMA" || slices.Contains(sqlite.ReadAll, text) {
			continue
		}
		if walks := w.walks(db, text); len(walks) > 0 {
			t.Errorf("%s\n%s", text, walks)
		}
	}
	if len(w.walks(db, "SELECT seq FROM ledger WHERE actor = 'Sam'")) == 0 {
		t.Error("this test doesn't see a walk")
	}
}

// walks returns the steps of a statement's plan that walk a table.
func (w *world) walks(db *sql.DB, text string) []string {
	w.Helper()
	return slices.DeleteFunc(w.plan(db, text), func(step string) bool {
		return !strings.HasPrefix(step, "SCAN") || walkable.MatchString(step)
	})
}

// plan returns the steps of a statement's plan.
func (w *world) plan(db *sql.DB, text string) (steps []string) {
	w.Helper()
	rows, err := db.QueryContext(w.Context(), "EXPLAIN QUERY PLAN "+text, make([]any, 20)...)
	if err != nil {
		w.Fatalf("%s: %v", text, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		w.must(rows.Scan(&id, &parent, &unused, &detail))
		steps = append(steps, detail)
	}
	w.must(rows.Err())
	return steps
}

// search is a step that finds rows by an index.
var search = regexp.MustCompile(`^SEARCH contact USING (?:COVERING )?INDEX (.*)$`)

// What strangers can make much of is found by indexes in their order, nothing is sorted, and of each little is taken.
func TestWhatStrangersCanFillIsBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	db := w.raw()
	for text, want := range map[string][]string{
		sqlite.SelectHolders: {
			"contact_verified_email (site=? AND email=?)", "contact_merged_email (site=? AND email=?)",
			"contact_email (site=? AND email=? AND external_id=? AND secured_at=?)",
			"contact_email (site=? AND email=? AND external_id=? AND secured_at>?)", "contact_email (site=? AND email=? AND external_id>?)",
		},
		sqlite.SelectConflicted: {"contact_conflicted (site=?)"},
	} {
		var got []string
		for _, step := range w.plan(db, text) {
			if found := search.FindStringSubmatch(step); found != nil {
				got = append(got, found[1])
			} else if strings.HasPrefix(step, "SEARCH") || strings.Contains(step, "B-TREE") {
				t.Errorf("%s\n%s", text, step)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\ngot  %q\nwant %q", text, got, want)
		}
		if bounds := strings.Count(text, "LIMIT"); bounds != max(1, len(want)-1) { // one row at most is verified and live
			t.Errorf("%s\nhas %d bounds", text, bounds)
		}
	}
}
