package nametag

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nametag-dev/nametag/internal/proof"
)

// Site finds a site by its key or an alias. Returns [ErrSiteUnknown].
func (s *Service) Site(ctx context.Context, key string) (*Site, error) {
	if key == "" {
		return nil, ErrSiteUnknown
	}
	site, err := s.Store.SiteByKey(ctx, key)
	if errors.Is(err, ErrNotFound) {
		return nil, ErrSiteUnknown
	}
	return site, err
}

// Sites lists all sites, oldest first.
func (s *Service) Sites(ctx context.Context) ([]*Site, error) { return s.Store.Sites(ctx) }

// CreateSite makes a site of what is given, with a key of its own and what was left blank at its default. Returns
// ErrBadValue, or ErrTaken for an alias that another site has.
func (s *Service) CreateSite(ctx context.Context, site Site) (*Site, error) {
	now := s.now()
	site.ID, site.Key, site.CreatedAt = SiteID(s.IDs.Next(now)), newSiteKey(), now
	if site.CustomDataBytes == 0 {
		site.CustomDataBytes = CustomDataBytes
	}
	if site.LinkHours == 0 {
		site.LinkHours = LinkHours
	}
	if site.Enforcement == "" {
		site.Enforcement = Observe
	}
	if site.Unproven == "" {
		site.Unproven = Latest
	}
	if err := site.normalize(); err != nil {
		return nil, err
	}
	if err := s.Store.AddSite(ctx, &site); err != nil {
		return nil, err
	}
	return &site, nil
}

// SetSite changes a site's settings, all of them or none, and returns it as it is then. change may run again; its error
// changes nothing and is returned as it is. Returns ErrSiteUnknown, ErrBadValue, or ErrTaken for an alias that another site has.
func (s *Service) SetSite(ctx context.Context, key string, change func(*Site) error) (*Site, error) {
	site, err := s.Site(ctx, key)
	if err != nil {
		return nil, err
	}
	return s.Store.ChangeSite(ctx, site.ID, func(site *Site) error {
		before := *site
		if err := change(site); err != nil {
			return err
		}
		if err := site.normalize(); err != nil {
			return err
		}
		return s.Lives.allow(&before, site)
	})
}

