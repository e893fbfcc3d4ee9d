package web

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// pageDefault is how many things a page of a list holds where nobody says.
const pageDefault = 25

// query is a request's query, in which every parameter is known and stands once.
type query url.Values

// queryOf reads the query and refuses, by name, any parameter that isn't in allowed or stands twice.
func queryOf(c echo.Context, allowed ...string) (query, error) {
	values, err := url.ParseQuery(c.Request().URL.RawQuery)
	if err != nil {
		return nil, nametag.ErrBadValue.For("query").Saying("The query can't be read.")
	}
	for name, all := range values {
		switch {
		case !slices.Contains(allowed, name):
			return nil, nametag.ErrBadValue.For(printable(name)).Saying("There is no such parameter here.")
		case len(all) > 1:
			return nil, nametag.ErrBadValue.For(name).Saying("The parameter stands in the query twice.")
		case !utf8.ValidString(all[0]) || strings.ContainsRune(all[0], 0):
			return nil, nametag.ErrBadValue.For(name).Saying("The parameter is not text.")
		}
	}
	return query(values), nil
}

func (q query) has(name string) bool   { return len(q[name]) > 0 }
func (q query) get(name string) string { return url.Values(q).Get(name) }

// limit is how many things are asked for.
func (q query) limit() (int, error) {
	if !q.has("limit") {
		return pageDefault, nil
	}
	n, err := strconv.Atoi(q.get("limit"))
	if err != nil || n < 1 || n > nametag.MaxPage {
		return 0, nametag.ErrBadValue.For("limit").Saying("The limit is a number from 1 to %d.", nametag.MaxPage).Over(nametag.MaxPage)
	}
	return n, nil
}

// cursor is where the page before ended: the text that next spelt, "" for the first page.
func (q query) cursor() (string, error) {
	if !q.has("cursor") {
		return "", nil
	}
	text, err := base64.RawURLEncoding.Strict().DecodeString(q.get("cursor"))
	if err != nil || len(text) == 0 {
		return "", errBadCursor()
	}
	return string(text), nil
}

// next spells where the following page begins.
func next(place string) *string {
	cursor := wire.Cursor(place)
	return &cursor
}

// stretch is where a page of a list begins in which places are numbers, 0 for the first, and how many it may hold.
func (q query) stretch() (from int64, limit int, err error) {
	if limit, err = q.limit(); err != nil {
		return 0, 0, err
	}
	place, err := q.cursor()
	if err != nil || place == "" {
		return 0, limit, err
	}
	if from, err = strconv.ParseInt(place, 10, 64); err != nil || from < 1 {
		return 0, 0, errBadCursor()
	}
	return from, limit, nil
}

func errBadCursor() error {
	return nametag.ErrBadValue.For("cursor").Saying("The cursor is not one that this list gave.")
}

// printable bounds what an error repeats of a name that a stranger chose.
func printable(name string) string {
	const most = 64
	if len(name) > most {
		name = name[:most]
	}
	return strings.ToValidUTF8(name, "")
}
