package presence

import (
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Leaked says which of a site's keys leaked. Links that rest on one fall at once, and their pages are told (spec
// security §2). Told the same again, it does nothing.
func (r *Room) Leaked(site nametag.SiteID, keys nametag.LeakedKeys) {
	r.mu.Lock()
	defer r.unlock()
	if slices.Equal(r.leaked[site], keys) {
		return
	}
	r.leaked[site] = keys
	now := r.now()
	for _, v := range r.visitors {
		if v.board.site == site && slices.Contains(keys, v.link.KID) {
			v.settle(now)
		}
	}
}
