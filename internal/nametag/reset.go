package nametag

import "context"

// Reset fences the browser (spec identity §5): from here on it is a new anonymous visitor, and its old token is dead.
func (s *Service) Reset(ctx context.Context, b Browser, id CommandID) (Outcome, error) {
	return s.command(ctx, b, Keys{}, id, func(t *turn) error {
		t.fence(WasReset, "")
		t.outcome.Answer.Switched = true
		return nil
	})
}
