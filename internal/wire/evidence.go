package wire

import "github.com/nametag-dev/nametag/internal/nametag"

// Evidence is what a site's claims of some time show (spec security §3).
type Evidence struct {
	Window string `json:"window"` // "24h" or "7d"
	Since  string `json:"since"`
	Shares
	Reasons       []EvidenceReason  `json:"reasons"` // most first
	Origins       []EvidenceOrigin  `json:"origins"` // those with most that would be refused first
	Pages         []EvidencePage    `json:"pages"`
	Examples      []EvidenceExample `json:"examples"` // newest first
	Lapsed        int64             `json:"lapsed"`   // of those verified in the last 24 hours, those that would be refused now
	SafeToRequire bool              `json:"safe_to_require"`
}

// Shares are how many claims there were of each outcome.
type Shares struct {
	Verified int64 `json:"verified"`
	Claimed  int64 `json:"claimed"`
	Failed   int64 `json:"failed"`
}

// EvidenceReason is why proofs failed, and how many.
type EvidenceReason struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Help    string `json:"help"`
	Count   int64  `json:"count"`
}

// EvidenceOrigin is what came from the pages of one origin; "" is those that aren't told apart.
type EvidenceOrigin struct {
	Origin string `json:"origin"`
	Shares
}

// EvidencePage is what came from one page.
type EvidencePage struct {
	Origin string `json:"origin"`
	Path   string `json:"path"`
	Shares
}

// EvidenceExample is one claim without a good proof. Code is there if its proof failed.
type EvidenceExample struct {
	At        string `json:"at"`
	Outcome   string `json:"outcome"` // "claimed" or "failed"
	Code      string `json:"code,omitzero"`
	Origin    string `json:"origin"`
	Path      string `json:"path"`
	VisitorID string `json:"visitor_id"`
}

// SpellEvidence spells a report of the window that was asked for.
func SpellEvidence(r nametag.EvidenceReport, window string) Evidence {
	out := Evidence{
		Window: window, Since: spellTime(r.Since), Shares: Shares(r.All),
		Reasons: []EvidenceReason{}, Origins: []EvidenceOrigin{}, Pages: []EvidencePage{}, Examples: []EvidenceExample{}, Lapsed: r.Lapsed, SafeToRequire: r.Safe,
	}
	for _, why := range r.Reasons {
		out.Reasons = append(out.Reasons, EvidenceReason{Code: why.Code, Message: why.Message, Help: why.Help, Count: why.Count})
	}
	for _, o := range r.Origins {
		out.Origins = append(out.Origins, EvidenceOrigin{o.Origin, Shares(o.Share)})
	}
	for _, p := range r.Pages {
		out.Pages = append(out.Pages, EvidencePage{p.Origin, p.Path, Shares(p.Share)})
	}
	for _, e := range r.Examples {
		out.Examples = append(out.Examples, EvidenceExample{
			At: spellTime(e.At), Outcome: string(e.Outcome), Code: e.Reason, Origin: e.Origin, Path: e.Path, VisitorID: e.Visitor.String(),
		})
	}
	return out
}
