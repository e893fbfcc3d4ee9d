package web_test

import (
	"database/sql"
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

// secrets are words by which the erased person of these tests could be known.
var secrets = []string{"secret-id", "secret@", "Secret Name", "secret-plan", "secret-page", "secret-title", "secret-site", "secret-alias", "secret-was"}

// known puts all that can be known of a person into the database, and returns the contact and who was merged into it.
func (d desk) known(p *page) (id, alias string) {
	d.t.Helper()
	p.identify(`{"external_id":"secret-id","email":"secret@example.com","traits":{"name":"Secret Was","custom_data":{"plan":"secret-was"}}}`)
	p.send(p.call("update", `{"traits":{"name":"Secret Name","custom_data":{"plan":"secret-plan"}}}`), p.call("lookup_code", ""))
	id = d.Contact("secret-id").ID.String()
	d.arriveAt(p.token, nametag.Page{URL: "https://shop.example/secret-page", Title: "secret-title", Referrer: "https://secret-site.example/"})
	d.Browser().Identify(nametagtest.ID("secret-alias").Mailed("secret@alias.example").Named("Secret Name"))
	alias = d.Contact("secret-alias").ID.String()
	d.post("/contacts/"+id+"/merge", `{"other":"`+alias+`"}`, "Idempotency-Key: secret-id").ok(nil)
	d.send("PATCH", "/contacts/"+id, `{"company":"secret-was","email":"secret@new.example"}`).ok(nil)
	d.send("PATCH", "/contacts/"+id, `{"company":"secret-plan"}`).ok(nil)
	return id, alias
}

// Erased is gone: for whoever asks by id, identifier or browser, and from every table.
func TestErase(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page()
	id, alias := d.known(p)
	other := d.named("43").ID.String()
	visitor := p.send().Visitor.ID
	before := d.dump()
	for _, secret := range secrets {
		if !strings.Contains(strings.ToLower(before), strings.ToLower(secret)) {
			t.Errorf("%s wasn't there before: the test looks at nothing", secret)
		}
	}
	if a := d.send("DELETE", "/contacts/"+alias, ""); a.Status != http.StatusNoContent || a.Body != "" {
		t.Fatalf("got %d %s, want 204 and nothing", a.Status, a.Body)
	}
	for _, gone := range []string{id, alias} {
		d.send("GET", "/contacts/"+gone, "").fails("read", http.StatusNotFound, "not_found", "contact")
		d.send("GET", "/contacts/"+gone+"/ledger", "").fails("its ledger", http.StatusNotFound, "not_found", "contact")
		d.send("DELETE", "/contacts/"+gone, "").fails("again", http.StatusNotFound, "not_found", "contact")
		d.edit(gone, `{"name":"Eve"}`).fails("edited", http.StatusNotFound, "not_found", "contact")
		d.post("/contacts/"+other+"/merge", `{"other":"`+gone+`"}`).fails("merged", http.StatusNotFound, "not_found", "other")
	}
	for _, query := range []string{"external_id=secret-id", "external_id=secret-alias", "email=secret@example.com", "email=secret@new.example", "q=secret", "conflicts=open"} {
		if got := d.list(query); len(got) != 0 {
			t.Errorf("contacts?%s: got %v, want nobody", query, got)
		}
	}
	var detail wire.VisitorDetail
	if a := d.send("GET", "/visitors/"+visitor, ""); a.Status != http.StatusNotFound {
		if a.ok(&detail); detail.Visitor.ContactID != nil || detail.Visitor.Trust != "anonymous" || len(detail.Sessions) != 0 {
			t.Errorf("got %s, want nothing of the visitor", a.Body)
		}
	}
	d.holdsNoSecrets("")
	if got := d.list(""); !slices.Equal(got, []string{"43"}) {
		t.Errorf("got %v, want everybody else to stay", got)
	}
}

// rival is somebody of whom the erased person's email was said.
func (d desk) rival() (id string) {
	d.t.Helper()
	d.Browser().Identify(nametagtest.ID("43").Mailed("secret@new.example").Named("Ravi"))
	c := d.Contact("43")
	if len(c.Conflicts) != 1 {
		d.t.Fatalf("got conflicts %v, want one", c.Conflicts)
	}
	return c.ID.String()
}

// Whoever was in conflict with the person keeps what is his, and nothing of the person.
func TestEraseEndsConflicts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id, _ := d.known(d.page())
	other := d.rival()
	d.send("DELETE", "/contacts/"+id, "")
	if c, body := d.contact(other); len(c.Conflicts) != 0 || text(c.ExternalID) != "43" || string(c.Traits["name"].Value) != `"Ravi"` {
		t.Errorf("got %s, want Ravi as he was, without the conflict", body)
	}
	if a := d.send("GET", "/contacts/"+other+"/ledger", "").ok(nil); strings.Contains(a.Body, "secret") {
		t.Errorf("got %s, want nothing of the erased person", a.Body)
	}
	d.holdsNoSecrets("contact")
}

