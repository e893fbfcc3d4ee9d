package sqlite_test

import (
	"database/sql"
	"regexp"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/sqlite"
)

// What may be walked from end to end: the sites, which are few, and what a statement has gathered itself.
var walkable = regexp.MustCompile(`^SCAN (site|f|CONSTANT ROW|\(subquery-\d+\)|family|who|newest|chain)$`)

// Every statement finds its rows by an index, however many there are.
func TestNoStatementWalksATable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	db := w.raw()
	for _, text := range sqlite.Statements() {
		verb, _, _ := strings.Cut(text, " ")
		if verb == "BEGIN" || verb == "COMMIT" || verb == "ROLLBACK" || verb == "PRAGMA" {
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
func (w *world) walks(db *sql.DB, text string) (walks []string) {
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
		if strings.HasPrefix(detail, "SCAN") && !walkable.MatchString(detail) {
			walks = append(walks, detail)
		}
	}
	w.must(rows.Err())
	return walks
}
