// Package client says what a browser is, from what it sends with every request: its kind, its name, its system, and
// the address it speaks from. It knows nothing of visitors and keeps nothing.
package client

import (
	"strconv"
	"strings"

	"github.com/mileusna/useragent"
)

// Device is what a browser runs on, as far as its user agent tells. Unknown parts are "". Every part is printable
// ASCII, whatever the header held.
type Device struct {
	Kind    string // "desktop", "phone", "tablet", "bot" or ""
	Browser string // "Chrome 130"
	OS      string // "macOS"
}

// Bot is the kind of device of a program that says that it is one.
const Bot = "bot"

const (
	userAgentBytes = 512 // as much of a user agent is looked at; real ones are shorter
	nameBytes      = 32
)

// Parse reads a User-Agent header. Only programs that say so are bots: a browser that is [Headless] is a browser, and
// whether somebody sits in front of it is for those to judge who see what it does (spec live §1).
func Parse(userAgent string) Device {
	if len(userAgent) > userAgentBytes {
		userAgent = userAgent[:userAgentBytes]
	}
	ua := useragent.Parse(userAgent)
	return Device{Kind: kind(userAgent, ua), Browser: browser(userAgent, ua), OS: name(ua.OS)}
}

func kind(userAgent string, ua useragent.UserAgent) string {
	phoneWords := strings.Contains(userAgent, "Mobile")
	switch {
	case isBot(userAgent, ua):
		return Bot
	case ua.Tablet, ua.OS == useragent.Android && !phoneWords: // Android tablets leave "Mobile" out
		return "tablet"
	case ua.Mobile:
		return "phone"
	case ua.Desktop:
		return "desktop"
	}
	return ""
}

// browser is the name with the major version. The library gives the whole text where it finds no name.
func browser(userAgent string, ua useragent.UserAgent) string {
	if ua.Name == userAgent {
		return ""
	}
	n := name(ua.Name)
	if n == "" || ua.VersionNo.Major == 0 {
		return n
	}
	return n + " " + strconv.Itoa(ua.VersionNo.Major)
}

// name lets through what can be a name: a stranger wrote the header.
func name(s string) string {
	odd := func(r rune) bool { return r < ' ' || r > '~' }
	if len(s) > nameBytes || strings.ContainsFunc(s, odd) {
		return ""
	}
	return s
}
