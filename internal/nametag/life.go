package nametag

import "time"

// Lives say how long what strangers leave behind is kept (spec security §6). 0 is for ever.
type Lives struct {
	Anonymous time.Duration // what is known of visitors whom nobody named, since they were last heard of
	Unproven  time.Duration // contacts that were never secured, since they were last heard of
	Evidence  time.Duration // counts of claims
}

// LeastEvidence is how long counts of claims are kept at least: reports go back a week.
const LeastEvidence = 8 * 24 * time.Hour

// mayBeForgotten reports whether a visitor without a row may have had one (spec security §5): its token is honoured only
// while it is younger than what would be forgotten by now, or was by an earlier, shorter life.
func (s *Service) mayBeForgotten(id VisitorID, now time.Time) bool {
	made := id.Time()
	return !made.After(s.ForgottenBy) || s.Lives.Anonymous > 0 && now.Sub(made) >= s.Lives.Anonymous
}
