package sqlite_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/pressly/goose/v3"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/proof"
	"github.com/nametag-dev/nametag/internal/sqlite"
)

// older makes a file as the program of an earlier schema left it, with the rows of testdata that it wrote.
func older(t *testing.T, schema int64, rows string) *world {
	t.Helper()
	w := &world{TB: t, path: filepath.Join(t.TempDir(), "nametag.db")}
	db := w.raw()
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, os.DirFS("migrations"))
	w.must(err)
	_, err = provider.UpTo(t.Context(), schema)
	w.must(err)
	text, err := os.ReadFile(filepath.Join("testdata", rows))
	w.must(err)
	_, err = db.ExecContext(t.Context(), string(text))
	w.must(err)
	w.must(db.Close())
	return w
}

// What schema 1 held reads the same, but for the marks of commands; what it didn't know is blank, but for how long a link
// lasts.
func TestSchema1IsBroughtUp(t *testing.T) {
	t.Parallel()
	w := older(t, 1, "schema1.rows.sql")
	jane, merged, other := oldContacts()
	fenced, next := oldVisitors(jane)
	site := &nametag.Site{
		ID: shop, Key: "shop", Name: "Shop", Aliases: []string{"old-shop"}, Origins: []string{"https://shop.example"},
		LinkedDomains: []string{"y.example"}, Enforcement: nametag.Require, EmailsConfirmed: true, Unproven: nametag.FillBlanks,
		MatchUnprovenEmail: true, LinkHours: nametag.LinkHours, CookieDomain: "shop.example", CustomDataBytes: 99, DevUntil: at,
		InstalledAt: at, InstalledOrigin: "https://shop.example", CreatedAt: at,
	}
	key := &nametag.SigningKey{KID: "k1", Site: shop, Name: "web", Uses: []nametag.KeyUse{proof.UseToken}, Sealed: []byte{0, 1}, CreatedAt: at}
	session := nametag.Session{
		Site: shop, Visitor: fenced.ID, ID: 7, Started: at, Seen: at.Add(time.Second), Device: nametag.Device{Kind: "phone"},
		Country: "BE", Count: 3, Pages: []nametag.PageView{{URL: "https://shop.example/", Title: "Shop", At: at}},
	}
	for range 2 { // brought up, then as it is
		w.Store = w.open(sqlite.Config{})
		ctx := t.Context()
		for name, c := range map[string]struct {
			ask  func() (any, error)
			want any
		}{
			"site":         {func() (any, error) { return w.SiteByKey(ctx, "old-shop") }, site},
			"signing keys": {func() (any, error) { return w.SigningKeys(ctx, shop) }, []*nametag.SigningKey{key}},
			"family":       {func() (any, error) { return w.Family(ctx, shop, merged.ID, 1000) }, []*nametag.Contact{jane, merged}},
			"contact":      {func() (any, error) { return w.Contact(ctx, shop, other.ID) }, other},
			"visitors":     {func() (any, error) { return w.VisitorsOf(ctx, shop, jane.ID, 9) }, []*nametag.Visitor{fenced}},
			"sessions": {func() (any, error) {
				return w.ContactSessions(ctx, shop, jane.ID, nametag.SessionQuery{Limit: 9, Visitors: 9})
			}, []nametag.Session{session}},
			"conflicted": {func() (any, error) { return w.Conflicted(ctx, shop, 0, 9) }, []*nametag.Contact(nil)},
			"ledger":     {func() (any, error) { return w.Entries(ctx, shop, jane.ID, 0, 9) }, oldEntries()[:2]},
			"entry":      {func() (any, error) { return w.Entry(ctx, shop, 3) }, oldEntries()[2]},
		} {
			if got, err := c.ask(); err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("%s:\ngot  %+v\nwant %+v\n(%v)", name, got, c.want, err)
			}
		}
		want := nametag.Known{
			Visitor: fenced, Successor: next, Linked: itself(jane), ByID: itself(jane), ByEmail: []nametag.Found{{Contact: jane, Row: merged}}, Next: 4,
		}
		got := known(t, w.Store, nametag.Keys{Visitor: fenced.ID, ExternalID: "42", Email: "j@example.com"})
		if !reflect.DeepEqual(got, want) {
			t.Errorf("known:\ngot  %+v\nwant %+v", got, want)
		}
		w.must(w.Close())
	}
}

