package proof

import (
	"encoding/base64"
	"html"
	"net/url"
	"strings"
)

// ended signs what stands around a message in a shell or a file.
func ended(p plan) []plan {
	return []plan{
		p.wrapped(wrongNewline, around("", "\n")), p.wrapped(wrongNewline, around("", "\r\n")),
		p.wrapped(wrongSpace, around("", " ")), p.wrapped(wrongSpace, around(" ", "")), p.wrapped(wrongSpace, around(" ", " ")),
	}
}

func around(before, after string) func([]byte) []byte {
	return func(text []byte) []byte { return []byte(before + string(text) + after) }
}

// encodedTwice quotes JSON as a JSON string, or a bare text.
func encodedTwice(p plan) []plan {
	return []plan{p.wrapped(wrongTwice, func(text []byte) []byte { return spellings[0].appendQuoted(nil, string(text)) })}
}

// apostrophes prints a dict as Python does.
func apostrophes(p plan) []plan {
	if !p.isJSON() || p.layout != compact {
		return nil
	}
	p.layout = layout{"{", ": ", ", ", "}"}
	p.escapes = &spelling{`\`, among(""), lowerHex}
	return []plan{p.wrapped(wrongApostrophe, func(text []byte) []byte { return []byte(strings.ReplaceAll(string(text), `"`, "'")) })}
}

func urlEncoded(p plan) []plan {
	return []plan{
		p.wrapped(wrongURL, func(text []byte) []byte {
			return []byte(strings.NewReplacer("+", "%20", "%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*").Replace(url.QueryEscape(string(text))))
		}),
		p.wrapped(wrongURL, func(text []byte) []byte { return []byte(url.QueryEscape(string(text))) }),
	}
}

// queried writes id=42&email=jane%40example.com.
func queried(p plan) []plan {
	if !p.isJSON() || p.layout != compact {
		return nil
	}
	write := func(escape func(string) string) func([]byte) []byte {
		var parts []string
		if p.id != "" {
			parts = append(parts, p.idName+"="+escape(p.id))
		}
		if p.email != "" {
			parts = append(parts, p.emailName+"="+escape(p.email))
		}
		return func([]byte) []byte { return []byte(strings.Join(parts, "&")) }
	}
	plain := func(text string) string { return text }
	return []plan{p.wrapped(wrongQuery, write(url.QueryEscape)), p.wrapped(wrongQuery, write(plain))}
}

// joined strings id and email together.
func joined(p plan) (all []plan) {
	if !p.isJSON() || p.id == "" || p.email == "" {
		return nil
	}
	for _, between := range []string{"", ":", "|", ",", " ", "-", "_", ".", "\n"} {
		for _, text := range []string{p.id + between + p.email, p.email + between + p.id} {
			all = append(all, p.wrapped(wrongJoined, func([]byte) []byte { return []byte(text) }))
		}
	}
	return all
}

func escapedForHTML(p plan) []plan {
	changed := p.but(wrongHTML)
	changed.id, changed.email = html.EscapeString(p.id), html.EscapeString(p.email)
	whole := p.wrapped(wrongHTML, func(text []byte) []byte { return []byte(html.EscapeString(string(text))) })
	if changed.id == p.id && changed.email == p.email {
		return []plan{whole}
	}
	return []plan{changed, whole}
}

func inBase64(p plan) []plan {
	return []plan{p.wrapped(wrongMessage64, func(text []byte) []byte { return []byte(base64.StdEncoding.EncodeToString(text)) })}
}
