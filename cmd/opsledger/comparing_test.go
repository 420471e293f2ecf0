package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/xuri/excelize/v2"

	"opsledger/app"
	"opsledger/app/record/comparison"
	"opsledger/ui"
	"opsledger/ui/screens"
)

// lists opens the screen on two lists that are compared by their ID cards.
func lists(t *testing.T, w *ui.Window, about ...string) (s *screens.Comparing) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"甲.csv": "姓名,身份证号\n李小芳,11010519491231002x\n王勇,320102199001010010\n赵敏,\n", "乙.csv": "证件号码,死亡日期\n'11010519491231002X,2026-01-02\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	onWindow(func() {
		w.Open("comparison/lists", about...)
		s = w.Face.(*screens.Comparing)
		s.PathA.SetValue(filepath.Join(dir, "甲.csv"))
		s.PathB.SetValue(filepath.Join(dir, "乙.csv"))
		s.Look()
	})
	until(t, "the keys that are likely", func() bool { return fmt.Sprint(s.Chosen(0), s.Chosen(1)) == "[身份证号] [证件号码]" })
	onWindow(func() { s.Go.Press() })
	until(t, "what came of it", func() bool { return s.Compared() != nil })
	return s
}

func TestTwoListsAreComparedAndWrittenIntoAComparison(t *testing.T) {
	w := entered(t)
	var id string
	onWindow(func() {
		rec, err := w.Desk().Act(context.Background(), app.Step{Kind: "comparison", Key: "new", Action: "run",
			Values: map[string]string{"source": "民政", "compared": "2026-03-10 10:00", "batch": "2026-1", "key": "姓名", "ours": "1", "theirs": "1"}})
		if err != nil {
			t.Fatal(err)
		}
		id = string(rec.ID)
	})
	s := lists(t, w, id)
	onWindow(func() {
		if said := s.Said(); !strings.Contains(said, "甲有1行、乙有0行没有比对") {
			t.Error(said)
		}
		s.Write(id, *s.Compared(), "两边都有", "")
	})
	shown := func(reveal string) app.Shown {
		got, err := w.Desk().Show(context.Background(), "comparison", id, false, reveal)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	until(t, "the record filled in", func() bool { return len(shown("").Attached) == 1 })
	onWindow(func() {
		got := shown("").Fields
		for key, want := range map[string]string{"ours": "3", "theirs": "1", "matched": "1", "only_ours": "1", "only_theirs": "0", "key": "[身份证号]", "suspects": "[同1 | 两边都有]", "our_file": s.Compared().HashA} {
			if fmt.Sprint(got[key]) != want {
				t.Errorf("%s: %v, should be %s", key, got[key], want)
			}
		}
	})
	until(t, "its page, with the way back to the lists", func() bool { return offers(w, "比对两份名单…") })
	var book strings.Builder
	onWindow(func() {
		at := shown("").Attached[0]
		if _, err := w.Desk().SaveAttachment(context.Background(), "comparison", id, string(at.Hash), "核对", &book); err != nil {
			t.Fatal(err)
		}
	})
	if names := sheetNames(t, book.String()); names != "仅甲有,仅乙有,两边都有,不一致,问题" || strings.Contains(book.String(), "王勇") {
		t.Error(names)
	}
}

// offers reports whether a button of that name is on the screen.
func offers(w *ui.Window, label string) bool {
	return slices.ContainsFunc(test.LaidOutObjects(w.Window().Canvas().Content()), func(o fyne.CanvasObject) bool { return o.Visible() && labelOf(o) == label })
}

func sheetNames(t *testing.T, raw string) string {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return strings.Join(f.GetSheetList(), ",")
}

// saveAs presses a button that asks where a file is to lie, and makes it there; what is asked before its name is filled in first.
func saveAs(t *testing.T, w *ui.Window, press func(), verb string, texts ...string) {
	t.Helper()
	onWindow(press)
	until(t, "where the file is to lie", func() bool { return len(inputs(w)) == len(texts) })
	onWindow(func() {
		for i, text := range texts {
			inputs(w)[i].SetValue(text)
		}
		agree(t, w.Window(), verb)
	})
}

func TestAComparedResultIsSavedUnmaskedOnlyWithAReasonThatIsRecorded(t *testing.T) {
	w := entered(t)
	s, dir := lists(t, w), t.TempDir()
	for i, c := range []struct{ reason, name, want string }{{"", "遮蔽.xlsx", "王*"}, {"资格认证", "明文.xlsx", "王勇"}} {
		saveAs(t, w, func() { s.Save.Press() }, "保存", c.reason, c.name, dir)
		until(t, "that it is told", func() bool { return strings.Contains(words(w), "已保存“"+c.name+"”") })
		f, err := excelize.OpenFile(filepath.Join(dir, c.name))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := f.GetCellValue("仅甲有", "C2"); got != c.want || err != nil {
			t.Errorf("%s: %s %v, should be %s", c.name, got, err, c.want)
		}
		f.Close()
		onWindow(func() {
			list, err := w.Desk().List(context.Background(), app.Query{Kind: "disclosure"}, "")
			if len(list) != i || err != nil {
				t.Errorf("%s: %d disclosures, %v", c.name, len(list), err)
			}
		})
	}
}

func TestAnEndedComparisonTakesNoMoreResults(t *testing.T) {
	w := entered(t)
	s := lists(t, w)
	onWindow(func() {
		d := w.Desk()
		values := app.ComparisonFields(*s.Compared())
		values["source"], values["compared"], values["batch"] = "卫健", "2026-03-10 10:00", "2026-2"
		rec, err := d.Act(context.Background(), app.Step{Kind: "comparison", Key: "new", Action: "run", Values: values})
		if err == nil {
			rec, err = d.Act(context.Background(), app.Step{Kind: "comparison", Key: string(rec.ID), Action: "close", Values: map[string]string{"closed": "2026-03-11 10:00"}})
		}
		if err != nil || rec.State != comparison.Closed {
			t.Fatal(err)
		}
		if _, err := d.FillComparison(context.Background(), string(rec.ID), *s.Compared(), app.File{Name: "x.xlsx", Data: []byte("x")}, ""); err == nil || !strings.Contains(err.Error(), "处于“已办结”，不能写入比对结果") {
			t.Error(err)
		}
	})
}

func TestAnswersAreGivenOutFromTheirList(t *testing.T) {
	w := entered(t)
	dir := t.TempDir()
	onWindow(func() {
		for _, step := range []app.Step{{Key: "new", Action: "write", Values: map[string]string{"question": "怎样重算", "answer": "选重算", "system": "社会保险系统"}}, {Action: "review", Values: map[string]string{"reviewer": "李娜"}}, {Action: "publish"}} {
			if step.Kind = "qa"; step.Key == "" {
				list, err := w.Desk().List(context.Background(), app.Query{Kind: "qa", Search: "怎样重算"}, "")
				if err != nil {
					t.Fatal(err)
				}
				step.Key = string(list[0].ID)
			}
			if _, err := w.Desk().Act(context.Background(), step); err != nil {
				t.Fatal(err)
			}
		}
		w.Open("qa")
	})
	until(t, "the list", func() bool { return offers(w, "导出给智能客服…") })
	saveAs(t, w, func() { tap(t, w, "导出给智能客服…") }, "导出", "问答.jsonl", dir)
	path := filepath.Join(dir, "问答.jsonl")
	until(t, "the file", func() bool { _, err := os.Stat(path); return err == nil })
	raw, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(raw), `"question":"怎样重算","wordings":[],"answer":"选重算","system":"社会保险系统","revision":"第1版","synced":true`) {
		t.Errorf("%s %v", raw, err)
	}
	onWindow(func() { w.Open("manual") })
	until(t, "another list", func() bool { return offers(w, "导入") })
	onWindow(func() {
		if offers(w, "导出给智能客服…") {
			t.Error("other lists offer it too")
		}
	})
}

