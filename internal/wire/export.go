package wire

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Export is everything about one person (spec api §3), but for what is somebody else's. Its two lists may be long.
type Export struct {
	ExportHead
	Sessions []Session       `json:"sessions"` // newest first
	Ledger   []ExportedEntry `json:"ledger"`   // oldest first
}

// ExportHead is an export without what may be long.
type ExportHead struct {
	ExportedAt string            `json:"exported_at"`
	Site       ExportedSite      `json:"site"`
	Contact    Contact           `json:"contact"`
	Merged     []Contact         `json:"merged"` // who was merged into the contact, as they were
	Visitors   []ExportedVisitor `json:"visitors"`
	Claims     []ExportedClaim   `json:"claims"` // the newest of these visitors that had no good proof, where examples are kept
	Refusals   []Refusals        `json:"refusals"`
}

// ExportedSite is whose the data is.
type ExportedSite struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

// ExportedVisitor is a browser with what it said of itself last.
type ExportedVisitor struct {
	ContactVisitor
	ContactID string `json:"contact_id"`
	KeyID     string `json:"key_id,omitzero"`     // on which the link rests
	SessionID string `json:"session_id,omitzero"` // the site's own, out of a token
	JourneyID string `json:"journey_id,omitzero"`
	Said      *Bag   `json:"said,omitzero"`
}

// ExportedClaim says where and when a browser made a claim, and why its proof wasn't accepted.
type ExportedClaim struct {
	VisitorID string `json:"visitor_id"`
	At        string `json:"at"`
	Outcome   string `json:"outcome"`
	Reason    string `json:"reason,omitzero"`
	Origin    string `json:"origin,omitzero"`
	Path      string `json:"path,omitzero"`
}

// ExportedEntry is an entry of the ledger with what a browser said, landed or not, and only what came to be: what it replaced is
// in an earlier one.
type ExportedEntry struct {
	Seq         int64         `json:"seq"`
	At          string        `json:"at"`
	Kind        string        `json:"kind"`
	ContactID   string        `json:"contact_id,omitzero"`
	VisitorID   string        `json:"visitor_id,omitzero"`
	Trust       string        `json:"trust"`
	Reason      string        `json:"reason,omitzero"`
	KeyID       string        `json:"key_id,omitzero"`
	By          string        `json:"by,omitzero"`
	Created     bool          `json:"created,omitzero"`
	Said        []Written     `json:"said,omitzero"`
	Changes     []Written     `json:"changes,omitzero"`
	Protected   []string      `json:"protected,omitzero"`
	Parked      []Conflict    `json:"parked,omitzero"`
	Settled     []string      `json:"settled,omitzero"`
	Link        *ExportedLink `json:"link,omitzero"`
	SuccessorID string        `json:"successor_id,omitzero"`
	JourneyID   string        `json:"journey_id,omitzero"`
	OtherID     string        `json:"other_id,omitzero"`
	MergeID     string        `json:"merge_id,omitzero"`
}

// ExportedLink is where a visitor's link went, on what it rested and until when.
type ExportedLink struct {
	Link
	KeyID     string `json:"key_id,omitzero"`
	SessionID string `json:"session_id,omitzero"`
	ExpiresAt string `json:"expires_at,omitzero"`
}

// Written is one key and what came to stand there; null where it was taken away.
type Written struct {
	Key    string         `json:"key"`
	Value  jsontext.Value `json:"value"`
	Trust  string         `json:"trust,omitzero"`
	Source string         `json:"source,omitzero"`
	At     string         `json:"at,omitzero"`
}

// SpellExport spells an export but for its sessions and entries.
func SpellExport(e *nametag.Export, site *nametag.Site, at time.Time) ExportHead {
	out := ExportHead{
		ExportedAt: spellTime(at), Site: ExportedSite{Key: site.Key, Name: site.Name}, Contact: SpellContact(e.Person, site),
		Merged: []Contact{}, Visitors: []ExportedVisitor{}, Claims: []ExportedClaim{}, Refusals: []Refusals{},
	}
	for _, c := range e.Aliases {
		out.Merged = append(out.Merged, SpellContact(nametag.Person{Contact: c}, site))
	}
	for i, v := range e.Visitors {
		out.Visitors = append(out.Visitors, ExportedVisitor{
			ContactVisitor: out.Contact.Visitors[i], ContactID: v.Link.Contact.String(), KeyID: v.Link.KID, SessionID: v.Link.SID,
			JourneyID: spellIfAny(v.Journey), Said: spellBag(v.Bag),
		})
	}
	for _, c := range e.Claims {
		out.Claims = append(out.Claims, ExportedClaim{
			VisitorID: c.Visitor.String(), At: spellTime(c.At), Outcome: string(c.Outcome), Reason: c.Reason, Origin: c.Origin, Path: c.Path,
		})
	}
	out.Refusals = append(out.Refusals, SpellRefusals(e.Refusals)...)
	return out
}

// SpellExportedEntry spells one entry of an export.
func SpellExportedEntry(e nametag.Entry) ExportedEntry {
	line := SpellEntry(e)
	out := ExportedEntry{
		Seq: line.Seq, At: line.At, Kind: line.Kind, ContactID: line.ContactID, VisitorID: line.VisitorID, Trust: line.Trust, Reason: line.Reason,
		KeyID: line.KeyID, By: line.By, Created: line.Created, Said: spellWritten(e.Effect.Said), Changes: spellWritten(e.Effect.Set),
		Protected: line.Protected, Parked: line.Parked, Settled: line.Settled, SuccessorID: line.SuccessorID, JourneyID: line.JourneyID,
		OtherID: line.OtherID, MergeID: line.MergeID,
	}
	if l := e.Effect.Link; l != nil {
		out.Link = &ExportedLink{Link: *line.Link, KeyID: l.KID, SessionID: l.SID, ExpiresAt: spellTime(l.Until)}
	}
	return out
}

func spellWritten(edits []nametag.Edit) []Written {
	var out []Written
	for _, e := range edits {
		if e.Inner() {
			continue
		}
		w := Written{Key: e.Key, Value: blankIsNull(e.New.JSON), Source: string(e.New.Source), At: spellTime(e.New.At)}
		if e.New.JSON != "" && e.New.Trust != nametag.Anonymous {
			w.Trust = e.New.Trust.String()
		}
		out = append(out, w)
	}
	return out
}
