package wire_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
)

// said reads arguments as they come.
func said(t testing.TB, text string) wire.Said {
	t.Helper()
	args, err := wire.ParseSaid(jsontext.Value(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return args
}

func TestArgumentsAreSaidByPosition(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{}`:                              `||`,
		`{"0":42,"1":{"a":[1]},"2":null}`: `42|{"a":[1]}|null`,
		`{"2":"c","0":"a"}`:               `"a"||"c"`, // the second was undefined
		`{"3":1,"10":1,"00":1,"-1":1,"length":1,"":1,"a":1,"0 ":1,"1":2}`: `|2|`,
	} {
		args := said(t, text)
		if got := string(args[0]) + "|" + string(args[1]) + "|" + string(args[2]); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{`null`, `[]`, `[1]`, `"x"`, `5`, `true`} {
		_, err := wire.ParseSaid(jsontext.Value(text))
		wantError(t, text, err, "wrong_type (said)")
	}
}

// What is said outlives the reader that it was read by.
func TestArgumentsStay(t *testing.T) {
	t.Parallel()
	a := said(t, `{"0":"`+strings.Repeat("a", 100)+`","1":{}}`)
	said(t, `{"0":"`+strings.Repeat("b", 100)+`","1":[]}`)
	if text, err := a.Text(0, "url"); err != nil || text != strings.Repeat("a", 100) {
		t.Errorf("got %q, %v", text, err)
	}
}

func TestAnArgumentMustBeAText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{}`: "missing_field (url)", `{"1":"x"}`: "missing_field (url)", `{"0":null}`: "wrong_type (url)", `{"0":5}`: "wrong_type (url)",
		`{"0":{}}`: "wrong_type (url)", `{"0":["x"]}`: "wrong_type (url)", `{"0":""}`: "", `{"0":"\u0061\"b"}`: `a"b`,
	} {
		got, err := said(t, text).Text(0, "url")
		if err != nil {
			wantError(t, text, err, want)
		} else if got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func wantError(t testing.TB, what string, err error, want string) {
	t.Helper()
	var known *nametag.Error
	if !errors.As(err, &known) {
		t.Errorf("%s: got %v, want %s", what, err, want)
	} else if got := strings.TrimSuffix(known.Code+" ("+known.Field+")", " ()"); got != want {
		t.Errorf("%s: got %s, want %s", what, got, want)
	}
}

// spellClaim is a claim shortly: what is empty isn't there.
func spellClaim(c nametag.Claim) string {
	var parts []string
	say := func(name, text string, so bool) {
		if so {
			parts = append(parts, name+"="+text)
		}
	}
	say("id", c.ExternalID.Text, c.ExternalID.Present)
	say("email", c.Email.Text, c.Email.Present)
	say("hash", c.Hash, c.Hash != "")
	say("token", c.Token, c.Token != "")
	say("needs", "email", c.NeedsEmail)
	say("fills", "blanks", c.FillsBlanks)
	for _, f := range nametag.Fields {
		words, ok := c.Profile[f.Field]
		say(string(f.Field), words.Text+strings.Join(words.List, ","), ok)
	}
	say("custom", fmt.Sprint(c.Custom), c.Custom != nil)
	say("custom", "cleared", c.ClearCustom)
	for _, r := range c.Rejected {
		parts = append(parts, r.Field+" "+r.Reason)
	}
	return strings.Join(parts, " ")
}

// identify(id, traits, proof), and identify({external_id, …}) (spec widget §2).
func TestParseIdentify(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{}`:                        ``,
		`{"0":42}`:                  `id=42`,
		`{"0":"42"}`:                `id=42`,
		`{"0":null}`:                `id=`,
		`{"0":""}`:                  `id=`,
		`{"1":{}}`:                  ``,
		`{"0":1,"1":null,"2":null}`: `id=1`,
		`{"0":1,"1":{"email":"j@x.co","name":"Jane"}}`:                           `id=1 email=j@x.co name=Jane`,
		`{"1":{"name":"Jane"}}`:                                                  `name=Jane`,
		`{"0":null,"1":{"external_id":"2"}}`:                                     `id=`,
		`{"0":1,"1":{"external_id":"2"}}`:                                        `id=1`,
		`{"1":{"external_id":"2"}}`:                                              `id=2`,
		`{"0":1,"1":{"traits":{"name":"J","external_id":"1","email":"j@x.co"}}}`: `id=1 email=j@x.co name=J`,
		`{"0":1,"1":{"traits":{"external_id":"2"}}}`:                             `id=1 traits.external_id differs`,
		`{"0":1,"1":{"custom_data":{"plan":"pro"}}}`:                             `id=1 custom=map[plan:"pro"]`,
		`{"0":1,"1":{"custom_data":null}}`:                                       `id=1 custom=cleared`,
		`{"0":1,"1":{"naem":"J"}}`:                                               `id=1 naem unknown_field`,
		`{"0":1,"1":{"hash":"ab"}}`:                                              `id=1 hash=ab`,
		`{"0":1,"1":{"user_hash":"ab"}}`:                                         `id=1 hash=ab`,
		`{"0":1,"1":{"token":"a.b.c"}}`:                                          `id=1 token=a.b.c`,
		`{"0":1,"1":{"email":"j@x.co","token":"a.b.c","require_email":true}}`:    `id=1 email=j@x.co token=a.b.c needs=email`,
		`{"0":1,"1":{"require_email":false,"persist":false}}`:                    `id=1`,
		`{"0":1,"1":{"fill_blanks":false}}`:                                      `id=1`,
		`{"0":{"external_id":1,"fill_blanks":true}}`:                             `id=1 fills=blanks`,

		`{"0":1,"2":"ab"}`:                                `id=1 hash=ab`,
		`{"0":1,"2":""}`:                                  `id=1`,
		`{"0":1,"2":"a.b.c"}`:                             `id=1 token=a.b.c`,
		`{"0":1,"2":"a\u002eb"}`:                          `id=1 token=a.b`,
		`{"0":1,"2":{"hash":"ab"}}`:                       `id=1 hash=ab`,
		`{"0":1,"2":{"user_hash":"ab"}}`:                  `id=1 hash=ab`,
		`{"0":1,"2":{"token":"a.b.c"}}`:                   `id=1 token=a.b.c`,
		`{"0":1,"2":{"token":null}}`:                      `id=1`,
		`{"0":1,"2":{"kid":"k","external_id":"2"}}`:       `id=1 kid unknown_field external_id unknown_field`,
		`{"0":1,"2":{"name":"Eve","email":"e@x.co"}}`:     `id=1 name unknown_field email unknown_field`,
		`{"0":1,"1":{"hash":"of traits"},"2":"of proof"}`: `id=1 hash=of proof`,
		`{"0":1,"1":{"token":"t.r.a"},"2":"p.r.o"}`:       `id=1 token=p.r.o`,
		`{"0":1,"1":{"hash":"h"},"2":"a.b.c"}`:            `id=1 hash=h token=a.b.c`,

		`{"0":{}}`: ``,
		`{"0":{"external_id":42,"email":"j@x.co","user_hash":"ab","custom_data":{"n":1}}}`: `id=42 email=j@x.co hash=ab custom=map[n:1]`,
		`{"0":{"external_id":42},"1":{"name":"nobody's"}}`:                                 `id=42`,
		`{"0":{"external_id":42},"2":"ab"}`:                                                `id=42 hash=ab`,
		`{"0":{"traits":{"external_id":"42","name":"J"}}}`:                                 `id=42 name=J`,
		`{"0":{"external_id":null}}`:                                                       `id=`,
	} {
		claim, err := wire.ParseIdentify(said(t, text))
		if got := spellClaim(claim); err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		`{"0":true}`: "bad_external_id (external_id)", `{"0":[42]}`: "bad_external_id (external_id)", `{"0":1.5}`: "bad_external_id (external_id)",
		`{"0":9007199254740993}`: "bad_external_id (external_id)", `{"0":{"external_id":{}}}`: "bad_external_id (external_id)",
		`{"0":1,"1":"Jane"}`: "wrong_type (traits)", `{"0":1,"1":[]}`: "wrong_type (traits)", `{"0":1,"1":true}`: "wrong_type (traits)",
		`{"0":1,"1":{"traits":5}}`: "wrong_type (traits)", `{"0":1,"1":{"email":5}}`: "bad_email (email)", `{"0":1,"1":{"hash":5}}`: "wrong_type (hash)",
		`{"0":1,"1":{"require_email":1}}`: "wrong_type (require_email)",
		`{"0":1,"2":5}`:                   "wrong_type (proof)", `{"0":1,"2":["ab"]}`: "wrong_type (proof)", `{"0":1,"2":false}`: "wrong_type (proof)",
		`{"0":1,"2":{"hash":5}}`: "wrong_type (hash)", `{"0":1,"2":{"token":{}}}`: "wrong_type (token)",
	} {
		_, err := wire.ParseIdentify(said(t, text))
		wantError(t, text, err, want)
	}
}

func TestParsePerson(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{}`: ``, `{"0":null}`: ``, `{"0":{}}`: ``,
		`{"0":{"name":"Jane","tags":["#vip"],"email":"j@x.co"},"1":{"name":"nobody's"}}`: `email=j@x.co name=Jane tags=#vip`,
		`{"0":{"traits":{"name":"Jane","email":"j@x.co"}}}`:                              `email=j@x.co name=Jane`,
		`{"0":{"uniqueId":"1"}}`: `uniqueId unknown_field`,
	} {
		claim, err := wire.ParsePerson(said(t, text))
		if got := spellClaim(claim); err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{`{"0":5}`, `{"0":"Jane"}`, `{"0":[]}`} {
		_, err := wire.ParsePerson(said(t, text))
		wantError(t, text, err, "wrong_type (attributes)")
	}
}

// Upscope's words, and ours.
func TestParseConnection(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{}`: ``, `{"0":null}`: ``,
		`{"0":{"uniqueId":42,"identities":["Jane","j@x.co"],"tags":["#vip"],"integrationIds":["hs:1"],"metadata":{"plan":"pro"}}}`: `id=42 tags=#vip integration_ids=hs:1 identities=Jane,j@x.co custom=map[plan:"pro"]`,
		`{"0":{"uniqueId":null,"metadata":null}}`:                    `id= custom=cleared`,
		`{"0":{"external_id":"1","custom_data":{"a":1},"name":"J"}}`: `id=1 name=J custom=map[a:1]`,
		`{"0":{"lookupCode":"x"}}`:                                   `lookupCode unknown_field`,
		`{"0":{"hash":"ab"}}`:                                        `hash=ab`,
	} {
		claim, err := wire.ParseConnection(said(t, text))
		if got := spellClaim(claim); err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		`{"0":5}`: "wrong_type (connection)", `{"0":[]}`: "wrong_type (connection)", `{"0":{"uniqueId":[]}}`: "bad_external_id (external_id)",
	} {
		_, err := wire.ParseConnection(said(t, text))
		wantError(t, text, err, want)
	}
}

// No other call knows Upscope's words.
func TestWordsOfUpscopeAreItsOwn(t *testing.T) {
	t.Parallel()
	for name, parse := range map[string]func(wire.Said) (nametag.Claim, error){"identify": wire.ParseIdentify, "setAttributes": wire.ParsePerson} {
		claim, err := parse(said(t, `{"0":{"uniqueId":"1","metadata":{"a":1}}}`))
		if got := spellClaim(claim); err != nil || got != "uniqueId unknown_field metadata unknown_field" {
			t.Errorf("%s: got %s, %v, want them to be unknown", name, got, err)
		}
	}
}

// Behind the old fragment, but before a text directive: pages never see what comes after that (spec security §1d).
func TestLinkWith(t *testing.T) {
	t.Parallel()
	const home = "https://help.example"
	for address, want := range map[string]string{
		"":                   "#nametag_identity=T",
		"/start":             "/start#nametag_identity=T",
		"/?a=1&b=%23#":       "/?a=1&b=%23#nametag_identity=T",
		"/start#top":         "/start#top&nametag_identity=T",
		"/start#a=1&b=2":     "/start#a=1&b=2&nametag_identity=T",
		"/#/route?x=1":       "/#/route?x=1&nametag_identity=T",
		"/#a#b":              "/#a#b&nametag_identity=T",
		"/#:~:text=hi":       "/#nametag_identity=T:~:text=hi",
		"/#top:~:text=a:~:b": "/#top&nametag_identity=T:~:text=a:~:b",
		"/:~:x":              "/:~:x#nametag_identity=T",
		"/a\nb#c\nd":         "/a\nb#c\nd&nametag_identity=T",
		"/é#ü":               "/é#ü&nametag_identity=T",
	} {
		if got := wire.LinkWith(home+address, "T"); got != home+want {
			t.Errorf("%q: got %q, want %q", address, got, home+want)
		}
	}
}

// Whatever a page says, it is a claim or an error of the catalogue.
func FuzzParseSaid(f *testing.F) {
	for _, text := range []string{
		`{"0":42,"1":{"name":"Jane","traits":{"email":"j@x.co"}},"2":{"hash":"ab"}}`, `{"0":{"external_id":1e400},"2":"a.b"}`,
		`{"0":{"uniqueId":"1","metadata":{"":-0},"integrationIds":[1]}}`, `{"1":[],"7":{}}`, `[]`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var text jsontext.Value
		if wire.Decode(body, &text) != nil {
			return
		}
		args, err := wire.ParseSaid(text)
		if err != nil {
			checkKnown(t, err)
			return
		}
		for _, parse := range []func(wire.Said) (nametag.Claim, error){wire.ParseIdentify, wire.ParsePerson, wire.ParseConnection} {
			claim, err := parse(args)
			checkKnown(t, err)
			if err == nil {
				checkCustom(t, claim)
			}
		}
	})
}
