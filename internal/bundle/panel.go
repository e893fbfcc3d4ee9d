package bundle

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

func panel(root string) (Output, error) {
	o := options(root)
	o.EntryPointsAdvanced = []api.EntryPoint{
		{InputPath: PanelEntry, OutputPath: "panel/panel"},
		{InputPath: panelStyles, OutputPath: "panel/panel"},
	}
	o.Format = api.FormatESModule
	o.Target = api.ES2022
	out, err := run(root, o)
	if err != nil {
		return Output{}, err
	}
	page, err := os.ReadFile(filepath.Join(root, panelPage))
	if err != nil {
		return Output{}, fmt.Errorf("read panel's page: %w", err)
	}
	out.Files["panel/index.html"] = hashNames(page, out.Files, "panel.js", "panel.css")
	return out, nil
}

// hashNames makes the page name its script and styles by their content, so that they can be cached for ever.
func hashNames(page []byte, files map[string][]byte, names ...string) []byte {
	text := string(page)
	for _, name := range names {
		sum := sha256.Sum256(files["panel/"+name])
		ext := filepath.Ext(name)
		hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:4]) + ext
		text = strings.ReplaceAll(text, name, hashed)
	}
	return []byte(text)
}
