package wire

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// CarryTokenArgs are those of the call token: for which origin.
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
