package proof

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// mostSeconds is a time far away in seconds, and long ago in milliseconds.
const mostSeconds = 100_000_000_000

// times says what is wrong with when a token is valid.
func (t *taken) times(why *Reason) *Reason {
	iat, hasIat := secondsOf(t.claims["iat"])
	exp, hasExp := secondsOf(t.claims["exp"])
	nbf, hasNbf := secondsOf(t.claims["nbf"])
	skew := TokenSkew.Seconds()
	now := float64(t.now.UnixMilli()) / 1000
	switch {
	case isNoNumber(t.claims["iat"]) || isNoNumber(t.claims["exp"]):
		return wrongText
	case !hasIat && !hasExp:
		return ErrTokenTimes
	case !hasIat:
		return wrongNoIat
	case !hasExp:
		return wrongNoExp
	case iat > mostSeconds || exp > mostSeconds || hasNbf && nbf > mostSeconds:
		return wrongMillis
	case exp <= iat:
		return wrongBefore
	case exp-iat > TokenLifetime.Seconds():
		return ErrTokenLifetime.Saying("The token's exp is %s after its iat: %s more than the 24 hours it may be.", spell(exp-iat), spell(exp-iat-TokenLifetime.Seconds()))
	case now >= exp+skew:
		return ErrTokenExpired.Saying("The token expired %s ago.", spell(now-exp))
	case iat > now+skew:
		return ErrTokenNotYet.Saying("The token's iat lies %s in the future: the two servers' clocks differ.", spell(iat-now))
	case hasNbf:
		return wrongNbf.Saying("The token's nbf lies %s in the future.", spell(nbf-now))
	}
	return why
}

// secondsOf reads a number, or the text of one as jwt does; ok is false where there is none.
func secondsOf(value jsontext.Value) (seconds float64, ok bool) {
	text := string(value)
	if value.Kind() == '"' {
		text = textOf(value)
	}
	seconds, err := strconv.ParseFloat(text, 64)
	return seconds, err == nil || errors.Is(err, strconv.ErrRange) // too large is infinite
}

// isNoNumber reports whether there is a value that isn't a time.
func isNoNumber(value jsontext.Value) bool {
	_, ok := secondsOf(value)
	return !ok && value != nil && value.Kind() != 'n'
}

// spell says how long something is: exactly where that is short, else about.
func spell(seconds float64) string {
	d := time.Duration(min(seconds, 1e9) * float64(time.Second))
	switch {
	case seconds >= 1e9:
		return "many years"
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d days", int(d.Hours())/24)
	case d >= 2*time.Hour:
		return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
	case d >= 2*time.Minute:
		return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d s", int(d.Seconds()))
}
