package nametag_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"

	"flag"
	"go/ast"

	"github.com/nametag-dev/nametag/internal/nametag"
)

var update = flag.Bool("update", false, "write the error table into the README")

// README.md lists the whole catalogue, code for code and sentence for sentence.
func TestREADMEListsEveryError(t *testing.T) {
	t.Parallel()
	const file, begin, end = "../../README.md", "<!-- errors -->\n", "<!-- /errors -->"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), begin)
	got, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("README.md has no marks for the table of errors")
	}
	var b strings.Builder
	b.WriteString("| code | what is wrong | what to do |\n|---|---|---|\n")
	for _, e := range nametag.Errors {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", e.Code, e.Message, e.Help)
	}
	if want := b.String(); got != want {
		if !*update {
			t.Fatal("README.md and the catalogue differ: run go test ./internal/nametag -update")
		}
		if err := os.WriteFile(file, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Every error that error.go declares is in the list, and no code is there twice.
func TestTheCatalogueIsComplete(t *testing.T) {
	t.Parallel()
	parsed, err := parser.ParseFile(token.NewFileSet(), "error.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	declared := 0
	ast.Inspect(parsed, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(spec.Names[0].Name, "Err") && spec.Names[0].Name != "Errors" {
			declared++
		}
		return true
	})
	codes := map[string]bool{}
	for _, e := range nametag.Errors {
		if codes[e.Code] || e.Message == "" || e.Help == "" {
			t.Errorf("%q is there twice, or says too little", e.Code)
		}
		codes[e.Code] = true
	}
	if declared != len(nametag.Errors) {
		t.Errorf("the list has %d errors, error.go declares %d", len(nametag.Errors), declared)
	}
}
