package wire

import (
	"regexp"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// CarryTokenArgs are those of the call token: for which origin. "" is the only other linked one.
type CarryTokenArgs struct {
	For string `json:"for"`
}

// CarryArgs are those of the call carry: the token that the page found in its address.
type CarryArgs struct {
	Token string `json:"token"`
}

// DecodeArgs reads the args of a command, which are an object.
func DecodeArgs(args jsontext.Value, into any) error {
	if args.Kind() != '{' {
		return nametag.ErrWrongType.For("args")
	}
	return Decode(args, into)
}

// fragment is the end of an address: the old fragment, and the text directive that pages never see.
var fragment = regexp.MustCompile(`(?s)(?:#(.*?)(:~:.*)?)?$`)

// LinkWith is an address with a token that carries an identity, behind the old fragment (spec security §1d).
func LinkWith(address, token string) string {
	at := fragment.FindStringSubmatchIndex(address)
	part := func(i int) string {
		if at[i] < 0 {
			return ""
		}
		return address[at[i]:at[i+1]]
	}
	old, directive := part(2), part(4)
	if old != "" {
		old += "&"
	}
	return address[:at[0]] + "#" + old + "nametag_identity=" + token + directive
}
