package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/xuri/excelize/v2"

	"opsledger/app"
	"opsledger/ui"
	"opsledger/ui/screens"
	"opsledger/ui/widgets"
)

// of opens the list of a kind and waits for its rows.
func of(t *testing.T, w *ui.Window, kind string) {
	t.Helper()
	onWindow(func() { w.Open(kind) })
	until(t, "the list", func() bool {
		if w.Records == nil || w.Records.Kind().Name != kind {
			return false
		}
		_, ok := w.Records.Table.Item(0)
		return ok && !w.Busy()
	})
}

func TestTheEmptySheetOfAKindIsSavedAndItsHeadersAreRead(t *testing.T) {
	w := entered(t)
	onWindow(func() { w.Open("import", "visit") })
	out := t.TempDir()
	fill(t, w, button(t, w, "存下空白表…"), out, "", "保存")
	path := filepath.Join(out, "巡访记录-空白表.xlsx")
	until(t, "the file", func() bool { return strings.Contains(words(w), "空白表已存为") })
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	if text := strings.Join(rows[0], " "); err != nil || !strings.Contains(text, "日期") || !strings.Contains(text, "方式") {
		t.Errorf("%v %v", rows[0], err)
	}
	onWindow(func() { w.Import.Begin(path) })
	until(t, "the preview of the example", func() bool { return strings.Contains(w.Import.Said(), "预览（没有写入）") })
}

func TestARecordIsSavedAsAPageAndAListOfItsKindExported(t *testing.T) {
	w := entered(t)
	of(t, w, "visit")
	var item widgets.Item
	onWindow(func() {
		item, _ = w.Records.Table.Item(0)
		w.Records.OpenRecord(item.Key)
	})
	until(t, "the page", func() bool { return strings.Contains(words(w), "经过") && !w.Busy() })
	s, err := w.Desk().Show(t.Context(), "visit", item.Key, false, "")
	if err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	onWindow(w.Records.Print)
	until(t, "the question", func() bool { return says(w, "存为 PDF…") })
	onWindow(func() { tap(t, w, "存为 PDF…") })
	until(t, "where the file is to lie", func() bool { return len(inputs(w)) == 2 })
	onWindow(func() {
		inputs(w)[0].SetValue("巡访.pdf")
		inputs(w)[1].SetValue(out)
		agree(t, w.Window(), "保存")
	})
	until(t, "the file", func() bool { _, err := os.Stat(filepath.Join(out, "巡访.pdf")); return err == nil && !w.Busy() })
	if text := read(t, filepath.Join(out, "巡访.pdf")); !strings.Contains(text, s.Number) {
		t.Errorf("the page does not tell %s: %s", s.Number, text)
	}

	onWindow(w.Records.Print)
	until(t, "the form", func() bool { return says(w, "Word…") })
	onWindow(func() { tap(t, w, "Word…") })
	until(t, "where the form is to lie", func() bool { return len(inputs(w)) == 2 })
	form := "用户巡访记录-" + s.Number + ".docx"
	onWindow(func() {
		if got := inputs(w)[0].Value(); got != form {
			t.Errorf("the form is called %s, should be %s", got, form)
		}
		inputs(w)[1].SetValue(out)
		agree(t, w.Window(), "保存")
	})
	until(t, "the form's file", func() bool { _, err := os.Stat(filepath.Join(out, form)); return err == nil && !w.Busy() })

	count, path := 0, filepath.Join(out, "巡访.csv")
	onWindow(func() {
		count = w.Records.Table.Rows()
		w.Records.ExportTo(app.Query{Kind: "visit"}, path)
	})
	until(t, "the export", func() bool { return strings.Contains(words(w), "已导出") })
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(raw), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != count+1 || !strings.Contains(string(raw), s.Number) {
		t.Errorf("%d rows of %d, %v", len(rows)-1, count, err)
	}
}