// The rows of testdata/schema1.rows.sql.

func oldContacts() (jane, merged, other *nametag.Contact) {
	jane = &nametag.Contact{
		ID: 42, Site: shop, ExternalID: "42", ExternalTrust: nametag.Verified,
		Email: nametag.Email{Folded: "jane@example.com", Shown: "Jane@Example.com"}, EmailTrust: nametag.Claimed,
		SecuredAt: at, BornOf: 33, Shared: true, Apart: []nametag.Side{44}, Head: 2, FirstSeen: at,
		Traits: nametag.Traits{
			Profile: map[nametag.Field]nametag.Value{nametag.Name: oldValue(`"Jane"`, 1)},
			Custom:  map[string]nametag.Value{"plan": oldValue(`"pro"`, 2)},
		},
	}
	merged = &nametag.Contact{
		ID: 43, Site: shop, Email: nametag.Email{Folded: "j@example.com", Shown: "j@example.com"}, EmailTrust: nametag.Verified,
		MergedInto: jane.ID, FirstSeen: at,
	}
	return jane, merged, &nametag.Contact{ID: 44, Site: shop, FirstSeen: at}
}

func oldValue(json string, seq nametag.Seq) nametag.Value {
	return nametag.Value{JSON: json, Trust: nametag.Claimed, Source: nametag.SaidBy(33), Seq: seq, At: at}
}

func oldVisitors(jane *nametag.Contact) (fenced, next *nametag.Visitor) {
	return &nametag.Visitor{
		ID: 33, Site: shop, Link: nametag.Link{Contact: jane.ID, Trust: nametag.Verified, Until: at, KID: "k1", SID: "s1"}, Number: 2,
		Bag:      nametag.Bag{ExternalID: "42", Email: jane.Email, Traits: nametag.Traits{Custom: map[string]nametag.Value{"cart": oldValue("3", 1)}}},
		FencedAt: at, Successor: 34, FencedBy: nametag.Mark{Visitor: 33, Hash: 9}, Head: 3, FirstSeen: at,
	}, &nametag.Visitor{ID: 34, Site: shop, Number: 1, FirstSeen: at}
}

// oldEntries are as schema 1 wrote them, the contact's newest first: their new values are as the entries themselves.
func oldEntries() []nametag.Entry {
	later := at.Add(time.Second)
	return []nametag.Entry{
		{
			Seq: 2, Site: shop, At: later, Kind: nametag.Updated, Contact: 42, Visitor: 33, Prev: 1, Trust: nametag.Verified,
			Reason: "r", KID: "k1", Actor: "sam", Command: "c2", Effect: nametag.Effect{Set: []nametag.Edit{
				{Key: "custom_data.plan", Old: `"free"`, New: nametag.Value{JSON: `"pro"`, Trust: nametag.Verified, Source: "sam", Seq: 2, At: later}},
				{Key: "custom_data.cart", Old: "3"},
			}},
		},
		{
			Seq: 1, Site: shop, At: at, Kind: nametag.Identified, Contact: 42, Visitor: 33, Trust: nametag.Claimed, Command: "c1",
			Effect: nametag.Effect{
				Created: true, Protected: []string{"email"}, Link: &nametag.LinkEffect{To: 42, Trust: nametag.Claimed},
				Set: []nametag.Edit{{Key: "external_id", New: oldValue(`"42"`, 1)}, {Key: "name", New: oldValue(`"Jane"`, 1)}},
			},
		},
		{Seq: 3, Site: shop, At: at, Kind: nametag.WasReset, Visitor: 33, Trust: nametag.Verified, Effect: nametag.Effect{Successor: 34}},
	}
}
