package web_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

// export is all that is told of a contact, and its JSON.
func (d desk) export(id string) (e wire.Export, body string) {
	d.t.Helper()
	a := d.send("GET", "/contacts/"+id+"/export", "").ok(&e)
	return e, a.Body
}

// theirs are the rows of a person, by table. What isn't named here is nobody's, or of the moment: codes, marks, things to happen
// once.
const (
	theirContacts = `SELECT id FROM contact WHERE id = ?1 OR merged_into = ?1`
	theirVisitors = `SELECT id FROM visitor WHERE contact IN (` + theirContacts + `)`
)

var theirs = map[string]string{
	"contact":          `id IN (` + theirContacts + `)`,
	"visitor":          `id IN (` + theirVisitors + `)`,
	"session":          `visitor IN (` + theirVisitors + `)`,
	"ledger":           `contact IN (` + theirContacts + `) OR contact IS NULL AND visitor IN (` + theirVisitors + `)`,
	"refusal":          `contact IN (` + theirContacts + `)`,
	"evidence_example": `visitor IN (` + theirVisitors + `)`,
}

// inner are columns and keys that are the rules' own.
var inner = []string{"recent", "refused", "fenced_by", "command", "secured_at", "day", "site", "shared", "merged_into"}

// Nothing is missing that the tables hold of a person.
func TestAnExportIsWhole(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Service.Counter = nametag.NewClaimCounter()
	p := d.page()
	p.send(p.call("update", `{"traits":{"phone":"secret-phone"}}`)) // while nobody knows who it is
	id, _ := d.known(p)
	wrong := d.page()
	wrong.identify(`{"external_id":"secret-id","email":"secret@said.example","hash":"x","traits":{"custom_data":{"nested":{"a":["secret-deep"]}}}}`)
	d.refusedTo(`{"email":"secret@new.example"}`)
	d.saveCounts()
	former := d.page()
	former.send(former.call("update", `{"traits":{"company":"secret-former"}}`))
	former.identify(`{"external_id":"secret-id"}`)
	d.post("/contacts/"+id+"/visitors/"+former.send().Visitor.ID+"/detach", ``).ok(nil)
	_, body := d.export(id)
	if !strings.Contains(body, "secret-former") {
		t.Errorf("what a browser said before it was the person's for a while is missing")
	}
	for table, of := range theirs {
		words := d.words(table, of, id)
		if len(words) == 0 {
			t.Errorf("%s: nothing is there: the test looks at nothing", table)
		}
		for _, word := range words {
			if !strings.Contains(body, word) && !slices.Contains(inner, word) && !strings.HasPrefix(word, "conflict.") {
				t.Errorf("%s: %s is missing", table, word)
			}
		}
	}
}

// refusedTo has a stranger refused to be somebody.
func (d desk) refusedTo(claim string) {
	d.t.Helper()
	d.SetSite(func(s *nametag.Site) { s.Enforcement = nametag.Require })
	stranger := d.page()
	if said := stranger.identify(claim); said.code(0) != "verification_required" {
		d.t.Errorf("got %+v, want it refused", said)
	}
	d.SetSite(func(s *nametag.Site) { s.Enforcement = nametag.Observe })
}

// words are all texts and times in a person's rows of a table, as JSON spells them.
func (d desk) words(table, of, id string) (words []string) {
	d.t.Helper()
	contact, err := nametag.ParseContactID(id)
	if err != nil {
		d.t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+url.PathEscape(d.Path)+"?mode=ro")
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(d.t.Context(), `SELECT * FROM "`+table+`" WHERE `+of, int64(contact))
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		d.t.Fatal(err)
	}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			d.t.Fatal(err)
		}
		for i, value := range values {
			if !slices.Contains(inner, columns[i]) {
				words = append(words, leaves(value)...)
			}
		}
	}
	return words
}

