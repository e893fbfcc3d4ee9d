package web_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

const once = "Idempotency-Key: my request"

// chores are one request for each address that honours Idempotency-Key.
func (d desk) chores() map[string]struct{ path, body string } {
	d.t.Helper()
	jane, ravi := d.janeAndRavi()
	third, fourth := d.named("third"), d.named("fourth")
	k := d.someConflict()
	return map[string]struct{ path, body string }{
		"merge":    {"/contacts/" + jane.String() + "/merge", `{"other":"` + ravi.String() + `"}`},
		"undo":     {"/merges/" + d.someMerge(d.Site) + "/undo", ``},
		"resolve":  {"/contacts/" + k.contact + "/conflicts/" + k.id + "/resolve", `{"resolution":"take"}`},
		"revoke":   {"/revoke", `{"external_id":"` + d.named("fifth").ExternalID + `"}`}, // nobody whom another chore is about
		"sign out": {"/contacts/" + fourth.ID.String() + "/revoke", ``},
		"detach":   {"/contacts/" + third.ID.String() + "/visitors/" + third.BornOf.String() + "/detach", ``},
		"retire":   {"/keys/" + d.HashKey().KID + "/retire", `{"leaked":true}`},
	}
}

// seq is the number of the newest entry of all.
func (d desk) seq() (newest nametag.Seq) {
	d.t.Helper()
	_, err := d.Store.Decide(d.t.Context(), nametag.Keys{Site: d.Site.ID}, func(known nametag.Known) (nametag.Decision, error) {
		newest = known.Next - 1
		return nametag.Decision{}, nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return newest
}

// The network lost the answer: sent again, the request is answered the same and nothing is done twice.
func TestARequestSentAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for name, c := range d.chores() {
		key := once + " " + name
		first := d.post(c.path, c.body, key).ok(nil)
		done := d.seq()
		for range 2 {
			if again := d.post(c.path, c.body, key).ok(nil); again.Body != first.Body {
				t.Errorf("%s: got %s, want %s", name, again.Body, first.Body)
			}
		}
		if got := d.seq(); got != done {
			t.Errorf("%s: got entry %d since, want nothing to be done twice", name, got)
		}
	}
}

// A key is for one request: another address or body under it is a mistake, and does nothing.
func TestAKeyIsForOneRequest(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane, ravi := d.janeAndRavi()
	third := d.named("third").ID
	merge := func(id, other nametag.ContactID, more string) *answer {
		return d.post("/contacts/"+id.String()+"/merge", `{"other":"`+other.String()+`"`+more+`}`, once)
	}
	merge(jane, ravi, "").ok(nil)
	k := d.someConflict()
	resolve := func(how, key string) *answer {
		return d.post("/contacts/"+k.contact+"/conflicts/"+k.id+"/resolve", `{"resolution":"`+how+`"}`, key)
	}
	resolve("take", once+" too").ok(nil)
	done := d.seq()
	merge(jane, third, "").fails("another body", http.StatusBadRequest, "bad_value", "Idempotency-Key")
	merge(third, ravi, "").fails("another contact", http.StatusBadRequest, "bad_value", "Idempotency-Key")
	resolve("take", once).fails("another address", http.StatusBadRequest, "bad_value", "Idempotency-Key")
	resolve("dismiss", once+" too").fails("another resolution", http.StatusBadRequest, "bad_value", "Idempotency-Key")
	merge(jane, ravi, `,"dry_run":false`).ok(nil) // says the same
	if got := d.seq(); got != done {
		t.Errorf("got entry %d since, want nothing to be done", got)
	}
}

// Many at once, as from a client that is impatient: it is done once, and all get the same answer.
func TestRequestsSentAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for name, c := range d.chores() {
		key, before := once+" "+name, d.seq()
		answers := make([]*answer, 8)
		var wg sync.WaitGroup
		for i := range answers {
			wg.Go(func() { answers[i] = d.post(c.path, c.body, key) })
		}
		wg.Wait()
		for _, a := range answers {
			if a.Status != http.StatusOK || a.Body != answers[0].Body {
				t.Errorf("%s: got %d %s, want %s", name, a.Status, a.Body, answers[0].Body)
			}
		}
		if n := d.seq() - before; n > 2 {
			t.Errorf("%s: got %d entries, want it done once", name, n)
		}
	}
}

