package presence_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/presence"
)

func query(t testing.TB, search string, sort presence.Sort) presence.Query {
	t.Helper()
	q, err := presence.ParseQuery(search, sort)
	if err != nil {
		t.Errorf("%q: %v", search, err)
	}
	return q
}

// all are all rows of the site, the bots' last.
func (s *stage) all() []presence.Row {
	people := s.room.List(shop.ID, presence.Query{}, presence.Place{}, 1000)
	return append(people, s.room.List(shop.ID, query(s.t, "is:bot", presence.Newest), presence.Place{}, 1000)...)
}

// passes is what the searches of histories mean, said once more.
func passes(search string, r presence.Row) bool {
	if bot := r.Device.Kind == presence.Bot; bot || search == "is:bot" {
		return bot && search == "is:bot"
	}
	switch search {
	case "", "-is:bot":
		return true
	case "is:online":
		return r.State != left
	case "is:left":
		return r.State == left
	case "is:verified":
		return r.Trust == nametag.Verified && r.Actor == ""
	case "-is:anonymous":
		return r.Contact != 0
	case "jane":
		return r.Person.Name == "Jane"
	case "page:/a":
		return strings.HasPrefix(r.Page.URL, "https://shop.example/a")
	case "is:active -jane":
		return r.State == active && r.Person.Name != "Jane"
	}
	panic(search)
}

func inOrder(sort presence.Sort, rows []presence.Row) {
	slices.SortStableFunc(rows, func(a, b presence.Row) int {
		name := func(r presence.Row) string {
			if r.Contact == 0 {
				return "\uffff"
			}
			return strings.ToLower(r.Person.Name)
		}
		newer := b.Since.Compare(a.Since)
		if newer == 0 {
			newer = int(b.ID - a.ID)
		}
		switch sort {
		case presence.Longest:
			return -newer
		case presence.ByName:
			if c := strings.Compare(name(a), name(b)); c != 0 {
				return c
			}
		}
		return newer
	})
}

// checkAgainstAll compares what the panel shows with what the query means.
func (l *looker) checkAgainstAll() error {
	rows := slices.DeleteFunc(l.s.all(), func(r presence.Row) bool { return !passes(l.query.Search(), r) })
	inOrder(l.query.Sort(), rows)
	if l.window.First == 0 && l.first != 0 {
		return fmt.Errorf("%d are above the top", l.first)
	}
	var want []presence.RowID
	for _, r := range rows[min(l.first, len(rows)):min(l.first+l.window.Count, len(rows))] {
		want = append(want, r.ID)
	}
	if !slices.Equal(l.order, want) {
		return fmt.Errorf("shown are %v, want %v", l.order, want)
	}
	if l.counts.Total != len(rows) {
		return fmt.Errorf("%d are counted, want %d", l.counts.Total, len(rows))
	}
	return nil
}

