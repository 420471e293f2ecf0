package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	spoken = regexp.MustCompile("`((?:app|cmd|ui|storage|reports|assets|docs)(?:/[\\w.-]+)+)`(?:\\s+`(\\w+)`)?")
	linked = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
)

// TestPagesNameWhatExists looks up every path, and the function named right behind a file, and every link and picture of the pages.
func TestPagesNameWhatExists(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	pages, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil || len(pages) < 10 {
		t.Fatalf("%d pages found: %v", len(pages), err)
	}
	paths := 0
	for _, page := range append(pages, filepath.Join(root, "README.md"), filepath.Join(root, "CHANGELOG.md")) {
		raw, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range spoken.FindAllStringSubmatch(string(raw), -1) {
			paths++
			body, err := os.ReadFile(filepath.Join(root, m[1]))
			if _, missing := os.Stat(filepath.Join(root, m[1])); missing != nil {
				t.Errorf("%s names %s: no such file", filepath.Base(page), m[1])
			} else if m[2] != "" && err == nil && strings.HasSuffix(m[1], ".go") && !defines(string(body), m[2]) {
				t.Errorf("%s: %s defines no %s", filepath.Base(page), m[1], m[2])
			}
		}
		for _, m := range linked.FindAllStringSubmatch(string(raw), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s leads to %s: no such file", filepath.Base(page), m[1])
			}
		}
	}
	if paths < 50 {
		t.Errorf("only %d paths found: the test looks for the wrong thing", paths)
	}
}

func defines(body, name string) bool {
	return regexp.MustCompile(`(?m)^(?:func (?:\([^)]*\) )?|type |\t)` + name + `\b`).MatchString(body)
}

var pressed = regexp.MustCompile(`【([^】]+)】`)

// TestTheManualNamesButtonsThatExist looks up each 【button】 among the texts of the window and of the kinds.
func TestTheManualNamesButtonsThatExist(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	raw, err := os.ReadFile(filepath.Join(root, "docs", "manual.zh.md"))
	if err != nil {
		t.Fatal(err)
	}
	var texts strings.Builder
	for file := range sources(t, root) {
		if below(file, "ui") || below(file, "app") {
			body, err := os.ReadFile(filepath.Join(root, file))
			if err != nil {
				t.Fatal(err)
			}
			texts.Write(body)
		}
	}
	found := pressed.FindAllStringSubmatch(string(raw), -1)
	for _, m := range found {
		if m[1] != "按钮" && !strings.Contains(texts.String(), `"`+m[1]+`"`) {
			t.Errorf("the manual's button 【%s】 is nowhere", m[1])
		}
	}
	if len(found) < 30 {
		t.Errorf("only %d buttons found: the test looks for the wrong thing", len(found))
	}
}