// normalize spells a site's settings as they are kept. Returns ErrBadValue.
func (site *Site) normalize() error {
	switch {
	case !isLabel(site.Name):
		return ErrBadValue.For("name").Saying("A site needs a name of 1 to %d bytes, on one line.", ProfileBytes)
	case site.Enforcement != Observe && site.Enforcement != Require:
		return ErrBadValue.For("enforcement").Saying("Enforcement is observe or require.")
	case site.LinkHours < 1 || site.LinkHours > MaxLinkHours:
		return ErrBadValue.For("link_hours").Saying("A link lasts 1 to %d hours.", MaxLinkHours).Over(MaxLinkHours)
	case site.CustomDataBytes < 1 || site.CustomDataBytes > MaxCustomDataBytes:
		return ErrBadValue.For("custom_data_bytes").Saying("A contact's custom_data may weigh 1 to %d bytes.", MaxCustomDataBytes).Over(MaxCustomDataBytes)
	case !isLife(site.AnonymousDays):
		return badLife("anonymous_days")
	case !isLife(site.UnprovenDays):
		return badLife("unproven_days")
	case site.Unproven != Latest && site.Unproven != FillBlanks:
		return ErrBadValue.For("unproven").Saying("Unproven is latest or fill_blanks.")
	}
	var errs [5]error
	site.Origins, errs[0] = parseEach(site.Origins, "origins", ParseOrigin)
	site.LinkedDomains, errs[1] = parseEach(site.LinkedDomains, "linked_domains", parseLinkedDomain)
	site.CookieDomain, errs[2] = parseCookieDomain(site.CookieDomain)
	site.Aliases, errs[3] = parseEach(site.Aliases, "aliases", parseAlias)
	site.AvatarHosts, errs[4] = parseEach(site.AvatarHosts, "avatar_hosts", ParseAvatarHost)
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func isLife(days int) bool { return days >= 0 && days <= MaxLifeDays }

func badLife(field string) error {
	return ErrBadValue.For(field).Saying("They are kept for 1 to %d days, or for as long as the server keeps them.", MaxLifeDays).Over(MaxLifeDays)
}

// parseAlias takes another key as pages write it.
func parseAlias(text string) (string, error) {
	if text == "" || len(text) > ExternalIDBytes || strings.ContainsFunc(text, notVisible) {
		return "", ErrBadValue.For("aliases").Saying("An alias is 1 to %d visible ASCII characters.", ExternalIDBytes)
	}
	return text, nil
}

// parseEach spells each of a list, once. The list itself may be shared and stays as it is.
func parseEach(list []string, field string, parse func(string) (string, error)) (spelt []string, err error) {
	if len(list) > MaxListed {
		return nil, tooMany(field)
	}
	for _, text := range list {
		one, err := parse(text)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(spelt, one) {
			spelt = append(spelt, one)
		}
	}
	return spelt, nil
}

// MaxListed is how many origins, linked domains, aliases or hosts of pictures a site may have: each request is compared with all.
const MaxListed = 100

func tooMany(field string) error {
	return ErrBadValue.For(field).Saying("A site has at most %d of these.", MaxListed).Over(MaxListed)
}

// Installed notes the first page of the customer's own that carried the widget. Later ones change nothing.
func (s *Service) Installed(ctx context.Context, site *Site, origin string) error {
	if !site.InstalledAt.IsZero() {
		return nil
	}
	return s.Store.MarkInstalled(ctx, site.ID, origin, s.now())
}

// CreateSigningKey makes a key and returns the secret that was made, this once: nothing gives it out again. uses empty means
// token. taken is a secret of the customer's own that is to be taken over, and then "" is returned: he has it. Returns
// ErrBadValue, ErrTaken for a secret that another key has, and ErrTooManyKeys.
func (s *Service) CreateSigningKey(ctx context.Context, site *Site, name string, uses []KeyUse, taken string) (k *SigningKey, made string, err error) {
	if len(uses) == 0 {
		uses = []KeyUse{proof.UseToken}
	}
	if err := checkSigningKey(name, uses); err != nil {
		return nil, "", err
	}
	if taken == "" {
		made = proof.NewSecret()
	} else if err := checkTaken(taken); err != nil {
		return nil, "", err
	}
	k = &SigningKey{KID: newKID(), Site: site.ID, Name: name, Uses: uses, CreatedAt: s.now()}
	k.Sealed = proof.Seal(s.Keys.Derive(signingSecrets, site.ID), k.KID, cmp.Or(taken, made))
	err = s.Store.AddSigningKey(ctx, k, func(beside []*SigningKey) error { return s.checkBeside(beside, uses, taken) })
	if err != nil {
		return nil, "", err
	}
	return k, made, nil
}

// MaxActiveKeys is how many active keys of one use a site may have: every proof is tried with each (spec security §1).
const MaxActiveKeys = 10

// checkBeside looks at the keys that the site has. taken is a secret from elsewhere, "" for a new one.
func (s *Service) checkBeside(beside []*SigningKey, uses []KeyUse, taken string) error {
	for _, use := range uses {
		active := 0
		for _, k := range beside {
			if k.Active() && slices.Contains(k.Uses, use) {
				active++
			}
		}
		if active >= MaxActiveKeys {
			return ErrTooManyKeys.For("uses").Over(MaxActiveKeys)
		}
	}
	if taken == "" {
		return nil
	}
	for _, k := range beside { // a secret is one key's: retired, or leaked, it must not live on as another
		secret, err := s.secret(k)
		if err != nil {
			return err
		}
		if secret == taken {
			return ErrTaken.For("secret").Saying("The key %s (%s) has this secret already.", k.KID, k.Name)
		}
	}
	return nil
}

const signingSecrets = "signing secret" // the purpose of the keys they are sealed under

// minSecretLength is how many characters a secret must have that is taken over from elsewhere (spec security §1a).
const minSecretLength = 32

// checkTaken refuses what was cut off, or pasted with more than the secret: the customer's server signs with another text, and
// nothing would ever be proven.
func checkTaken(secret string) error {
	if !utf8.ValidString(secret) || strings.ContainsFunc(secret, unicode.IsControl) || trim(secret) != secret {
		return ErrBadValue.For("secret").Saying("A secret is UTF-8 without control characters, and has no white space or byte order mark at either end:" +
			" send only the text that your server signs with, or leave it out, and one is made.")
	}
	if utf8.RuneCountInString(secret) < minSecretLength {
		return ErrBadValue.For("secret").Saying("A secret needs at least %d characters.", minSecretLength)
	}
	return nil
}

func checkSigningKey(name string, uses []KeyUse) error {
	if !isLabel(name) {
		return ErrBadValue.For("name").Saying("A key needs a name of 1 to %d bytes, on one line.", ProfileBytes)
	}
	for i, use := range uses {
		if slices.Contains(uses[:i], use) {
			return ErrBadValue.For("uses").Saying("The use %s is given twice.", use)
		}
		switch use {
		case proof.UseToken:
			if len(uses) > 1 {
				return ErrBadValue.For("uses").Saying("A key for tokens has no other use: make a second key.")
			}
		case proof.UseJSON, proof.UseRawID, proof.UseRawEmail:
		default:
			return ErrBadValue.For("uses").Saying("A key's use is token, json, raw-id or raw-email.")
		}
	}
	return nil
}

// SigningKeys lists a site's keys, oldest first.
func (s *Service) SigningKeys(ctx context.Context, site *Site) ([]*SigningKey, error) {
	return s.Store.SigningKeys(ctx, site.ID)
}

// RetireSigningKey ends a key; leaked says why. Retired again, it stays as it is, but may become leaked. Returns
// ErrNotFound.
func (s *Service) RetireSigningKey(ctx context.Context, kid string, leaked bool) (*SigningKey, error) {
	now := s.now()
	return s.Store.ChangeSigningKey(ctx, kid, func(k *SigningKey) {
		if k.Active() {
			k.RetiredAt = now
		}
		k.Leaked = k.Leaked || leaked
	})
}

// isLabel reports whether people can read text as the name of something: one line of it, not blank.
func isLabel(text string) bool {
	return trim(text) != "" && len(text) <= ProfileBytes && utf8.ValidString(text) && !strings.ContainsFunc(text, unicode.IsControl)
}

func newSiteKey() string { return "k_" + randomHex(16) }
func newKID() string     { return "kid_" + randomHex(8) }

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails since Go 1.24
	return hex.EncodeToString(b)
}

func notVisible(r rune) bool { return r <= ' ' || r > '~' }
