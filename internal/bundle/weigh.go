package bundle

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// weigh reads from esbuild's metafile what each source file adds to each bundle.
func weigh(metafile string) (map[string][]Part, error) {
	var meta struct {
		Outputs map[string]struct {
			Inputs map[string]struct {
				BytesInOutput int `json:"bytesInOutput"`
			} `json:"inputs"`
		} `json:"outputs"`
	}
	if err := json.Unmarshal([]byte(metafile), &meta); err != nil {
		return nil, fmt.Errorf("read metafile: %w", err)
	}
	parts := map[string][]Part{}
	for output, o := range meta.Outputs {
		name := strings.TrimPrefix(output, Dist+"/")
		for source, in := range o.Inputs {
			parts[name] = append(parts[name], Part{Source: source, Bytes: in.BytesInOutput})
		}
		slices.SortFunc(parts[name], heavier)
	}
	return parts, nil
}

func heavier(a, b Part) int {
	return cmp.Or(cmp.Compare(b.Bytes, a.Bytes), cmp.Compare(a.Source, b.Source))
}
