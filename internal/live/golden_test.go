package live_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/nametag-dev/nametag/internal/live"
	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/presence"
	"github.com/nametag-dev/nametag/internal/wire"
)

// samples reads the golden frames of one file.
func samples(t *testing.T, file string) map[string][]jsontext.Value {
	t.Helper()
	data, err := os.ReadFile("../wire/testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var found map[string][]jsontext.Value
	if err := wire.Decode(data, &found); err != nil {
		t.Fatal(err)
	}
	return found
}

// A row of presence is spelt as the golden snapshot spells it.
func TestARowIsSpeltAsTheGoldenOne(t *testing.T) {
	t.Parallel()
	at := func(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
	visitor, err := nametag.ParseVisitorID("v_0c4j8x6rm2a7h")
	if err != nil {
		t.Fatal(err)
	}
	contact, err := nametag.ParseContactID("c_0c4j8x6rm2b1p")
	if err != nil {
		t.Fatal(err)
	}
	own, err := nametag.ParseVisitorID("v_0c4j8x6rm2a5g")
	if err != nil {
		t.Fatal(err)
	}
	row := presence.Row{
		ID: 1, Visitor: visitor, Visitors: 2, Own: []nametag.VisitorID{own}, Contact: contact, Trust: nametag.Claimed,
		Person:  presence.Details{Name: "Ravi", Email: "ravi@example.com", ExternalID: "7", Company: "Ravi & Sons", Tag: "PAID_PLAN", Tags: []string{"#vip"}},
		Avatar:  "https://shop.example/ravi.png",
		Page:    nametag.Page{URL: "https://shop.example/cart"},
		Device:  nametag.Device{Kind: "phone", Browser: "Safari 18", OS: "iOS"},
		Country: "IN", Since: at(1795223900000), State: presence.Away, StateSince: at(1795223990000), Changed: at(1795223900000),
		Tabs: 3, Returning: true, Codes: []presence.Code{{Code: "0472", Visitor: visitor}},
	}
	var snapshot wire.PanelPush
	for _, sample := range samples(t, "panel_socket.json")["PanelPush"] {
		var push wire.PanelPush
		if err := wire.Decode(sample, &push); err != nil {
			t.Fatal(err)
		}
		if push.View != nil && push.View.Snapshot {
			snapshot = push
		}
	}
	if got, want := string(wire.Encode(live.SpellRow(row))), string(wire.Encode(snapshot.View.Rows[1])); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// Every golden frame of a page is taken, and every answer is a golden one but for the visitor's id.
func TestGoldenFramesOfAPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.known()
	p := w.page(b, "t5Yk2")
	golden := samples(t, "visitor_socket.json")
	for _, frame := range golden["VisitorFrame"] {
		if !strings.Contains(string(frame), "hello") { // in which tokens are nobody's
			p.write(1, frame)
		}
	}
	b.Identify(nametagtest.ID("42"))
	want := map[string]bool{}
	for _, push := range golden["VisitorPush"] {
		var v wire.VisitorPush
		if err := wire.Decode(push, &v); err != nil {
			t.Fatal(err)
		}
		if v.Welcome != nil {
			v.Welcome.VisitorID = b.Visitor.String()
		}
		want[string(wire.Encode(v))] = true
	}
	got := []wire.VisitorPush{p.hear()} // identity
	p.hello(w.Service.Token(b.Browser), "another")
	got = append(got, p.hear()) // welcome
	b.Reset()
	got = append(got, p.hear()) // fence
	for _, push := range got {
		if !want[string(wire.Encode(push))] {
			t.Errorf("%s is no golden push", wire.Encode(push))
		}
	}
	p.write(1, golden["VisitorFrame"][0])
	if push := p.hear(); push.Fence == nil {
		t.Errorf("got %s, want a fence", wire.Encode(push))
	}
}

// Every golden frame of the panel is taken.
func TestGoldenFramesOfThePanel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	agent := w.agent()
	for _, frame := range samples(t, "panel_socket.json")["PanelFrame"] {
		agent.write(1, frame)
	}
	agent.say(wire.PanelFrame{View: &wire.View{Sort: "oldest"}}) // whoever answers this has taken the others
	agent.until("the last answer", func() bool { return agent.failed != nil && agent.failed.Field == "view.sort" })
}
