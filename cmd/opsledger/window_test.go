package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/app/ledger"
	"opsledger/cmd/internal/demo"
	"opsledger/docs"
	"opsledger/storage/vault"
	"opsledger/ui"
	"opsledger/ui/screens"
	"opsledger/ui/theme"
	"opsledger/ui/work"
)

var (
	cheap = vault.Cost{MemoryKiB: 8, Time: 1, Threads: 1}
	now   = time.Date(2026, 3, 12, 16, 0, 0, 0, ledger.Zone)
)

func clock() time.Time { return now }

// open shows the window over a store folder on a virtual screen.
func open(t *testing.T, dir string) *ui.Window {
	t.Helper()
	begin(t, theme.Theme{})
	return show(t, &gate{dir: dir, now: clock, cost: cheap}, clock)
}

// begin starts the toolkit anew. Like all that touches it this is done on the window's thread: what an earlier window
// had under way may still come back on it.
func begin(t *testing.T, look theme.Theme) {
	t.Helper()
	onWindow(func() { test.NewApp().Settings().SetTheme(look) })
	t.Cleanup(func() { onWindow(func() { test.NewApp() }) })
}

// show opens one more window. It is locked before it goes: what is under way is not shown any more.
func show(t *testing.T, g screens.Gate, now func() time.Time) (w *ui.Window) {
	t.Helper()
	var win fyne.Window
	onWindow(func() {
		win = test.NewWindow(nil)
		w = ui.New(win, g, now)
		w.Carry(docs.Handbook)
	})
	t.Cleanup(func() { onWindow(func() { w.Lock(); win.Close() }) })
	return w
}

// seen is what one reads off a window, read on its thread.
func seen(of func(*ui.Window) string, w *ui.Window) (text string) {
	onWindow(func() { text = of(w) })
	return text
}

// until waits for work off the window's thread; it fails where the work never comes.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.After(2 * time.Minute)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		ok := false
		onWindow(func() { ok = done() })
		if ok {
			return
		}
		select {
		case <-deadline:
			t.Fatalf("%s never came", what)
		case <-tick.C:
		}
	}
}

// window stands for the thread the test driver does not have.
var window sync.Mutex

func onWindow(fn func()) {
	window.Lock()
	defer window.Unlock()
	fn()
}

// marked is what an object shows, as markup.
func marked(o fyne.CanvasObject) string {
	hold()
	return test.RenderObjectToMarkup(o)
}

// hold says so where the window is read beside what changes it: that goes wrong only now and then.
func hold() {
	if window.TryLock() {
		window.Unlock()
		panic("the window is read off its thread; call it within onWindow or until")
	}
}

func TestMain(m *testing.M) {
	becomeProcess()
	work.Cross = onWindow
	os.Exit(m.Run())
}

// answer fills in what the first run does not know by itself.
func answer(r *screens.FirstRun) {
	r.User.SetValue("张伟")
	r.Password.SetValue("Tr0ub4dor&3")
	r.Again.SetValue("Tr0ub4dor&3")
}

func TestFirstRunMakesAStoreAndOpensIt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "台账")
	w := open(t, dir)
	onWindow(func() {
		answer(w.FirstRun)
		test.Tap(w.FirstRun.Make)
	})
	until(t, "the recovery key", func() bool {
		_, err := os.Stat(filepath.Join(dir, "vault.db"))
		return err == nil && !w.FirstRun.Make.Disabled() && w.FirstRun.Key != nil
	})
	onWindow(func() {
		key := w.FirstRun.Key
		groups := strings.Split(key.Text(), "-")
		key.Proof[0].SetValue(groups[2])
		key.Proof[1].SetValue("0000")
		if !key.Onward.Disabled() {
			t.Error("a group not written down lets one go on")
		}
		key.Proof[1].SetValue(strings.ToLower(groups[6]))
		fyne.CurrentApp().Clipboard().SetContent(key.Text())
		test.Tap(key.Onward)
		if fyne.CurrentApp().Clipboard().Content() != "" {
			t.Error("the key stays on the clipboard")
		}
		test.Tap(key.Later)
	})
	until(t, "the dashboard", func() bool { return w.Board != nil })
}

func TestAnAnswerThatWillNotDoMakesNoStore(t *testing.T) {
	for name, spoil := range map[string]func(r *screens.FirstRun){
		"other second password": func(r *screens.FirstRun) { r.Again.SetValue("Tr0ub4dor&4") },
		"weak password":         func(r *screens.FirstRun) { r.Password.SetValue("12345678"); r.Again.SetValue("12345678") },
		"no account":            func(r *screens.FirstRun) { r.User.SetValue("") },
		"end before start":      func(r *screens.FirstRun) { r.End.SetText("2025-12-31") },
		"no such day":           func(r *screens.FirstRun) { r.Start.SetText("2026-02-30") },
		"hours back to front":   func(r *screens.FirstRun) { r.Hours.SetValue("18:00-08:30") },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "台账")
			w := open(t, dir)
			onWindow(func() {
				answer(w.FirstRun)
				spoil(w.FirstRun)
				test.Tap(w.FirstRun.Make)
			})
			if _, err := os.Stat(dir); err == nil || w.FirstRun.Make.Disabled() {
				t.Error("a store is being made")
			}
		})
	}
}

func TestLoginTellsAWrongPasswordAndOpensWithTheRightOne(t *testing.T) {
	dir := t.TempDir()
	made, err := demo.Make(t.Context(), demo.Options{Dir: dir, Tickets: 80, Now: clock, Cost: cheap, Bare: true})
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, made.Store)
	onWindow(func() { test.Type(w.Login.Password, "nonsense"); test.Tap(w.Login.Enter) })
	until(t, "the refusal", func() bool { return strings.Contains(w.Login.Said(), "口令不对") })
	onWindow(func() { w.Login.Password.SetText(demo.Password); test.Tap(w.Login.Enter) })
	until(t, "the dashboard", func() bool { return w.Board != nil })
	onWindow(func() { w.Open("tickets") })
	until(t, "the list", func() bool { return w.Tickets != nil && w.Tickets.Table.Rows() > 50 })

	onWindow(func() { w.Tickets.Search.SetValue("养老"); w.Tickets.Table.Select(0) })
	until(t, "the search", func() bool { return w.Tickets.Table.Rows() > 0 && w.Tickets.Table.Rows() < 50 })

	onWindow(func() { w.Open("import"); w.Import.Path.SetValue(made.Files[0]); test.Tap(w.Import.Preview) })
	until(t, "the preview", func() bool { return strings.Contains(w.Import.Said(), "预览（没有写入）") })
	onWindow(func() { test.Tap(w.Import.Take) })
	until(t, "the import", func() bool {
		return strings.Contains(w.Import.Said(), "已导入") && strings.Contains(w.Import.Said(), "未变 80")
	})

	onWindow(func() { w.Open("report/period") })
	until(t, "the report", func() bool { return !w.Reports.PDF.Disabled() })
	until(t, "its first page", func() bool { return strings.Contains(strings.Join(told(w), " "), "1 / ") })
}
