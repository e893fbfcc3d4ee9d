package web_test

import (
	"net/netip"
	"os"
	"strings"
	"testing"

	"github.com/nametag-dev/nametag/internal/client"
	"github.com/nametag-dev/nametag/internal/web"
	"github.com/nametag-dev/nametag/internal/wire"
)

// fromCountries has the server know countries, and believe two addresses about where requests come from: its listener's, and
// that of which httptest's requests come.
func fromCountries(t *testing.T) func(*web.Config) {
	file, err := os.ReadFile("../client/testdata/countries.mmdb")
	if err != nil {
		t.Fatal(err)
	}
	countries, err := client.ReadCountries(file)
	if err != nil {
		t.Fatal(err)
	}
	return func(c *web.Config) {
		c.Countries = countries
		c.Proxies = client.Proxies{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("192.0.2.1/32")}
	}
}

const (
	germany  = "203.0.113.7"
	inBrazil = "2001:db8:1::7"
)

// Of the address that somebody comes from behind the proxies, only the country is kept: on the row, with the visit, in the
// export, and where lists look for it.
func TestVisitorsShowTheirCountry(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.world = d.with(fromCountries(t))
	p := d.page()
	hello := p.identify(`{"external_id":"42"}`)
	s := d.listen()
	visitor := dial(t, s, "/v1/socket?site="+d.Site.Key, fromShop, "X-Forwarded-For: 198.51.100.1, "+germany)
	send(t, visitor, wire.VisitorFrame{Hello: &wire.Hello{Visitor: p.token, Tab: "t1", Visible: true, Page: wire.Page{URL: "https://shop.example/cart"}}})
	receive[wire.VisitorPush](t, visitor)

	beating := d.page()
	beating.send()
	beat := string(wire.Encode(wire.Heartbeat{Site: d.Site.Key, Visitor: beating.token, Tab: "t1", Visible: true, Page: wire.Page{URL: "https://shop.example/"}}))
	request(t, d.world, "POST", "/v1/heartbeat", beat, browserType, fromShop, "X-Forwarded-For: "+inBrazil).ok(nil)

	var list wire.VisitorList
	a := d.send("GET", "/visitors?q=country:de", "").ok(&list)
	if len(list.Visitors) != 1 || list.Visitors[0].Visitor != hello.Visitor.ID || list.Visitors[0].Country != "DE" {
		t.Errorf("got %s, want who came from Germany", a.Body)
	}
	b := d.send("GET", "/visitors?q=country:br", "").ok(&list)
	if len(list.Visitors) != 1 || list.Visitors[0].Country != "BR" {
		t.Errorf("got %s, want whose heartbeat came from Brazil", b.Body)
	}

	if err := d.here.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	export, body := d.export(d.Contact("42").ID.String())
	if len(export.Sessions) != 1 || export.Sessions[0].Country != "DE" || export.Sessions[0].IP != "" {
		t.Errorf("got %+v, want a visit from Germany, and no more of its address", export.Sessions)
	}
	for _, said := range []string{a.Body, b.Body, body} {
		if strings.Contains(said, germany) || strings.Contains(said, inBrazil) {
			t.Errorf("the address is in %s", said)
		}
	}
}

func TestNoCountryWithoutADatabase(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.world = d.with(fromCountries(t), func(c *web.Config) { c.Countries = nil })
	p := d.page()
	p.send()
	beat := string(wire.Encode(wire.Heartbeat{Site: d.Site.Key, Visitor: p.token, Tab: "t1", Visible: true, Page: wire.Page{URL: "https://shop.example/"}}))
	request(t, d.world, "POST", "/v1/heartbeat", beat, browserType, fromShop, "X-Forwarded-For: "+germany).ok(nil)
	var list wire.VisitorList
	if a := d.send("GET", "/visitors", "").ok(&list); len(list.Visitors) != 1 || strings.Contains(a.Body, "country") {
		t.Errorf("got %s, want one visitor without a country", a.Body)
	}
}
