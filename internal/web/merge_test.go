package web_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

// janeAndRavi are two contacts who could be one person. The second knows things that the first doesn't.
func (d desk) janeAndRavi() (jane, ravi nametag.ContactID) {
	d.t.Helper()
	d.Browser().Identify(nametagtest.ID("42").Mailed("jane@example.com").Named("Jane").Custom("plan", `"pro"`))
	d.Browser().Identify(nametagtest.ID("43").Mailed("ravi@example.com").Named("Ravi").Profile(nametag.Company, "Acme").Custom("seats", `3`))
	return d.Contact("42").ID, d.Contact("43").ID
}

func TestAMergeCanBeTried(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane, ravi := d.janeAndRavi()
	heads := d.heads()
	var tried wire.Merge
	d.post("/contacts/"+jane.String()+"/merge", `{"other":"`+ravi.String()+`","dry_run":true}`).ok(&tried)
	if tried.MergeID != nil || tried.OtherID != ravi.String() || tried.Contact.ID != jane.String() {
		t.Errorf("got %+v, want the merge of Ravi into Jane, not made", tried)
	}
	if c := tried.Contact; string(c.Traits["company"].Value) != `"Acme"` || string(c.CustomData["seats"]) != "3" || string(c.Traits["name"].Value) != `"Jane"` {
		t.Errorf("got %+v, want Jane with her blanks filled", c)
	}
	if got := d.heads(); !slices.Equal(got, heads) {
		t.Errorf("the newest entries are %v since, want %v: nothing is written", got, heads)
	}
	made := d.merge(jane, ravi)
	if got, want := string(wire.Encode(made.Changes)), string(wire.Encode(tried.Changes)); got != want || len(made.Changes) != 2 {
		t.Errorf("got changes %s, want %s as it was shown", got, want)
	}
}

// Whoever asks for the one that merged, by id, identifier or ledger, gets the survivor.
func TestAMerge(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane, ravi := d.janeAndRavi()
	merged := d.merge(jane, ravi)
	if merged.MergeID == nil || merged.OtherID != ravi.String() {
		t.Fatalf("got %+v, want the merge of Ravi into Jane", merged)
	}
	want := wire.Alias{ID: ravi.String(), MergeID: merged.MergeID}
	if got := merged.Contact.Aliases; len(got) != 1 || got[0].ID != want.ID || text(got[0].MergeID) != *want.MergeID || text(got[0].ExternalID) != "43" {
		t.Errorf("got aliases %+v, want Ravi's with the merge that can be undone", got)
	}
	if n := len(merged.Contact.Visitors); n != 2 {
		t.Errorf("got %d visitors, want both people's", n)
	}
	_, byJane := d.contact(jane.String())
	if _, byRavi := d.contact(ravi.String()); byRavi != byJane {
		t.Errorf("Ravi's id gives %s, want the survivor %s", byRavi, byJane)
	}
	for _, query := range []string{"", "external_id=43", "email=ravi@example.com", "q=42"} {
		if got := d.list(query); !slices.Equal(got, []string{"42"}) {
			t.Errorf("contacts?%s: got %v, want the survivor alone", query, got)
		}
	}
	newest := d.entries(ravi.String())[:2]
	for i, kind := range []string{"joined", "merged"} {
		if e := newest[i]; e.Kind != kind || e.By != "api:backend" || e.MergeID != *merged.MergeID || e.Trust != "attested" {
			t.Errorf("got entry %+v, want %s by the key", e, kind)
		}
	}
}

// Only one of the two has an external id: that one survives, in whichever order they are named.
func TestTheNamedOneSurvives(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Browser().Identify(nametagtest.Mailed("jane@example.com").Named("Jane"))
	lead := d.Contacts()[0].ID
	named := d.named("42").ID
	for _, dry := range []string{`,"dry_run":true`, ``} {
		var m wire.Merge
		d.post("/contacts/"+lead.String()+"/merge", `{"other":"`+named.String()+`"`+dry+`}`).ok(&m)
		if m.Contact.ID != named.String() || m.OtherID != lead.String() {
			t.Errorf("got %s of %s, want the one with an external id to survive", m.Contact.ID, m.OtherID)
		}
	}
}

func TestAMergeOfOneIsNone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane, ravi := d.janeAndRavi()
	d.merge(jane, ravi)
	for _, pair := range [][2]nametag.ContactID{{jane, ravi}, {ravi, jane}, {ravi, ravi}} {
		d.post("/contacts/"+pair[0].String()+"/merge", `{"other":"`+pair[1].String()+`"}`).fails("merged already", http.StatusBadRequest, "bad_value", "other")
	}
}

// Unmerge gives back what there was, and each later change goes to the side that it came by.
func TestAMergeCanBeUndone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane, ravi := d.janeAndRavi()
	_, janeWas := d.contact(jane.String())
	_, raviWas := d.contact(ravi.String())
	merged := d.merge(jane, ravi)
	var undone wire.Unmerge
	d.post("/merges/"+*merged.MergeID+"/undo", ``).ok(&undone)
	for name, c := range map[string]struct {
		got  wire.Contact
		id   nametag.ContactID
		want string
	}{"Jane": {undone.Contact, jane, janeWas}, "Ravi": {undone.Other, ravi, raviWas}} {
		_, now := d.contact(c.id.String())
		if said := string(wire.Encode(c.got)); said != c.want || now != c.want {
			t.Errorf("%s: got %s, then %s, want %s", name, said, now, c.want)
		}
	}
	if undone.MergeID != *merged.MergeID {
		t.Errorf("got %s, want the id of the merge %s", undone.MergeID, *merged.MergeID)
	}
	if e := d.entries(ravi.String())[0]; e.Kind != "left" || e.By != "api:backend" {
		t.Errorf("got entry %+v, want Ravi to have left", e)
	}
	d.post("/merges/"+*merged.MergeID+"/undo", ``).fails("again", http.StatusConflict, "merge_undone", "")

	again := d.merge(jane, ravi)
	if *again.MergeID == *merged.MergeID {
		t.Errorf("got %s again, want a merge of its own", *again.MergeID)
	}
}

func TestALaterMergeIsUndoneFirst(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane, ravi := d.janeAndRavi()
	third := d.named("third").ID
	first := d.merge(jane, ravi)
	later := d.merge(third, jane)
	d.post("/merges/"+*first.MergeID+"/undo", `{}`).fails("too early", http.StatusConflict, "merge_built_upon", *later.MergeID)
	d.post("/merges/"+*later.MergeID+"/undo", `{}`).ok(nil)
	d.post("/merges/"+*first.MergeID+"/undo", `{}`).ok(nil)
	if got := d.list(""); !slices.Equal(got, []string{"third", "43", "42"}) {
		t.Errorf("got %v, want all three again", got)
	}
}

// The panel says which agent merged; both sides of the wire do.
func TestTheLedgerNamesTheAgent(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane, ravi := d.janeAndRavi()
	request(t, d.world, "POST", apiRoot+"/contacts/"+jane.String()+"/merge?site="+d.Site.Key, `{"other":"`+ravi.String()+`"}`, jsonType, fromPanel, d.cookie()).ok(nil)
	if e := d.entries(jane.String())[0]; e.By != "agent:"+adminEmail {
		t.Errorf("got %+v, want it to be the agent's", e)
	}
}
