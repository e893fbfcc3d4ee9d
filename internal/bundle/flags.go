package bundle

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// FlagSources are the flags of country-flag-icons, by the two letters of ISO 3166.
const FlagSources = "node_modules/country-flag-icons/3x2/??.svg"

var (
	errFlags = errors.New("flags can't be read")
	drawing  = regexp.MustCompile(`(?s)^<svg [^>]*viewBox="([^"]+)"[^>]*>(.+)</svg>\s*$`)
)

// flags makes one file of them all, each by its letters: the panel loads it when it shows the first.
func flags(root string) ([]byte, error) {
	sources, err := filepath.Glob(filepath.Join(root, FlagSources))
	if err != nil || len(sources) == 0 {
		return nil, fmt.Errorf("%w: there is no %s", errFlags, FlagSources)
	}
	var sheet strings.Builder
	sheet.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">`)
	for _, source := range sources {
		content, err := os.ReadFile(source)
		if err != nil {
			return nil, fmt.Errorf("read flag: %w", err)
		}
		parts := drawing.FindSubmatch(content)
		if parts == nil {
			return nil, fmt.Errorf("%w: %s is no drawing", errFlags, source)
		}
		letters := strings.TrimSuffix(filepath.Base(source), ".svg")
		_, _ = fmt.Fprintf(&sheet, `<symbol id="%s" viewBox="%s">%s</symbol>`, letters, parts[1], parts[2])
	}
	sheet.WriteString(`</svg>`)
	return []byte(sheet.String()), nil
}
