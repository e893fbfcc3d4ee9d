package web

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// bodyBytes is how large a request's body may be (spec security §6).
const bodyBytes = 16 << 10

// What a body may be sent as. Browsers send plain text without asking first (spec api §2).
var (
	jsonBody    = []string{"application/json"}
	browserBody = []string{"text/plain", "application/json"}
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// ReadJSON decodes a JSON body of at most so many bytes strictly. The error is one of the catalogue and names the field
// to blame.
func ReadJSON(r *http.Request, mostBytes int64, into any) error {
	return readBody(r, jsonBody, mostBytes, wire.Decode, into)
}

// read is [ReadJSON] for what the server's own addresses take.
func read(r *http.Request, types []string, into any) error {
	return readBody(r, types, bodyBytes, wire.Decode, into)
}

// readFromPage is [read] for what pages send.
func readFromPage(r *http.Request, into any) error {
	return readBody(r, browserBody, bodyBytes, wire.DecodeFromPage, into)
}

func readBody(r *http.Request, types []string, mostBytes int64, decode func([]byte, any) error, into any) error {
	if !isOneOf(types, r.Header.Get("Content-Type")) {
		return nametag.ErrMediaType
	}
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	n, err := b.ReadFrom(io.LimitReader(r.Body, mostBytes+1))
	switch {
	case err != nil: // a client that went away, or sent broken pieces: its fault, whatever the reader calls it
		return nametag.ErrBadJSON.Saying("The body ended before all of it had come.")
	case n > mostBytes:
		return nametag.ErrTooLarge.Over(int(mostBytes))
	}
	return decode(b.Bytes(), into)
}

// readIfAny is [read] for a body that may be left out.
func readIfAny(c echo.Context, into any) error {
	if r := c.Request(); r.ContentLength == 0 {
		return nil
	}
	return read(c.Request(), jsonBody, into)
}

// readNothing takes no body, or an empty object.
func readNothing(c echo.Context) error { return readIfAny(c, &struct{}{}) }

func isOneOf(types []string, header string) bool {
	media, _, _ := strings.Cut(header, ";")
	media = strings.TrimSpace(media)
	for _, t := range types {
		if strings.EqualFold(t, media) {
			return true
		}
	}
	return false
}
