package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/wire"
	"github.com/nametag-dev/nametag/static/snippets"
)

// diagnosed is what doctor prints with --json: what the API answers, and the code that was asked for.
type diagnosed struct {
	wire.Diagnosis
	Snippet string `json:"snippet,omitempty"`
}

var errNotAccepted = errors.New("the proof is not accepted")

// Run says what is wrong with a proof. It ends with an error where the proof isn't accepted, so that scripts see it.
func (c *doctor) Run(ctx context.Context, t *terminal) error {
	return withHouse(ctx, t, c.Data, func(h *house) error {
		site, err := h.site(ctx, c.Site)
		if err != nil {
			return err
		}
		others, err := h.service.Sites(ctx)
		if err != nil {
			return fmt.Errorf("list sites: %w", err)
		}
		report, err := h.service.Diagnose(ctx, site, others, c.claim())
		if err != nil {
			return err
		}
		found := diagnosed{wire.SpellDiagnosis(report), c.snippet(report)}
		if err := c.show(t.out, found, func(w io.Writer) { tellDiagnosis(w, found.Diagnosis) }); err != nil {
			return err
		}
		if !c.JSON && found.Snippet != "" { // not in columns: it is to be copied as it is
			fmt.Fprintf(t.out, "\n%s", found.Snippet)
		}
		if !report.Accepted {
			return errNotAccepted
		}
		return nil
	})
}

func (c *doctor) claim() nametag.Claim {
	return nametag.Claim{ExternalID: said(c.ID), Email: said(c.Email), Hash: c.Hash, Token: c.Token}
}

// said is what a flag says, also where it says nothing.
func said(flag *string) nametag.Said {
	if flag == nil {
		return nametag.Said{}
	}
	return nametag.Said{Present: true, Text: *flag}
}

// snippet is the code that makes a right proof, "" if no language was named.
func (c *doctor) snippet(r nametag.Report) string {
	code, _ := snippets.In(c.Language)
	return code.For(string(r.UseFor(c.claim())))
}

func tellDiagnosis(w io.Writer, d wire.Diagnosis) {
	row(w, "accepted", verdict(d))
	if d.Reason != nil {
		row(w, "why", d.Reason.Message+" ("+d.Reason.Code+")")
		row(w, "help", d.Reason.Help)
	}
	if d.KID != nil {
		row(w, "made by", *d.KID)
	}
	if !d.Accepted {
		for _, s := range d.ShouldSign {
			row(w, "to sign", s.Message+" (with a key for "+s.Use+")")
		}
	}
}

func verdict(d wire.Diagnosis) string {
	switch covered := strings.Join(d.Covers, " and "); {
	case !d.Accepted:
		return "no"
	case !d.Verified:
		return "yes, for the " + covered + ", but it verifies nothing"
	default:
		return "yes, for the " + covered
	}
}
