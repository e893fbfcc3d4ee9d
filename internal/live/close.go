package live

import (
	"errors"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Close codes: after 4000–4499 a client comes back, after 4500–4999 it doesn't.
const (
	closeNoHello = 4001 // it didn't say who it is in time
	closeRestart = 4012 // the server is going and will be back
	closeLimited = 4029 // it says too much, or too many are here from its address
	closePanic   = 4050 // as for all errors of the server's own
	closeSurplus = 4508 // one socket too many of this visitor: the oldest goes
)

// closeCodes says what becomes of a socket that met an error of a kind.
var closeCodes = map[nametag.ErrorKind]int{
	nametag.Internal:     closePanic,
	nametag.Unavailable:  4053,
	nametag.Limited:      closeLimited,
	nametag.Clash:        4009,
	nametag.Invalid:      4500,
	nametag.Unauthorized: 4501,
	nametag.Forbidden:    4503,
	nametag.NotFound:     4504,
	nametag.NotAllowed:   4505,
	nametag.TooLarge:     4513,
	nametag.Unsupported:  4515,
}

// closeFor returns the close code and the reason for an error: its code in the catalogue.
func closeFor(err error) (code int, reason string) {
	var e *nametag.Error
	if !errors.As(err, &e) {
		e = nametag.ErrInternal
	}
	return closeCodes[e.Kind], e.Code
}

// ours reports whether an error is the server's own fault, and so for its log.
func ours(err error) bool {
	var e *nametag.Error
	return !errors.As(err, &e) || e.Kind == nametag.Internal
}
