package wire

import (
	"encoding/base64"
	"errors"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// SpellError spells an error of the catalogue. Any other error is spelt as internal: what it says is for the log only.
func SpellError(err error) *Error {
	var e *nametag.Error
	if !errors.As(err, &e) {
		e = nametag.ErrInternal
	}
	return &Error{Code: e.Code, Message: e.Message, Field: e.Field, Limit: e.Limit, Help: e.Help}
}

// SpellAnswer spells what identify or update came to (spec identity §8).
func SpellAnswer(a nametag.Answer) Identified {
	out := Identified{VisitorID: a.Visitor.String(), Trust: a.Trust, Switched: a.Switched, ExpiresAt: spellTime(a.Expires)}
	for _, r := range a.Rejected {
		out.Rejected = append(out.Rejected, Rejection(r))
	}
	for _, w := range a.Warnings {
		out.Warnings = append(out.Warnings, Warning(w))
	}
	return out
}

// SpellLookupCode spells a code and when it ends.
func SpellLookupCode(code string, expires time.Time) LookupCode {
	return LookupCode{Code: code, ExpiresAt: spellTime(expires)}
}

// SpellContact spells a contact with its visitors and their newest sign of life.
func SpellContact(p nametag.Person, site *nametag.Site) Contact {
	c := p.Contact
	out := Contact{
		ID: c.ID.String(), ExternalID: orNull(c.ExternalID), Email: orNull(c.Email.Shown), Trust: c.Trust().String(),
		Avatar: nametag.PictureOf(c.Traits).Shown(site.AvatarHosts),
		Traits: map[string]Value{}, CustomData: map[string]jsontext.Value{}, CustomDataValues: map[string]Value{},
		CustomDataBytes: c.Traits.CustomBytes(), CustomDataLimit: site.CustomDataBytes,
		Conflicts: spellConflicts(p.Conflicts()), Aliases: []Alias{}, Visitors: []ContactVisitor{},
		FirstSeenAt: spellTime(c.FirstSeen), LastSeenAt: orNull(spellTime(p.LastSeen)),
	}
	out.ExternalIDTrust, out.EmailTrust = spellTrusts(c)
	spellTraits(c.Traits, out.Traits, out.CustomDataValues)
	for key, v := range c.Traits.Custom {
		out.CustomData[key] = jsontext.Value(v.JSON)
	}
	for _, v := range p.Visitors {
		out.Visitors = append(out.Visitors, ContactVisitor{
			ID: v.ID.String(), Trust: v.Link.Standing(), Actor: v.Link.Actor, ExpiresAt: spellTime(v.Link.Until),
			FirstSeenAt: spellTime(v.FirstSeen), FencedAt: spellTime(v.FencedAt),
		})
	}
	for i, a := range p.Aliases {
		alias := Alias{ID: a.ID.String(), ExternalID: orNull(a.ExternalID), Email: orNull(a.Email.Shown)}
		alias.ExternalIDTrust, alias.EmailTrust = spellTrusts(a)
		if i < len(p.Merges) && p.Merges[i] != 0 {
			alias.MergeID = orNull(p.Merges[i].String())
		}
		out.Aliases = append(out.Aliases, alias)
	}
	return out
}

// spellTrusts spells how sure a contact's own identifiers are, "" of those that it hasn't.
func spellTrusts(c *nametag.Contact) (externalID, email string) {
	if c.ExternalID != "" {
		externalID = c.ExternalTrust.String()
	}
	if c.Email.Shown != "" {
		email = c.EmailTrust.String()
	}
	return externalID, email
}

func spellTraits(t nametag.Traits, profile, custom map[string]Value) {
	for f, v := range t.Profile {
		profile[string(f)] = spellValue(v)
	}
	for key, v := range t.Custom {
		custom[key] = spellValue(v)
	}
}

func spellValue(v nametag.Value) Value {
	return Value{Value: jsontext.Value(v.JSON), Trust: v.Trust.String(), Source: string(v.Source), At: spellTime(v.At)}
}

// SpellSessions spells sessions; those of visitors in unproven came over a claimed link.
func SpellSessions(p nametag.Person) []Session {
	out := make([]Session, 0, len(p.Sessions))
	for _, s := range p.Sessions {
		session := Session{
			ID: s.ID.String(), VisitorID: s.Visitor.String(), StartedAt: spellTime(s.Started), SeenAt: spellTime(s.Seen),
			Device: Device(s.Device), IP: s.IP, Country: s.Country, Referrer: s.Referrer, Pages: []PageView{}, PageCount: s.Count,
			Unproven: p.Unproven[s.Visitor],
		}
		for _, v := range s.Pages {
			session.Pages = append(session.Pages, PageView{URL: v.URL, Title: v.Title, At: spellTime(v.At)})
		}
		out = append(out, session)
	}
	return out
}

func spellConflicts(conflicts []nametag.Conflict) []Conflict {
	out := make([]Conflict, 0, len(conflicts))
	for _, k := range conflicts {
		c := Conflict{ID: k.ID.String(), Key: k.Key, Value: k.Value.Shown, Trust: k.Trust.String(), At: spellTime(k.At)}
		if k.Other != 0 {
			c.OtherID = orNull(k.Other.String())
		}
		out = append(out, c)
	}
	return out
}

// SpellEntry spells one line of the ledger.
func SpellEntry(e nametag.Entry) LedgerEntry {
	parked, settled := e.Conflicts()
	out := LedgerEntry{
		Seq: int64(e.Seq), At: spellTime(e.At), Kind: string(e.Kind), ContactID: spellIfAny(e.Contact), VisitorID: spellIfAny(e.Visitor),
		Trust: e.Trust.String(), Reason: e.Reason, KeyID: e.KID, By: e.Actor, Created: e.Effect.Created,
		Changes: SpellChanges(e.Effect.Set), Protected: e.Effect.Protected, Parked: spellConflicts(parked),
		SuccessorID: spellIfAny(e.Effect.Successor), JourneyID: spellIfAny(e.Effect.Journey), OtherID: spellIfAny(e.Effect.Other),
	}
	for _, id := range settled {
		out.Settled = append(out.Settled, id.String())
	}
	if l := e.Effect.Link; l != nil {
		out.Link = &Link{From: orNull(spellIfAny(l.From)), To: orNull(spellIfAny(l.To)), Trust: nametag.Link{Trust: l.Trust, Actor: l.Actor}.Standing()}
	}
	switch {
	case e.Kind == nametag.Merged:
		out.MergeID = nametag.MergeID(e.Seq).String()
	case e.Effect.Merge != 0:
		out.MergeID = nametag.MergeID(e.Effect.Merge).String()
	}
	return out
}

// SpellChanges spells what became of the keys that people know.
func SpellChanges(edits []nametag.Edit) []Change {
	changes := make([]Change, 0, len(edits))
	for _, e := range edits {
		if e.Inner() {
			continue
		}
		c := Change{Key: e.Key, Old: blankIsNull(e.Old), New: blankIsNull(e.New.JSON)}
		if e.New.JSON != "" {
			c.Trust = e.New.Trust.String()
		}
		changes = append(changes, c)
	}
	return changes
}

// spellIfAny spells an id, "" for none.
func spellIfAny[ID interface {
	~int64
	String() string
}](id ID) string {
	if id == 0 {
		return ""
	}
	return id.String()
}

// SpellRefusals spells claims that were refused.
func SpellRefusals(list []nametag.Refusals) []Refusals {
	var out []Refusals
	for _, r := range list {
		out = append(out, Refusals{ContactID: r.Contact.String(), Reason: r.Reason, Count: r.Count, FirstAt: spellTime(r.First), LastAt: spellTime(r.Last)})
	}
	return out
}

// SpellPerson spells all that the panel shows of one person. older is where the ledger goes on, 0 for nowhere.
func SpellPerson(p nametag.Person, ledger []nametag.Entry, older nametag.Seq, site *nametag.Site) Person {
	out := Person{
		Sessions: SpellSessions(p), SessionsNext: cursorOf(int64(p.Earlier)), Ledger: make([]LedgerEntry, 0, len(ledger)), LedgerNext: cursorOf(int64(older)),
		Refusals: SpellRefusals(p.Refusals),
	}
	for _, e := range ledger {
		out.Ledger = append(out.Ledger, SpellEntry(e))
	}
	if p.Contact != nil {
		c := SpellContact(p, site)
		out.Contact = &c
	}
	if v := p.Visitor; v != nil {
		out.Visitor = &PersonVisitor{
			ID: v.ID.String(), Trust: v.Link.Standing(), Actor: v.Link.Actor, Expires: spellTime(v.Link.Until), FirstSeen: v.FirstSeen.UnixMilli(),
			JourneyID: spellIfAny(v.Journey),
		}
		if p.Contact == nil {
			out.Visitor.Bag = spellBag(v.Bag)
		}
	}
	return out
}

func spellBag(b nametag.Bag) *Bag {
	if b.ExternalID == "" && b.Email.Shown == "" && b.Traits.Empty() {
		return nil
	}
	out := &Bag{ExternalID: b.ExternalID, Email: b.Email.Shown, Traits: map[string]Value{}, CustomData: map[string]Value{}}
	spellTraits(b.Traits, out.Traits, out.CustomData)
	return out
}

// Cursor spells where a list goes on. Cursors mean nothing to those who hold them.
func Cursor(place string) string { return base64.RawURLEncoding.EncodeToString([]byte(place)) }

// SpellPlace spells a place of a list in which places are numbers.
func SpellPlace(n int64) string { return strconv.FormatInt(n, 10) }

func cursorOf(place int64) string {
	if place == 0 {
		return ""
	}
	return Cursor(SpellPlace(place))
}

// spellTime is RFC 3339 with milliseconds, in UTC; "" for the zero time.
func spellTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

func blankIsNull(json string) jsontext.Value {
	if json == "" {
		return jsontext.Value("null")
	}
	return jsontext.Value(json)
}
