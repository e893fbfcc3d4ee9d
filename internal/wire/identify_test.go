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

func TestDecodeIsStrictAndNamesTheField(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]*nametag.Error{
		``:                                   nametag.ErrBadJSON,
		`{`:                                  nametag.ErrBadJSON,
		`{"site":"k"} x`:                     nametag.ErrBadJSON,
		`{"site":"k","site":"l"}`:            nametag.ErrBadJSON.For("site"),
		"{\"site\":\"\xff\"}":                nametag.ErrBadJSON,
		`{"site":"\ud800"}`:                  nametag.ErrBadJSON,
		`{"Site":"k"}`:                       nametag.ErrUnknownField.For("Site"),
		`{"vistor":null}`:                    nametag.ErrUnknownField.For("vistor"),
		`{"site":1}`:                         nametag.ErrWrongType.For("site"),
		`{"commands":[{"id":"a"},7]}`:        nametag.ErrWrongType.For("commands[1]"),
		`{"commands":[{"id":{}}]}`:           nametag.ErrWrongType.For("commands[0].id"),
		`{"page":{"url":"x","__proto__":1}}`: nametag.ErrUnknownField.For("page.__proto__"),
		`[]`:                                 nametag.ErrWrongType,
		`{"site":"k","commands":[{"id":"a","call":"identify","args":{"a":1,"a":2}}]}`: nametag.ErrBadJSON.For("commands[0].args.a"),
		strings.Repeat(`[`, 20000): nametag.ErrWrongType,
	} {
		var batch wire.Batch
		err := wire.Decode([]byte(body), &batch)
		var got *nametag.Error
		if !errors.As(err, &got) || got.Code != want.Code || want.Field != "" && got.Field != want.Field {
			t.Errorf("%.60q: got %v, want %v", body, err, want)
		}
	}
}

func TestParseClaim(t *testing.T) {
	t.Parallel()
	claim, err := wire.ParseClaim(jsontext.Value(`{
		"external_id": 9007199254740991, "email": "Jane@x.com", "user_hash": "abc",
		"traits": {"external_id": "other", "name": "Jane", "company": null, "phone": "", "tags": ["#vip", "b"], "identities": [],
			"custom_data": {"n": 1.50, "big": 1E3, "s": "a\/b\u00e9", "o": {"b": 1, "a": 2}, "gone": null, "blank": ""}}}`))
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(claim.ExternalID, claim.Email, claim.Hash, claim.Profile, claim.Custom, claim.Rejected)
	want := `{true 9007199254740991} {true Jane@x.com}abcmap[company:{ []} identities:{ []} name:{Jane []} phone:{ []} tags:{ [#vip b]}] ` +
		`map[big:1000 blank: gone: n:1.5 o:{"b":1,"a":2} s:"a/bé"] [{traits.external_id differs 0 0}]`
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestParseClaimRefusesOrLeavesOut(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		`[]`:                                "wrong_type (args)",
		`{"external_id": 1.5}`:              "bad_external_id",
		`{"external_id": 9007199254740992}`: "bad_external_id",
		`{"external_id": 1e400}`:            "bad_external_id",
		`{"external_id": true}`:             "bad_external_id",
		`{"external_id": {"a":1}}`:          "bad_external_id",
		`{"email": 5}`:                      "bad_email",
		`{"traits": {"email": []}}`:         "bad_email",
		`{"traits": 5}`:                     "wrong_type (traits)",
		`{"hash": 5}`:                       "wrong_type (hash)",
		`{"require_email": null}`:           "wrong_type (require_email)",
		`{"require_email": "true"}`:         "wrong_type (require_email)",
		`{"fill_blanks": 1}`:                "wrong_type (fill_blanks)",
		`{"persist": 1}`:                    "wrong_type (persist)",
		`{"name": 5}`:                       "[{name wrong_type 0 0}]",
		`{"tags": "a"}`:                     "[{tags wrong_type 0 0}]",
		`{"tags": [1]}`:                     "[{tags wrong_type 0 0}]",
		`{"naem": "x"}`:                     "[{naem unknown_field 0 0}]",
		`{"traits": {"plan": "pro"}}`:       "[{plan unknown_field 0 0}]",
		`{"custom_data": "x"}`:              "[{custom_data wrong_type 0 0}]",
		`{"custom_data": {"n":1e400}}`:      "[{custom_data.n wrong_type 0 0}]",
		`{"__proto__": {"a": 1}}`:           "[{__proto__ unknown_field 0 0}]",
	} {
		claim, err := wire.ParseClaim(jsontext.Value(args))
		got := fmt.Sprint(claim.Rejected)
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s: got %s, want %s", args, got, want)
		}
	}
}

func TestATokenMayNeedItsEmail(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]bool{
		`{"email":"a@b.co","token":"x","require_email":true}`: true,
		`{"email":"a@b.co","require_email":false}`:            false,
		`{"email":"a@b.co","token":"x"}`:                      false,
		`{"email":"a@b.co","persist":true}`:                   false,
	} {
		claim, err := wire.ParseClaim(jsontext.Value(args))
		if err != nil || claim.NeedsEmail != want || len(claim.Rejected) > 0 {
			t.Errorf("%s: got %+v, %v, want %v", args, claim, err, want)
		}
	}
}

func TestNullClearsCustomDataAsAWhole(t *testing.T) {
	t.Parallel()
	claim, err := wire.ParseClaim(jsontext.Value(`{"custom_data": null}`))
	if err != nil || !claim.ClearCustom {
		t.Errorf("got %+v, %v", claim, err)
	}
}

// Whatever a stranger sends, the decoder answers with a claim or with an error of the catalogue; and every value that
// it lets through is JSON that reads the same again.
func FuzzParseClaim(f *testing.F) {
	f.Add([]byte(`{"external_id":"42","traits":{"name":"Jane","custom_data":{"plan":"pro"}}}`))
	f.Add([]byte(`{"external_id":1e400,"custom_data":{"":-0}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var args jsontext.Value
		if wire.Decode(body, &args) != nil {
			return
		}
		claim, err := wire.ParseClaim(args)
		checkKnown(t, err)
		if err == nil {
			checkCustom(t, claim)
		}
	})
}

// checkKnown checks that an error, if there is one, is of the catalogue.
func checkKnown(t *testing.T, err error) {
	t.Helper()
	var known *nametag.Error
	if err != nil && !errors.As(err, &known) {
		t.Fatalf("an error outside the catalogue: %v", err)
	}
}

// checkCustom checks that a claim's values are JSON that reads the same again.
func checkCustom(t *testing.T, claim nametag.Claim) {
	t.Helper()
	for key, v := range claim.Custom {
		again := jsontext.Value(v)
		if v != "" && (again.Format(jsontext.CanonicalizeRawInts(true), jsontext.CanonicalizeRawFloats(true)) != nil || string(again) != v) {
			t.Fatalf("%q: %q is not as JSON.stringify writes it", key, v)
		}
	}
}
