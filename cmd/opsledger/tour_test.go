package main

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"opsledger/cmd/internal/sight"
	"opsledger/ui/screens"
	"opsledger/ui/theme"
)

// TestWhoeverIsNewIsLedOnce: who founds the ledger is led from place to place, and never again.
func TestWhoeverIsNewIsLedOnce(t *testing.T) {
	begin(t, theme.Theme{})
	dir := filepath.Join(t.TempDir(), "OpsLedger", "台账")
	w := show(t, shownGate{&gate{dir: dir, now: clock, cost: cheap}}, clock)
	s := &stage{t: t, w: w}
	s.kept()
	s.press("以后再说，进入台账")
	for _, title := range []string{"先看这里", "把省系统的导出拖进来", "点一张工单，办下一步", "周四下班前报周报"} {
		s.await(title)
		s.press("下一步")
	}
	s.await("F1 打开手册")
	s.press("开始使用")
	until(t, "the tour is kept as seen", func() bool {
		seen, err := w.Desk().Recall(t.Context(), "tour/"+w.Desk().Account)
		return err == nil && seen != ""
	})
	onWindow(w.Leave)
	onWindow(func() { w.Login.Password.SetText("Tr0ub4dor&3") })
	s.press("打开台账")
	s.await("待办与时限")
	s.await("下一项")
	s.palette() // what it finds is read after what was recalled
	s.write("五步")
	s.await("五步导览")
	onWindow(func() {
		for _, o := range sight.Look(w.Window().Canvas()) {
			if strings.HasPrefix(o.Says, "导览 ") {
				t.Error("led a second time")
			}
		}
	})
}

// TestTheManualOpensWhereItTellsOfWhatIsShown goes from a place to its chapter by F1, and finds by a word.
func TestTheManualOpensWhereItTellsOfWhatIsShown(t *testing.T) {
	begin(t, theme.Theme{})
	g := &gate{dir: filepath.Join(t.TempDir(), "台账"), now: clock, cost: cheap}
	d, _, err := g.Create(t.Context(), screens.Setup{Name: "一号机", User: "张伟", Password: "Demo-2026!", Start: "2026-01-01", End: "2026-12-31", Hours: "08:30-12:00,13:30-18:00"})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	w := show(t, shownGate{g}, clock)
	s := &stage{t: t, w: w}
	s.login()
	s.open("tickets")
	onWindow(func() { w.Window().Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF1}) })
	s.await("从到达到办结")
	onWindow(func() { w.Face.(*screens.Help).Search.SetValue("值班月历") })
	if got := w.Face.(*screens.Help).Chapter(); got != "考勤与值班" {
		t.Errorf("found in %q", got)
	}
	onWindow(func() { w.Face.(*screens.Help).Search.SetValue("没有这样的话") })
	s.await("手册里没有“没有这样的话”")
}
