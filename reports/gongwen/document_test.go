package gongwen

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"opsledger/reports/paper"
)

var when = time.Date(2026, 3, 12, 17, 0, 0, 0, time.UTC)

func sample() *Doc {
	d := New(paper.Meta{Title: "运维周报", Author: "张工", Created: when, Foot: "截至 2026-03-12 17:00　台账 3F2A-0B11-9C0D"})
	d.Title("镇江人社省级一体化平台本地运维周报")
	d.Line("2026年第11周（3月6日至3月12日）")
	d.Blank()
	d.Heading(1, "一、本周工作")
	d.Para("本周到达工单48件，办结45件，其中办结往期到达的7件。姓名生僻字：𬭎、䶮、㛃、㬚、旻；编号 W20260305-000123（含“引号”）。")
	d.Heading(2, "（一）按系统")
	d.Table(paper.Table{Columns: []paper.Column{{Head: "工单号", Weight: 3}, {Head: "标题", Weight: 6}, {Head: "延误", Weight: 1.5, Align: paper.Right}},
		Rows: [][]string{{"W20260305000123", "养老待遇计算结果与手工核对不一致，需要核查缴费基数", "2"}, {"W2", strings.Repeat("长", 90), "0"}}})
	d.Signature("运维项目组", when)
	return d
}

func render(t *testing.T, d *Doc) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// text gives what a reader copies out of a document.
func text(t *testing.T, raw []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil {
		t.Fatalf("qpdf: %s", out)
	}
	out, err := exec.Command("pdftotext", "-raw", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// letters drops white space, where a page and a string differ.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func TestWhatIsWrittenCanBeCopiedOut(t *testing.T) {
	got := letters(text(t, render(t, sample())))
	for _, want := range []string{"镇江人社省级一体化平台本地运维周报", "本周到达工单48件，办结45件，其中办结往期到达的7件。", "𬭎、䶮、㛃、㬚、旻；", "W20260305-000123（含“引号”）。",
		"养老待遇计算结果与手工核对不一致，需要核查缴费基数", strings.Repeat("长", 90), "2026年3月12日", "—1—", "3F2A-0B11-9C0D"} {
		if !strings.Contains(got, letters(want)) {
			t.Errorf("lost %q in\n%s", want, got)
		}
	}
}

func TestAPageHoldsTwentyTwoLinesOfTwentyEight(t *testing.T) {
	d := New(paper.Meta{Created: when})
	d.Para(strings.Repeat("国", 26+28*21))
	if d.Pages() != 1 || d.y < areaHeight-0.01 {
		t.Errorf("%d pages, down to %.2f mm", d.Pages(), d.y)
	}
	lines := strings.Split(strings.TrimSpace(text(t, render(t, d))), "\n")
	if len(lines) != 23 || len([]rune(lines[0])) != 26 || len([]rune(lines[21])) != 28 {
		t.Errorf("%d lines: %d and %d characters", len(lines), len([]rune(lines[0])), len([]rune(lines[21])))
	}
	d = New(paper.Meta{Created: when})
	d.Para(strings.Repeat("国", 26+28*21+1))
	if d.Pages() != 2 {
		t.Errorf("one character more: %d pages", d.Pages())
	}
}

func TestTheSameDocumentHasTheSameBytes(t *testing.T) {
	if a, b := render(t, sample()), render(t, sample()); !bytes.Equal(a, b) {
		t.Error("two renderings differ")
	}
}

func TestNothingAPersonTypesBreaksADocument(t *testing.T) {
	for _, s := range []string{"", "\x00\x01", "\xff\xfe半个\xe5\x9b", strings.Repeat("A", 10000), "😀 emoji", "\ufeff\u200b", "\n\n\n", "𠀀𪚥", "￾￿"} {
		d := New(paper.Meta{Title: s, Created: when, Watermark: "内部资料"})
		d.Title(s)
		d.Para(s + "尾")
		d.Table(paper.Table{Columns: []paper.Column{{Head: "头", Weight: 1}, {Head: s, Weight: 0.2, Align: paper.Center}}, Rows: [][]string{{s, s}, {}, {s}}})
		d.Signature(s, when)
		if got := letters(text(t, render(t, d))); !strings.Contains(got, "尾") {
			t.Errorf("%.20q: the end is lost", s)
		}
	}
	d := New(paper.Meta{Created: when})
	d.Para("😀")
	if m := d.Missing(); len(m) != 1 || m[0] != '😀' {
		t.Errorf("missing %q", m)
	}
}

func TestALongTableKeepsEveryCellOverManyPages(t *testing.T) {
	d := New(paper.Meta{Created: when})
	table := paper.Table{Columns: []paper.Column{{Head: "号", Weight: 1}, {Head: "内容", Weight: 4}}}
	for i := range 120 {
		table.Rows = append(table.Rows, []string{fmt.Sprintf("R%03d", i), strings.Repeat("内容", i%40)})
	}
	table.Rows = append(table.Rows, []string{"巨", strings.Repeat("一", 2000)})
	d.Table(table)
	got := letters(text(t, render(t, d)))
	for i := range 120 {
		if !strings.Contains(got, fmt.Sprintf("R%03d", i)) {
			t.Errorf("row %d is lost", i)
		}
	}
	if n := strings.Count(got, "一"); n != 2000 {
		t.Errorf("%d of 2000 characters of a cell", n)
	}
}
