package web

import (
	"context"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// The bounds of a batch.
const (
	batchCommands  = 256 // no fewer than a body can hold of those that the widget writes
	commandIDBytes = 64
)

// commands answers POST /v1/commands (spec api §2): the calls of one browser, in their order.
func (s *server) commands(c echo.Context) error {
	var batch wire.Batch
	if err := readFromPage(c.Request(), &batch); err != nil {
		return err
	}
	if err := checkBatch(batch); err != nil {
		return err
	}
	// Once it is here the batch is carried out, even if the page that sent it is gone: identify right before a
	// navigation is the commonest call of all.
	ctx := context.WithoutCancel(c.Request().Context())
	site, err := s.siteOfPage(ctx, c.Request(), batch.Site)
	if err != nil {
		return err
	}
	t := s.openTalk(site, batch, c.Request().Header.Get("Origin"))
	if err := s.countBatch(c.Request(), t, len(batch.Commands)); err != nil {
		return err
	}
	said, err := t.carryOut(ctx, batch)
	if err != nil {
		return err
	}
	s.noteInstall(ctx, c.Request(), site)
	return answer(c, http.StatusOK, said)
}

// checkBatch refuses a batch of the wrong shape as a whole.
func checkBatch(batch wire.Batch) error {
	if batch.Site == "" {
		return nametag.ErrMissingField.For("site")
	}
	if len(batch.Commands) > batchCommands {
		return nametag.ErrTooLarge.For("commands").Over(batchCommands)
	}
	for i, command := range batch.Commands {
		if !isCommandID(command.ID) {
			return nametag.ErrBadValue.For(fmt.Sprintf("commands[%d].id", i)).
				Saying("A command's id is 1 to %d visible ASCII characters.", commandIDBytes).Over(commandIDBytes)
		}
	}
	return nil
}

func isCommandID(id string) bool {
	for _, c := range []byte(id) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return id != "" && len(id) <= commandIDBytes
}

// carryOut runs the batch and says who the browser is then.
func (t *talk) carryOut(ctx context.Context, batch wire.Batch) (wire.BatchAnswer, error) {
	if t.token == "" && len(batch.Commands) > 0 {
		first := batch.Commands[0]
		var err error
		if t.browser, err = t.Service.Begin(ctx, t.browser, nametag.CommandID(first.ID), saysOf(first)); err != nil {
			return wire.BatchAnswer{}, fmt.Errorf("begin browser: %w", err)
		}
	}
	answers := make([]wire.Answer, 0, len(batch.Commands))
	for range batch.Commands {
		var err error
		if answers, err = t.inTurn(ctx, batch, answers); err != nil {
			return wire.BatchAnswer{}, err
		}
	}
	who, err := t.whoNow(ctx)
	return wire.BatchAnswer{Visitor: who, Site: t.spellWidgetSite(t.browser.Site), Answers: answers}, err
}

// saysOf is what a command says, as it was spelt.
func saysOf(command wire.Command) string { return string(command.Args) + string(command.Said) }

func (s *server) spellWidgetSite(site *nametag.Site) wire.WidgetSite {
	return wire.WidgetSite{Dev: site.Developing(s.Now()), Linked: site.LinkedNow(s.Now())}
}
