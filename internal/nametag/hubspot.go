package nametag

import (
	"time"

	"github.com/nametag-dev/nametag/internal/proof"
)

// HubSpotKID stands for the key of HubSpot's tokens where the ledger says which key proved a link, and as the source of
// the names in them. The key is derived from the server key, so it has no kid of its own.
const HubSpotKID = "hubspot"

const hubSpotTokens = "hubspot token" // the purpose of their keys

// CreateHubSpotToken makes a token as HubSpot's endpoint does (spec security §1c): about one email, which counts as
// confirmed, for 12 hours, another one each time. The names may be "". Returns ErrMissingField, ErrBadEmail, or ErrBadValue
// for a name; fields are called as HubSpot calls them.
func (s *Service) CreateHubSpotToken(site *Site, email, firstName, lastName string) (string, error) {
	if trim(email) == "" {
		return "", ErrMissingField.For(keyEmail).Saying("A token is about somebody: give an email.")
	}
	address, err := ParseEmail(email)
	if err != nil {
		return "", err
	}
	now := s.now().Truncate(time.Second)
	t := proof.HubSpotToken{
		Email: address.Shown, FirstName: trim(firstName), LastName: trim(lastName),
		IssuedAt: now, ExpiresAt: now.Add(proof.HubSpotTokenLifetime), ID: randomHex(16), Audience: site.Key,
	}
	for _, part := range [...]struct{ field, name string }{{"firstName", t.FirstName}, {"lastName", t.LastName}} {
		if part.name != "" && !isLabel(part.name) {
			return "", ErrBadValue.For(part.field).Saying("A name has at most %d bytes, on one line.", ProfileBytes).Over(ProfileBytes)
		}
	}
	return proof.SignHubSpotToken(s.hubSpotKey(site), t)
}

func (s *Service) hubSpotKey(site *Site) []byte { return s.Keys.Derive(hubSpotTokens, site.ID) }

// takeHubSpotToken finds out what such a token is worth. Its names only fill blanks (spec identity §6), and what may
// displace nothing must not be the site's last word either: attested, a first name from a login would for ever stand
// against what the person's own proven browser says later. They came through such a browser, and are as sure as its words.
func (j *judged) takeHubSpotToken(key []byte, site *Site, text string, now time.Time) {
	token, err := proof.OpenHubSpotToken(key, site.audiences(), text, now)
	if err == nil {
		err = j.adopt(proof.Token{Email: token.Email})
	}
	if err != nil {
		j.refuseToken(err)
		return
	}
	j.cover(true, true)
	j.kid, j.until, j.issued = HubSpotKID, endOf(token.ExpiresAt, now), token.IssuedAt
	j.filling = map[Field]string{FirstName: quoteOrBlank(token.FirstName), LastName: quoteOrBlank(token.LastName)}
}
