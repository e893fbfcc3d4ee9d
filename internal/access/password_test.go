package access_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/nametag-dev/nametag/internal/access"
)

// While both slots are busy so many wait; those beyond are told at once, and those who wait may give up.
func TestHashingsQueueUpAndNoMore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := access.NewHasher()
		release := h.Hold()
		ctx, giveUp := context.WithCancel(t.Context())
		ended := make(chan error, access.HashingsWaiting)
		for range access.HashingsWaiting {
			go func() {
				_, err := h.Hash(ctx, password)
				ended <- err
			}()
		}
		synctest.Wait()
		if len(ended) > 0 {
			t.Fatalf("got %v, want it to wait", <-ended)
		}
		late, cancel := context.WithCancel(t.Context())
		cancel() // lest it wait for ever if there were room
		if _, err := h.Hash(late, password); !errors.Is(err, access.ErrBusy) {
			t.Errorf("one too many: got %v, want ErrBusy", err)
		}
		giveUp()
		for range access.HashingsWaiting {
			if err := <-ended; !errors.Is(err, context.Canceled) {
				t.Errorf("one that gave up: got %v, want it canceled", err)
			}
		}
		release()
		if _, err := h.Hash(t.Context(), password); err != nil {
			t.Errorf("once there is room: %v", err)
		}
	})
}

// Only the one who has the link can make the server hash.
func TestBogusSetupTokensAreNotHashedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.openSetup()
	w.Crowd()
	if _, _, err := w.SetUp(t.Context(), "bogus", email, password, desk); !errors.Is(err, access.ErrNotFound) {
		t.Errorf("a bogus token: got %v, want ErrNotFound without hashing", err)
	}
	if _, _, err := w.SetUp(t.Context(), token, email, password, desk); !errors.Is(err, access.ErrBusy) {
		t.Errorf("the link's token: got %v, want ErrBusy", err)
	}
}
