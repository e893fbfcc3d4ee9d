package bundle

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Piece is a stretch of a bundle that comes from one source. A file's pieces, one after the other, are the file.
type Piece struct {
	Source string // below the repository's root; "" is what the bundler adds
	Text   string
}

// mark says where in a file the text of a source begins, or of none.
type mark struct {
	line, column int // from 0; columns are UTF-16 units
	source       string
}

var errMap = errors.New("source map is broken")

// cut cuts a file into pieces at its marks, which are in the file's order.
func cut(content []byte, marks []mark) []Piece {
	var pieces []Piece
	source, line, column, at := "", 0, 0, 0
	for _, m := range marks {
		start := at
		for at < len(content) && (line < m.line || line == m.line && column < m.column) {
			r, size := utf8.DecodeRune(content[at:])
			at += size
			column += utf16.RuneLen(r)
			if r == '\n' {
				line, column = line+1, 0
			}
		}
		pieces = add(pieces, source, content[start:at])
		source = m.source
	}
	return add(pieces, source, content[at:])
}

func add(pieces []Piece, source string, text []byte) []Piece {
	last := len(pieces) - 1
	switch {
	case len(text) == 0:
		return pieces
	case last >= 0 && pieces[last].Source == source:
		pieces[last].Text += string(text)
		return pieces
	}
	return append(pieces, Piece{source, string(text)})
}

// readMap reads a source map's marks (ECMA-426). Sources are named from the map's folder.
func readMap(sourceMap []byte, folder string) ([]mark, error) {
	var m struct {
		Sources  []string `json:"sources"`
		Mappings string   `json:"mappings"`
	}
	if err := json.Unmarshal(sourceMap, &m); err != nil {
		return nil, fmt.Errorf("read source map: %w", err)
	}
	var marks []mark
	source := 0
	for line, segments := range strings.Split(m.Mappings, ";") {
		column := 0
		for _, segment := range strings.FieldsFunc(segments, func(r rune) bool { return r == ',' }) {
			steps, err := readSteps(segment)
			if err != nil {
				return nil, err
			}
			column += steps[0]
			next := mark{line: line, column: column}
			if len(steps) > 1 {
				if source += steps[1]; source < 0 || source >= len(m.Sources) {
					return nil, fmt.Errorf("%w: there is no source %d", errMap, source)
				}
				next.source = path.Join(folder, m.Sources[source])
			}
			marks = append(marks, next)
		}
	}
	return marks, nil
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// readSteps reads a segment's numbers, one at least, each the step from the segment before: digits of five bits, the
// lowest first, with a sixth bit where more follow; the lowest bit of all is the sign.
func readSteps(segment string) ([]int, error) {
	var steps []int
	n, shift := 0, 0
	for _, c := range segment {
		d := strings.IndexRune(digits, c)
		if d < 0 || shift > 30 {
			return nil, fmt.Errorf("%w: %q", errMap, segment)
		}
		n |= (d & 31) << shift
		if shift += 5; d&32 != 0 {
			continue
		}
		if n&1 != 0 {
			n = -n
		}
		steps = append(steps, n/2)
		n, shift = 0, 0
	}
	if shift > 0 {
		return nil, fmt.Errorf("%w: %q", errMap, segment)
	}
	return steps, nil
}
