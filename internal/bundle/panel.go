package bundle

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

func panel(root string) (Output, error) {
	o := options(root)
	o.EntryPointsAdvanced = []api.EntryPoint{
		{InputPath: PanelEntry, OutputPath: "panel/panel"},
		{InputPath: panelStyles, OutputPath: "panel/panel"},
		{InputPath: helpStyles, OutputPath: "panel/help"},
	}
	o.Format = api.FormatESModule
	o.Target = api.ES2022
	o.Splitting = true            // what is imported when it is needed comes then; chunk.js is what all parts share
	o.ChunkNames = "panel/[name]" // by their content they are named below, as all files are
	out, err := run(root, o)
	if err != nil {
		return Output{}, err
	}
	page, err := os.ReadFile(filepath.Join(root, panelPage))
	if err != nil {
		return Output{}, fmt.Errorf("read panel's page: %w", err)
	}
	out.Files["panel/index.html"] = page
	if out.Files["panel/flags.svg"], err = flags(root); err != nil {
		return Output{}, err
	}
	return out, hashNames(out.Files)
}

var errCircle = errors.New("the panel's files name each other in a circle")

// hashNames makes the files name each other by their content, so that they can be cached for ever: a file's hash is taken
// when all that it names have theirs.
func hashNames(files map[string][]byte) error {
	plain := slices.Sorted(maps.Keys(files))
	for len(plain) > 0 {
		ready := slices.IndexFunc(plain, func(name string) bool {
			return !slices.ContainsFunc(plain, func(other string) bool { return other != name && names(files[name], other) })
		})
		if ready < 0 {
			return fmt.Errorf("%w: %s", errCircle, strings.Join(plain, ", "))
		}
		name := plain[ready]
		plain = slices.Delete(plain, ready, ready+1)
		for other, content := range files {
			files[other] = rename(content, name, hashed(name, files[name]))
		}
	}
	return nil
}

func hashed(name string, content []byte) string {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:4]) + ext
}

// spellings are how one of the panel's files is named in another: from the server's root, alone or with what is meant in it,
// or from beside it.
func spellings(name string) []string {
	return []string{`"/` + name + `"`, `"/` + name + `#`, `"./` + path.Base(name) + `"`}
}

func names(content []byte, name string) bool {
	return slices.ContainsFunc(spellings(name), func(s string) bool { return strings.Contains(string(content), s) })
}

func rename(content []byte, name, now string) []byte {
	text := string(content)
	for i, s := range spellings(name) {
		text = strings.ReplaceAll(text, s, spellings(now)[i])
	}
	return []byte(text)
}
