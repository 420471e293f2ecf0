package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"opsledger/cmd/internal/demo"
	"opsledger/ui"
	"opsledger/ui/widgets"
)

// agree taps the button of a label in the dialog that is open: the words are drawn after the button they stand on.
func agree(t *testing.T, win fyne.Window, label string) {
	t.Helper()
	hold()
	top := win.Canvas().Overlays().Top()
	if top == nil {
		t.Fatalf("no dialog asks for %s", label)
	}
	var button fyne.Tappable
	for _, o := range test.LaidOutObjects(top) {
		if b, ok := o.(interface {
			fyne.Tappable
			Press()
		}); ok {
			button = b
		}
		if words, ok := o.(*canvas.Text); ok && words.Text == label && button != nil {
			test.Tap(button)
			return
		}
	}
	t.Fatalf("no button %s", label)
}

func TestAWeeklyReportIsWrittenFinalisedSubmittedAndCorrectedInTheWindow(t *testing.T) {
	dir := t.TempDir()
	made, err := demo.Make(t.Context(), demo.Options{Dir: dir, Tickets: 60, Now: clock, Cost: cheap, Bare: true})
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, made.Store)
	onWindow(func() { w.Login.Password.SetText(demo.Password); test.Tap(w.Login.Enter) })
	until(t, "the dashboard", func() bool { return w.Board != nil })
	onWindow(func() { w.Open("tickets") })
	until(t, "the list", func() bool { return w.Tickets != nil && w.Tickets.Table.Rows() > 0 })
	onWindow(func() { w.Open("report/period") })
	until(t, "the drafted sections", func() bool { return strings.Contains(w.Reports.Parts["problems"].Value(), "在途率") })
	if !w.Reports.Submit.Disabled() || !w.Reports.Correct.Disabled() {
		t.Error("a draft can be submitted or corrected")
	}
	onWindow(func() {
		w.Reports.Parts["work"].SetValue("本周完成巡检。\n配合系统升级；无异常。")
		test.Tap(w.Reports.Save)
	})
	until(t, "the saved draft", func() bool { return w.Reports.Said() == "已保存草稿" })

	onWindow(func() { test.Tap(w.Reports.Finalise); agree(t, w.Window(), "定稿") })
	until(t, "the finalised report", func() bool { return w.Reports.Said() == "已定稿" })
	if !w.Reports.Parts["work"].Disabled() || w.Reports.Parts["work"].Value() != "本周完成巡检。\n配合系统升级；无异常。" {
		t.Errorf("sections of a finalised report: %q", w.Reports.Parts["work"].Value())
	}
	onWindow(func() { test.Tap(w.Reports.Submit); agree(t, w.Window(), "报送登记") })
	until(t, "the submission", func() bool { return w.Reports.Said() == "已登记报送" })

	onWindow(func() { test.Tap(w.Reports.Correct); test.Tap(w.Reports.Correct) })
	until(t, "the refusal", func() bool { return w.Window().Canvas().Overlays().Top() != nil && !w.Reports.Correct.Disabled() })
	onWindow(func() {
		agree(t, w.Window(), "知道了")
		w.Reports.Reason.SetValue("漏写一项")
		w.Reports.Parts["next"].SetValue("跟踪升级后的运行情况。")
		test.Tap(w.Reports.Correct)
	})
	until(t, "the corrected version", func() bool { return w.Reports.Said() == "已出更正版" })
	out := t.TempDir()
	fill(t, w, w.Reports.XLSX, out, "", "保存")
	until(t, "the workbook", func() bool { return strings.Contains(w.Reports.Said(), "第2版.xlsx") })
	if _, err := os.Stat(filepath.Join(out, "周报-2026-W11-第2版.xlsx")); err != nil {
		t.Error(err)
	}
}

// inputs are what can be typed into in the dialog that is open.
func inputs(w *ui.Window) (out []*widgets.Input) {
	hold()
	top := w.Window().Canvas().Overlays().Top()
	if top == nil {
		return nil
	}
	for _, o := range test.LaidOutObjects(top) {
		if in, ok := o.(*widgets.Input); ok {
			out = append(out, in)
		}
	}
	return out
}

// fill answers where a file is to lie; "" leaves what is proposed.
func fill(t *testing.T, w *ui.Window, button *widgets.Button, folder, name, verb string) {
	t.Helper()
	onWindow(func() { test.Tap(button) })
	until(t, "where the file is to lie", func() bool { return len(inputs(w)) == 2 })
	onWindow(func() {
		for i, text := range []string{name, folder} {
			if text != "" {
				inputs(w)[i].SetValue(text)
			}
		}
		agree(t, w.Window(), verb)
	})
}

// weeklyAt opens the weekly report of a demo store that is as old as the tests' clock.
func weeklyAt(t *testing.T) *ui.Window {
	t.Helper()
	w := entered(t)
	onWindow(func() { w.Open("report/period") })
	until(t, "the report", func() bool { return !w.Reports.PDF.Disabled() })
	return w
}

