package main

import (
	"errors"
	"net/http"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/web"
	"github.com/nametag-dev/nametag/internal/wire"
)

// demoBodyBytes is how large a body the shop's own API takes.
const demoBodyBytes = 1024

func readBody(r *http.Request, into any) error { return web.ReadJSON(r, demoBodyBytes, into) }

func refuse(w http.ResponseWriter, err error) {
	e := nametag.ErrInternal
	errors.As(err, &e)
	writeJSON(w, web.Status(e.Kind), wire.ErrorAnswer{Error: *wire.SpellError(e)})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(wire.Encode(body)) // a browser that went away is no error of ours
}