func TestWhatFallsDueOpensItsRecordOrTheListItIsMissingFrom(t *testing.T) {
	w := entered(t)
	due, err := w.Desk().Due(t.Context(), time.Time{}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	opened, listed := false, false
	for _, item := range due {
		has, err := w.Desk().Has(t.Context(), item.Kind, string(item.Record))
		if err != nil || item.Kind == "ticket" || item.Kind == "report" || has && opened || !has && listed {
			continue
		}
		onWindow(func() { screens.OpenDue(w, w.Desk(), item) })
		until(t, "the list of "+item.Kind, func() bool { return w.Records != nil && w.Records.Kind().Name == item.Kind && !w.Busy() })
		if has {
			opened = true
			until(t, "the page of "+item.Number, func() bool { return strings.Contains(words(w), "经过") && strings.Contains(words(w), item.Number) })
			continue
		}
		listed = true
		if text := seen(overlay, w); text != "" {
			t.Errorf("%s %s: %s", item.Kind, item.Number, text)
		}
	}
	if !opened {
		t.Errorf("nothing falls due but tickets and reports: %v", due)
	}
}

func TestTheDayAStepHappensOnIsTodayUnlessItIsASpan(t *testing.T) {
	w := entered(t)
	for kind, want := range map[string]map[string]string{"visit": {"date": "2026-03-12"}, "leave": {"from": "", "to": ""}, "contract": {"start": "", "end": ""}, "turnover": {"planned": ""}} {
		onWindow(func() { w.Open(kind) })
		until(t, "the list", func() bool { return w.Records != nil && w.Records.Kind().Name == kind && !w.Busy() })
		for _, a := range w.Records.Kind().Actions {
			if a.Creates {
				onWindow(func() { w.Records.Begin(a.Name) })
				break
			}
		}
		until(t, "the form", func() bool { return overlay(w) != "" })
		onWindow(func() {
			for key, day := range want {
				if got := formOf(t, w).Value(key); got != day {
					t.Errorf("%s %s: %q, should be %q", kind, key, got, day)
				}
			}
			tap(t, w, "返回")
		})
	}
}

func TestAStepOnManyAsksForItsFile(t *testing.T) {
	w := listing(t, 40)
	var keys []string
	onWindow(func() {
		for i := range 2 {
			item, _ := w.Tickets.Table.Item(i)
			keys = append(keys, item.Key)
		}
	})
	ask := app.Bulk{Kind: "ticket", Keys: keys, Action: "request-extension", Values: map[string]string{"requested": "2026-03-12T15:00", "reason": "数据量大", "proposed": "2026-03-16T18:00"}}
	if _, err := w.Desk().ActAll(t.Context(), ask); err != nil {
		t.Fatal(err)
	}
	onWindow(func() { w.Tickets.Table.Check([]widgets.Item{{Key: keys[0]}, {Key: keys[1]}}) })
	until(t, "the bar", func() bool { return strings.Contains(words(w), "已选 2 张") && !w.Busy() })
	onWindow(func() { tap(t, w, "更多步骤") })
	until(t, "the steps", func() bool { return says(w, "批准延期…") })
	onWindow(func() { tap(t, w, "批准延期…") })
	until(t, "the form", func() bool {
		return says(w, "批准延期 2 张工单") && says(w, "书面依据") && says(w, "先作为附件加到每一张")
	})
}

// formOf is the form that lies over the window.
func formOf(t *testing.T, w *ui.Window) *widgets.Form {
	t.Helper()
	for _, o := range test.LaidOutObjects(w.Window().Canvas().Overlays().Top()) {
		if f, ok := o.(*widgets.Form); ok {
			return f
		}
	}
	t.Fatal("no form lies over the window")
	return nil
}

func TestFilesAreAttachedByPastingTheirPaths(t *testing.T) {
	w := listing(t, 20)
	path := filepath.Join(t.TempDir(), "批复.pdf")
	if err := os.WriteFile(path, []byte("纸面"), 0o600); err != nil {
		t.Fatal(err)
	}
	paste := func(text string) {
		onWindow(func() {
			fyne.CurrentApp().Clipboard().SetContent(text)
			shortcut(w, &fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
		})
	}
	paste(path)
	until(t, "the hint", func() bool { return strings.Contains(words(w), "没有打开的记录") })
	id := ""
	onWindow(func() {
		item, _ := w.Tickets.Table.Item(0)
		id = item.Key
		w.Tickets.OpenRecord(id)
	})
	until(t, "the ticket", func() bool { return strings.Contains(words(w), "把文件拖到窗口里") && !w.Busy() })
	paste("一段文字")
	until(t, "the hint", func() bool { return strings.Contains(words(w), "剪贴板里没有文件") })
	paste("file://" + path + "\n")
	until(t, "the attachment", func() bool { return strings.Contains(words(w), "已记录：添加 1 个附件") && !w.Busy() })
	if s, err := w.Desk().Show(t.Context(), "ticket", id, false, ""); err != nil || len(s.Attached) != 1 || s.Attached[0].Name != "批复.pdf" {
		t.Errorf("%+v %v", s.Attached, err)
	}
}
