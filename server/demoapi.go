package main

import (
	"net/http"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// shopper is who the shop's own API says is there. Me is what the page tells Nametag.
type shopper struct {
	Me   *shopperMe     `json:"me"` // null while logged out
	Cart map[string]int `json:"cart"`
}

type shopperMe struct {
	ID      string         `json:"id"`
	Email   string         `json:"email"`
	Name    string         `json:"name"`
	Company string         `json:"company,omitempty"`
	Tag     string         `json:"tag"`
	Custom  map[string]any `json:"custom_data"`
	Token   string         `json:"token,omitempty"` // proves it
}

// api answers /demo/api/…: what a shop's own pages ask of their own back end.
func (d *demo) api() *http.ServeMux {
	mux := http.NewServeMux()
	for _, route := range []struct {
		method, name string
		change       func(*http.Request, *shopSession) error
	}{
		{"GET", "me", func(*http.Request, *shopSession) error { return nil }},
		{"POST", "login", d.login},
		{"POST", "logout", d.logout},
		{"POST", "plan", d.choosePlan},
		{"POST", "cart", d.putInCart},
	} {
		mux.HandleFunc(route.method+" /demo/api/"+route.name, d.answering(route.change))
		mux.HandleFunc("/demo/api/"+route.name, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Allow", route.method)
			refuse(w, nametag.ErrMethod)
		})
	}
	mux.HandleFunc("/demo/api/", func(w http.ResponseWriter, _ *http.Request) { refuse(w, nametag.ErrNotFound) })
	return mux
}

func (d *demo) login(r *http.Request, s *shopSession) error {
	var body struct {
		Customer string `json:"customer"`
	}
	if err := readBody(r, &body); err != nil {
		return err
	}
	who, ok := customerByLogin(body.Customer)
	if !ok {
		return nametag.ErrBadValue.For("customer")
	}
	s.Customer, s.Plan, s.Since = who.Login, "", d.now().Unix()
	return nil
}

func (d *demo) logout(r *http.Request, s *shopSession) error {
	*s = shopSession{}
	return readBody(r, &struct{}{})
}

func (d *demo) choosePlan(r *http.Request, s *shopSession) error {
	var body struct {
		Plan string `json:"plan"`
	}
	if err := readBody(r, &body); err != nil {
		return err
	}
	chosen, ok := planByID(body.Plan)
	if !ok {
		return nametag.ErrBadValue.For("plan")
	}
	who, ok := customerByLogin(s.Customer)
	if !ok {
		return nametag.ErrLoginRequired
	}
	d.members.change(who, chosen)
	return nil
}

func (d *demo) putInCart(r *http.Request, s *shopSession) error {
	var body struct {
		Product  string `json:"product"`
		Quantity int    `json:"quantity"`
	}
	if err := readBody(r, &body); err != nil {
		return err
	}
	if _, ok := productByID(body.Product); !ok {
		return nametag.ErrBadValue.For("product")
	}
	if body.Quantity < 0 || body.Quantity > cartMost {
		return nametag.ErrBadValue.For("quantity").Over(cartMost)
	}
	if s.Cart == nil {
		s.Cart = map[string]int{}
	}
	s.Cart[body.Product] = body.Quantity
	if body.Quantity == 0 {
		delete(s.Cart, body.Product)
	}
	return nil
}

// answering opens the session, lets change work on it, and answers who is there from then on.
func (d *demo) answering(change func(*http.Request, *shopSession) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s := d.sessions.open(r)
		if err := change(r, &s); err != nil {
			refuse(w, err)
			return
		}
		answer := shopper{Me: d.me(&s), Cart: s.Cart}
		if r.Method == http.MethodPost {
			http.SetCookie(w, d.sessions.seal(s))
		}
		writeJSON(w, http.StatusOK, answer)
	}
}

// me returns what the shop knows of the session's customer, and has the session remember the plan; nil if nobody
// is logged in.
func (d *demo) me(s *shopSession) *shopperMe {
	who, ok := customerByLogin(s.Customer)
	if !ok {
		return nil
	}
	p := d.members.of(who, s.Plan)
	s.Plan = p.ID
	me := shopperMeOf(who, p)
	me.Token = d.token(who, s, d.now())
	return me
}

func shopperMeOf(who customer, p plan) *shopperMe {
	return &shopperMe{
		ID: who.ID, Email: who.Email, Name: who.Name, Company: who.Company, Tag: p.Tag,
		Custom: map[string]any{"plan": p.Name, "orders": who.Orders, "customer_since": who.Since},
	}
}
