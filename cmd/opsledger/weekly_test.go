package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"opsledger/cmd/internal/demo"
)

// agree taps the button of a label in the dialog that is open: the words are drawn after the button they stand on.
func agree(t *testing.T, win fyne.Window, label string) {
	t.Helper()
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
	made, err := demo.Make(t.Context(), demo.Options{Dir: dir, Tickets: 60, Now: clock, Cost: cheap})
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, made.Store)
	onWindow(func() { w.Login.Password.SetText(demo.Password); test.Tap(w.Login.Enter) })
	until(t, "the dashboard", func() bool { return w.Board != nil })
	onWindow(func() { w.Open("tickets") })
	until(t, "the list", func() bool { return w.Tickets != nil && w.Tickets.Table.Rows() > 0 })
	onWindow(func() { w.Open("weekly") })
	until(t, "the drafted sections", func() bool { return strings.Contains(w.Weekly.Parts["problems"].Value(), "在途率") })
	if !w.Weekly.Submit.Disabled() || !w.Weekly.Correct.Disabled() {
		t.Error("a draft can be submitted or corrected")
	}
	onWindow(func() {
		w.Weekly.Parts["work"].SetValue("本周完成巡检。\n配合系统升级；无异常。")
		test.Tap(w.Weekly.Save)
	})
	until(t, "the saved draft", func() bool { return w.Weekly.Said() == "已保存草稿" })

	onWindow(func() { test.Tap(w.Weekly.Finalise); agree(t, w.Window(), "定稿") })
	until(t, "the finalised report", func() bool { return w.Weekly.Said() == "已定稿" })
	if !w.Weekly.Parts["work"].Disabled() || w.Weekly.Parts["work"].Value() != "本周完成巡检。\n配合系统升级；无异常。" {
		t.Errorf("sections of a finalised report: %q", w.Weekly.Parts["work"].Value())
	}
	onWindow(func() { test.Tap(w.Weekly.Submit); agree(t, w.Window(), "报送登记") })
	until(t, "the submission", func() bool { return w.Weekly.Said() == "已登记报送" })

	onWindow(func() { test.Tap(w.Weekly.Correct); test.Tap(w.Weekly.Correct) })
	until(t, "the refusal", func() bool { return w.Window().Canvas().Overlays().Top() != nil && !w.Weekly.Correct.Disabled() })
	onWindow(func() {
		agree(t, w.Window(), "知道了")
		w.Weekly.Reason.SetValue("漏写一项")
		w.Weekly.Parts["next"].SetValue("跟踪升级后的运行情况。")
		test.Tap(w.Weekly.Correct)
	})
	until(t, "the corrected version", func() bool { return w.Weekly.Said() == "已出更正版" })
	onWindow(func() { test.Tap(w.Weekly.Draw) })
	until(t, "the files", func() bool { return strings.Contains(w.Weekly.Said(), "第2版.pdf") })
	if _, err := os.Stat(filepath.Join(dir, "周报", "周报-2026-W11-第2版.xlsx")); err != nil {
		t.Error(err)
	}
}
