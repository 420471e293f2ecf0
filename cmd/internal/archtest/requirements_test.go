package archtest

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"opsledger/app"
	"opsledger/app/record/dictionary"
	"opsledger/app/rule/score"
	"opsledger/assets"
)

var (
	requirement = regexp.MustCompile(`(?m)^\| (R\d{3}) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$`)
	carrier     = regexp.MustCompile("`([a-z]+):([^`]+)`|`(Test[A-Za-z]+)`")
)

func TestEveryRequirementPointsToWhatExists(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "requirements.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := requirement.FindAllStringSubmatch(string(raw), -1)
	if len(rows) != 151 {
		t.Errorf("%d rows, the contract has 151 obligations", len(rows))
	}
	there := newInventory(t)
	for i, row := range rows {
		if want := fmt.Sprintf("R%03d", i+1); row[1] != want {
			t.Errorf("row %d is %s, should be %s", i+1, row[1], want)
		}
		found := carrier.FindAllStringSubmatch(row[2]+row[3], -1)
		if len(found) == 0 && !strings.Contains(row[2], "尚无") {
			t.Errorf("%s is carried by nothing and does not say so", row[1])
		}
		for _, c := range found {
			if !there.has(c[1], c[2]+c[3]) {
				t.Errorf("%s: %s does not exist", row[1], c[0])
			}
		}
	}
}

// tests stands for the directory of all test files.
const tests = "*"

// inventory knows what a row may point to.
type inventory struct {
	dicts   dictionary.Set
	scheme  score.Scheme
	sources map[string]string // directory → text of its Go files
}

func newInventory(t *testing.T) inventory {
	t.Helper()
	dicts, err := dictionary.Parse(assets.Dictionaries())
	if err != nil {
		t.Fatal(err)
	}
	scheme, err := score.Parse(assets.Schemes()[0])
	if err != nil {
		t.Fatal(err)
	}
	v := inventory{dicts, scheme, map[string]string{}}
	root := filepath.Join("..", "..", "..")
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, filepath.Dir(path))
		if strings.HasSuffix(path, "_test.go") {
			rel = tests
		}
		v.sources[filepath.ToSlash(rel)] += string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (v inventory) has(what, name string) bool {
	kind, part, _ := strings.Cut(name, ".")
	k := app.Kinds().Kind(kind)
	switch what {
	case "kind":
		return k != nil
	case "field", "step":
		if k == nil {
			return false
		}
		_, field := k.Field(part)
		_, step := k.Action(part)
		return what == "field" && field || what == "step" && step
	case "clause":
		_, ok := v.scheme.Clause(name)
		return ok
	case "dict":
		return v.dicts[name].ID != ""
	case "command":
		return strings.Contains(v.sources["cmd/opsctl"], `name: "`+name+`"`)
	case "report":
		return strings.Contains(v.sources["app/rule/sla"], `= "`+name+`"`) && strings.Contains(v.sources["reports"], "sla."+strings.ToUpper(name[:1])+name[1:]+":")
	case "screen":
		return strings.Contains(v.sources["ui"], `"`+name+`"`)
	case "clock":
		return strings.Contains(v.sources["app"]+v.sources["app/rule/sla"], `"`+name+`"`)
	case "script":
		_, err := os.Stat(filepath.Join("..", "..", "opsctl", "testdata", "script", name+".txtar"))
		return err == nil
	case "":
		return strings.Contains(v.sources[tests], "func "+name+"(t *testing.T)")
	}
	return false
}
