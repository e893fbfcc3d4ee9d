// Package bundle folds widget/, static/panel and the stub into static/dist with esbuild. It owns what dist holds and refuses
// to be part of a release: only its own build program and tests may import it (house.md).
package bundle

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Where things are, below the repository's root.
const (
	Dist        = "static/dist"
	WidgetEntry = "widget/src/main.ts"
	CarryEntry  = "widget/src/links.ts"
	StubSource  = "static/snippets/stub.js"
	PanelEntry  = "static/panel/main.tsx"
	panelStyles = "static/panel/panel.css"
	panelPage   = "static/panel/index.html"
)

// Output is what the sources give: file contents by name under dist, and what weighs how much.
type Output struct {
	Files map[string][]byte
	Parts map[string][]Part // by name under dist, heaviest first
}

// Part is one source file's share of a bundle.
type Part struct {
	Source string
	Bytes  int // minified, before compression
}

// ErrSource says that the sources don't compile; its text is esbuild's own.
var ErrSource = errors.New("sources don't compile")

// Build folds the sources below root. The same sources give the same bytes on every machine.
func Build(root string) (Output, error) {
	out := Output{Files: map[string][]byte{}, Parts: map[string][]Part{}}
	for _, build := range []func(string) (Output, error){widget, carry, stub, panel} {
		made, err := build(root)
		if err != nil {
			return Output{}, err
		}
		maps.Copy(out.Files, made.Files)
		maps.Copy(out.Parts, made.Parts)
	}
	return compressed(out)
}

func widget(root string) (Output, error) {
	return script(root, WidgetEntry, "nametag", api.FormatIIFE)
}

// carry is what the widget loads where a site has linked domains: a module, which is loaded once however often it is
// asked for.
func carry(root string) (Output, error) {
	return script(root, CarryEntry, "nametag-carry", api.FormatESModule)
}

// script is a file for strangers' pages.
func script(root, entry, name string, format api.Format) (Output, error) {
	o := options(root)
	o.EntryPointsAdvanced = []api.EntryPoint{{InputPath: entry, OutputPath: name}}
	o.Format = format
	o.Target = api.ES2020
	o.Charset = api.CharsetASCII // pages of any encoding load it
	out, err := run(root, o)
	if err != nil {
		return Output{}, err
	}
	// Bundling keeps each source's declarations apart. Folded again, as one text, they become one.
	again := api.Transform(string(out.Files[name+".js"]), api.TransformOptions{
		MinifyIdentifiers: true, MinifySyntax: true, MinifyWhitespace: true,
		Target: o.Target, Charset: o.Charset, LogLevel: api.LogLevelSilent,
	})
	out.Files[name+".js"] = again.Code
	return out, nil
}

func options(root string) api.BuildOptions {
	return api.BuildOptions{
		AbsWorkingDir:     root,
		Outdir:            Dist,
		Bundle:            true,
		Metafile:          true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		MinifyWhitespace:  true,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
		LogLevel:          api.LogLevelSilent,
		TsconfigRaw:       "{}", // what the type checker is told changes no byte
		JSX:               api.JSXAutomatic,
		JSXImportSource:   "preact",
		Define:            map[string]string{"process.env.NODE_ENV": `"production"`},
		Loader:            map[string]api.Loader{".svg": api.LoaderText},
	}
}

func run(root string, o api.BuildOptions) (Output, error) {
	result := api.Build(o)
	if len(result.Errors) > 0 {
		said := api.FormatMessages(result.Errors, api.FormatMessagesOptions{})
		return Output{}, fmt.Errorf("%w:\n%s", ErrSource, strings.Join(said, ""))
	}
	out := Output{Files: map[string][]byte{}}
	for _, f := range result.OutputFiles {
		name, err := filepath.Rel(filepath.Join(root, Dist), f.Path)
		if err != nil {
			return Output{}, fmt.Errorf("name bundle: %w", err)
		}
		out.Files[filepath.ToSlash(name)] = f.Contents
	}
	var err error
	out.Parts, err = weigh(result.Metafile)
	return out, err
}
