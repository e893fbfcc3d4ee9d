package sqlite

import (
	"encoding/json"
	"fmt"
)

// Short lists of words are kept as JSON.

func encodeList[S ~string](list []S) string {
	if len(list) == 0 {
		return "[]"
	}
	b, _ := json.Marshal(list) // texts always can be
	return string(b)
}

func decodeWords[S ~string](text string) (list []S, err error) {
	if text == "[]" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("decode list: %w", err)
	}
	return list, nil
}