// What a rival's browser said is in its bag, and in the entry of its claim.
func TestEraseForgetsWhatOthersSaid(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id, _ := d.known(d.page())
	d.rival()
	d.send("DELETE", "/contacts/"+id, "")
	d.holdsNoSecrets("")
}

// The browser of somebody who was erased is told like any whose token is dead, and goes on as a new visitor.
func TestTheBrowserOfAnErasedContact(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page()
	id, _ := d.known(p)
	visitor := p.send().Visitor.ID
	d.send("DELETE", "/contacts/"+id, "").header("Content-Type", "")
	old := *p
	said := p.send(p.call("update", `{"traits":{"name":"Secret Name"}}`))
	if said.code(0) != "fenced" || said.Visitor.ID == visitor || said.Visitor.Trust != "anonymous" {
		t.Errorf("got %+v, want fenced, and a new visitor", said)
	}
	d.holdsNoSecrets("")
	if hello := old.send(); hello.Visitor.ID == visitor || hello.Visitor.Trust != "anonymous" {
		t.Errorf("got %+v, want a new visitor for the dead token", hello.Visitor)
	}
	p.identify(`{"external_id":"secret-id"}`)
	if again := d.Contact("secret-id"); again.ID.String() == id || again.Text(nametag.Company) != "" {
		t.Errorf("got %+v, want somebody new", again)
	}
}

// A session that is still to be written when its visitor is erased is not written any more.
func TestEraseIsHeardByPresence(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Service.Feed = d.here
	p := d.page()
	id, _ := d.known(p)
	d.Clock.Pass(time.Minute)
	d.seen(p.token, nametag.Page{URL: "https://shop.example/secret-page/2"}, 2)
	d.send("DELETE", "/contacts/"+id, "")
	if err := d.here.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.holdsNoSecrets("")
	if a := d.send("GET", "/visitors", "").ok(nil); strings.Contains(a.Body, "secret") {
		t.Errorf("got %s, want nothing of the erased person", a.Body)
	}
}

// holdsNoSecrets looks through a table, or through all: "".
func (d desk) holdsNoSecrets(table string) {
	d.t.Helper()
	after := d.dump()
	for _, secret := range secrets {
		for line := range strings.Lines(after) {
			if (table == "" || strings.HasPrefix(line, table+":")) && strings.Contains(strings.ToLower(line), strings.ToLower(secret)) {
				d.t.Errorf("%s is still in the database: %s", secret, line)
			}
		}
	}
}

// dump is every row of every table, a line each.
func (w *world) dump() string {
	w.t.Helper()
	var lines strings.Builder
	for _, table := range w.rows(`SELECT name FROM sqlite_schema WHERE type = 'table'`) {
		for _, row := range w.rows(`SELECT * FROM "` + table + `"`) {
			fmt.Fprintf(&lines, "%s: %s\n", table, row)
		}
	}
	return lines.String()
}

// rows are what a query gives, as texts. It reads the file as any program could.
func (w *world) rows(text string) []string {
	w.t.Helper()
	db, err := sql.Open("sqlite", "file:"+url.PathEscape(w.Path)+"?mode=ro")
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	return w.query(db, text)
}

// query returns the rows as texts.
func (w *world) query(db *sql.DB, text string) (all []string) {
	w.t.Helper()
	rows, err := db.QueryContext(w.t.Context(), text)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		w.t.Fatal(err)
	}
	for rows.Next() {
		cells, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			w.t.Fatal(err)
		}
		var row []string
		for _, cell := range cells {
			row = append(row, string(cell))
		}
		all = append(all, strings.Join(row, "\t"))
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return all
}