// spec live §3: what each kind of term finds.
func TestSearchesFind(t *testing.T) {
	play(t, func(s *stage) {
		jane, jose, stranger, robot := s.visitor(), s.visitor(), s.visitor(), s.visitor()
		s.greet(s.anonymous(jane), presence.Hello{
			Tab: "a", Visible: true, Client: desktop, Page: nametag.Page{URL: "https://shop.example/pricing/annual?utm_source=letter", Referrer: "https://search.example/"},
		})
		s.pass(time.Second)
		s.open(jose, "a", "https://shop.example/cart")
		s.pass(time.Second)
		s.open(stranger, "a", "https://shop.example/")
		s.greet(s.anonymous(robot), presence.Hello{Tab: "a", Visible: true, Client: presence.Client{Device: nametag.Device{Kind: presence.Bot, Browser: "Googlebot"}}})
		s.identify(jane, s.person("42", "Jane@Example.com", map[nametag.Field]string{
			nametag.Name: `"Jane Doe"`, nametag.Company: `"Doe & Sons"`, nametag.Tags: `["#vip","#north-west"]`, nametag.Tag: `"PAID_PLAN"`,
			nametag.IntegrationIDs: `["acmechat:1234", "crm:eu:7"]`,
		}), nametag.Verified)
		s.identify(jose, s.person("auth0|77", "", map[nametag.Field]string{nametag.Name: `"José Ñandú"`}), nametag.Claimed)
		s.publish(nametag.Change{Visitor: stranger, Code: "0472"})
		s.pass(time.Second)
		for search, want := range map[string][]nametag.VisitorID{
			"":                                  {stranger, jose, jane},
			"jane":                              {jane},
			"JANE doe":                          {jane},
			`"jane doe"`:                        {jane},
			`"doe jane"`:                        {},
			"jose nandu":                        {jose},
			"doe & sons":                        {jane},
			"example.com":                       {jane},
			"-jane":                             {stranger, jose},
			"email:jane@":                       {jane},
			"email:":                            {stranger, jose, jane}, // typed no further yet
			"id:42":                             {jane},
			"id:4":                              {},
			"id:auth0|77":                       {jose},
			"auth0|77":                          {jose},
			"id:" + stranger.String():           {stranger},
			stranger.String():                   {stranger},
			stranger.String()[11:]:              {stranger},
			"visitor " + stranger.String()[11:]: {stranger},
			"#vip":                              {jane},
			"#VIP":                              {jane},
			"#north":                            {},
			"#paid_plan":                        {jane},
			"integration:acmechat:1234":         {jane},
			"integration_id:acmechat:1234":      {jane},
			"integration:acmechat":              {jane},
			"integration:acmechat:12":           {},
			"integration:acmechat:1234:":        {},
			"integration:crm":                   {jane},
			"integration:crm:eu":                {},
			"integration:crm:eu:7":              {jane},
			strings.Repeat("é", 200):            {},
			"page:/pricing":                     {jane},
			"page:/annual":                      {},
			"page:annual":                       {jane},
			"-page:/pricing":                    {stranger, jose},
			"0472":                              {stranger},
			"0473":                              {},
			"is:verified":                       {jane},
			"is:claimed":                        {jose},
			"is:identified":                     {jose, jane},
			"is:anonymous":                      {stranger},
			"online":                            {stranger, jose, jane},
			"-online":                           {},
			"is:online -is:verified":            {stranger, jose},
			"is:new":                            {stranger, jose, jane},
			"is:bot":                            {robot},
			"is:bot device:googlebot":           {robot},
			"company:doe":                       {jane},
			"company:jane":                      {},
			"-company:doe":                      {stranger, jose},
			"country:in":                        {jane},
			"country:de":                        {},
			"device:phone":                      {}, "device:desktop": {jane}, "device:macos": {jane}, "from:search.example": {jane},
			`"is:verified"`: {},
			"tel:1234":      {}, // no key of ours: text
		} {
			var got []nametag.VisitorID
			for _, r := range s.room.List(shop.ID, query(t, search, ""), presence.Place{}, 10) {
				got = append(got, r.Visitor)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q: got %v, want %v", search, got, want)
			}
			l := s.ask(query(t, search, ""), presence.Window{Count: 10})
			if len(l.order) != len(want) {
				t.Errorf("%q: a view shows %d, want %d", search, len(l.order), len(want))
			}
			l.sub.Close()
		}
	})
}

