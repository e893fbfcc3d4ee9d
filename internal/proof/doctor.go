package proof

// Case is what the doctor knows about a proof besides the proof itself.
type Case struct {
	Keys      []KnownKey
	Who       Identity // as the judge takes it
	Said      Said     // as it was said, where that isn't trimmed
	Audiences []string // the site's key and aliases
}

// Said is an id and an email as somebody gave them; "" is none.
type Said struct{ ExternalID, Email string }

// KnownKey is a key that may have made a proof, and where it stands.
type KnownKey struct {
	Key
	Standing Standing
	Site     string // the name of the site whose key it is, if that is another one
}

// Standing says what a key is to the site that was asked about.
type Standing uint8

const (
	Active Standing = iota
	Retired
	Leaked
	Elsewhere // it is another site's that the asker may see, whatever became of it there
)

// Diagnosis is what the doctor found.
type Diagnosis struct {
	Reason  *Reason    // nil if the judge accepts the proof
	Covered            // what an accepted proof vouches for; KID is also that of a key that made one that isn't accepted
	Should  []Signable // the best first
}

// Signable is a message that can be signed about somebody. Of a token it is the payload.
type Signable struct {
	Use     Use
	Message string
}

// active are the keys that the judges are given.
func (c Case) active() []Key {
	var keys []Key
	for _, k := range c.Keys {
		if k.Standing == Active {
			keys = append(keys, k.Key)
		}
	}
	return keys
}

// wrong says what is wrong with a proof because this key made it, if anything is.
func (k KnownKey) wrong() []*Reason {
	switch k.Standing {
	case Retired:
		return []*Reason{wrongRetired}
	case Leaked:
		return []*Reason{wrongLeaked}
	case Elsewhere:
		return []*Reason{wrongSite.Saying("It was made with a key of another of your sites, %q.", k.Site)}
	}
	return nil
}

// misused reports whether a key signed what it isn't for. "" is what no key is for.
func (k KnownKey) misused(use Use) bool { return use != "" && len(k.Uses) > 0 && !k.Signs(use) }

// wrongFor says what is wrong with a proof of this use because this key made it.
func (k KnownKey) wrongFor(use Use) []*Reason {
	wrong := k.wrong()
	if k.misused(use) {
		wrong = append(wrong, wrongUse.Saying("It was made with a key for %s, but is a proof for keys of the use %s.", usesOf(k.Key), use))
	}
	return wrong
}

// blame makes one reason of all that is wrong; fallback if nothing is.
func blame(wrong []*Reason, fallback *Reason) *Reason {
	if len(wrong) == 0 {
		return fallback
	}
	return wrong[0].and(wrong[1:]...)
}
