package live

import (
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

// maxWatched is of how many people an agent hears.
const maxWatched = 200

// watch hears of those people, in place of those before.
func (a *agentSocket) watch(w wire.Watch) {
	people, err := parseWatch(w)
	if err != nil {
		a.fail(err)
		return
	}
	before := a.unwatch
	a.unwatch = a.server.config.Presence.Watch(a.site.ID, people, a.sight)
	if before != nil {
		before() // not earlier: who comes between the two would be missed
	}
}

func parseWatch(w wire.Watch) (people presence.Watched, err error) {
	if len(w.Visitors)+len(w.Contacts) > maxWatched {
		return people, nametag.ErrBadValue.For("watch").Saying("At most %d people can be watched.", maxWatched).Over(maxWatched)
	}
	for _, text := range w.Visitors {
		id, err := nametag.ParseVisitorID(text)
		if err != nil {
			return people, nametag.ErrBadValue.For("watch.visitors")
		}
		people.Visitors = append(people.Visitors, id)
	}
	for _, text := range w.Contacts {
		id, err := nametag.ParseContactID(text)
		if err != nil {
			return people, nametag.ErrBadValue.For("watch.contacts")
		}
		people.Contacts = append(people.Contacts, id)
	}
	return people, nil
}
