package nametag

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/nametag-dev/nametag/internal/proof"
)

// OnceFor is how long a browser without a token that sends its first commands again is the same visitor (spec widget §3).
const OnceFor = 24 * time.Hour

const cookieDomainMark = "@"

const visitorTokens = "visitor token" // the purpose of their keys

// Open says which visitor a token names: a new one for "", nobody for a token that isn't ours. Nothing is looked up.
func (s *Service) Open(site *Site, token string) Browser {
	if token == "" {
		return s.newBrowser(site, 0)
	}
	token, _, _ = strings.Cut(token, cookieDomainMark)
	visitor, number, ok := proof.OpenVisitorToken(s.Keys.Derive(visitorTokens, site.ID), token)
	return Browser{Site: site, Visitor: VisitorID(visitor), Number: number, Known: ok, Valid: ok}
}

// Token is the bearer token of the browser's visitor (spec security §5). It goes to that browser only.
func (s *Service) Token(b Browser) string {
	return proof.SignVisitorToken(s.Keys.Derive(visitorTokens, b.Site.ID), int64(b.Visitor), b.Number)
}

// TokenAt is that token for a page of an origin. Where the origin belongs to the site's cookie domain, "@" and that follow: so
// whoever finds the token in a cookie knows which cookie that is.
func (s *Service) TokenAt(b Browser, origin string) string {
	token, domain := s.Token(b), b.Site.CookieDomain
	if domain != "" && isWithin(origin, domain) {
		token += cookieDomainMark + domain
	}
	return token
}

func isWithin(origin, domain string) bool {
	u, err := url.Parse(origin)
	return err == nil && strings.HasSuffix("."+u.Hostname(), "."+domain)
}

// Begin makes a browser without a token the same visitor each time its first batch is sent. The batch is known by its
// first command: the id, which is to be secret, and what it says, so that clients which merely count their commands
// don't become one visitor.
func (s *Service) Begin(ctx context.Context, b Browser, first CommandID, says string) (Browser, error) {
	if says == "" && len(first) < secretCommandLength {
		return b, nil
	}
	now, own := s.now(), b.Visitor.String()
	stored, err := s.Store.Once(ctx, firstBatch(b.Site, first, says), own, now, now.Add(OnceFor))
	if err != nil {
		return b, err
	}
	if b.Visitor, err = ParseVisitorID(stored); err != nil {
		return b, err
	}
	b.Known = true
	return b, nil
}

// BegunBy returns the visitor that a browser has been since a command of which Begin was told. Returns ErrFenced where there
// was none.
func (s *Service) BegunBy(ctx context.Context, site *Site, first CommandID, says string) (VisitorID, error) {
	stored, err := s.Store.Remembered(ctx, firstBatch(site, first, says), s.now())
	switch {
	case err != nil:
		return 0, err
	case stored == "":
		return 0, ErrFenced
	}
	return ParseVisitorID(stored)
}

// secretCommandLength is from where on a command id is taken for the 128 random bits that it should be.
const secretCommandLength = 16

func firstBatch(site *Site, first CommandID, says string) string {
	sum := sha256.Sum256([]byte(says))
	return fmt.Sprintf("begin:%s:%s:%x", site.ID, first, sum[:16])
}

// Hello says who a browser is that asks for nothing else. One with a dead token is offered a new anonymous visitor; its
// own is Ended unless the token was merely renewed.
func (s *Service) Hello(ctx context.Context, b Browser) (Outcome, error) {
	v, err := s.look(ctx, b)
	ended := errors.Is(err, ErrFenced)
	switch {
	case ended, errors.Is(err, ErrStale):
		b = s.After(b)
	case err != nil:
		return Outcome{Browser: b}, err
	case v != nil:
		b.Link, b.Named = v.Link, v.Bag.named()
	}
	return Outcome{Browser: b, Ended: ended, Answer: Answer{Visitor: b.Visitor, Trust: b.Link.Standing(), Expires: b.Link.Until}}, nil
}

// Arrive says what presence needs to know of a browser. Returns ErrStale or ErrFenced for a dead token.
func (s *Service) Arrive(ctx context.Context, b Browser) (Arrival, error) {
	v, err := s.look(ctx, b)
	if err != nil {
		return Arrival{}, err
	}
	a := Arrival{Browser: b, Visitor: v}
	if v != nil {
		a.Browser.Link = v.Link
		if a.Contact, err = s.whom(ctx, v, &a.Browser.Link); err != nil {
			return Arrival{}, err
		}
	}
	if !b.Known {
		return a, nil // made a moment ago: it has no history
	}
	sessions, err := s.Store.SessionsOf(ctx, b.Site.ID, b.Visitor, 1)
	if err != nil {
		return Arrival{}, err
	}
	if len(sessions) > 0 {
		a.Last = &sessions[0]
	}
	a.Code, err = s.Store.CodeOf(ctx, b.Site.ID, b.Visitor, s.now())
	return a, err
}

// whom reads the contact that a visitor's link leads to, nil where that is nobody, and makes link lead to the one that
// lives.
func (s *Service) whom(ctx context.Context, v *Visitor, link *Link) (*Contact, error) {
	if link.Contact == 0 {
		return nil, nil
	}
	c, err := s.Store.Contact(ctx, v.Site, link.Contact)
	if err == nil {
		link.Contact = c.ID
	}
	return c, err
}

// look reads the row of a browser's visitor as it stands, nil if it has none, and refuses dead tokens.
func (s *Service) look(ctx context.Context, b Browser) (*Visitor, error) {
	if !b.Valid {
		return nil, ErrFenced
	}
	if !b.Known {
		return nil, nil
	}
	v, err := s.Store.Visitor(ctx, b.Site.ID, b.Visitor)
	switch {
	case errors.Is(err, ErrNotFound):
		gone := b.Number != 0
		if !gone {
			gone, err = s.mayBeForgotten(ctx, b.Site, b.Visitor)
			if err != nil {
				return nil, err
			}
		}
		if gone {
			return nil, ErrFenced
		}
		return nil, nil
	case err != nil:
		return nil, err
	case v.Fenced():
		return nil, ErrFenced
	case v.Number != b.Number:
		return nil, ErrStale
	}
	return s.standing(ctx, v)
}

// RanOut reports whether a visitor wasn't here for so long that it was forgotten. Nobody ended it.
func (s *Service) RanOut(ctx context.Context, site *Site, id VisitorID) (bool, error) {
	_, err := s.Store.Visitor(ctx, site.ID, id)
	if errors.Is(err, ErrNotFound) {
		return s.mayBeForgotten(ctx, site, id)
	}
	return false, err
}

// Follows reports whether a browser's visitor comes after another one that said something.
func (s *Service) Follows(ctx context.Context, b Browser) (bool, error) {
	v, err := s.Store.Visitor(ctx, b.Site.ID, b.Visitor)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil && slices.ContainsFunc(v.Recent, func(m Mark) bool { return m.Visitor != b.Visitor }), err
}

// After is a browser with a new visitor, who comes after that of another.
func (s *Service) After(b Browser) Browser { return s.newBrowser(b.Site, b.Visitor) }

// newBrowser is a browser with a new visitor, who comes after another where that isn't 0.
func (s *Service) newBrowser(site *Site, after VisitorID) Browser {
	return Browser{Site: site, Visitor: s.IDs.Visitor(s.now(), after), Valid: true}
}
