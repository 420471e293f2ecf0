package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/xuri/excelize/v2"

	"opsledger/cmd/internal/demo"
	"opsledger/ui"
	"opsledger/ui/widgets"
)

// entered opens the window over a small demo store.
func entered(t *testing.T) *ui.Window {
	t.Helper()
	made, err := demo.Make(t.Context(), demo.Options{Dir: t.TempDir(), Tickets: 20, Now: clock, Cost: cheap, Bare: true})
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, made.Store)
	onWindow(func() { w.Login.Password.SetText(demo.Password); test.Tap(w.Login.Enter) })
	until(t, "the dashboard, its edges filled", func() bool {
		if w.Board != nil && (w.Counted("tickets") == "" || !strings.Contains(strings.Join(shown(w), " "), "台账头") || w.Bell().Label == "") {
			t.Error("the edges are empty at first")
		}
		return w.Board != nil
	})
	return w
}

// file makes a text file of lines.
func file(t *testing.T, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "导出.csv")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// drop puts a file onto the window.
func drop(w *ui.Window, paths ...string) {
	onWindow(func() { w.Drop(paths...) })
}

func TestADroppedFileIsPreviewedAndItsFaultsAreSaved(t *testing.T) {
	w := entered(t)
	path := file(t, "工单号,标题,到达时间,所属区域,所属系统", "W2026031000901,待遇核对,2026-03-10 09:00,丹徒区,稽核风控", "W2026031000902,名单缺列,没有时间,丹徒区,稽核风控")
	open := 0
	onWindow(func() { open, _ = strconv.Atoi(w.Counted("tickets")) })
	drop(w, path, path)
	until(t, "the refusal of two files", func() bool { return strings.Contains(overlay(w), "一次拖一个文件") })
	onWindow(func() { agree(t, w.Window(), "知道了") })
	drop(w, path)
	until(t, "the preview", func() bool {
		return strings.Contains(w.Import.Said(), "共 2 行，新增 1，更新 0，未变 0，有误 1 行")
	})
	out := t.TempDir()
	fill(t, w, button(t, w, "存为文件…"), out, "", "保存")
	saved := filepath.Join(out, "导出-问题清单.xlsx")
	until(t, "the file of faults", func() bool { _, err := os.Stat(saved); return err == nil })
	f, err := excelize.OpenFile(saved)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("问题")
	if err != nil || !strings.Contains(strings.Join(rows[len(rows)-1], " "), "没有时间") {
		t.Errorf("%v, %v", rows, err)
	}

	onWindow(func() { test.Tap(w.Import.Whole); test.Tap(w.Import.Take) })
	until(t, "the refusal", func() bool {
		return !w.Import.Take.Disabled() && strings.Contains(w.Import.Said(), "1") && !strings.Contains(w.Import.Said(), "预览")
	})
	if strings.Contains(w.Import.Said(), "已导入") {
		t.Errorf("all or nothing wrote some: %s", w.Import.Said())
	}
	onWindow(func() { test.Tap(w.Import.Whole); test.Tap(w.Import.Take) })
	until(t, "the import", func() bool { return strings.Contains(w.Import.Said(), "已导入") })
	until(t, "the count of open tickets", func() bool { return w.Counted("tickets") == strconv.Itoa(open+1) })
	onWindow(func() { test.Tap(w.Import.See) })
	until(t, "what was imported, alone", func() bool { return w.Tickets != nil && loaded(w) && w.Tickets.Table.Rows() == 1 })
	if got := seen(func(w *ui.Window) string { return strings.Join(shown(w), " ") }, w); !strings.Contains(got, "W2026031000901") || !strings.Contains(got, "这次导入新增、更新的") {
		t.Error(got)
	}
	onWindow(func() { w.Tickets.Clear() })
	until(t, "all tickets", func() bool { return w.Tickets.Table.Rows() > 1 })
	drop(w, file(t, "工单号,标题,到达时间,所属区域,所属系统", "W2026031000901,待遇再核对,2026-03-10 09:00,丹徒区,稽核风控"))
	until(t, "the difference", func() bool {
		return strings.Contains(w.Import.Said(), "更新 1") && strings.Contains(strings.Join(shown(w), " "), "待遇核对 → 待遇再核对")
	})
}

// button finds a button of the screen by its label.
func button(t *testing.T, w *ui.Window, label string) (found *widgets.Button) {
	t.Helper()
	onWindow(func() {
		for _, o := range test.LaidOutObjects(w.Window().Canvas().Content()) {
			if b, ok := o.(*widgets.Button); ok && b.Label == label {
				found = b
			}
		}
	})
	if found == nil {
		t.Fatalf("no button %s", label)
	}
	return found
}

func TestWhatColumnsMeanIsAskedOnceForALayout(t *testing.T) {
	w := entered(t)
	drop(w, file(t, "编号甲,事由乙,进来丙,地丁,统戊", "W2026031000911,待遇核对,2026-03-10 09:00,丹徒区,稽核风控"))
	until(t, "the question", func() bool { return strings.Contains(overlay(w), "列的对应") })
	onWindow(func() {
		choose := selects(w)
		if len(choose) != 5 {
			t.Fatalf("%d columns are asked for", len(choose))
		}
		for i, key := range []string{"outside_number", "title", "arrived", "region", "system"} {
			choose[i].SetValues(key)
		}
		agree(t, w.Window(), "按此预览")
	})
	until(t, "the preview", func() bool { return strings.Contains(w.Import.Said(), "新增 1") })
	onWindow(func() { test.Tap(w.Import.Take) })
	until(t, "the import", func() bool { return strings.Contains(w.Import.Said(), "已导入") })
	drop(w, file(t, "编号甲,事由乙,进来丙,地丁,统戊", "W2026031000912,名单缺列,2026-03-11 09:00,丹徒区,稽核风控"))
	until(t, "the preview without asking", func() bool { return strings.Contains(w.Import.Said(), "新增 1") && overlay(w) == "" })
	onWindow(func() { test.Tap(w.Import.Columns) })
	until(t, "the question again", func() bool { return strings.Contains(overlay(w), "列的对应") })
	onWindow(func() {
		if got := selects(w)[2].Value(); got != "arrived" {
			t.Errorf("the column stands for %q", got)
		}
		agree(t, w.Window(), "忘掉以前的，重新识别")
	})
	until(t, "the question of a layout forgotten", func() bool { return strings.Contains(w.Import.Said(), "表头") })
}

// selects are the choices in the dialog that is open.
func selects(w *ui.Window) (out []*widgets.SearchSelect) {
	hold()
	if top := w.Window().Canvas().Overlays().Top(); top != nil {
		for _, o := range test.LaidOutObjects(top) {
			if s, ok := o.(*widgets.SearchSelect); ok {
				out = append(out, s)
			}
		}
	}
	return out
}

// shown are all words drawn on the screen, those of tables too.
func shown(w *ui.Window) (out []string) {
	hold()
	for _, o := range test.LaidOutObjects(w.Window().Canvas().Content()) {
		if t, ok := o.(*canvas.Text); ok {
			out = append(out, t.Text)
		}
	}
	return out
}
