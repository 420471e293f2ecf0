// Package archtest holds the import law of design.md as a test, each line with its reason.
package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "opsledger/"

// law: the files below From may not import what begins with one of Not, unless it begins with one of But.
type law struct {
	from   string
	not    []string
	but    []string
	reason string
}

var laws = []law{
	{"app", []string{"os", "net", "net/", "database/sql", "fyne.io/", "github.com/xuri/", "github.com/jung-kurt/", "modernc.org/"}, nil,
		"the rules must run anywhere and be tested without files, windows or networks"},
	{"app", []string{module}, []string{module + "app"}, "the core knows none of its surroundings"},
	{"app/ledger", []string{module}, []string{module + "app/ledger"}, "everything is read off the ledger; it reads nothing"},
	{"app/fault", []string{module}, nil, "anyone may import it, so it may import nobody"},
	{"app/record", []string{module}, []string{module + "app/ledger"}, "records never import records: links are made by use cases"},
	{"app/rule", []string{module}, []string{module + "app/ledger", module + "app/record", module + "app/rule"}, "rules are pure functions over records"},
	{"storage", []string{module}, []string{module + "app", module + "storage"}, "storage, ui and reports never meet"},
	{"storage", []string{"fyne.io/", "github.com/jung-kurt/"}, nil, "storage draws nothing"},
	{"storage/disk", []string{module}, nil, "files know nothing of what is in them"},
	{"storage/cryptvfs", []string{module}, []string{module + "storage/disk"}, "the encrypting layer knows bytes only"},
	{"storage/vault", []string{module}, []string{module + "storage/disk"}, "the key slots know bytes only"},
	{"storage/lock", []string{module}, nil, "the process lock knows a folder only"},
	{"reports", []string{module}, []string{module + "app", module + "assets", module + "reports"}, "a document draws a value; it fetches none"},
	{"reports", []string{"database/sql", "fyne.io/", "modernc.org/"}, nil, "a document draws a value; it fetches none"},
	{"reports/gongwen", []string{module}, []string{module + "assets", module + "reports/paper"}, "page layout knows no domain"},
	{"reports/docx", []string{module}, []string{module + "reports/paper"}, "a Word file is written without the page layout"},
	{"reports/paper", []string{module}, nil, "what a document consists of knows neither domain nor drawing"},
	{"ui", []string{module}, []string{module + "app", module + "assets", module + "ui"}, "the window calls use cases only"},
	{"ui", []string{"database/sql", "github.com/xuri/", "github.com/jung-kurt/", "modernc.org/"}, nil, "the window calls use cases only"},
	{"ui/handbook", []string{module, "fyne.io/"}, nil, "the manual is read without a display"},
	{"ui/view", []string{"fyne.io/"}, nil, "what is shown is formatted and tested without a display"},
	{"ui/widgets", []string{module + "app"}, nil, "widgets show what they are given"},
	{"assets", []string{module}, []string{module + "assets"}, "assets are data"},
	{"docs", []string{module}, nil, "the manual is read by people; it needs no program"},
	{"", []string{"fyne.io/fyne/v2/app"}, nil, "one importer keeps the whole suite testable without a display"},
	{"", []string{"net", "net/", "crypto/tls"}, []string{"net/url"}, "the program has no network"},
}

// exempt files stand outside one law.
var exempt = map[string]string{"cmd/opsledger/": "fyne.io/fyne/v2/app"}

func TestImportLaw(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	seen := 0
	for file, imports := range sources(t, root) {
		seen++
		for _, l := range laws {
			if !below(file, l.from) {
				continue
			}
			for _, imp := range imports {
				if breaks(l, file, imp) {
					t.Errorf("%s imports %s: %s", file, imp, l.reason)
				}
			}
		}
	}
	if seen < 10 {
		t.Fatalf("only %d source files found: the test looks in the wrong place", seen)
	}
}

// TestRooms holds "a line of code knows its room" as far as text can tell.
func TestRooms(t *testing.T) {
	rooms := []struct {
		text   string
		only   []string
		reason string
	}{
		{"time" + ".Now(", []string{"cmd/internal/boot/"}, "time is injected"},
		{"os" + ".Exit(", []string{"cmd/opsledger/main.go", "cmd/opsctl/main.go"}, "only the two mains end the process"},
		{"\"SEL" + "ECT ", []string{"storage/"}, "SQL stands beside its scan"},
		{"fyne" + ".Do(", []string{"ui/work/"}, "only ui/work crosses threads"},
		{"xchacha" + "20poly1305", []string{"storage/cryptvfs/", "storage/vault/", "storage/bundle/"}, "encryption has three rooms"},
	}
	root := filepath.Join("..", "..", "..")
	for file := range sources(t, root) {
		raw, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rooms {
			allowed := slices.ContainsFunc(r.only, func(p string) bool { return strings.HasPrefix(file, p) })
			if !allowed && strings.Contains(string(raw), r.text) {
				t.Errorf("%s holds %q: %s", file, r.text, r.reason)
			}
		}
	}
}

func breaks(l law, file, imp string) bool {
	for prefix, allowed := range exempt {
		if strings.HasPrefix(file, prefix) && imp == allowed {
			return false
		}
	}
	own := module + filepath.Dir(file)
	match := func(p string) bool {
		if strings.HasSuffix(p, "/") {
			return strings.HasPrefix(imp, p)
		}
		return imp == p || strings.HasPrefix(imp, p+"/") && p != "net" && p != "os"
	}
	return imp != own && slices.ContainsFunc(l.not, match) && !slices.ContainsFunc(l.but, match)
}

func below(file, folder string) bool { return folder == "" || strings.HasPrefix(file, folder+"/") }

// sources maps each Go file that is no test, by its slash path below root, to its imports.
func sources(t *testing.T, root string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return skip(d, err)
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		var imports []string
		for _, i := range f.Imports {
			p, _ := strconv.Unquote(i.Path.Value)
			imports = append(imports, p)
		}
		out[filepath.ToSlash(rel)] = imports
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func skip(d fs.DirEntry, err error) error {
	if err != nil {
		return err
	}
	return fs.SkipDir
}
