package presence

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

const (
	saveEvery  = 2 * time.Second
	batchSize  = 500
	maxUnsaved = 100_000 // beyond that, while they can't be written, the oldest are given up
	saveWithin = 30 * time.Second
)

// Save writes the sessions that have changed, in batches. What can't be written is kept for the next time.
func (r *Room) Save(ctx context.Context) error {
	r.savers.Lock()
	defer r.savers.Unlock()
	r.ripen()
	for {
		batch := r.takeUnsaved()
		if len(batch) == 0 {
			return nil
		}
		if err := r.saveBatch(ctx, batch); err != nil {
			return err
		}
	}
}

func (r *Room) saveBatch(ctx context.Context, batch []*visit) error {
	sessions := r.spellSessions(batch)
	if r.config.Sessions == nil {
		return nil
	}
	if err := r.config.Sessions.SaveSessions(ctx, sessions); err != nil {
		r.putBack(batch)
		return fmt.Errorf("save %d sessions: %w", len(batch), err)
	}
	r.tellSaved(batch)
	return nil
}

func (r *Room) keepSaving() {
	ticker := time.NewTicker(saveEvery)
	defer ticker.Stop()
	for {
		select {
		case <-r.stop:
			return
		case <-ticker.C:
			r.saveInTime()
		}
	}
}

func (r *Room) saveInTime() {
	ctx, cancel := context.WithTimeout(r.ctx, saveWithin)
	defer cancel()
	if err := r.Save(ctx); err != nil {
		r.config.Log.Error("sessions were not written; they are kept for the next try", "error", err)
	}
}

// ripen finds the anonymous sessions that have been seen for long enough by now.
func (r *Room) ripen() {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	r.unripe = slices.DeleteFunc(r.unripe, func(s *visit) bool {
		switch {
		case s.kept:
		case s.ripe(now):
			s.keep(s.visitor)
		case s.watched != 0:
			return false
		}
		s.ripening = false
		return true
	})
}

func (r *Room) takeUnsaved() []*visit {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := min(batchSize, len(r.unsaved))
	batch := slices.Clone(r.unsaved[:n])
	r.unsaved = r.unsaved[n:]
	if len(r.unsaved) == 0 {
		r.unsaved = nil // lets go of what was written
	}
	return batch
}

func (r *Room) spellSessions(batch []*visit) []nametag.Session {
	r.mu.Lock()
	defer r.mu.Unlock()
	sessions := make([]nametag.Session, 0, len(batch))
	for _, s := range batch {
		s.dirty, s.written = false, s.seen
		sessions = append(sessions, s.spell())
	}
	return sessions
}

// putBack keeps a batch that couldn't be written, unless that would be too many.
func (r *Room) putBack(batch []*visit) {
	r.mu.Lock()
	defer r.mu.Unlock()
	batch = slices.DeleteFunc(batch, func(s *visit) bool { return s.dirty })
	for _, s := range batch {
		s.dirty = true
	}
	r.unsaved = append(batch, r.unsaved...)
	for len(r.unsaved) > maxUnsaved {
		r.unsaved[0].dirty = false
		r.unsaved = r.unsaved[1:]
	}
}

type savedWatch struct {
	tell func(nametag.VisitorID, nametag.ContactID)
}

// WatchSaved has tell called after a session was written, with its visitor and whom that is linked to (0: nobody).
// tell must not block and must not call the room. off ends it.
func (r *Room) WatchSaved(tell func(nametag.VisitorID, nametag.ContactID)) (off func()) {
	w := &savedWatch{tell}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.saved[w] = struct{}{}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.saved, w)
	}
}

type expiredWatch struct {
	tell func(nametag.VisitorID, nametag.Link)
}

// WatchExpired has tell called when the link of a visitor who is here falls back to claimed. tell must not block and
// must not call the room. off ends it.
func (r *Room) WatchExpired(tell func(nametag.VisitorID, nametag.Link)) (off func()) {
	w := &expiredWatch{tell}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.expired[w] = struct{}{}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.expired, w)
	}
}

func (r *Room) tellSaved(batch []*visit) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for w := range r.saved {
		for _, s := range batch {
			w.tell(s.visitor.id, s.visitor.link.Contact)
		}
	}
}
