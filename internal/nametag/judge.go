package nametag

import "strings"

// judged is a claim whose every part keeps the bounds of spec identity §2, with what its proof is worth.
type judged struct {
	call       Call
	id         string // "" if the claim names none
	email      Email
	dropsID    bool // external_id: null
	dropsEmail bool
	traitsSaid
	clearCustom bool
	needsEmail  bool // a token and an email count only together
	fillsBlanks bool // as Claim.FillsBlanks
	proven
	arriving bool   // in a link, with a token that works once
	jti      string // of that token
	rejected []Rejection
}

// traitsSaid are the traits that a claim says, as JSON; "" removes.
type traitsSaid struct {
	profile map[Field]string
	custom  map[string]string
}

func (t traitsSaid) empty() bool { return len(t.profile) == 0 && len(t.custom) == 0 }

// names reports whether the claim is about a particular person.
func (j *judged) names() bool { return j.id != "" || j.email.Folded != "" }

// latestWins reports whether what the claim says without proof may overwrite what another visitor said so: if both the site
// and the claim have it so.
func (j *judged) latestWins(site *Site) bool { return site.Unproven == Latest && !j.fillsBlanks }

// judge checks a claim by itself, without looking at anything stored. An identifier that can't be one is an error,
// but an email beside a good id is only left out: a typo there must not cost the sign-in.
// limit is what the site's custom_data may weigh.
func judge(call Call, c Claim, limit int) (judged, error) {
	j := judged{call: call, traitsSaid: traitsSaid{custom: c.Custom}, clearCustom: c.ClearCustom, arriving: c.Arriving != "", needsEmail: c.NeedsEmail, fillsBlanks: c.FillsBlanks, rejected: c.Rejected}
	var err error
	if j.dropsID = c.ExternalID.Present && trim(c.ExternalID.Text) == ""; c.ExternalID.Present && !j.dropsID {
		if j.id, err = ParseExternalID(c.ExternalID.Text); err != nil {
			return j, err
		}
	}
	if j.dropsEmail = c.Email.Present && trim(c.Email.Text) == ""; c.Email.Present && !j.dropsEmail {
		if j.email, err = ParseEmail(c.Email.Text); err != nil && j.id == "" {
			return j, err
		} else if err != nil {
			j.reject(Rejection{Field: "email", Reason: "bad_email"})
		}
	}
	if size := saidBytes(j.custom); size > limit {
		j.reject(Rejection{Field: "custom_data", Reason: "too_large", Limit: limit, Size: size})
		j.custom, j.clearCustom = nil, false
	}
	j.profile = j.judgeProfile(c.Profile)
	return j, nil
}

// judgeProfile keeps the fields that are within bounds.
func (j *judged) judgeProfile(said map[Field]Words) map[Field]string {
	profile := make(map[Field]string, len(said))
	for _, f := range Fields {
		if words, ok := said[f.Field]; ok && j.fits(f.Field, words) {
			profile[f.Field] = words.json()
		}
	}
	return profile
}

func (j *judged) fits(f Field, words Words) bool {
	all := words.List
	if len(all) == 0 {
		all = []string{words.Text}
	}
	if len(all) > ProfileEntries {
		j.reject(Rejection{Field: string(f), Reason: "too_many", Limit: ProfileEntries, Size: len(all)})
		return false
	}
	for _, text := range all {
		switch {
		case len(text) > ProfileBytes:
			j.reject(Rejection{Field: string(f), Reason: "too_long", Limit: ProfileBytes, Size: len(text)})
			return false
		case strings.ContainsRune(text, 0):
			j.reject(Rejection{Field: string(f), Reason: "control_character"})
			return false
		}
	}
	return true
}

func (w Words) json() string {
	switch {
	case len(w.List) > 0:
		return quoteList(w.List)
	case w.Text != "":
		return quote(w.Text)
	}
	return ""
}

func (j *judged) reject(r Rejection) { j.rejected = append(j.rejected, r) }

// saidBytes is what the keys that a claim sets weigh by themselves.
func saidBytes(custom map[string]string) int {
	set := make(map[string]Value, len(custom))
	for key, json := range custom {
		if json != "" {
			set[key] = Value{JSON: json}
		}
	}
	return customBytes(set)
}
