package nametag

import (
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// ParseOrigin checks one entry of a site's list of origins and spells it the way browsers do: "null", or scheme, host
// and a port that isn't the scheme's own. What no browser sends is refused, for it would let nobody in. Returns
// [ErrBadValue].
func ParseOrigin(text string) (string, error) {
	origin := strings.TrimSuffix(trim(text), "/")
	if strings.EqualFold(origin, "null") {
		return "null", nil
	}
	scheme, address, _ := strings.Cut(origin, "://")
	scheme = strings.ToLower(scheme)
	address, wild := strings.CutPrefix(address, "*.")
	host, port := cutPort(address)
	host, isHost := spellHost(host)
	port, isPort := spellPort(port, scheme)
	switch {
	case !isHost || !isPort:
		return "", ErrBadValue.For("origins").Saying("%q is not an origin such as https://example.com or https://*.example.com.", text)
	case wild && (scheme != "https" || !strings.Contains(strings.TrimSuffix(host, "."), ".") || isIP(host)):
		return "", ErrBadValue.For("origins").Saying("%q is too wide: a pattern is https, and a domain of at least two parts.", text)
	case wild:
		host = "*." + host
	}
	return scheme + "://" + host + port, nil
}

// cutPort divides what follows the scheme. The port keeps its colon.
func cutPort(address string) (host, port string) {
	colon := strings.LastIndexByte(address, ':')
	if colon < 0 || strings.HasSuffix(address, "]") {
		return address, ""
	}
	return address[:colon], address[colon:]
}

// ownPorts are those that browsers leave out.
var ownPorts = map[string]string{"http": ":80", "https": ":443"}

// spellPort is false for a scheme that isn't the web's, too.
func spellPort(port, scheme string) (string, bool) {
	own, isWeb := ownPorts[scheme]
	if port == "" || port == own {
		return "", isWeb
	}
	n, err := strconv.ParseUint(port[len(":"):], 10, 16)
	return port, isWeb && err == nil && n > 0 && port == ":"+strconv.FormatUint(n, 10)
}

// hostnames spells names as browsers do (the URL standard's domain to ASCII).
var hostnames = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.BidiRule(), idna.CheckHyphens(false), idna.StrictDomainName(false))

// spellHost spells the host of an address: an IPv6 address in brackets, an IPv4 address, or a name.
func spellHost(text string) (string, bool) {
	if strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]") {
		ip, err := netip.ParseAddr(text[1 : len(text)-1])
		return "[" + spellIPv6(ip) + "]", err == nil && ip.Is6() && ip.Zone() == ""
	}
	host, err := hostnames.ToASCII(text)
	if err != nil || !utf8.ValidString(text) || strings.HasSuffix(host, ".") != strings.HasSuffix(text, ".") { // of an empty "xn--" a dot is left
		return "", false
	}
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	for _, label := range labels {
		if label == "" || len(label) > labelBytes || strings.ContainsFunc(label, notInHost) {
			return "", false
		}
	}
	if isNumber(labels[len(labels)-1]) { // then browsers take all of it for an IPv4 address
		return host, isIP(host)
	}
	return host, len(strings.Join(labels, ".")) <= hostBytes
}

// spellIPv6 is ip.String, but with an IPv4 address in hex.
func spellIPv6(ip netip.Addr) string {
	if b := ip.As16(); ip.Is4In6() {
		return "::ffff:" + strconv.FormatUint(uint64(b[12])<<8|uint64(b[13]), 16) + ":" + strconv.FormatUint(uint64(b[14])<<8|uint64(b[15]), 16)
	}
	return ip.String()
}

// isNumber reports whether browsers read a label as a number, decimal or hex.
func isNumber(label string) bool {
	digits, isHex := strings.CutPrefix(label, "0x")
	if isHex {
		return strings.Trim(digits, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}

func isIP(host string) bool {
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil
}

// parseLinkedDomain is ParseOrigin for one to which identities may be carried: a single one, and safe to carry to.
func parseLinkedDomain(text string) (string, error) {
	origin, err := ParseOrigin(text)
	if err != nil || origin == "null" || strings.Contains(origin, "*") || !strings.HasPrefix(origin, "https://") && !isLocal(origin) {
		return "", ErrBadValue.For("linked_domains").Saying("%q is not one origin such as https://help.example.com.", text)
	}
	return origin, nil
}

const (
	hostBytes  = 253 // the longest name that DNS has
	labelBytes = 63  // and the longest of its parts
)