// read is the text of a PDF as another program reads it.
func read(t *testing.T, path string) string {
	t.Helper()
	out, err := exec.Command("pdftotext", "-raw", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), "")
}

func TestAReportIsSavedWhereAPersonSaysAndAFileIsReplacedOnlyIfAsked(t *testing.T) {
	w, out := weeklyAt(t), t.TempDir()
	path := filepath.Join(out, "周报-2026-W11.pdf")
	onWindow(func() { w.Reports.Parts["work"].SetValue("巡检三环境，经办人电话 13812345678。") })
	fill(t, w, w.Reports.PDF, out, "", "保存")
	until(t, "the file", func() bool { return w.Reports.Said() == "已存为 "+path })
	if text := read(t, path); !strings.Contains(text, "巡检三环境") || strings.Contains(text, "13812345678") || !strings.Contains(text, "138****5678") {
		t.Errorf("what is being written is not in the file, or not masked: %s", text)
	}
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	fill(t, w, w.Reports.PDF, "", "", "保存") // the folder is remembered
	onWindow(func() { agree(t, w.Window(), "返回") })
	if raw, _ := os.ReadFile(path); string(raw) != "mine" {
		t.Error("the file was replaced without asking")
	}
	onWindow(func() {
		agree(t, w.Window(), "保存")
		agree(t, w.Window(), "覆盖")
	})
	until(t, "the new file", func() bool { raw, _ := os.ReadFile(path); return strings.HasPrefix(string(raw), "%PDF") })
}

func TestAFileThatCannotBeWrittenLeavesNothing(t *testing.T) {
	w, out := weeklyAt(t), t.TempDir()
	if err := os.WriteFile(filepath.Join(out, "plain"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	fill(t, w, w.Reports.PDF, filepath.Join(out, "plain"), "", "保存")
	until(t, "the failure", func() bool {
		return strings.Contains(asked(w), "没有办成") && strings.Contains(asked(w), "写不了")
	})
	left, err := os.ReadDir(out)
	if err != nil || len(left) != 1 {
		t.Errorf("left %v, %v", left, err)
	}
	onWindow(func() { agree(t, w.Window(), "知道了") })
	fill(t, w, w.Reports.PDF, out, "a/b", "保存")
	until(t, "the refusal", func() bool { return strings.Contains(asked(w), "文件名里不能有") })
}

// asked is what the dialog that is open says.
func asked(w *ui.Window) string {
	var out []string
	if top := w.Window().Canvas().Overlays().Top(); top != nil {
		for _, o := range test.LaidOutObjects(top) {
			if t, ok := o.(*canvas.Text); ok {
				out = append(out, t.Text)
			}
		}
	}
	return strings.Join(out, "")
}

func TestPrintingPrintsTheSavedFileAndSaysWhereThereIsNoPrinter(t *testing.T) {
	w, out, bin := weeklyAt(t), t.TempDir(), t.TempDir()
	t.Setenv("PATH", bin)
	path := filepath.Join(out, "周报-2026-W11.pdf")
	fill(t, w, w.Reports.Print, out, "", "保存并打印")
	until(t, "the failure", func() bool { return strings.Contains(asked(w), "本机没有打印程序") })
	if _, err := os.Stat(path); err != nil || w.Reports.Said() != "已存为 "+path {
		t.Errorf("%v, %s", err, w.Reports.Said())
	}
	onWindow(func() { agree(t, w.Window(), "知道了") })
	if err := os.WriteFile(filepath.Join(bin, "lp"), []byte("#!/bin/sh\necho \"$2\" > "+filepath.Join(out, "queue")+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	fill(t, w, w.Reports.Print, "", "第二份", "保存并打印")
	second := filepath.Join(out, "第二份.pdf")
	until(t, "the print queue", func() bool { return w.Reports.Said() == "已送打印机："+second })
	if raw, err := os.ReadFile(filepath.Join(out, "queue")); err != nil || strings.TrimSpace(string(raw)) != second {
		t.Errorf("printed %s, %v", raw, err)
	}
}

func TestThePageIsDrawnAnewAMomentAfterTypingStops(t *testing.T) {
	w := weeklyAt(t)
	until(t, "the page", func() bool { return strings.Contains(strings.Join(told(w), " "), "1 / ") })
	onWindow(func() { w.Reports.Parts["work"].SetValue(strings.Repeat("长段落。", 900)) })
	onWindow(func() {
		if !strings.Contains(strings.Join(told(w), " "), "正在更新") {
			t.Error("the page does not say that it is older than the words")
		}
	})
	until(t, "the longer document", func() bool { return strings.Contains(strings.Join(told(w), " "), "1 / 9") })
}

func TestAReportThatIsOwedOpensItsOwnWeek(t *testing.T) {
	w := entered(t)
	onWindow(func() { w.Open("report/period", "2026-W10") })
	until(t, "the report of that week", func() bool {
		return !w.Reports.PDF.Disabled() && strings.Contains(strings.Join(told(w), " "), "2026 年第 10 周周报")
	})
}
