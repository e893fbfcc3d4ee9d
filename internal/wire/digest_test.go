package wire_test

import (
	"os"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/wire"
)

// The widget computes the same numbers: widget/test/said.test.ts reads the same file.
func TestDigestIsTheWidgets(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/digest/said.json")
	if err != nil {
		t.Fatal(err)
	}
	var samples []struct {
		Call   string `json:"call"`
		Said   string `json:"said"`
		Digest int32  `json:"digest"`
	}
	if err := wire.Decode(data, &samples); err != nil || len(samples) == 0 {
		t.Fatal("no samples", err)
	}
	for _, s := range samples {
		if got := wire.Digest(wire.Command{Call: s.Call, Said: jsontext.Value(s.Said)}); got != s.Digest {
			t.Errorf("%s %s: got %d, want %d", s.Call, s.Said, got, s.Digest)
		}
	}
}
