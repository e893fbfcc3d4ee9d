package sqlite

import "github.com/nametag-dev/nametag/internal/nametag"

// A bag is {"external_id":…,"email":[folded,shown],"traits":{…}}, with what it has of these; an empty one is no text.

func encodeBag(bag nametag.Bag) string {
	if bag.ExternalID == "" && bag.Email == (nametag.Email{}) && bag.Traits.Empty() {
		return ""
	}
	b := append(make([]byte, 0, 256), '{')
	part := func(key string) {
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(appendString(b, key), ':')
	}
	if bag.ExternalID != "" {
		part("external_id")
		b = appendString(b, bag.ExternalID)
	}
	if bag.Email != (nametag.Email{}) {
		part("email")
		b = appendString(append(b, '['), bag.Email.Folded)
		b = appendString(append(b, ','), bag.Email.Shown)
		b = append(b, ']')
	}
	if !bag.Traits.Empty() {
		part("traits")
		b = appendTraits(b, bag.Traits)
	}
	return string(append(b, '}'))
}

func decodeBag(text string) (bag nametag.Bag, err error) {
	if text == "" {
		return bag, nil
	}
	s := scanner{text: text}
	s.object(func(part string) {
		switch part {
		case "external_id":
			bag.ExternalID = s.string()
		case "email":
			s.need('[')
			bag.Email.Folded = s.string()
			s.need(',')
			bag.Email.Shown = s.string()
			s.need(']')
		case "traits":
			bag.Traits = s.traits()
		default:
			s.fail()
		}
	})
	return bag, s.end()
}
