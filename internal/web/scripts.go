package web

import (
	"errors"
	"io/fs"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// How long browsers may keep a file: under a hashed name for ever, the widget under its plain name for a while.
const (
	cacheForEver = "public, max-age=31536000, immutable"
	cacheAWhile  = "public, max-age=300"
	cacheAsk     = "no-cache"
	cacheNever   = "no-store"
)

// hashed are the names by which scripts are kept. Only these are looked up: anybody may ask for anything, unlimited.
var hashed = regexp.MustCompile(`^(compat/)?[\w-]+\.[0-9a-f]{8}\.js$`)

// keyed are addresses of a vendor's script that carry the site's key, which is for the script to read.
var keyed = regexp.MustCompile(`^(compat/\w+)/[^/]+\.js$`)

// script answers GET /nametag.js, GET /nametag.<hash>.js, GET /compat/<vendor>.js, GET /compat/<vendor>/<key>.js and the like:
// the scripts of this build, and those of others by their hashed names, since pages pin them (spec widget §1, api §2).
func (s *server) script(c echo.Context) error {
	name := keyed.ReplaceAllString(strings.TrimPrefix(c.Request().URL.Path, "/"), "$1.js")
	f, err := s.file(name)
	if errors.Is(err, fs.ErrNotExist) && hashed.MatchString(name) {
		f, err = s.Kept(c.Request().Context(), name)
	}
	if err != nil {
		return err
	}
	return send(c, f, cacheAWhile)
}

// file finds a file that browsers may load, or ErrNotFound.
func (s *server) file(name string) (File, error) {
	if !fs.ValidPath(name) || strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz") {
		return File{}, nametag.ErrNotFound
	}
	return s.Static(name)
}

// send answers with a file, compressed as the browser likes best, or with 304 if the browser has it.
func send(c echo.Context, f File, cache string) error {
	if f.Hashed {
		cache = cacheForEver
	}
	h := c.Response().Header()
	h.Set("Cache-Control", cache)
	h.Set("Vary", "Accept-Encoding")
	etag := `W/"` + f.Hash + `"` // weak: the same for all compressed forms
	h.Set("ETag", etag)
	if matches(c.Request().Header.Get("If-None-Match"), etag) {
		return c.NoContent(http.StatusNotModified)
	}
	body, encoding := choose(f, c.Request().Header.Get("Accept-Encoding"))
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	return c.Blob(http.StatusOK, f.Type, body)
}

// matches compares weakly, as RFC 9110 §13.1.2 has it.
func matches(header, etag string) bool {
	for held := range strings.SplitSeq(header, ",") {
		held = strings.TrimSpace(held)
		if held == "*" || strings.TrimPrefix(held, "W/") == strings.TrimPrefix(etag, "W/") {
			return true
		}
	}
	return false
}

// choose takes the smallest form that the browser accepts.
func choose(f File, accept string) (body []byte, encoding string) {
	switch {
	case f.Brotli != nil && accepts(accept, "br"):
		return f.Brotli, "br"
	case f.Gzip != nil && accepts(accept, "gzip"):
		return f.Gzip, "gzip"
	}
	return f.Bytes, ""
}

// accepts reports whether an Accept-Encoding header names the encoding, and not with q=0.
func accepts(header, encoding string) bool {
	for item := range strings.SplitSeq(header, ",") {
		name, q, _ := strings.Cut(item, ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		weight, given := strings.CutPrefix(strings.ReplaceAll(q, " ", ""), "q=")
		f, err := strconv.ParseFloat(weight, 64)
		return !given || err == nil && f > 0
	}
	return false
}
