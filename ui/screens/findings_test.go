package screens

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/rule/intake"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

func TestFindingsAreListedTheGravestFirstAndCopiedAsTextCells(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	out := app.Imported{
		Faults:   []intake.Fault{{Row: 9, Column: "险种", Value: "=1+1", Text: "不在字典里。请改正"}},
		Warnings: []intake.Fault{{Row: 4, Text: "两处\t不同"}},
		Changes:  []app.Change{{Row: 2, Number: "GD1"}}, LeftOut: 3, Created: 3, Samples: []app.Sample{{Row: 5, Number: "GD2", Title: "待遇核对"}}}
	rows, left := found(out, "", false)
	if len(rows) != 4 || left != 5 {
		t.Fatalf("%d rows, %d left out", len(rows), left)
	}
	f := newFindings(nil)
	f.show(out)
	got := strings.Split(f.text(), "\n")
	want := []string{"类别\t行\t列\t内容\t问题\t怎么改", "有误\t9\t险种\t'=1+1\t不在字典里\t请改正", "提醒\t4\t\t\t两处 不同\t"}
	if len(got) != 5 || strings.Join(got[:3], "\n") != strings.Join(want, "\n") || !strings.HasPrefix(got[3], "更新\t2\t\tGD1\t") {
		t.Errorf("%q", got)
	}
	if f.show(app.Imported{}); !f.copy.Disabled() || !f.save.Disabled() {
		t.Error("an empty list can be copied")
	}
}

func TestOnlySoManyFindingsOfAKindAreListed(t *testing.T) {
	rows, left := found(app.Imported{Faults: make([]intake.Fault, listedFindings+7)}, "", false)
	if len(rows) != listedFindings || left != 7 {
		t.Errorf("%d rows, %d left out", len(rows), left)
	}
}

func TestTheSameFaultIsToldOnceAndOneKindIsListedAlone(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	out := app.Imported{Changes: []app.Change{{Row: 2, Number: "GD1"}}}
	for row := range 40 {
		out.Faults = append(out.Faults, intake.Fault{Row: row + 2, Column: "区域", Value: "丹阳", Text: "不认识“丹阳”。请改正", Kind: "region"})
	}
	f := newFindings(nil)
	f.show(out)
	test.Tap(f.group)
	if len(f.rows) != 2 || f.rows[0].Cells[1].Text != "2 等 40 行" || f.rows[0].Cells[5].Text != "请改正" {
		t.Errorf("%+v", f.rows)
	}
	f.narrow(foundUpdated)
	if len(f.rows) != 1 || f.rows[0].Cells[3].Text != "GD1" {
		t.Errorf("%+v", f.rows)
	}
	f.narrow(foundUpdated)
	test.Tap(f.group)
	if len(f.rows) != 41 {
		t.Errorf("%d rows", len(f.rows))
	}
}

func TestAFailureIsToldInThreeParts(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	n := widgets.NewNotice()
	refuse(n, fault.New(fault.WrongPassword))
	if want := "口令不对。台账没有改动。请检查大小写和输入法后重试；忘记口令可用恢复密钥。"; n.Said() != want {
		t.Errorf("%s", n.Said())
	}
}

func TestAPasswordIsGradedByRulesAndLength(t *testing.T) {
	for _, c := range []struct {
		weak   []string
		length int
		bars   int
	}{{nil, 0, 0}, {[]string{"short"}, 3, 1}, {nil, 8, 2}, {nil, 12, 3}, {nil, 16, 4}, {[]string{"common"}, 20, 1}} {
		if bars, words, _ := grade(c.weak, c.length); bars != c.bars || words == "" {
			t.Errorf("%v of %d: %d bars, %s", c.weak, c.length, bars, words)
		}
	}
}

func TestCountsAreGroupedByThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1284: "1,284", 1000000: "1,000,000"} {
		if got := thousands(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}
