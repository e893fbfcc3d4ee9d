package nametag

// Trust says how sure something is (spec identity §1). Links are Anonymous, Claimed or Verified; identifiers
// Claimed or Verified; values Claimed, Verified or Attested.
type Trust uint8

const (
	Anonymous Trust = iota // nobody said who this is
	Claimed                // a browser said so, without proof
	Verified               // a valid proof said so
	Attested               // the site itself said so: in a signed token, through the server API, by an agent
)

var trustNames = [...]string{"anonymous", "claimed", "verified", "attested"}

func (t Trust) String() string { return trustNames[t] }

// Acting is the word shown for a link that impersonates, whatever its trust (spec identity §5).
const Acting = "acting"

// Source names who said a value: a visitor ("v_…"), the signing key of the token that it stood in ("kid_…"), an agent
// ("agent:…") or an API key ("api:…").
type Source string

// SaidBy returns the source of what a visitor's browser said.
func SaidBy(by VisitorID) Source { return Source(by.String()) }
