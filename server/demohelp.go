package main

import (
	"net/http"
	"net/url"
)

// helpOrigin is where the demo's help centre is: the same server by another name, so that browsers keep the two apart as
// they do two domains. A server that isn't reached on this machine by its address has no other name: the help centre is a
// page of the shop there.
func helpOrigin(public string) string {
	u, err := url.Parse(public)
	if err != nil {
		return public
	}
	name := map[string]string{"127.0.0.1": "localhost", "localhost": "127.0.0.1"}[u.Hostname()]
	if name == "" || u.Port() == "" {
		return public
	}
	u.Host = name + ":" + u.Port()
	return u.String()
}

const helpPath = "/demo/help"

// twoHouses keeps the shop at the shop's origin and the help centre at its own.
func (d *demo) twoHouses(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shop, help := d.away(r)
		page := (r.Method == http.MethodGet || r.Method == http.MethodHead) && ext(r.URL.Path) == ""
		switch {
		case page && r.URL.Path == helpPath && help != "":
			http.Redirect(w, r, help+r.URL.RequestURI(), http.StatusFound)
		case page && r.URL.Path != helpPath && shop != "":
			http.Redirect(w, r, shop+r.URL.RequestURI(), http.StatusFound)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// away says where the shop and the help centre are, seen from a page: "" where it is there.
func (d *demo) away(r *http.Request) (shop, help string) {
	if d.help == d.shop {
		return "", ""
	}
	if "http://"+r.Host == d.help {
		return d.shop, ""
	}
	return "", d.help
}
