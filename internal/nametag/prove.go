package nametag

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/proof"
)

// LinkHours is how long a link lasts whose proof has no end, unless the site says otherwise (spec identity §5), MaxLinkHours the
// longest that it may say.
const (
	LinkHours    = 12
	MaxLinkHours = 30 * 24
)

// proven is what a claim's proof is worth (spec identity §3). The zero value is no proof.
type proven struct {
	verified      bool // the claim
	emailVerified bool // its email
	byConfirming  bool // only because the site confirms its users' emails
	kid           string
	until         time.Time        // when the proof ends
	issued        time.Time        // when the token was; zero for a hash
	sid           string           // the host's own session
	actor         string           // who acts as the person; "" for the person itself
	attested      traitsSaid       // what the token says: attested if the claim is verified
	filling       map[Field]string // what a token of HubSpot's endpoint says, for blanks only
	tokenFailed   bool
	refusal       *proof.Reason // why the proof is worth nothing, or less than was hoped for
}

// What a proof that is in order can still lack.
var (
	errMismatch     = &proof.Reason{Code: "mismatch", Message: "The proof is about another id or email than the call.", Help: "Say the same in the call as in the token, or leave it out of the call."}
	errLongSID      = &proof.Reason{Code: "token_malformed", Message: "The token's sid is longer than 255 bytes.", Help: "Put a shorter session id into sid, such as a hash of it."}
	errUnconfirmed  = &proof.Reason{Code: "email_unconfirmed", Message: "The proof covers an email, but the site doesn't say that its users' emails are confirmed.", Help: "If you confirm them, run `nametag site set KEY --emails-confirmed`, or put email_verified: true into the token; else sign an id."}
	errWithoutEmail = &proof.Reason{Code: "token_without_email", Message: "The token counts only beside the email that it is about, and there is none.", Help: "Pass both, or none."}
	errWithoutToken = &proof.Reason{Code: "email_without_token", Message: "The email counts only beside a token that proves it, and there is none.", Help: "Pass both, or none."}
)

// prove finds out what the claim's proof is worth. A token may name the person by itself, unless it is known to be refused.
func (s *Service) prove(ctx context.Context, site *Site, c Claim, j *judged, refused *proof.Reason) error {
	if j.needsEmail && (c.Token == "") != (j.email.Folded == "") {
		j.refuse(oneWithoutOther(c.Token))
		return nil
	}
	if c.Token == "" && c.Hash == "" {
		return nil
	}
	keys, err := s.provers(ctx, site)
	if err != nil {
		return err
	}
	if refused != nil {
		j.refuseToken(refused)
		c.Token = ""
	}
	j.take(keys, site, c, s.now())
	return nil
}

func (s *Service) provers(ctx context.Context, site *Site) (provers, error) {
	signing, err := s.openKeys(ctx, site)
	return provers{signing, s.hubSpotKey(site)}, err
}

// provers are what a site's proofs can be made with.
type provers struct {
	signing []proof.Key
	hubSpot []byte // for the tokens of HubSpot's endpoint
}

// take works out what the claim's token or hash is worth.
func (j *judged) take(keys provers, site *Site, c Claim, now time.Time) {
	switch {
	case proof.IsHubSpotToken(c.Token) && !j.arriving:
		j.takeHubSpotToken(keys.hubSpot, site, c.Token, now)
	case c.Token != "":
		j.takeToken(keys.signing, site, c, now)
	}
	if c.Hash != "" && (c.Token == "" || j.tokenFailed) { // what a good token says stands
		j.takeHash(keys.signing, site, c.Hash, now)
	}
}

func oneWithoutOther(token string) *proof.Reason {
	if token == "" {
		return errWithoutToken
	}
	return errWithoutEmail
}

func (j *judged) takeHash(keys []proof.Key, site *Site, hash string, now time.Time) {
	who := proof.Identity{ExternalID: j.id, Email: j.email.Shown, Folded: j.email.Folded}
	covered, err := proof.CheckHash(keys, who, hash)
	if err != nil {
		j.refuse(err)
		return
	}
	j.refusal = nil // that of a token beside it
	j.cover(covered.Email, covered.Email && site.EmailsConfirmed)
	j.byConfirming = j.verified && j.id == ""
	j.kid, j.until = covered.KID, now.Add(site.linkLife())
}

func (j *judged) takeToken(keys []proof.Key, site *Site, c Claim, now time.Time) {
	audiences := site.audiences()
	if j.arriving {
		audiences = []string{c.Arriving}
	}
	token, err := proof.OpenToken(keys, audiences, c.Token, now)
	if err == nil && j.arriving {
		err = token.CheckLink()
	}
	if err == nil {
		err = j.adopt(token)
	}
	if err != nil {
		j.refuseToken(err)
		return
	}
	confirmed := site.EmailsConfirmed
	if token.EmailVerified != nil {
		confirmed = *token.EmailVerified
	}
	mail := token.Email != ""
	j.cover(mail, mail && confirmed)
	j.byConfirming = j.verified && j.id == "" && token.EmailVerified == nil
	j.jti = token.ID
	j.kid, j.until, j.issued, j.sid = token.KID, endOf(token.ExpiresAt, now), token.IssuedAt, token.SID
	if token.Actor != nil {
		j.actor = actorName(*token.Actor)
	}
	j.attested = j.readTraits(token.Traits)
}