// Each word after is: finds those of whom it is true, and with a minus all others but bots.
func TestEveryStandingFindsItsOwn(t *testing.T) {
	play(t, func(s *stage) {
		names := map[nametag.VisitorID]string{}
		come := func(name string, visible bool, link nametag.Link, c presence.Client) *tab {
			v := s.visitor()
			names[v] = name
			a := s.anonymous(v)
			if link.Trust != nametag.Anonymous {
				known := s.contact(name)
				if name == "returning" {
					known.FirstSeen = now().Add(-24 * time.Hour)
				}
				a = s.linked(v, known, link.Trust)
				a.Browser.Link.Actor = link.Actor
			}
			return s.greet(a, presence.Hello{Tab: "a", Visible: visible, Client: c})
		}
		nobody := nametag.Link{}
		come("idle", true, nobody, desktop)
		s.pass(2 * time.Minute)
		come("gone", true, nobody, desktop).close()
		s.pass(5 * time.Second)
		come("stranger", true, nobody, desktop)
		come("away", false, nobody, desktop)
		come("robot", true, nobody, presence.Client{Device: nametag.Device{Kind: presence.Bot}})
		come("acting", true, nametag.Link{Trust: nametag.Verified, Actor: "Sam"}, desktop)
		come("returning", true, nametag.Link{Trust: nametag.Claimed}, desktop)
		come("verified", true, nametag.Link{Trust: nametag.Verified}, desktop)
		find := func(search string) []string {
			found := []string{}
			for _, r := range s.room.List(shop.ID, query(t, search, ""), presence.Place{}, 20) {
				found = append(found, names[r.Visitor])
			}
			slices.Sort(found)
			return found
		}
		everybody := find("")
		for word, want := range map[string]string{
			"online": "acting away idle returning stranger verified", "left": "gone",
			"active": "acting returning stranger verified", "idle": "idle", "away": "away",
			"anonymous": "away gone idle stranger", "identified": "acting returning verified",
			"claimed": "returning", "verified": "verified", "acting": "acting",
			"new": "acting away gone idle stranger verified", "returning": "returning", "bot": "robot",
		} {
			if got := strings.Join(find("is:"+word), " "); got != want {
				t.Errorf("is:%s: got %s, want %s", word, got, want)
			}
			others := slices.DeleteFunc(slices.Clone(everybody), func(name string) bool { return slices.Contains(strings.Fields(want), name) })
			if got := find("-is:" + word); !slices.Equal(got, others) {
				t.Errorf("-is:%s: got %v, want %v", word, got, others)
			}
		}
		if len(everybody) != len(names)-1 {
			t.Errorf("found %v, want all but the robot", everybody)
		}
	})
}

func (s *stage) person(id, email string, profile map[nametag.Field]string) *nametag.Contact {
	c := s.contact(id)
	c.Email, _ = nametag.ParseEmail(email)
	c.Traits.Profile = map[nametag.Field]nametag.Value{}
	for f, json := range profile {
		c.Traits.Profile[f] = nametag.Value{JSON: json}
	}
	return c
}

func TestSearchesThatMeanTheSameAreEqual(t *testing.T) {
	t.Parallel()
	same := map[string]string{"  Jane \t Doe ": "jane doe", `page:"/A b"`: `page:"/a b"`, "José": "jose", "email:": "", `"`: "", "- x": "- x"}
	for a, b := range same {
		if got, want := query(t, a, presence.Newest), query(t, b, ""); got != want {
			t.Errorf("%q: got %+v, want %+v", a, got, want)
		}
	}
	// A search as it is compared is one that means the same.
	for _, search := range []string{`-email:"a b" "is:x" #t -"q r" 0472 -`, `"unclosed one`} {
		q := query(t, search, presence.ByName)
		if again := query(t, q.Search(), presence.ByName); again != q {
			t.Errorf("%q: got %+v, read again %+v", search, q, again)
		}
	}
}

func TestWhatCantBeSearchedIsNamed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		search string
		sort   presence.Sort
		field  string
	}{
		{"is:onlin", "", "q"}, {strings.Repeat("x", 201), "", "q"}, {strings.Repeat("x ", 11), "", "q"}, {"", "oldest", "sort"},
	} {
		_, err := presence.ParseQuery(c.search, c.sort)
		var e *nametag.Error
		if !errors.As(err, &e) || e.Code != nametag.ErrBadValue.Code || e.Field != c.field {
			t.Errorf("%q %q: got %v, want a bad value of %s", c.search, c.sort, err, c.field)
		}
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, seed := range []string{"", `-email:"a b" "is:x" #t -"q r" 0472`, "is:verified page:/x", "\xff\"", "id:-:\"", "－ｉｓ：ｏｎｌｉｎｅ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, search string) {
		q, err := presence.ParseQuery(search, "")
		if err != nil {
			return
		}
		if again, err := presence.ParseQuery(q.Search(), ""); err != nil || again != q {
			t.Errorf("%q: got %+v, read again %+v, %v", search, q, again, err)
		}
	})
}
