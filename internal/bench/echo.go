package bench

import (
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// echoHandler is the bare limit of a request: Echo, the same JSON read as strictly, an answer of the same shape, and
// nothing in between.
func echoHandler() http.Handler {
	e := echo.New()
	e.POST("/v1/commands", func(c echo.Context) error {
		body, err := io.ReadAll(c.Request().Body)
		if err != nil {
			return err
		}
		var batch wire.Batch
		if err := wire.Decode(body, &batch); err != nil {
			return err
		}
		return c.JSONBlob(http.StatusOK, wire.Encode(ack(batch)))
	})
	return e
}

func ack(batch wire.Batch) wire.BatchAnswer {
	const visitor = "v_0c4j8x6rm2a9k"
	said := wire.BatchAnswer{Visitor: wire.VisitorState{ID: visitor, Trust: nametag.Claimed.String()}}
	if len(batch.Visitor) > 0 {
		said.Visitor.Token = batch.Token()
	}
	for _, command := range batch.Commands {
		ok := wire.Identified{VisitorID: visitor, Trust: nametag.Claimed.String()}
		said.Answers = append(said.Answers, wire.Answer{ID: command.ID, OK: ok})
	}
	return said
}
