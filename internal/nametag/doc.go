// Package nametag is the domain: who a visitor is, who says so, and how sure that is (spec identity).
//
// It owns the rules and refuses everything else: it reads no clock, writes no log, speaks no JSON of the
// wire and no SQL. What it needs from outside it declares here: a [Store] that remembers, a [Feed] that is
// told, a [Keyring] and a clock. One verb, one file: identify.go (update is the same call), reset.go, lookup.go; resolve.go
// is the pure heart, write.go decides which values land, error.go is every error a person can meet.
package nametag
