package presence

import (
	"cmp"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Counts is how many people a site's list holds, and as what they are here.
func (r *Room) Counts(site nametag.SiteID) Counts {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.board(site).counts
}

// Search is the search as it is compared.
func (q Query) Search() string { return q.search }

// Sort is the order of the rows.
func (q Query) Sort() Sort { return cmp.Or(q.sort, Newest) }

// Folding is how many bytes were folded for searches until now.
func (r *Room) Folding() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.folding
}

// FoldingOfAStretch is how many bytes a new search folds before it lets others have their turn.
func (r *Room) FoldingOfAStretch(site nametag.SiteID, q Query) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	before := r.folding
	newView(r.board(site), q).fill()
	return r.folding - before
}