// Without a key, whoever comes second is told so, except that who was signed out can be again, and a key retired.
func TestRequestsWithoutAKey(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for name, c := range d.chores() {
		d.post(c.path, c.body).ok(nil)
		a := d.post(c.path, c.body, "Idempotency-Key: ")
		again := strings.HasSuffix(c.path, "/revoke") || strings.HasSuffix(c.path, "/retire")
		if refused := a.Status >= 400 && a.Status < 500; refused == again {
			t.Errorf("%s: got %d %s, want it to be refused", name, a.Status, a.Body)
		}
	}
}

// What failed isn't remembered: the same key may try again, also with another request.
func TestFailedRequestsAreForgotten(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane, ravi := d.janeAndRavi()
	address := "/contacts/" + jane.String() + "/merge"
	d.post(address, `{"other":"c_zzzzzzzzzzzzz"}`, once).fails("with nobody", http.StatusNotFound, "not_found", "other")
	d.post(address, `{"other":"`+jane.String()+`"}`, once).fails("with herself", http.StatusBadRequest, "bad_value", "other")
	d.post(address, `{"other":"`+ravi.String()+`","dry_run":true}`, once).ok(nil) // does nothing, so there is nothing to remember
	var m wire.Merge
	d.post(address, `{"other":"`+ravi.String()+`"}`, once).ok(&m)
	if m.MergeID == nil {
		t.Errorf("got %+v, want the merge to be made", m)
	}
}

// A site's keys are its own.
func TestAnotherSitesKeyIsAnother(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane, ravi := d.janeAndRavi()
	d.post("/contacts/"+jane.String()+"/merge", `{"other":"`+ravi.String()+`"}`, once).ok(nil)
	site := d.otherSite()
	a, b := d.contactOn(site, nametagtest.ID("a")), d.contactOn(site, nametagtest.ID("b"))
	var m wire.Merge
	request(t, d.world, "POST", apiRoot+"/contacts/"+a.ID.String()+"/merge?site="+site.Key, `{"other":"`+b.ID.String()+`"}`, jsonType, once, d.cookie()).ok(&m)
	if m.Contact.ID != a.ID.String() {
		t.Errorf("got %+v, want the other site's merge", m)
	}
}

// After a day a key is free again.
func TestAKeyIsKnownForADay(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane, ravi := d.janeAndRavi()
	address, body := "/contacts/"+jane.String()+"/merge", `{"other":"`+ravi.String()+`"}`
	d.post(address, body, once).ok(nil)
	d.Clock.Pass(24*time.Hour - time.Second)
	d.post(address, body, once).ok(nil)
	d.Clock.Pass(time.Second)
	d.post(address, body, once).fails("a day later", http.StatusBadRequest, "bad_value", "other")
}

// What was done before and is undone since stays undone: the answer shows things as they are.
func TestARequestSentAgainAfterItWasUndone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane, ravi := d.janeAndRavi()
	var m, again wire.Merge
	d.post("/contacts/"+jane.String()+"/merge", `{"other":"`+ravi.String()+`"}`, once).ok(&m)
	d.post("/merges/"+*m.MergeID+"/undo", ``).ok(nil)
	d.post("/contacts/"+jane.String()+"/merge", `{"other":"`+ravi.String()+`"}`, once).ok(&again)
	if text(again.MergeID) != *m.MergeID || len(again.Contact.Aliases) != 0 {
		t.Errorf("got %+v, want the merge that was made, and Jane as she is now", again)
	}
}

// Who was part of it is gone: there is nothing to answer with.
func TestARequestSentAgainAfterAnErasure(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane, ravi := d.janeAndRavi()
	address, body := "/contacts/"+jane.String()+"/merge", `{"other":"`+ravi.String()+`"}`
	d.post(address, body, once).ok(nil)
	d.send("DELETE", "/contacts/"+jane.String(), "")
	d.post(address, body, once).fails("erased", http.StatusNotFound, "not_found", "*")
	if n := len(d.Contacts()); n != 0 {
		t.Errorf("got %d contacts, want none", n)
	}
}
