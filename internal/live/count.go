package live

import "github.com/nametag-dev/nametag/internal/nametag"

// count counts what a visitor with a valid token did (0: somebody without one), whose address was counted at the door.
// Returns ErrRateLimited if it was too much.
func (s *Server) count(site *nametag.Site, visitor nametag.VisitorID, n int) error {
	return nametag.RateLimited(s.config.Limits.OfVisitor(int64(site.ID), int64(visitor), n))
}

// countFrame counts what comes by the socket.
func (v *visitorSocket) countFrame() error {
	s := v.server
	if wait := s.config.Limits.FromAddress(v.client.Address, 1); wait > 0 {
		return nametag.RateLimited(wait)
	}
	return s.count(v.site, v.speaks, 1)
}
