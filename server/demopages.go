package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/nametag-dev/nametag/static/snippets"
)

// templates are the shop's pages by name: static/demo/NAME.html laid into static/demo/layout.html.
type templates map[string]*template.Template

func readTemplates(files fs.FS) (*templates, error) {
	names, err := fs.Glob(files, "*.html")
	if err != nil {
		return nil, fmt.Errorf("list demo pages: %w", err)
	}
	all := templates{}
	for _, name := range names {
		t, err := template.ParseFS(files, "layout.html", name)
		if err != nil {
			return nil, fmt.Errorf("read demo page: %w", err)
		}
		all[strings.TrimSuffix(name, ".html")] = t
	}
	return &all, nil
}

// view is what a page of the shop is made from.
type view struct {
	Page      string
	SiteKey   string
	Nonce     string
	Stub      template.JS
	Me        *shopperMe
	Plan      plan // of Me
	Products  []product
	Product   product // on its own page
	Plans     []plan
	Customers []customer
	Lines     []cartLine
	Items     int
	Total     string
	Shop      string // where the shop is, "" for the page's own origin
	Help      string // where the help centre is, in the same way
}

// cartLine is one product in the cart.
type cartLine struct {
	product
	Quantity int
	Sum      string
}

func (d *demo) page(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { d.show(w, r, http.StatusOK, view{Page: name}) }
}

func (d *demo) productPage(w http.ResponseWriter, r *http.Request) {
	p, ok := productByID(r.PathValue("id"))
	if !ok {
		d.notFound(w, r)
		return
	}
	d.show(w, r, http.StatusOK, view{Page: "product", Product: p})
}

func (d *demo) notFound(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Pages are only read.", http.StatusMethodNotAllowed)
		return
	}
	d.show(w, r, http.StatusNotFound, view{Page: "missing"})
}

func (d *demo) show(w http.ResponseWriter, r *http.Request, status int, v view) {
	d.fill(&v, r)
	body, err := d.render(v)
	if err != nil {
		d.log.Error("render demo page", "page", v.Page, "error", err)
		http.Error(w, "The page could not be made.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Content-Security-Policy", "default-src 'self'; script-src 'self' 'nonce-"+v.Nonce+
		"'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a browser that went away is no error of ours
}

// fill adds what every page shows: the site key, who is logged in, what is in the cart.
func (d *demo) fill(v *view, r *http.Request) {
	s := d.sessions.open(r)
	v.SiteKey, v.Nonce, v.Stub = d.siteKey, rand.Text(), template.JS(snippets.Stub)
	v.Products, v.Plans, v.Customers = products, plans, customers
	v.Me = d.me(&s)
	v.Shop, v.Help = d.away(r)
	v.Plan, _ = planByID(s.Plan)
	cents := 0
	for _, p := range products {
		if n := s.Cart[p.ID]; n > 0 {
			v.Lines = append(v.Lines, cartLine{product: p, Quantity: n, Sum: euros(n * p.Cents)})
			v.Items += n
			cents += n * p.Cents
		}
	}
	v.Total = euros(cents)
}

func (d *demo) render(v view) ([]byte, error) {
	from := d.kept
	if d.live {
		fresh, err := readTemplates(d.files)
		if err != nil {
			return nil, err
		}
		from = fresh
	}
	var out bytes.Buffer
	if err := (*from)[v.Page].ExecuteTemplate(&out, "layout", v); err != nil {
		return nil, fmt.Errorf("fill in page: %w", err)
	}
	return out.Bytes(), nil
}

func ext(name string) string { return strings.TrimPrefix(path.Ext(name), ".") }
