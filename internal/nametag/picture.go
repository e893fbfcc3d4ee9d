package nametag

import "strings"

// Picture is what was said of how somebody looks. Agents' browsers load pictures from where they are, so that whoever says
// the address of one may see who looks at him, and when (spec security §6).
type Picture struct {
	Address string // as it was said; "" if nothing was
	Vouched bool   // by a proven browser, the site or an agent
}

// PictureOf is the picture among a person's values.
func PictureOf(t Traits) Picture {
	v := t.Profile[AvatarURL]
	return Picture{Address: v.Text(), Vouched: v.Trust >= Verified}
}

// Shown is the address that agents' browsers may load, "" for initials: on https, and vouched for or of a listed host
// ([ParseAvatarHost]). Of those it names the host as it was compared, and nothing else before the path: what browsers make
// of an address is not asked.
func (p Picture) Shown(listed []string) string {
	rest, isHTTPS := cutHTTPS(p.Address)
	switch {
	case !isHTTPS:
		return ""
	case p.Vouched:
		return p.Address
	case len(listed) == 0:
		return ""
	}
	end := strings.IndexAny(rest+"/", `/?#\`) // as browsers do, which take a backslash for a slash
	host, ok := spellHost(rest[:end])
	for _, pattern := range listed {
		if domain, wild := strings.CutPrefix(pattern, "*."); ok && (pattern == host || wild && isBelow(domain, host)) {
			return "https://" + host + rest[end:]
		}
	}
	return ""
}

func cutHTTPS(address string) (rest string, ok bool) {
	const scheme = "https://"
	if len(address) < len(scheme) || !strings.EqualFold(address[:len(scheme)], scheme) {
		return "", false
	}
	return address[len(scheme):], true
}

// ParseAvatarHost checks one entry of a site's list of hosts whose pictures are shown whoever says them, and spells it the
// way browsers do: a name of at least two parts, where "*.example.com" stands for one or more labels before the domain but
// not for the domain itself. It is of https on its usual port. Returns [ErrBadValue].
func ParseAvatarHost(text string) (string, error) {
	name, wild := strings.CutPrefix(trim(text), "*.")
	host, ok := spellHost(name)
	if !ok || !strings.Contains(host, ".") || strings.HasSuffix(host, ".") || isIP(host) {
		return "", ErrBadValue.For("avatar_hosts").Saying("%q is not a host such as pictures.example.com or *.example.com, without https:// and path.", text)
	}
	if wild {
		host = "*." + host
	}
	return host, nil
}
