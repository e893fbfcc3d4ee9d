package nametagtest

import (
	"errors"
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// HelpCentre is another domain of the world's site, once it is linked.
const HelpCentre = "https://help.shop.example"

// Link lets identities be carried to the help centre.
func (w *World) Link() {
	w.T.Helper()
	w.SetSite(func(s *nametag.Site) {
		s.Origins, s.LinkedDomains = append(slices.Clone(s.Origins), HelpCentre), []string{HelpCentre}
	})
}

// Arriving is a token that is found in the address of an origin's front page.
func Arriving(origin, token string) nametag.Command {
	return nametag.Command{ID: NewCommand(), Claim: nametag.Claim{Token: token, Arriving: origin}, Place: nametag.PlaceOf(origin, origin+"/")}
}

// CarryTo has the browser follow a link to the help centre, where it is another browser. Returns ErrFenced or ErrStale
// where the token of one of the two is dead.
func (b *Browser) CarryTo(help *Browser) (nametag.Answer, error) {
	b.world.T.Helper()
	b.Site, help.Site = b.world.Site, b.world.Site
	token, _, err := b.world.Service.CarryToken(b.world.T.Context(), b.Copy().Browser, HelpCentre)
	if isDead(err) {
		return nametag.Answer{}, err
	}
	b.world.must(err)
	out, err := b.world.Service.Carry(b.world.T.Context(), help.Browser, Arriving(HelpCentre, token))
	if isDead(err) {
		return nametag.Answer{}, err
	}
	b.world.must(err)
	help.Browser = out.Browser
	return out.Answer, nil
}

func isDead(err error) bool {
	return errors.Is(err, nametag.ErrFenced) || errors.Is(err, nametag.ErrStale)
}
