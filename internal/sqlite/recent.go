package sqlite

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Marks are: the number of visitors (1 byte), each visitor (8), then for every mark, oldest first, which of the
// visitors it is (1) and its hash (8). Most rows have marks of one visitor only: 9 bytes a mark.

const markBytes = 9

func encodeRecent(r nametag.Recent) ([]byte, error) {
	var who []nametag.VisitorID
	for _, m := range r {
		if !slices.Contains(who, m.Visitor) {
			who = append(who, m.Visitor)
		}
	}
	if len(who) > 255 {
		return nil, fmt.Errorf("encode marks: %d visitors are more than 255", len(who))
	}
	if len(who) == 0 {
		return nil, nil
	}
	b := append(make([]byte, 0, 1+8*len(who)+markBytes*len(r)), byte(len(who)))
	for _, v := range who {
		b = binary.BigEndian.AppendUint64(b, uint64(v))
	}
	for _, m := range r {
		b = append(b, byte(slices.Index(who, m.Visitor)))
		b = binary.BigEndian.AppendUint64(b, m.Hash)
	}
	return b, nil
}

func decodeRecent(b []byte) (nametag.Recent, error) {
	if len(b) == 0 {
		return nil, nil
	}
	who, marks := int(b[0]), b[1:]
	if len(marks) < 8*who || (len(marks)-8*who)%markBytes != 0 {
		return nil, fmt.Errorf("decode %d bytes of marks: %w", len(b), errMalformed)
	}
	visitors, marks := marks[:8*who], marks[8*who:]
	r := make(nametag.Recent, 0, len(marks)/markBytes)
	for ; len(marks) > 0; marks = marks[markBytes:] {
		if int(marks[0]) >= who {
			return nil, fmt.Errorf("decode mark of visitor %d: %w", marks[0], errMalformed)
		}
		v := binary.BigEndian.Uint64(visitors[8*int(marks[0]):])
		r = append(r, nametag.Mark{Visitor: nametag.VisitorID(v), Hash: binary.BigEndian.Uint64(marks[1:])})
	}
	return r, nil
}

func encodeMark(m nametag.Mark) ([]byte, error) {
	if m == (nametag.Mark{}) {
		return nil, nil
	}
	return encodeRecent(nametag.Recent{m})
}

func decodeMark(b []byte) (nametag.Mark, error) {
	r, err := decodeRecent(b)
	if err != nil || len(r) == 0 {
		return nametag.Mark{}, err
	}
	return r[0], nil
}
