package web

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// idempotencyFor is how long a request that is sent again under its key is known.
const idempotencyFor = 24 * time.Hour

// idempotencyBytes bounds a key.
const idempotencyBytes = 255

// once carries out a request, or finds under its Idempotency-Key that it was carried out before. do returns a word by
// which the answer can be made again: answers themselves aren't kept, since they are about people. Two that come at the
// same time are carried out one after the other.
func (s *server) once(c echo.Context, from caller, asked any, do func() (string, error)) (string, error) {
	key := c.Request().Header.Get("Idempotency-Key")
	if key == "" {
		return do()
	}
	if len(key) > idempotencyBytes || strings.ContainsFunc(key, func(r rune) bool { return r < ' ' || r > '~' }) {
		return "", nametag.ErrBadValue.For("Idempotency-Key").Saying("The key is 1 to %d visible ASCII characters.", idempotencyBytes)
	}
	name := fmt.Sprintf("idempotency:%s:%x", from.realm(), sha256.Sum256([]byte(key)))
	request := fmt.Sprintf("%x ", sha256.Sum256([]byte(c.Request().Method+c.Request().URL.Path+"\n"+string(wire.Encode(asked)))))
	s.again.Lock(name)
	defer s.again.Unlock(name)
	ctx := context.WithoutCancel(c.Request().Context()) // what was begun is remembered, also for a client that went away
	c.SetRequest(c.Request().WithContext(ctx))
	known, err := s.Service.Remembered(ctx, name)
	if err != nil {
		return "", err
	}
	if known == "" {
		done, err := do()
		if err == nil {
			err = s.Service.Remember(ctx, name, request+done, idempotencyFor)
		}
		return done, err
	}
	done, same := strings.CutPrefix(known, request)
	if !same {
		return "", nametag.ErrBadValue.For("Idempotency-Key").Saying("The key was used for another request.")
	}
	return done, nil
}

// realm is within what a key stands for one request: the site, or all that belongs to none.
func (from caller) realm() string {
	if from.site == nil {
		return "agents"
	}
	return from.site.ID.String()
}
