package access

import (
	"errors"
	"fmt"
	"time"
)

var (
	// ErrNotFound says that there is no such account, key, session or link.
	ErrNotFound = errors.New("access: not found")
	// ErrBadPassword says that an email and a password don't belong together.
	ErrBadPassword = errors.New("access: email and password don't match")
	// ErrTaken says that there is an account with this email already.
	ErrTaken = errors.New("access: there is an account with this email already")
	// ErrLastAdmin says that no admin who can log in would be left.
	ErrLastAdmin = errors.New("access: this is the last admin who can log in")
	// ErrBusy says that too many passwords wait to be hashed.
	ErrBusy = errors.New("access: too many passwords wait to be hashed")
	// ErrKeyLost says that the server key is missing although there is a database that rests on it.
	ErrKeyLost = errors.New("access: the server key is lost")
)

// TooSoonError says that too many wrong passwords were tried, and how long to wait before the next.
type TooSoonError struct{ Wait time.Duration }

func (e *TooSoonError) Error() string {
	return fmt.Sprintf("access: too many wrong passwords: wait %s", e.Wait)
}

// InputError says that something a person typed can't be used. Message is a sentence for that person.
type InputError struct {
	Field   string // "email", "password", "role", "sites", "scopes" or "name"
	Message string
	Limit   int // the bound that was passed, 0 if none was
}

func (e *InputError) Error() string { return fmt.Sprintf("access: %s: %s", e.Field, e.Message) }
