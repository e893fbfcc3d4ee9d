package proof

import (
	"math"
	"strconv"
	"strings"
	"unicode"
)

// mistakes are what people do wrong in writing a message, the commonest first. Each gives the plan with that done to
// it, in every way there is; nothing where it doesn't apply.
var mistakes = []func(plan) []plan{
	respaced, reordered, renamed, blanked, unlike, untrimmed, renumbered, ended, encodedTwice, apostrophes, urlEncoded,
	queried, joined, escapedOtherwise, escapedForHTML, extended, inBase64,
}

// respaced writes the JSON as Python does, prettily, or as one types it.
func respaced(p plan) (all []plan) {
	if !p.isJSON() || p.layout != compact {
		return nil
	}
	for _, l := range []layout{
		{"{", ": ", ", ", "}"}, {"{\n  ", ": ", ",\n  ", "\n}"}, {"{\n    ", ": ", ",\n    ", "\n}"}, {"{\n\t", ": ", ",\n\t", "\n}"},
		{"{ ", ": ", ", ", " }"}, {"{", ": ", ",", "}"}, {"{", ":", ", ", "}"}, {"{ ", ":", ",", " }"},
	} {
		next := p.but(wrongSpacing)
		next.layout = l
		all = append(all, next)
	}
	return all
}

func reordered(p plan) []plan {
	if !p.isJSON() || p.id == "" || p.email == "" {
		return nil
	}
	p.reversed = true
	return []plan{p.but(wrongOrder)}
}

// renamed calls the fields what other vendors and databases call them.
func renamed(p plan) (all []plan) {
	if !p.isJSON() {
		return nil
	}
	if p.id != "" {
		for _, name := range []string{"userId", "user_id", "external_id", "externalId", "uniqueId", "unique_id", "uid", "ID", "Id", "userID", "sub", "user", "customer_id", "email"} {
			next := p.but(wrongName.Saying("The JSON calls the id %s instead of id.", name))
			next.idName = name
			all = append(all, next)
			if name == "ID" || name == "Id" { // the encoder of a struct capitalises both
				next.emailName = "Email"
				all = append(all, next)
			}
		}
	}
	if p.email != "" {
		for _, name := range []string{"Email", "mail", "user_email", "userEmail", "email_address", "emailAddress", "e-mail"} {
			next := p.but(wrongName.Saying("The JSON calls the email %s instead of email.", name))
			next.emailName = name
			all = append(all, next)
		}
	}
	return all
}

// blanked keeps a field in that has no value.
func blanked(p plan) (all []plan) {
	if !p.isJSON() || p.id != "" && p.email != "" {
		return nil
	}
	name, first := "email", false
	if p.id == "" {
		name, first = "id", true
	}
	for _, value := range []string{"null", `""`} {
		next := p.but(wrongBlank.Saying("The field %s has no value, but was signed as %s.", name, value))
		if member := `"` + name + `"` + p.layout.colon + value; first {
			next.layout.open += member + p.layout.comma
		} else {
			next.more = member
		}
		all = append(all, next)
	}
	return all
}

// unlike writes id or email in other cases.
func unlike(p plan) (all []plan) {
	for _, other := range casings(p.id) {
		next := p.but(wrongCase)
		next.id, next.number = other, ""
		all = append(all, next)
	}
	for _, other := range casings(p.email) {
		next := p.but(wrongEmailCase)
		next.email = other
		all = append(all, next)
	}
	return all
}

func casings(text string) (all []string) {
	for _, other := range []string{strings.ToLower(text), strings.ToUpper(text), capitalised(text)} {
		if other != text {
			all = append(all, other)
		}
	}
	return all
}

// capitalised writes Jane.Doe@example.com.
func capitalised(text string) string {
	name, host, at := strings.Cut(strings.ToLower(text), "@")
	last := '.'
	name = strings.Map(func(r rune) rune {
		defer func() { last = r }()
		if !unicode.IsLetter(last) && !unicode.IsDigit(last) {
			return unicode.ToUpper(r)
		}
		return r
	}, name)
	if !at {
		return name
	}
	return name + "@" + host
}

// untrimmed leaves spaces around id or email.
func untrimmed(p plan) (all []plan) {
	for _, around := range [][2]string{{"", " "}, {" ", ""}, {" ", " "}, {"", "\n"}, {"", "\t"}, {"", "\r\n"}} {
		if p.id != "" && p.isJSON() { // of a bare one it is the message that has them
			next := p.but(wrongTrim)
			next.id, next.number = around[0]+p.id+around[1], ""
			all = append(all, next)
		}
		if p.email != "" && p.isJSON() {
			next := p.but(wrongTrim)
			next.email = around[0] + p.email + around[1]
			all = append(all, next)
		}
	}
	return all
}

// renumbered writes an id as the number that a program makes of it.
func renumbered(p plan) (all []plan) {
	if !p.isJSON() || p.number != "" {
		return nil
	}
	f, err := strconv.ParseFloat(p.id, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return nil
	}
	for _, written := range []string{strings.TrimLeft(p.id, "+0"), p.id, p.id + ".0", strconv.FormatFloat(f, 'f', -1, 64)} {
		if written == "" || written == p.id && isInteger(p.id) {
			continue
		}
		next := p.but(wrongNumber.Saying("The id was signed as the number %s, which isn't written like the id.", written))
		next.number = written
		all = append(all, next)
	}
	return all
}

// extended adds what many backends have at hand.
func extended(p plan) (all []plan) {
	if !p.isJSON() || p.more != "" {
		return nil
	}
	for _, member := range []string{`"name"`, `"phone"`, `"company"`} {
		for _, value := range []string{"null", `""`} {
			next := p.but(wrongExtra)
			next.more = member + p.layout.colon + value
			all = append(all, next)
		}
	}
	return all
}

// odd are spellings that encoders have when they are told so.
var odd = []spelling{
	{`"\/`, among(""), lowerHex},                                         // PHP, JSON_UNESCAPED_UNICODE
	{`"\/`, among("\u2028\u2029"), lowerHex},                             // the same, as it is since PHP 7.1
	{`"\`, func(r rune) bool { return r > unicode.MaxASCII }, lowerHex},  // PHP, JSON_UNESCAPED_SLASHES
	{`"\`, func(r rune) bool { return r > unicode.MaxASCII }, upperHex},  // upper-case digits
	{`"\/`, func(r rune) bool { return r > '~' || dotNet(r) }, upperHex}, // ASP.NET's older ones
}

func escapedOtherwise(p plan) (all []plan) {
	if !p.isJSON() || p.escapes != nil || isPlain(p.id) && isPlain(p.email) {
		return nil
	}
	for i := range odd {
		next := p.but(wrongEscapes)
		next.escapes = &odd[i]
		all = append(all, next)
	}
	return all
}