func TestARecurringProblemOpensItsTicketsAndIsPlannedATrainingOn(t *testing.T) {
	w := entered(t)
	onWindow(func() {
		for i := range 5 {
			step := app.Step{Kind: "ticket", Key: "new", Action: "receive", Values: map[string]string{"title": fmt.Sprintf("第%d张", i), "system": "稽核风控", "region": "丹徒区", "arrived": "2026-03-09 09:00", "common_issue": "风控名单缺列"}}
			if _, err := w.Desk().Act(context.Background(), step); err != nil {
				t.Fatal(err)
			}
		}
		w.Open("training/recurring")
	})
	at := 0
	until(t, "the problem", func() bool {
		for i, text := range told(w) {
			if text == "风控名单缺列" {
				at = strings.Count(strings.Join(told(w)[:i], "\x00"), "按")
				return true
			}
		}
		return false
	})
	onWindow(func() { w.Face.(*screens.Recurring).Plan(at) })
	until(t, "the form", func() bool {
		return says(w, "风控名单缺列专项培训") && says(w, "稽核风控") && says(w, "针对的共性问题")
	})
	onWindow(func() { tap(t, w, "返回") })
	until(t, "the form gone", func() bool { return w.Window().Canvas().Overlays().Top() == nil })
	onWindow(func() { tap(t, w, "看 5 件工单") })
	until(t, "its tickets, alone", func() bool { return w.Tickets != nil && loaded(w) && w.Tickets.Table.Rows() == 5 })
}