// leaves are what stands in a value: in a text that is JSON, within that too.
func leaves(value any) (words []string) {
	switch v := value.(type) {
	case string:
		var within any
		if json.Unmarshal([]byte(v), &within) == nil {
			return leaves(within)
		}
		words = append(words, strings.Trim(string(wire.Encode(v)), `"`))
	case int64:
		words = append(words, timeOf(v)...)
	case float64:
		words = append(words, timeOf(int64(v))...)
	case []any:
		for _, within := range v {
			words = append(words, leaves(within)...)
		}
	case map[string]any:
		for _, within := range v {
			words = append(words, leaves(within)...)
		}
	}
	return words
}

// timeOf is a number as a time, if it is one.
func timeOf(n int64) []string {
	at := time.UnixMilli(n).UTC()
	if at.Year() != nametagtest.Noon.Year() {
		return nil
	}
	return []string{at.Format("2006-01-02T15:04:05.000Z")}
}

// The file has a name that tells nobody whose it is, and what stands in it is as the contact, the ledger and the visits say.
func TestExport(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page()
	id, alias := d.known(p)
	e, body := d.export(alias)
	d.send("GET", "/contacts/"+id+"/export", "").header("Content-Type", "application/json").
		header("Content-Disposition", `attachment; filename="nametag-contact-`+id+`-2026-11-20.json"`).header("Cache-Control", "no-store")
	if e.Contact.ID != id || len(e.Merged) != 1 || e.Merged[0].ID != alias || text(e.Merged[0].Email) != "secret@alias.example" {
		t.Errorf("got %s, want the survivor, and the other as merged", body)
	}
	if len(e.Visitors) != 2 || e.Visitors[1].Said == nil || e.Visitors[1].Said.ExternalID != "secret-id" {
		t.Errorf("got visitors %s, want both, with what they said", wire.Encode(e.Visitors))
	}
	if len(e.Sessions) != 1 || e.Sessions[0].Pages[0].Title != "secret-title" || !e.Sessions[0].Unproven {
		t.Errorf("got sessions %s", wire.Encode(e.Sessions))
	}
	entries := d.entries(id)
	if len(e.Ledger) != len(entries) || e.Ledger[0].Seq != entries[len(entries)-1].Seq {
		t.Errorf("got %d entries, want %d, the oldest first", len(e.Ledger), len(entries))
	}
	if e.Site.Name != d.Site.Name || e.ExportedAt != "2026-11-20T12:00:00.000Z" {
		t.Errorf("got %s of %+v", e.ExportedAt, e.Site)
	}
}

// A long history is all there, and in order.
func TestALongExport(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page()
	p.identify(`{"external_id":"42"}`)
	id := d.Contact("42").ID.String()
	var sessions []nametag.Session
	visitor := p.send().Visitor.ID
	v, err := nametag.ParseVisitorID(visitor)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 250 {
		at := nametagtest.Noon.Add(time.Duration(n) * time.Hour)
		sessions = append(sessions, nametag.Session{Site: d.Site.ID, Visitor: v, ID: nametag.SessionID(n + 1), Started: at, Seen: at})
		d.edit(id, fmt.Sprintf(`{"name":"name %d"}`, n))
	}
	if err := d.Store.SaveSessions(t.Context(), sessions); err != nil {
		t.Fatal(err)
	}
	e, _ := d.export(id)
	if len(e.Sessions) != 250 || len(e.Ledger) != 251 {
		t.Fatalf("got %d sessions and %d entries, want 250 and 251", len(e.Sessions), len(e.Ledger))
	}
	for i, session := range e.Sessions {
		if want := nametag.SessionID(250 - i).String(); session.ID != want {
			t.Fatalf("got session %s in place %d, want %s", session.ID, i, want)
		}
	}
}

