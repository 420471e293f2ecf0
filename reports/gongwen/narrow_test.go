package gongwen

import (
	"strings"
	"testing"

	"opsledger/reports/paper"
)

// lined are the lines of a document's marks.
func lined(d *Doc) (out []string) {
	for _, page := range d.pages {
		for _, m := range page {
			if l, ok := m.(line); ok {
				var b strings.Builder
				for _, g := range l.glyphs {
					b.WriteRune(g.char)
				}
				out = append(out, strings.TrimSpace(b.String()))
			}
		}
	}
	return out
}

func TestRunsAreNotSplitInANarrowCell(t *testing.T) {
	for _, word := range []string{"GD2026111800229", "W20260305-000123", "2026-03-12", "12,345.60", "10.8.16.254:8080", "XF-01-2026-000047"} {
		d := New(paper.Meta{Created: when})
		d.Table(paper.Table{Columns: []paper.Column{{Head: "号", Weight: 1}, {Head: "内容", Weight: 9}, {Head: "期", Weight: 0.5}},
			Rows: [][]string{{word, strings.Repeat("内容", 60), "3月"}, {"编号" + word + "已办结", "", word}}})
		whole := 0
		for _, l := range lined(d) {
			if strings.Contains(l, word) {
				whole++
			} else if strings.ContainsAny(l, "0123456789") && l != "3月" {
				t.Errorf("%s was split: %q", word, l)
			}
		}
		if whole != 3 {
			t.Errorf("%s stands whole %d times of 3", word, whole)
		}
	}
}

func TestALongWordGoesToTheNextLineWhole(t *testing.T) {
	if got := strings.Join(broken("一二W20260305", 5), "|"); got != "一二|W20260305" {
		t.Error(got)
	}
}

func TestHeadingsStayWithWhatFollows(t *testing.T) {
	followers := map[string]func(*Doc){
		"paragraph": func(d *Doc) { d.Para("尾段") },
		"table": func(d *Doc) {
			d.Table(paper.Table{Columns: []paper.Column{{Head: "尾头", Weight: 1}}, Rows: [][]string{{"尾行"}}})
		},
		"chart":     func(d *Doc) { d.Chart(paper.Chart{Title: "尾图", Labels: []string{"尾"}}) },
		"form":      func(d *Doc) { d.Grid(paper.Grid{Rows: [][]paper.Cell{{{Text: "尾格", Weight: 1, Lines: 6}}}}) },
		"signature": func(d *Doc) { d.Signature("尾", when) },
	}
	for name, follow := range followers {
		for lines := range 24 {
			d := New(paper.Meta{Created: when})
			for range lines {
				d.Para("段")
			}
			d.Heading(1, "一、甲题")
			d.Heading(2, "（一）乙题")
			follow(d)
			heading, follower := pageOf(d, "甲题"), pageOf(d, "尾")
			if heading != follower || pageOf(d, "乙题") != heading {
				t.Errorf("%s after %d lines: the heading stands on page %d, what follows on %d", name, lines, heading, follower)
			}
		}
	}
	d := New(paper.Meta{Created: when})
	d.Heading(1, "末题")
	if !strings.Contains(laid(d), "末题") {
		t.Error("a last heading is lost")
	}
}

func pageOf(d *Doc, text string) int {
	d.settle()
	for i, page := range d.pages {
		if strings.Contains(strings.Join(lined(&Doc{pages: [][]mark{page}}), "\n"), text) {
			return i + 1
		}
	}
	return 0
}

func TestATableRepeatsItsHead(t *testing.T) {
	d := New(paper.Meta{Created: when})
	table := paper.Table{Columns: []paper.Column{{Head: "表头", Weight: 1}}}
	for range 120 {
		table.Rows = append(table.Rows, []string{"行"})
	}
	d.Table(table)
	if n := strings.Count(laid(d), "表头"); d.Pages() < 3 || n != d.Pages() {
		t.Errorf("%d heads on %d pages", n, d.Pages())
	}
}
