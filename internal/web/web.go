// Package web speaks HTTP: the scripts, the browser API, the panel and the server API (spec api §2, §3). It guards the
// doors of spec security §6 and hands what comes through them to the rooms that decide. routes.go is its table of
// contents; errors.go answers every error.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/client"
	"github.com/nametag-dev/nametag/internal/limit"
	"github.com/nametag-dev/nametag/internal/live"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

// Config is what web speaks for. All fields are needed but those that say otherwise.
type Config struct {
	Service  *nametag.Service
	Access   *access.Doors
	Presence *presence.Room
	Live     *live.Server
	Static   func(name string) (File, error)
	Kept     func(ctx context.Context, name string) (File, error) // a script that another build brought, by its hashed name
	Healthy  func(ctx context.Context) error                      // says whether the store answers
	Snippet  func(language string) (s Snippet, ok bool)           // by the language's key
	Demo     http.Handler                                         // at /demo/; nil: there is none
	// PublicURL is where browsers reach the server, such as "https://nametag.example.com". "" takes what each request
	// says it was sent to, and over what. https makes the panel's cookie Secure.
	PublicURL string
	Proxies   client.Proxies    // whose headers say where a request comes from; nil: nobody's
	Countries *client.Countries // in which countries addresses are; nil knows of none
	Browsers  *limit.Browsers   // counts what comes to the browser API; nil lets everything pass
	Programs  *limit.Programs   // counts what comes to the server API; nil lets everything pass
	Log       *slog.Logger
	Now       func() time.Time
}

// Snippet is the code of one language that customers copy.
type Snippet interface {
	For(use string) string // what makes a proof with a key of this use
}

// File is one file that browsers load.
type File struct {
	Name   string // its plain name
	Pinned string // its name with its hash
	Type   string // its media type
	Hash   string // of its content
	Hashed bool   // it was asked for by a name with its hash, so it never changes under it
	Bytes  []byte
	Brotli []byte // nil where there is none
	Gzip   []byte // nil where there is none
}

// server is web at work.
type server struct {
	Config
	origin      string // of PublicURL, "" if none was given
	crossOrigin *http.CrossOriginProtection
	again       locks // of requests that may be sent again
	setting     locks // of sites whose settings change
	consulting  consulting
	helpFile    func() (File, error)

	proxyUnknown sync.Once // tells of it
}

func newServer(c Config) *server {
	s := &server{Config: c, origin: originOf(c.PublicURL), crossOrigin: http.NewCrossOriginProtection(), consulting: newConsulting()}
	s.helpFile = sync.OnceValues(s.renderHelp)
	if s.origin != "" {
		// Behind a proxy that changes the Host header, our own pages would look like strangers'. The origin was
		// parsed, so it can't be refused.
		_ = s.crossOrigin.AddTrustedOrigin(s.origin)
	}
	return s
}

// New returns the handler of everything that the server answers. It starts no goroutine.
func New(c Config) http.Handler {
	s := newServer(c)
	e := echo.New()
	e.HTTPErrorHandler = s.answerError
	if s.Log.Enabled(context.Background(), slog.LevelDebug) {
		e.Use(s.logged)
	}
	e.Use(s.recoverPanics, headers(everyHeader), s.countedAPI)
	s.routes(e)
	return e
}
