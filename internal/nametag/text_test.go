package nametag_test

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// What custom_data is said to weigh is what a JSON encoder that escapes no more than it must makes of it.
func TestCustomBytesAreThoseOfTheJSON(t *testing.T) {
	t.Parallel()
	keys := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", `"`, `\`, "\n", "\x00", "\x1f", "\x7f", "é", "😀", "plan"}))
	_ = keys.String()
	rapid.Check(t, func(t *rapid.T) {
		var traits nametag.Traits
		spelt := map[string]bool{}
		for _, key := range rapid.SliceOfDistinct(keys, rapid.ID).Draw(t, "keys") {
			if traits.Custom == nil {
				traits.Custom = map[string]nametag.Value{}
			}
			traits.Custom[key], spelt[key] = nametag.Value{JSON: "true"}, true
		}
		if got, want := traits.CustomBytes(), minimalBytes(t, spelt); got != want {
			t.Fatalf("%v: got %d, want %d", spelt, got, want)
		}
	})
}

// minimalBytes is the length of the JSON without the escapes that Go's encoder adds for HTML and old JavaScript.
func minimalBytes(t *rapid.T, v map[string]bool) int {
	size := len("{}") + max(0, len(v)-1)
	for key := range v {
		for _, r := range key {
			size += minimalRune(t, r)
		}
		size += len(`"":true`)
	}
	return size
}

func minimalRune(t *rapid.T, r rune) int {
	switch r {
	case '<', '>', '&', '\u2028', '\u2029':
		return len(string(r))
	}
	b, err := json.Marshal(string(r))
	if err != nil {
		t.Fatal(err)
	}
	return len(b) - len(`""`)
}
