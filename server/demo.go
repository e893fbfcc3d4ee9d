package main

import (
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// demo is the demo shop: its pages, its pictures and a small back end of its own, as a customer's would be. To
// Nametag it is a stranger: it knows a site key and the widget's calls, nothing else.
type demo struct {
	files    fs.FS // static/demo
	siteKey  string
	secret   string // of the key that its tokens are signed with
	shop     string // the shop's origin
	help     string // that of its help centre; the same where it has none of its own
	now      func() time.Time
	live     bool // read the pages anew at each request
	sessions sessions
	members  *memberships
	kept     *templates // as read at the start
	log      *slog.Logger
}

// newDemo builds the shop from its files. cookieKey signs its cookie; with live, changed pages show at once.
func newDemo(d demo, cookieKey []byte) (*demo, error) {
	var err error
	d.sessions, d.members = sessions{key: cookieKey}, &memberships{plans: map[string]string{}}
	d.kept, err = readTemplates(d.files)
	return &d, err
}

// Handler answers everything under /demo/.
func (d *demo) Handler() http.Handler {
	mux := http.NewServeMux()
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { refuse(w, nametag.ErrCrossOrigin) }))
	mux.Handle("/demo/api/", guard.Handler(d.api()))
	mux.Handle("GET /demo/assets/", http.StripPrefix("/demo/assets/", d.assets()))
	mux.HandleFunc("GET /demo/{$}", d.page("home"))
	for _, name := range []string{"shop", "cart", "plans", "account", "login", "help"} {
		mux.HandleFunc("GET /demo/"+name, d.page(name))
	}
	mux.HandleFunc("GET /demo/products/{id}", d.productPage)
	mux.HandleFunc("/demo/", d.notFound)
	return d.twoHouses(mux)
}

func (d *demo) assets() http.Handler {
	served := http.FileServerFS(d.files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-cache")
		switch ext(r.URL.Path) {
		case "css", "js", "svg":
			served.ServeHTTP(w, r)
		default:
			http.NotFound(w, r)
		}
	})
}
