package wire

// DecodeFromPage is [Decode] for what pages say. Halves of surrogate pairs, as where a script cut an emoji in two, become
// U+FFFD, as browsers make them wherever they write UTF-8: for one of them nothing else that a page says may be lost.
// data is changed.
func DecodeFromPage(data []byte, into any) error {
	mendSurrogates(data)
	return Decode(data, into)
}

const escapeBytes = len(`\ud800`)

func mendSurrogates(data []byte) {
	for i := 0; i+1 < len(data); i++ {
		if data[i] != '\\' {
			continue
		}
		switch unit := unitAt(data, i); {
		case unit < 0xd800 || unit > 0xdfff:
			i++ // what is escaped is no backslash that escapes
		case unit < 0xdc00 && isLow(unitAt(data, i+escapeBytes)):
			i += 2*escapeBytes - 1
		default:
			copy(data[i+2:], "fffd")
			i += escapeBytes - 1
		}
	}
}

// unitAt reads `\uXXXX` at i; -1 where there is none.
func unitAt(data []byte, i int) int {
	if i+escapeBytes > len(data) || data[i] != '\\' || data[i+1] != 'u' {
		return -1
	}
	unit := 0
	for _, c := range data[i+2 : i+escapeBytes] {
		digit := hexDigit(c)
		if digit < 0 {
			return -1
		}
		unit = unit<<4 | digit
	}
	return unit
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func isLow(unit int) bool { return unit >= 0xdc00 && unit <= 0xdfff }
