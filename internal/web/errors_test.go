package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/nametag-dev/nametag/internal/access"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/web"
	"github.com/nametag-dev/nametag/internal/wire"
)

// The server's own errors are logged, once, with an id that the caller is told; what went wrong stays in the log.
func TestInternalErrorsAreLoggedAndNotShown(t *testing.T) {
	t.Parallel()
	for name, healthy := range map[string]func(context.Context) error{
		"an error": func(context.Context) error { return errors.New("disk on fire") },
		"a panic":  func(context.Context) error { panic("disk on fire") },
		"an odd panic": func(context.Context) error {
			panic([]string{"disk on fire"})
		},
	} {
		w := newWorld(t, func(c *web.Config) { c.Healthy = healthy })
		a := request(t, w, "GET", "/healthz", "").fails(name, http.StatusInternalServerError, "internal", "")
		if strings.Contains(a.Body, "fire") {
			t.Errorf("%s: got %s, want nothing of what went wrong", name, a.Body)
		}
		log := w.log.String()
		if strings.Count(log, "request failed") != 1 || !strings.Contains(log, "disk on fire") {
			t.Errorf("%s: got log %q, want it once", name, log)
		}
		_, id, _ := strings.Cut(a.Body, "(request ")
		id, _, _ = strings.Cut(id, ")")
		if id == "" || !strings.Contains(log, id) {
			t.Errorf("%s: got %s, want the request's id in the log", name, a.Body)
		}
	}
}

func TestAnAbortedAnswerStaysAborted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *web.Config) { c.Healthy = func(context.Context) error { panic(http.ErrAbortHandler) } })
	defer func() {
		if got := recover(); got != http.ErrAbortHandler {
			t.Errorf("got %v, want the connection to be dropped", got)
		}
	}()
	request(t, w, "GET", "/healthz", "")
}

// While the store doesn't answer, a batch fails as a whole, so that the widget keeps it and sends it again.
func TestABatchIsNotAnsweredByABrokenStore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page()
	p.send()
	body := p.batch(p.call("identify", `{"external_id":"42","email":"jane@example.com"}`))
	for err, want := range map[error]int{
		errors.New("write group: no space left on device"):      http.StatusInternalServerError,
		fmt.Errorf("write group: %w", nametag.ErrInternal):      http.StatusInternalServerError,
		fmt.Errorf("write group: %w", nametag.ErrUnavailable):   http.StatusServiceUnavailable,
		fmt.Errorf("write group: %w", context.DeadlineExceeded): http.StatusServiceUnavailable,
	} {
		broken := *w.Service
		broken.Store = brokenStore{w.Store, err}
		b := w.with(func(c *web.Config) { c.Service = &broken })
		if a := request(t, b, "POST", "/v1/commands", body, browserType, fromShop); a.Status != want || strings.Contains(a.Body, "answers") {
			t.Errorf("%v: got %d %s, want %d", err, a.Status, a.Body, want)
		}
	}
	if log := w.log.String(); strings.Contains(log, "jane") || !strings.Contains(log, "no space left") {
		t.Errorf("got log %q, want the reason and nobody's email", log)
	}
	var got said
	request(t, w, "POST", "/v1/commands", body, browserType, fromShop).ok(&got)
	if got.code(0) != "" || got.Visitor.Trust != "claimed" {
		t.Errorf("sent again: got %+v, want it carried out", got)
	}
}

// brokenStore reads but can't write.
type brokenStore struct {
	nametag.Store
	err error
}

func (b brokenStore) Decide(context.Context, nametag.Keys, func(nametag.Known) (nametag.Decision, error)) (nametag.Decision, error) {
	return nametag.Decision{}, b.err
}

// blindStore can't look a visitor up.
type blindStore struct{ nametag.Store }

func (blindStore) Visitor(context.Context, nametag.SiteID, nametag.VisitorID) (*nametag.Visitor, error) {
	return nil, nametag.ErrUnavailable
}

// Nor is a call of somebody who may have run out.
func TestACallIsNotAnsweredWhereNobodyKnowsWhoRanOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	gone := w.page().send().Visitor.ID
	w.Clock.Pass(w.Service.Lives.Anonymous)
	p := w.page()
	p.identify(`{"external_id":"42"}`)
	blind := *w.Service
	blind.Store = blindStore{w.Store}
	b := w.with(func(c *web.Config) { c.Service = &blind })
	body := p.batch(p.says("setAttributes", `{"0":{"name":"Jane"}}`, `,"as":"`+gone+`"`))
	request(t, b, "POST", "/v1/commands", body, browserType, fromShop).fails("blind", http.StatusServiceUnavailable, "unavailable", "")
	if got := w.Contact("42").Text(nametag.Name); got != "" {
		t.Errorf("got the name %q", got)
	}
}

func TestAnOverloadedServerSaysSo(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{"unavailable": nametag.ErrUnavailable, "too late": context.DeadlineExceeded, "too many log in": access.ErrBusy} {
		w := newWorld(t, func(c *web.Config) { c.Healthy = func(context.Context) error { return err } })
		request(t, w, "GET", "/healthz", "").fails(name, http.StatusServiceUnavailable, "unavailable", "")
		if w.log.String() != "" {
			t.Errorf("%s: got %q in the log, want nothing", name, w.log.String())
		}
	}
}

// A client that goes away is nobody's fault.
func TestAClientThatLeftIsNotLogged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	gone, leave := context.WithCancel(t.Context())
	leave()
	for _, path := range []string{"/healthz", "/api/v1/contacts"} {
		requestWith(gone, t, w, "GET", path, "", "Authorization: Bearer nt_ak_"+strings.Repeat("A", 43))
	}
	if got := w.log.String(); got != "" {
		t.Errorf("got log %q, want nothing", got)
	}
}

// A body that stops in the middle is the client's mistake.
func TestABodyThatEndsEarly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/v1/commands", iotest.ErrReader(errors.New("connection reset")))
	r.Header.Set("Content-Type", "text/plain")
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, r)
	(&answer{t: t, Status: recorder.Code, Body: recorder.Body.String()}).fails("reset", http.StatusBadRequest, "bad_json", "")
	if got := w.log.String(); got != "" {
		t.Errorf("got log %q, want nothing", got)
	}
}

// Every error of the catalogue has a status of its kind.
func TestTheCatalogueHasStatuses(t *testing.T) {
	t.Parallel()
	home := newWorld(t)
	for _, known := range nametag.Errors {
		w := home.with(func(c *web.Config) { c.Healthy = func(context.Context) error { return known } })
		a := request(t, w, "GET", "/healthz", "")
		var said wire.ErrorAnswer
		if err := wire.Decode([]byte(a.Body), &said); err != nil || said.Error.Code != known.Code || a.Status < 400 {
			t.Errorf("%s: got %d %s, %v", known.Code, a.Status, a.Body, err)
		}
		if (a.Status == http.StatusInternalServerError) != (known.Kind == nametag.Internal) {
			t.Errorf("%s: got %d", known.Code, a.Status)
		}
	}
}
