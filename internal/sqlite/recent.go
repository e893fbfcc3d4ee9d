package sqlite

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// Marks are: the number of visitors (1 byte), each visitor (8), then for every mark, oldest first, which of the
// visitors it is (1), its hash (8), and where the first says so, when what it answered expires (4) and how large the
// custom_data was that it refused (4). Most rows have marks of one visitor only: 9 bytes a mark, 13 of one that answered
// a proven link.

const (
	markBytes    = 9
	markExpires  = 0x80
	markSize     = 0x40
	markVisitors = 64 // at most
)

func encodeRecent(r nametag.Recent) ([]byte, error) {
	var who []nametag.VisitorID
	for _, m := range r {
		if !slices.Contains(who, m.Visitor) {
			who = append(who, m.Visitor)
		}
	}
	if len(who) > markVisitors {
		return nil, fmt.Errorf("encode marks: %d visitors are more than %d", len(who), markVisitors)
	}
	if len(who) == 0 {
		return nil, nil
	}
	b := append(make([]byte, 0, 1+8*len(who)+markBytes*len(r)), byte(len(who)))
	for _, v := range who {
		b = binary.BigEndian.AppendUint64(b, uint64(v))
	}
	for _, m := range r {
		which := byte(slices.Index(who, m.Visitor))
		if m.Expires != 0 {
			which |= markExpires
		}
		if m.Size != 0 {
			which |= markSize
		}
		b = binary.BigEndian.AppendUint64(append(b, which), m.Hash)
		for _, word := range []uint32{m.Expires, m.Size} {
			if word != 0 {
				b = binary.BigEndian.AppendUint32(b, word)
			}
		}
	}
	return b, nil
}

func decodeRecent(b []byte) (nametag.Recent, error) {
	if len(b) == 0 {
		return nil, nil
	}
	who, marks := int(b[0]), b[1:]
	if len(marks) < 8*who {
		return nil, fmt.Errorf("decode %d bytes of marks: %w", len(b), errMalformed)
	}
	visitors, marks := marks[:8*who], marks[8*who:]
	r := make(nametag.Recent, 0, len(marks)/markBytes)
	for len(marks) >= markBytes {
		which, flags := int(marks[0]%markVisitors), marks[0]
		if which >= who {
			return nil, fmt.Errorf("decode mark of visitor %d: %w", which, errMalformed)
		}
		m := nametag.Mark{
			Visitor: nametag.VisitorID(binary.BigEndian.Uint64(visitors[8*which:])), Hash: binary.BigEndian.Uint64(marks[1:]),
		}
		marks = marks[markBytes:]
		for i, word := range []*uint32{&m.Expires, &m.Size} {
			if flags&(markExpires>>i) == 0 {
				continue
			}
			if len(marks) < 4 {
				return nil, fmt.Errorf("decode the end of marks: %w", errMalformed)
			}
			*word, marks = binary.BigEndian.Uint32(marks), marks[4:]
		}
		r = append(r, m)
	}
	if len(marks) > 0 {
		return nil, fmt.Errorf("decode %d bytes of marks: %w", len(b), errMalformed)
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
