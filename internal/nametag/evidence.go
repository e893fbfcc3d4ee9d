package nametag

import (
	"strings"
	"time"
)

// ClaimOutcome says what a claim's proof was worth.
type ClaimOutcome string

const (
	ClaimVerified ClaimOutcome = "verified"
	ClaimClaimed  ClaimOutcome = "claimed" // it had no proof
	ClaimFailed   ClaimOutcome = "failed"  // its proof wasn't accepted
)

// Place is where a claim was made: the origin of the page, and the path of its address.
type Place struct{ Origin, Path string }

// PlaceOf is where a page is: its origin as the browser says, its path without query and fragment.
func PlaceOf(origin, address string) Place {
	_, rest, found := strings.Cut(address, "://")
	path := "/"
	if at := strings.IndexByte(rest, '/'); found && at >= 0 {
		path = rest[at:]
	}
	if at := strings.IndexAny(path, "?#"); at >= 0 {
		path = path[:at]
	}
	return Place{Origin: cutPlace(origin), Path: cutPlace(path)}
}

// placeBytes bounds what is kept of an origin, and of a path.
const placeBytes = 200

func cutPlace(text string) string {
	return strings.ToValidUTF8(text[:min(len(text), placeBytes)], "")
}

// ClaimKind is what is counted apart.
type ClaimKind struct {
	Site    SiteID
	Hour    time.Time // at which it began
	Outcome ClaimOutcome
	Reason  string // of a failed one; [ByConfirming] of some verified ones
	Place
}

// ByConfirming is the reason of claims that are verified only because the site confirms its users' emails.
const ByConfirming = "emails_confirmed"

// ClaimExample is one claim without a good proof.
type ClaimExample struct {
	Site    SiteID
	Outcome ClaimOutcome
	Reason  string
	At      time.Time
	Visitor VisitorID
	Place
}

// KeyUseCount is how often a key proved something in an hour, and when last.
type KeyUseCount struct {
	KID   string
	Hour  time.Time
	Count int64
	Last  time.Time
}
