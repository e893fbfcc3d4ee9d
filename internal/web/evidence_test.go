package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

// evidence is what the site's claims show.
func (d desk) evidence(query string) (got wire.Evidence, body string) {
	d.t.Helper()
	d.saveCounts()
	a := d.send("GET", "/site/evidence"+query, "").ok(&got)
	return got, a.Body
}

// What became of claims is told with the exact reason and what to do, where it was, and an example.
func TestEvidence(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Service.Counter = nametag.NewClaimCounter()
	const nothing = `{"window":"24h","since":"2026-11-19T12:00:00.000Z","verified":0,"claimed":0,"failed":0,"reasons":[],"origins":[],"pages":[],"examples":[],"lapsed":0,"safe_to_require":false}`
	if _, body := d.evidence(""); body != nothing {
		t.Errorf("got %s, want %s", body, nothing)
	}
	d.page().identify(`{"token":"` + d.Vouched(nametagtest.ID("42")).Token + `"}`)
	if got, body := d.evidence("?window=24h"); !got.SafeToRequire || got.Verified != 1 {
		t.Errorf("got %s, want it to be safe", body)
	}
	mistaken := nametagtest.Sign(d.HashKey(), `{"id": "43"}`)
	failing := d.page().identify(`{"external_id":"43","hash":"` + mistaken + `"}`)
	d.Clock.Pass(time.Minute)
	claiming := d.page().identify(`{"external_id":"44"}`)
	why := nametag.ReasonOf("hash_spacing")
	want := `{"window":"24h","since":"2026-11-19T12:00:00.000Z","verified":1,"claimed":1,"failed":1,` +
		`"reasons":[{"code":"hash_spacing","message":"` + why.Message + `","help":"` + why.Help + `","count":1}],` +
		`"origins":[{"origin":"https://shop.example","verified":1,"claimed":1,"failed":1}],"pages":[{"origin":"https://shop.example","path":"/","verified":1,"claimed":1,"failed":1}],` +
		`"examples":[{"at":"2026-11-20T12:01:00.000Z","outcome":"claimed","origin":"https://shop.example","path":"/","visitor_id":"` + claiming.Visitor.ID + `"},` +
		`{"at":"2026-11-20T12:00:00.000Z","outcome":"failed","code":"hash_spacing","origin":"https://shop.example","path":"/","visitor_id":"` + failing.Visitor.ID + `"}],"lapsed":0,"safe_to_require":false}`
	if _, body := d.evidence(""); body != want {
		t.Errorf("\n got %s\nwant %s", body, want)
	}
	d.Clock.Pass(25 * time.Hour)
	if _, body := d.evidence(""); !strings.Contains(body, `"claimed":0,"failed":0,"reasons":[]`) {
		t.Errorf("a day later: got %s, want nothing", body)
	}
	if got, body := d.evidence("?window=7d"); got.Failed != 1 || got.Window != "7d" || got.Since != "2026-11-14T13:00:00.000Z" {
		t.Errorf("in the week: got %s, want it all", body)
	}
	var theirs wire.Evidence
	request(t, d.world, "GET", apiRoot+"/site/evidence?window=7d&site="+d.otherSite().Key, "", d.cookie()).ok(&theirs)
	if theirs.Verified+theirs.Claimed+theirs.Failed != 0 {
		t.Errorf("another site: got %+v, want nothing", theirs)
	}
}
