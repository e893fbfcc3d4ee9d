package wire_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// mended is what the decoder sees of what a page sent.
func mended(t testing.TB, text string) (string, error) {
	t.Helper()
	var value jsontext.Value
	err := wire.DecodeFromPage([]byte(text), &value)
	return string(value), err
}

// What a script cut in two is U+FFFD, as where a browser writes UTF-8 itself.
func TestHalvesOfSurrogatePairsAreMended(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`"\ud83d\ude00"`:             `"\ud83d\ude00"`,
		`"\uD83D\uDE00"`:             `"\uD83D\uDE00"`,
		`"\udbff\udfff\ud800\udc00"`: `"\udbff\udfff\ud800\udc00"`,
		`"\ud83d"`:                   `"\ufffd"`,
		`"\uDE00"`:                   `"\ufffd"`,
		`"\uD83D!"`:                  `"\ufffd!"`,
		`"\ude00\ud83d"`:             `"\ufffd\ufffd"`,
		`"\ud83d\ud83d\ude00"`:       `"\ufffd\ud83d\ude00"`,
		`"\ud83d\ude00\ude00"`:       `"\ud83d\ude00\ufffd"`,
		`"\ud83d\n\ude00"`:           `"\ufffd\n\ufffd"`,
		`"\ud83d\u0041"`:             `"\ufffd\u0041"`,
		`"\ud83d\\ude00"`:            `"\ufffd\\ude00"`,
		`"\\ud83d"`:                  `"\\ud83d"`, // the text \ud83d
		`"\\\ud83d"`:                 `"\\\ufffd"`,
		`"\\\\ud83d"`:                `"\\\\ud83d"`,
		`"\"\ud83d"`:                 `"\"\ufffd"`,
		`"\ud7ff\ue000\u00e9"`:       `"\ud7ff\ue000\u00e9"`,
		`{"\ude00":["\ud800",1]}`:    `{"\ufffd":["\ufffd",1]}`,
		`"😀 ud83d"`:                  `"😀 ud83d"`,
	} {
		if got, err := mended(t, text); err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", text, got, err, want)
		}
	}
}

func TestWhatIsBrokenOtherwiseStaysSo(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`"\ud83"`, `"\ud83`, `"\u`, `"\`, `\ud83d`, `"\ud83g"`, `"\Ud83d"`, `{"\ud83d":1,"\ud83d":2}`, "\"\xed\xa0\xbd\"", `"\ud83d\u"`, `"\ud83d\`,
	} {
		_, err := mended(t, text)
		checkRefused(t, text, err)
	}
	_, err := mended(t, `{"\ud83d":1,"\ude00":2}`) // which would be one name
	checkRefused(t, "two halves", err)
}

func checkRefused(t *testing.T, text string, err error) {
	t.Helper()
	var known *nametag.Error
	if !errors.As(err, &known) || known.Code != nametag.ErrBadJSON.Code {
		t.Errorf("%s: got %v, want it to be refused", text, err)
	}
}

// Whatever comes: valid JSON stays as it is, and no half is a reason to refuse.
func FuzzMend(f *testing.F) {
	for _, text := range []string{`"\ud83d\ude00"`, `["\ud800","\\ud800",{"\udc00":"\uDBFF\""}]`, `"\ud83d\u`, `\`, `"\\\udfff`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var strict, page jsontext.Value
		wasStrict := wire.Decode(text, &strict) == nil
		sent := string(text)
		err := wire.DecodeFromPage(text, &page)
		if wasStrict && (err != nil || string(page) != string(strict)) {
			t.Fatalf("%q: got %s, %v, want it to be as it is", sent, page, err)
		}
		if err != nil && strings.Contains(causeOf(text), "surrogate") {
			t.Fatalf("%q is refused for a surrogate", sent)
		}
	})
}

// causeOf says why the decoder refuses a text.
func causeOf(text []byte) string {
	d := jsontext.NewDecoder(strings.NewReader(string(text)))
	for {
		if _, err := d.ReadToken(); err != nil {
			return err.Error()
		}
	}
}
