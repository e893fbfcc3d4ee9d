package sqlite

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/nametag-dev/nametag/internal/nametag"
)

// conflict is one of a contact's conflicts as its row keeps them: in a list, as JSON. Few contacts have any.
type conflict struct {
	ID        int64  `json:"id"`
	Key       string `json:"key"`
	Folded    string `json:"folded"`
	Shown     string `json:"shown"`
	Trust     uint8  `json:"trust"`
	Other     int64  `json:"other,omitempty"`
	Dismissed bool   `json:"dismissed,omitempty"`
	At        int64  `json:"at"`
}

func encodeConflicts(conflicts []nametag.Conflict) string {
	if len(conflicts) == 0 {
		return ""
	}
	list := make([]conflict, 0, len(conflicts))
	for _, k := range conflicts {
		list = append(list, conflict{
			ID: int64(k.ID), Key: k.Key, Folded: k.Value.Folded, Shown: k.Value.Shown, Trust: uint8(k.Trust),
			Other: int64(k.Other), Dismissed: k.Dismissed, At: k.At.UnixMilli(),
		})
	}
	b, _ := json.Marshal(list) // texts and numbers always can be
	return string(b)
}

func decodeConflicts(text string) ([]nametag.Conflict, error) {
	if text == "" {
		return nil, nil
	}
	var list []conflict
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("decode conflicts: %w", err)
	}
	conflicts := make([]nametag.Conflict, 0, len(list))
	for _, k := range list {
		conflicts = append(conflicts, nametag.Conflict{
			ID: nametag.ConflictID(k.ID), Key: k.Key, Value: nametag.Email{Folded: k.Folded, Shown: k.Shown},
			Trust: nametag.Trust(k.Trust), Other: nametag.ContactID(k.Other), Dismissed: k.Dismissed, At: time.UnixMilli(k.At).UTC(),
		})
	}
	return conflicts, nil
}
