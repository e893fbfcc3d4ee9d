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
	labels, ok2 := strings.CutSuffix(host, "."+domain)
	labels = "." + labels + "."
	return ok && ok2 && !strings.Contains(labels, "..") && !strings.ContainsFunc(labels, notInHost)
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

// ParseOrigin checks one entry of a site's list of origins and spells it the way browsers do: "null", or scheme, host
// and a port that isn't the scheme's own. Returns [ErrBadValue].
func ParseOrigin(text string) (string, error) {
	origin := strings.ToLower(strings.TrimSuffix(trim(text), "/"))
	if origin == "null" {
		return origin, nil
	}
	u, err := url.Parse(strings.Replace(origin, "://*.", "://", 1))
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "", u.User != nil,
		u.Path != "", u.RawQuery != "" || u.ForceQuery, u.Fragment != "", strings.Contains(u.Host, "*"):
		return "", ErrBadValue.For("origins").Saying("%q is not an origin such as https://example.com or https://*.example.com.", text)
	case strings.ContainsFunc(origin, notVisible):
		return "", ErrBadValue.For("origins").Saying("Write the origin as browsers send it, an international name as xn--….")
	case strings.Contains(origin, "://*.") && (u.Scheme != "https" || !strings.Contains(u.Hostname(), ".")):
		return "", ErrBadValue.For("origins").Saying("%q is too wide: a pattern is https, and a domain of at least two parts.", text)
	}
	if port := u.Port(); port != "" && port == map[string]string{"http": "80", "https": "443"}[u.Scheme] {
		origin = strings.TrimSuffix(origin, ":"+port)
	}
	return origin, nil
}

// parseLinkedDomain is ParseOrigin for one to which identities may be carried: a single one, and safe to carry to.
func parseLinkedDomain(text string) (string, error) {
	origin, err := ParseOrigin(text)
	if err != nil || origin == "null" || strings.Contains(origin, "*") || !strings.HasPrefix(origin, "https://") && !isLocal(origin) {
		return "", ErrBadValue.For("linked_domains").Saying("%q is not one origin such as https://help.example.com.", text)
	}
	return origin, nil
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

const hostBytes = 253 // the longest name that DNS has
