package nametag

import "time"

// SessionTimeout ends a session that showed no sign of life for this long (spec identity §1).
const SessionTimeout = 30 * time.Minute

// SessionPages is how many of a session's newest pages are kept.
const SessionPages = 50

// Session is one visit of one visitor.
type Session struct {
	Site     SiteID
	Visitor  VisitorID
	ID       SessionID
	Started  time.Time
	Seen     time.Time // the last sign of life
	Device   Device
	IP       string // the address that it came from, "" unless the site stores them
	Country  string // ISO 3166 alpha-2, "" if unknown
	Referrer string // where the visitor came from, "" if typed
	Pages    []PageView
	Count    int // of all pages seen, those no longer kept included
}

// PageView is one page that a visitor saw.
type PageView struct {
	URL   string
	Title string
	At    time.Time
}

// Page is where a tab is.
type Page struct {
	URL      string
	Title    string
	Referrer string
}

// Device is what a browser runs on, as far as its user agent tells.
type Device struct {
	Kind    string // "desktop", "phone", "tablet", "bot" or ""
	Browser string // "Chrome 130"
	OS      string // "macOS"
}
