package wire_test

import (
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// No token is "", and what is no text is a token that nobody has.
func TestTheTokenOfABatch(t *testing.T) {
	t.Parallel()
	for visitor, want := range map[string]string{
		``: "", `,"visitor":null`: "", `,"visitor":""`: "", `,"visitor":"vt_x"`: "vt_x", `,"visitor":"\u0076t_\"x"`: `vt_"x`,
		`,"visitor":5`: "nonsense", `,"visitor":true`: "nonsense", `,"visitor":{"token":"vt_x"}`: "nonsense", `,"visitor":["vt_x"]`: "nonsense",
		`,"visitor":"nonsense"`: "nonsense",
	} {
		var batch wire.Batch
		if err := wire.Decode([]byte(`{"site":"k"`+visitor+`}`), &batch); err != nil {
			t.Errorf("%s: %v", visitor, err)
		} else if got := batch.Token(); got != want {
			t.Errorf("%s: got %q, want %q", visitor, got, want)
		}
	}
	if err := wire.Decode([]byte(`{"site":"k","visitor":{"a":1,"a":2}}`), &wire.Batch{}); err == nil {
		t.Error("got a batch that isn't strict JSON")
	} else {
		wantError(t, "a key twice", err, nametag.ErrBadJSON.Code+" (visitor.a)")
	}
}

// One call that isn't as a page made it, and the batch is a program's.
func TestWhoseBatchItIs(t *testing.T) {
	t.Parallel()
	for commands, want := range map[string]bool{
		``: true, `{"id":"1","call":"reset","said":{}}`: true, `{"id":"1","call":"reset","said":null}`: true,
		`{"id":"1","call":"reset"}`: false, `{"id":"1","call":"reset","args":{}}`: false,
		`{"id":"1","call":"reset","said":{}},{"id":"2","call":"reset"}`: false,
	} {
		var batch wire.Batch
		if err := wire.Decode([]byte(`{"site":"k","commands":[`+commands+`]}`), &batch); err != nil {
			t.Errorf("%s: %v", commands, err)
		} else if got := batch.IsPages(); got != want {
			t.Errorf("%s: got %v, want %v", commands, got, want)
		}
	}
}
