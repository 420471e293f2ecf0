package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/ui"
	"opsledger/ui/widgets"
)

// atHome makes a home of folders and files and has the window look there.
func atHome(t *testing.T, paths ...string) string {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, ".config"))
	for _, path := range paths {
		at := filepath.Join(home, path)
		if err := os.MkdirAll(filepath.Dir(at), 0o750); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(path, "/") {
			if err := os.MkdirAll(at, 0o750); err != nil {
				t.Fatal(err)
			}
		} else if err := os.WriteFile(at, []byte("工单号,标题,到达时间,所属区域,所属系统\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return home
}

// typeInto types where the focus is.
func typeInto(w *ui.Window, text string) {
	onWindow(func() { test.Type(w.Window().Canvas().Focused(), text) })
}

func keys(w *ui.Window, names ...fyne.KeyName) { onWindow(func() { strike(w, names...) }) }

func TestAFileIsChosenByKeyboardAndItsFolderIsKept(t *testing.T) {
	home := atHome(t, "Documents/工单导出.csv", "Documents/照片.jpg", "Documents/旧的/去年.csv", "Documents/.hidden.csv")
	w := entered(t)
	onWindow(func() { w.Open("import") })
	choose := button(t, w, "选择文件…")
	onWindow(choose.Press)
	until(t, "what lies in the documents", func() bool {
		return says(w, "工单导出.csv") && says(w, "1 个文件夹、1 个文件（只列 .xlsx .csv .txt）")
	})
	if over := seen(overlay, w); strings.Contains(over, "照片") || strings.Contains(over, "hidden") {
		t.Error("what can't be imported, or is hidden, is offered")
	}
	typeInto(w, "jiud")
	until(t, "the folder alone", func() bool { return !says(w, "工单导出.csv") && says(w, "旧的") })
	keys(w, fyne.KeyReturn)
	until(t, "the folder's own", func() bool { return says(w, "去年.csv") && says(w, "上一级") })
	keys(w, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	until(t, "the file", func() bool {
		return w.Import.Path.Value() == filepath.Join(home, "Documents", "旧的", "去年.csv") && w.Window().Canvas().Overlays().Top() == nil && !w.Import.Take.Disabled()
	})

	onWindow(choose.Press)
	until(t, "the same folder again", func() bool { return says(w, "去年.csv") })
	keys(w, fyne.KeyEscape)
	until(t, "nothing over the window", func() bool { return w.Window().Canvas().Overlays().Top() == nil })
	if err := os.RemoveAll(filepath.Join(home, "Documents", "旧的")); err != nil {
		t.Fatal(err)
	}
	onWindow(choose.Press)
	until(t, "the documents instead of a folder that is gone", func() bool { return says(w, "工单导出.csv") })
}

func TestATypedPlaceIsTakenOrRefused(t *testing.T) {
	home := atHome(t, "Documents/a.csv", "U盘/b.csv")
	w := entered(t)
	onWindow(func() { w.Open("import") })
	choose := button(t, w, "选择文件…")
	typed := func(path string) {
		onWindow(func() {
			inputs(w)[0].SetValue(path)
			inputs(w)[0].OnSubmit()
		})
	}
	onWindow(choose.Press)
	until(t, "the documents", func() bool { return says(w, "a.csv") })
	typed(filepath.Join(home, "没有"))
	until(t, "the refusal", func() bool { return says(w, "打不开文件夹") && says(w, "a.csv") })
	typed(filepath.Join(home, "U盘"))
	until(t, "the other folder", func() bool { return says(w, "b.csv") && !says(w, "打不开文件夹") })
	typed("b.csv")
	until(t, "the file typed", func() bool { return w.Import.Path.Value() == filepath.Join(home, "U盘", "b.csv") })
}

func TestAnExportGoesIntoANewFolderAndReplacesNothingUnasked(t *testing.T) {
	home := atHome(t, "Documents/a.csv")
	w := entered(t)
	onWindow(func() { w.Open("tickets") })
	until(t, "the list", func() bool { return loaded(w) })
	onWindow(func() {
		for _, c := range w.Tickets.Commands() {
			if c.Label == "导出列表" {
				c.Do()
			}
		}
	})
	until(t, "where the table goes", func() bool { return len(inputs(w)) == 2 })
	onWindow(func() { inputs(w)[0].SetValue("a.csv"); agree(t, w.Window(), "导出") })
	until(t, "whether a file is replaced", func() bool { return says(w, "覆盖“a.csv”？") })
	keys(w, fyne.KeyEscape)
	onWindow(func() { pressOver(t, w, "选择…") })
	until(t, "the folders", func() bool { return says(w, "选这个文件夹") && says(w, "0 个文件夹") })
	onWindow(func() { pressOver(t, w, "新建文件夹…") })
	until(t, "its name", func() bool { return says(w, "里新建文件夹") })
	typeInto(w, "导出")
	keys(w, fyne.KeyReturn)
	until(t, "the new folder", func() bool { return inputs(w)[0].Value() == filepath.Join(home, "Documents", "导出") })
	onWindow(func() { agree(t, w.Window(), "选这个文件夹") })
	until(t, "the folder taken", func() bool {
		return len(inputs(w)) == 2 && inputs(w)[1].Value() == filepath.Join(home, "Documents", "导出")
	})
	onWindow(func() { agree(t, w.Window(), "导出") })
	until(t, "the table", func() bool {
		s, err := os.Stat(filepath.Join(home, "Documents", "导出", "a.csv"))
		return err == nil && s.Size() > 100
	})
	if raw, err := os.ReadFile(filepath.Join(home, "Documents", "a.csv")); err != nil || string(raw) != "工单号,标题,到达时间,所属区域,所属系统\n" {
		t.Errorf("%q, %v", raw, err)
	}
}

// pressOver presses a button of what lies over the window.
func pressOver(t *testing.T, w *ui.Window, label string) {
	t.Helper()
	hold()
	for _, o := range test.LaidOutObjects(w.Window().Canvas().Overlays().Top()) {
		if b, ok := o.(*widgets.Button); ok && b.Label == label {
			b.Press()
			return
		}
	}
	t.Fatalf("no button %s", label)
}
