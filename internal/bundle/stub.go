package bundle

import (
	"fmt"
	"os"
	"path/filepath"
)

// stub is the line that keeps early calls, as a file: for pages that may not have it inline. It is small already.
func stub(root string) (Output, error) {
	code, err := os.ReadFile(filepath.Join(root, StubSource))
	if err != nil {
		return Output{}, fmt.Errorf("read stub: %w", err)
	}
	out := empty()
	out.Files["nametag-stub.js"] = code
	return out, nil
}
