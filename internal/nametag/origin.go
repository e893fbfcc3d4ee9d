package nametag

import (
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Allows reports whether pages of an origin may use the site (spec security §6): those on its list, where
// "https://*.example.com" stands for one or more labels before the domain but not for the domain itself, and while the
// site is in development mode localhost on any port. "" is a caller that is no browser: for development mode only.
func (s *Site) Allows(origin string, now time.Time) bool {
	if s.Developing(now) && (origin == "" || isLocal(origin)) {
		return true
	}
	for _, pattern := range s.Origins {
		if origin != "" && matchOrigin(pattern, origin) {
			return true
		}
	}
	return false
}

func matchOrigin(pattern, origin string) bool {
	scheme, domain, wild := strings.Cut(pattern, "://*.")
	if !wild {
		return pattern == origin
	}
	host, ok := strings.CutPrefix(origin, scheme+"://")
	return ok && isBelow(domain, host)
}

// isBelow reports whether a host is one or more labels before a domain.
func isBelow(domain, host string) bool {
	labels, ok := strings.CutSuffix(host, "."+domain)
	labels = "." + labels + "."
	return ok && !strings.Contains(labels, "..") && !strings.ContainsFunc(labels, notInHost)
}

// notInHost finds what no browser writes in a host, whatever a stranger's program may send.
func notInHost(r rune) bool {
	return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789.-_", r)
}

func isLocal(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	host := u.Hostname()
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// parseCookieDomain spells a domain for whose hosts the widget's cookie is one. What else could stand in a cookie's
// attributes is refused: pages write it.
func parseCookieDomain(text string) (string, error) {
	domain := strings.TrimPrefix(strings.ToLower(trim(text)), ".")
	_, notIP := netip.ParseAddr(domain)
	if domain == "" {
		return "", nil
	}
	if len(domain) > hostBytes || notIP == nil || !strings.Contains(domain, ".") || strings.ContainsFunc(domain, notInHost) ||
		strings.Contains("."+domain+".", "..") {
		return "", ErrBadValue.For("cookie_domain").Saying("%q is not a domain such as example.com, of at least two parts.", text)
	}
	return domain, nil
}
