package presence

import (
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// PictureHosts says whose pictures a site's agents see whoever says them (spec security §6), from now on in the rows that
// they look at. Told the same again, it does nothing. The list must not be changed.
func (r *Room) PictureHosts(site nametag.SiteID, hosts []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before := r.pictured[site]
	if slices.Equal(before, hosts) {
		return
	}
	r.pictured[site] = hosts
	for _, row := range r.board(site).rows.Items() {
		d := row.person
		if row.panes > 0 && d != nil && d.Picture.Shown(before) != d.Picture.Shown(hosts) { // the others are spelt once they are shown
			row.touch()
		}
	}
}
