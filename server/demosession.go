package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"sync"

	"github.com/nametag-dev/nametag/internal/wire"
)

const (
	demoCookie      = "fernhollow"
	demoCookieBytes = 2048
	cartMost        = 20 // of one product
)

// shopSession is what the shop's own cookie holds, signed. The shop keeps nothing per browser, so nothing of it can
// grow, and a restart logs nobody out.
type shopSession struct {
	Customer string         `json:"customer,omitempty"` // login name; "" while logged out
	Since    int64          `json:"since,omitempty"`    // of the login, in unix seconds
	Plan     string         `json:"plan,omitempty"`     // as the customer had it when the cookie was set
	Cart     map[string]int `json:"cart,omitempty"`     // product id → how many
}

// sessions seals and opens the shop's cookie.
type sessions struct{ key []byte }

func (s sessions) seal(session shopSession) *http.Cookie {
	body := base64.RawURLEncoding.EncodeToString(wire.Encode(session))
	return &http.Cookie{
		Name: demoCookie, Value: body + "." + s.sign(body), Path: "/demo/",
		MaxAge: 30 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

// open returns the request's session. A cookie that isn't ours is as none.
func (s sessions) open(r *http.Request) shopSession {
	var session shopSession
	cookie, err := r.Cookie(demoCookie)
	if err != nil || len(cookie.Value) > demoCookieBytes {
		return session
	}
	body, sum, _ := strings.Cut(cookie.Value, ".")
	if !hmac.Equal([]byte(sum), []byte(s.sign(body))) {
		return session
	}
	text, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || wire.Decode(text, &session) != nil {
		return shopSession{}
	}
	return session
}

func (s sessions) sign(body string) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(body))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// memberships remembers which plan each customer has. After a restart it believes the first cookie that it sees,
// so that a plan chosen yesterday is still the plan today.
type memberships struct {
	mu    sync.Mutex
	plans map[string]string // login → plan id
}

func (m *memberships) of(c customer, cookie string) plan {
	m.mu.Lock()
	defer m.mu.Unlock()
	id, known := m.plans[c.Login]
	if !known {
		id = c.Plan
		if _, ok := planByID(cookie); ok {
			id = cookie
		}
		m.plans[c.Login] = id
	}
	p, _ := planByID(id)
	return p
}

func (m *memberships) change(c customer, to plan) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.plans[c.Login] = to.ID
}
