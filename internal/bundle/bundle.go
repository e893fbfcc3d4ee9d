// Package bundle folds widget/, static/panel and the stub into static/dist with esbuild. It owns what dist holds and refuses
// to be part of a release: only its own build program and tests may import it (house.md).
package bundle

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/nametag-dev/nametag/static"
)

// Where things are, below the repository's root.
const (
	Dist          = "static/dist"
	WidgetEntry   = "widget/src/main.ts"
	BeatsEntry    = "widget/src/beats.ts"
	CarryEntry    = "widget/src/links.ts"
	CodeEntry     = "widget/src/code.ts"
	DebugEntry    = "widget/src/debug.ts"
	VendorEntries = "widget/src/compat/*.ts" // one for each
	StubSource    = "static/snippets/stub.js"
	PanelEntry    = "static/panel/main.tsx"
	panelStyles   = "static/panel/panel.css"
	helpStyles    = "static/panel/help.css" // of the server's page /help
	panelPage     = "static/panel/index.html"
)

// Output is what the sources give: file contents by name under dist, and which source each stretch of them comes from.
type Output struct {
	Files  map[string][]byte
	Pieces map[string][]Piece // of the scripts and styles, by name under dist
}

// ErrSource says that the sources don't compile; its text is esbuild's own.
var ErrSource = errors.New("sources don't compile")

// Build folds the sources below root. The same sources give the same bytes on every machine.
func Build(root string) (Output, error) {
	out := empty()
	for _, build := range []func(string) (Output, error){widget, stub, panel} {
		made, err := build(root)
		if err != nil {
			return Output{}, err
		}
		out.add(made)
	}
	return compressed(out)
}

// widget is what strangers' pages load, and what that loads in its turn: modules, which are loaded once however often they
// are asked for, under their hashed names, so that a page which pins the one has all of that version.
func widget(root string) (Output, error) {
	out := empty()
	var aside [][]byte
	for _, name := range static.Aside {
		made, err := script(root, asideEntries[name], strings.TrimSuffix(name, ".js"), api.FormatESModule, nil)
		if err != nil {
			return Output{}, err
		}
		out.add(made)
		aside = append(aside, made.Files[name])
	}
	entries, err := vendors(root)
	if err != nil {
		return Output{}, err
	}
	entries["nametag"] = WidgetEntry
	hash := static.Hash(aside...)
	for name, entry := range entries {
		made, err := script(root, entry, name, api.FormatIIFE, map[string]string{"ASIDE_HASH": strconv.Quote(hash + apart[name])})
		if err != nil {
			return Output{}, err
		}
		out.add(made)
	}
	return out, nil
}

// apart are the scripts that stand apart (widget/src/apart.ts), with what they add to the hash of the files beside them: a page
// holds a module once for each address, and theirs must know nothing of the page's own visitor. The server sees the file as
// ever: what follows "?" is nothing to it, and what follows "#" (the ".js" that comes after the hash) stays in the browser.
var apart = map[string]string{"compat/hubspot": ".js?apart#"}

// vendors are the sources for pages that were written for another vendor, by the script's name.
func vendors(root string) (map[string]string, error) {
	sources, err := filepath.Glob(filepath.Join(root, VendorEntries))
	if err != nil {
		return nil, fmt.Errorf("list vendors: %w", err)
	}
	entries := map[string]string{}
	for _, source := range sources {
		name := filepath.Base(source)
		entries["compat/"+strings.TrimSuffix(name, ".ts")] = path.Join(path.Dir(VendorEntries), name)
	}
	return entries, nil
}

var asideEntries = map[string]string{
	"nametag-beats.js": BeatsEntry, // signs of life where sockets are blocked
	"nametag-carry.js": CarryEntry, // links to a site's other domains
	"nametag-code.js":  CodeEntry,  // the code that a visitor reads to an agent
	"nametag-debug.js": DebugEntry, // the words of developer's mode (spec widget §6)
}

// script is a file for strangers' pages.
func script(root, entry, name string, format api.Format, define map[string]string) (Output, error) {
	o := options(root)
	maps.Copy(o.Define, define)
	o.EntryPointsAdvanced = []api.EntryPoint{{InputPath: entry, OutputPath: name}}
	o.Format = format
	o.Target = api.ES2021
	o.Charset = api.CharsetASCII // pages of any encoding load it
	o.IgnoreAnnotations = true   // widget/package.json says of the npm package that importing it does nothing; these files do much
	o.Sourcemap = api.SourceMapInline
	once := api.Build(o)
	if err := refused(once.Errors); err != nil {
		return Output{}, err
	}
	// Bundling keeps each source's declarations apart. Folded again, as one text, they become one. The second map leads
	// back to the sources, because the first one is in that text.
	again := api.Transform(string(once.OutputFiles[0].Contents), api.TransformOptions{
		MinifyIdentifiers: true, MinifySyntax: true, MinifyWhitespace: true,
		Target: o.Target, Charset: o.Charset, LogLevel: api.LogLevelSilent,
		Sourcemap: api.SourceMapExternal,
	})
	out := empty()
	return out, out.take(name+".js", again.Code, again.Map)
}

func options(root string) api.BuildOptions {
	return api.BuildOptions{
		AbsWorkingDir:     root,
		Outdir:            Dist,
		Bundle:            true,
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
	o.Sourcemap = api.SourceMapExternal
	result := api.Build(o)
	if err := refused(result.Errors); err != nil {
		return Output{}, err
	}
	made := map[string][]byte{}
	for _, f := range result.OutputFiles {
		name, err := filepath.Rel(filepath.Join(root, Dist), f.Path)
		if err != nil {
			return Output{}, fmt.Errorf("name bundle: %w", err)
		}
		made[filepath.ToSlash(name)] = f.Contents
	}
	out := empty()
	for name, content := range made {
		sourceMap, ok := made[name+".map"]
		if !ok {
			continue // a map itself
		}
		if err := out.take(name, content, sourceMap); err != nil {
			return Output{}, err
		}
	}
	return out, nil
}

func empty() Output { return Output{Files: map[string][]byte{}, Pieces: map[string][]Piece{}} }

func (out Output) add(made Output) {
	maps.Copy(out.Files, made.Files)
	maps.Copy(out.Pieces, made.Pieces)
}

// take takes in a file, and by its source map what it is made of.
func (out Output) take(name string, content, sourceMap []byte) error {
	marks, err := readMap(sourceMap, path.Join(Dist, path.Dir(name)))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	out.Files[name], out.Pieces[name] = content, cut(content, marks)
	return nil
}

func refused(errs []api.Message) error {
	if len(errs) == 0 {
		return nil
	}
	return fmt.Errorf("%w:\n%s", ErrSource, strings.Join(api.FormatMessages(errs, api.FormatMessagesOptions{}), ""))
}