// endOf is when a link ends that rests on a token which was accepted now.
func endOf(expires, now time.Time) time.Time {
	if expires.After(now) {
		return expires
	}
	return expires.Add(proof.TokenSkew) // the clocks may differ
}

// actorName is what people call whoever acts: what can be read of the name, or of the id.
func actorName(a proof.Actor) string {
	for _, text := range []string{a.Name, a.Subject} {
		text = trim(strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return -1
			}
			return r
		}, text))
		if text != "" {
			return strings.ToValidUTF8(text[:min(len(text), ProfileBytes)], "")
		}
	}
	return "somebody"
}

// adopt takes over whom a token is about, unless the call names somebody else.
func (j *judged) adopt(token proof.Token) error {
	var id string
	var email Email
	var err error
	if token.ExternalID != "" {
		if id, err = ParseExternalID(token.ExternalID); err != nil {
			return proof.ErrTokenSubject
		}
	}
	if token.Email != "" {
		if email, err = ParseEmail(token.Email); err != nil {
			return proof.ErrTokenSubject
		}
	}
	otherID := j.dropsID || j.id != "" && j.id != id
	otherEmail := email.Folded != "" && (j.dropsEmail || j.email.Folded != "" && j.email.Folded != email.Folded)
	switch {
	case otherID || otherEmail:
		return errMismatch
	case len(token.SID) > ExternalIDBytes:
		return errLongSID
	}
	j.id = id
	if j.email.Folded == "" {
		j.email = email
	}
	return nil
}

// cover notes what a proof covers that is about the claim's id, or if it has none about its email.
func (j *judged) cover(email, confirmed bool) {
	if j.id == "" && email && !confirmed {
		j.refuse(errUnconfirmed)
	}
	j.emailVerified = confirmed
	j.verified = j.id != "" || confirmed
}

func (j *judged) refuseToken(why error) {
	j.tokenFailed = true
	j.refuse(why)
}

func (j *judged) refuse(err error) {
	if !errors.As(err, &j.refusal) {
		j.refusal = errMismatch
	}
}

// readTraits reads the profile claims and the custom_data of a token. Its other claims are no business of ours.
func (j *judged) readTraits(claims map[string]string) traitsSaid {
	profile := map[Field]Words{}
	for _, f := range Fields {
		switch raw := claims[string(f.Field)]; {
		case raw == "":
		case raw == "null", f.List && listOf(raw) != nil, !f.List && raw[0] == '"', raw == `""`:
			profile[f.Field] = Words{Text: textOf(raw), List: listOf(raw)}
		default:
			j.reject(Rejection{Field: string(f.Field), Reason: "wrong_type"})
		}
	}
	said := traitsSaid{profile: j.judgeProfile(profile)}
	var custom map[string]jsontext.Value
	if raw := claims["custom_data"]; raw != "" && json.Unmarshal([]byte(raw), &custom) != nil {
		j.reject(Rejection{Field: "custom_data", Reason: "wrong_type"})
	}
	for key, value := range custom {
		text, ok := Stringify(value)
		if !ok {
			j.reject(Rejection{Field: customKey(key), Reason: "wrong_type"})
			continue
		}
		if text == "null" || text == `""` {
			text = ""
		}
		put(&said.custom, key, text)
	}
	return said
}

// audiences are the words in a token's aud that mean the site.
func (s *Site) audiences() []string { return append([]string{s.Key}, s.Aliases...) }

func (s *Site) linkLife() time.Duration { return time.Duration(s.LinkHours) * time.Hour }

// openKeys are the site's active signing keys, their secrets opened.
func (s *Service) openKeys(ctx context.Context, site *Site) ([]proof.Key, error) {
	sealed, err := s.Store.SigningKeys(ctx, site.ID)
	if err != nil {
		return nil, err
	}
	keys := make([]proof.Key, 0, len(sealed))
	for _, k := range sealed {
		if !k.Active() {
			continue
		}
		key, err := s.openKey(k)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// LeakedKeys lists the site's keys that prove nothing any more, not even what they proved before.
func (s *Service) LeakedKeys(ctx context.Context, site SiteID) (LeakedKeys, error) {
	keys, err := s.Store.SigningKeys(ctx, site)
	var leaked LeakedKeys
	for _, k := range keys {
		if k.Leaked {
			leaked = append(leaked, k.KID)
		}
	}
	return leaked, err
}

func (s *Service) openKey(k *SigningKey) (proof.Key, error) {
	secret, err := s.secret(k)
	return proof.Key{KID: k.KID, Uses: k.Uses, Secret: secret}, err
}

// secret opens a key's secret.
func (s *Service) secret(k *SigningKey) (string, error) {
	if s.Memory != nil {
		if secret, ok := s.Memory.secrets.Load(k.KID); ok {
			return secret.(string), nil
		}
	}
	secret, err := proof.Unseal(s.Keys.Derive(signingSecrets, k.Site), k.KID, k.Sealed)
	if err == nil && s.Memory != nil {
		s.Memory.secrets.Store(k.KID, secret) // a kid's secret never changes
	}
	return secret, err
}
