package web

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// exportPiece is sent at a time, and is what a slow reader must take within exportWithin.
const (
	exportPieceBytes = 64 << 10
	exportWithin     = time.Minute
)

// export answers GET /api/v1/contacts/{id}/export: everything about one person, as a file. It is sent as it is read; where that
// fails the connection breaks, so that nobody takes a part for the whole.
func (s *server) export(c echo.Context, site *nametag.Site) error {
	id, err := contactOf(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	e, err := s.Service.Export(ctx, site, id)
	if err != nil {
		return err
	}
	now := s.Service.Now()
	h := c.Response().Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="nametag-contact-%s-%s.json"`, e.Contact.ID, now.UTC().Format(time.DateOnly)))
	c.Response().WriteHeader(http.StatusOK)
	w := bufio.NewWriterSize(patient{c.Response(), http.NewResponseController(c.Response())}, exportPieceBytes)
	err = writeExport(ctx, w, e, wire.SpellExport(e, site, now))
	if err != nil && ctx.Err() == nil { // else the client went away
		s.Log.ErrorContext(ctx, "an export broke off", "contact", id, "error", err)
	}
	if err != nil || w.Flush() != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

// writeExport writes one JSON object, a [wire.Export]: its head, then sessions and entries one after the other. Returns what
// keeps them from being read; whether they were written, flushing w says.
func writeExport(ctx context.Context, w *bufio.Writer, e *nametag.Export, head wire.ExportHead) error {
	write(w, bytes.TrimSuffix(wire.Encode(head), []byte("}")), []byte(`,"sessions":[`))
	list := lister{w: w}
	for p, err := range e.Visits(ctx) {
		if err != nil {
			return err
		}
		for _, session := range wire.SpellSessions(p) {
			list.add(session)
		}
	}
	write(w, []byte(`],"ledger":[`))
	list = lister{w: w}
	for entry, err := range e.Entries(ctx) {
		if err != nil {
			return err
		}
		list.add(wire.SpellExportedEntry(entry))
	}
	write(w, []byte("]}\n"))
	return nil
}

// lister writes the elements of a JSON array.
type lister struct {
	w    *bufio.Writer
	some bool
}

func (l *lister) add(element any) {
	if l.some {
		write(l.w, []byte(","))
	}
	l.some = true
	write(l.w, wire.Encode(element))
}

// write writes to a writer that keeps its first error until it is flushed.
func write(w *bufio.Writer, pieces ...[]byte) {
	for _, piece := range pieces {
		_, _ = w.Write(piece)
	}
}

// patient gives a reader time for each piece.
type patient struct {
	http.ResponseWriter
	control *http.ResponseController
}

func (p patient) Write(piece []byte) (int, error) {
	_ = p.control.SetWriteDeadline(time.Now().Add(exportWithin)) // what can't have one needs none
	return p.ResponseWriter.Write(piece)
}
