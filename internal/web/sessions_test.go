package web_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
	"github.com/nametag-dev/nametag/internal/nametagtest"
	"github.com/nametag-dev/nametag/internal/wire"
)

// visited writes some visits of a browser, an hour apart, with numbers from one on.
func (w *world) visited(b *nametagtest.Browser, from, n int) {
	w.t.Helper()
	var sessions []nametag.Session
	for i := range n {
		at := nametagtest.Noon.Add(time.Duration(from+i) * time.Hour)
		sessions = append(sessions, nametag.Session{Site: w.Site.ID, Visitor: b.Visitor, ID: nametag.SessionID(from + i), Started: at, Seen: at})
	}
	if err := w.Store.SaveSessions(w.t.Context(), sessions); err != nil {
		w.t.Fatal(err)
	}
}

// A contact's visits are paged, from all its browsers, and each says whether it is proven to be the contact's.
func TestSessionsArePaged(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	laptop, phone, stranger := d.Browser(), d.Browser(), d.Browser()
	laptop.Identify(d.Hashed(nametagtest.ID("42")))
	phone.Identify(nametagtest.ID("42"))
	stranger.Identify(nametagtest.ID("43"))
	d.visited(laptop, 1, 3)
	d.visited(phone, 4, 2)
	d.visited(stranger, 6, 3)
	id := d.Contact("42").ID.String()
	got := ""
	for cursor, pages := "", 0; pages < 9; pages++ {
		var page wire.SessionList
		d.send("GET", "/contacts/"+id+"/sessions?limit=2"+cursor, "").ok(&page)
		for _, s := range page.Sessions {
			got += fmt.Sprint(s.StartedAt[11:13], s.Unproven, " ")
		}
		if page.Next == nil {
			break
		}
		cursor = "&cursor=" + *page.Next
	}
	if want := "17true 16true 15false 14false 13false "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	cursor := base64.RawURLEncoding.EncodeToString([]byte("9"))
	var page wire.SessionList
	d.send("GET", "/contacts/"+id+"/sessions?cursor="+cursor, "").ok(&page)
	if len(page.Sessions) != 5 {
		t.Errorf("a cursor of another's visit: got %d visits, want the contact's own 5", len(page.Sessions))
	}
	d.send("GET", "/contacts/"+d.contactOfAnotherSite().ID.String()+"/sessions", "").fails("another site's", http.StatusNotFound, "not_found", "contact")
}
