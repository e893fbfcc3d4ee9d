package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"strings"

	"github.com/labstack/echo/v4"
)

//go:embed help.html
var helpHTML string

var helpPage = template.Must(template.New("help").Funcs(template.FuncMap{"pieces": pieces}).Parse(helpHTML))

// help answers GET /help, to everybody: what is behind each error, each warning and each line of developer's mode, and
// what to do about it. Under its code, each has an anchor that consoles link to (spec widget §6).
func (s *server) help(c echo.Context) error {
	f, err := s.helpFile()
	if err != nil {
		return err
	}
	return send(c, f, cacheAWhile)
}

// renderHelp makes the page, which is the same for everybody.
func (s *server) renderHelp() (File, error) {
	var page bytes.Buffer
	if err := helpPage.Execute(&page, s.helpGroups()); err != nil {
		return File{}, fmt.Errorf("write help: %w", err)
	}
	var small bytes.Buffer
	zip := gzip.NewWriter(&small)
	if _, err := zip.Write(page.Bytes()); err != nil {
		return File{}, fmt.Errorf("compress help: %w", err)
	}
	if err := zip.Close(); err != nil {
		return File{}, fmt.Errorf("compress help: %w", err)
	}
	sum := sha256.Sum256(page.Bytes())
	return File{Name: "help", Type: "text/html; charset=utf-8", Hash: hex.EncodeToString(sum[:4]), Bytes: page.Bytes(), Gzip: small.Bytes()}, nil
}

// piece is a part of a sentence, which may be code.
type piece struct {
	Text string
	Code bool
}

// pieces takes a sentence apart at its backquotes.
func pieces(sentence string) []piece {
	var all []piece
	for i, text := range strings.Split(sentence, "`") {
		if text != "" {
			all = append(all, piece{text, i%2 == 1})
		}
	}
	return all
}