// Nobody else's data is in it: who was in conflict, proved what was said of the person, or was one with it for a while.
func TestAnExportIsOfNobodyElse(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	jane := d.page()
	jane.identify(`{"external_id":"42","email":"jane@example.com","traits":{"name":"Jane"}}`)
	d.known(d.page())
	secret := d.Contact("secret-id").ID.String()
	id := d.Contact("42").ID
	merge := d.merge(id, d.Contact("secret-id").ID)
	d.Browser().Identify(nametagtest.ID("secret-id").Named("Secret Was").Profile(nametag.Phone, "secret-plan")) // comes to Jane meanwhile
	d.post("/merges/"+*merge.MergeID+"/undo", ``).ok(nil)
	d.Browser().Identify(nametagtest.ID("42").Mailed("secret@new.example"))
	d.edit(id.String(), `{"email":"jane@new.example"}`).ok(nil)
	d.edit(secret, `{"email":"secret-id@example.com"}`).ok(nil)
	e, body := d.export(id.String())
	for _, secret := range secrets {
		if strings.Contains(strings.ToLower(body), strings.ToLower(secret)) {
			t.Errorf("%s is in it: %s", secret, body)
		}
	}
	if !strings.Contains(body, secret) || len(e.Contact.Conflicts) != 1 || e.Contact.Conflicts[0].Value != "" {
		t.Errorf("got %s, want the other by id only", body)
	}
	_, body = d.export(secret)
	for _, foreign := range []string{"jane@example.com", "jane@new.example", `"42"`, `"Jane"`} {
		if strings.Contains(body, foreign) {
			t.Errorf("%s is in the other's: %s", foreign, body)
		}
	}
	var shared wire.Export
	d.send("GET", "/contacts/"+secret+"/export", "").ok(&shared)
	meanwhile := func(entry wire.ExportedEntry) bool {
		return entry.ContactID == id.String() && entry.Kind != "merged" && len(entry.Changes) > 0
	}
	if !slices.ContainsFunc(shared.Ledger, meanwhile) {
		t.Errorf("got %s, want also what was said while the two were one", body)
	}
}

// Who acts as a person is somebody else.
func TestAnExportIsNotOfWhoActsAsThePerson(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.someContact().ID.String()
	sam := d.Browser()
	sam.Identify(d.Vouched(nametagtest.ID("42"), nametagtest.ActedBy("Sam")))
	if e, body := d.export(id); len(e.Visitors) != 1 || strings.Contains(body, sam.Visitor.String()) || strings.Contains(body, "Sam") {
		t.Errorf("got %s, want nothing of Sam", body)
	}
}

// Whose export can't be read to its end is not taken for the whole, and the log says why; but nothing of who left meanwhile.
func TestABrokenExportBreaks(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.page().identify(`{"external_id":"42","email":"jane@example.com"}`)
	id, cookie := d.Contact("42").ID.String(), d.cookie()
	export := func(leaves bool) {
		ctx, leave := context.WithCancel(t.Context())
		defer leave()
		d.Service.Store = forgetful{d.Store, func() {
			if leaves {
				leave()
			}
		}}
		defer func() {
			if got := recover(); got != http.ErrAbortHandler {
				t.Errorf("got %v, want the connection dropped", got)
			}
		}()
		a := requestWith(ctx, t, d.world, "GET", "/api/v1/contacts/"+id+"/export?site="+d.Site.Key, "", cookie)
		t.Errorf("got %d %s, want no answer that looks whole", a.Status, a.Body)
	}
	export(true)
	if got := d.log.String(); strings.Contains(got, "disk on fire") {
		t.Errorf("got %s, want nothing of who left", got)
	}
	export(false)
	got := d.log.String()
	if strings.Count(got, "level=ERROR") != 1 || !strings.Contains(got, "contact="+id+` error="disk on fire"`) || strings.Contains(got, "jane@") {
		t.Errorf("got %s, want the contact's id and the cause alone", got)
	}
}

// forgetful finds no sessions of contacts but the newest.
type forgetful struct {
	nametag.Store
	meanwhile func()
}

func (f forgetful) ContactSessions(ctx context.Context, site nametag.SiteID, id nametag.ContactID, q nametag.SessionQuery) ([]nametag.Session, error) {
	if q.Visitors == nametag.WholeFamily {
		f.meanwhile()
		return nil, errors.New("disk on fire")
	}
	return f.Store.ContactSessions(ctx, site, id, q)
}
