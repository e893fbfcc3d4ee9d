package presence

import "github.com/nametag-dev/nametag/internal/nametag"

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
