package main

import (
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/demo"
	"opsledger/ui"
	"opsledger/ui/theme"
	"opsledger/ui/work"
)

// hand is a clock turned by hand, with what waits for it.
type hand struct {
	mu      sync.Mutex
	at      time.Time
	waiting []*waits
}

type waits struct {
	due time.Time
	do  func()
	off bool
}

func (h *hand) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *hand) after(d time.Duration, do func()) func() {
	h.mu.Lock()
	defer h.mu.Unlock()
	w := &waits{due: h.at.Add(d), do: do}
	h.waiting = append(h.waiting, w)
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		w.off = true
	}
}

// turn lets time pass, in steps in which what waits has its moment.
func (h *hand) turn(by time.Duration) {
	for end := h.now().Add(by); h.now().Before(end); {
		h.mu.Lock()
		h.at = h.at.Add(time.Second)
		var due, rest []*waits
		for _, w := range h.waiting {
			if !w.off && !w.due.After(h.at) {
				due = append(due, w)
			} else if !w.off {
				rest = append(rest, w)
			}
		}
		h.waiting = rest
		h.mu.Unlock()
		for _, w := range due {
			w.do()
		}
	}
}

// begun opens the window over a demo store on a clock turned by hand, logged in.
func begun(t *testing.T) (*ui.Window, *hand, string) {
	t.Helper()
	h := &hand{at: now}
	after := work.After
	work.After = h.after
	t.Cleanup(func() { work.After = after })
	made, err := demo.Make(t.Context(), demo.Options{Dir: t.TempDir(), Tickets: 30, Now: clock, Cost: cheap, Bare: true})
	if err != nil {
		t.Fatal(err)
	}
	begin(t, theme.Theme{})
	w := show(t, &gate{dir: made.Store, now: h.now, cost: cheap}, h.now)
	login(t, w)
	return w, h, made.Store
}

func login(t *testing.T, w *ui.Window) {
	t.Helper()
	onWindow(func() { w.Login.Password.SetText(demo.Password); test.Tap(w.Login.Enter) })
	until(t, "the store", func() bool { return w.Login == nil })
}

// typeNew opens the form of a new ticket and types its title; what had been typed before is given back first.
func typeNew(t *testing.T, w *ui.Window, text string) (before string) {
	t.Helper()
	onWindow(func() { w.Open("tickets") })
	onWindow(func() { press(w, fyne.KeyModifierControl, fyne.KeyN) })
	var form fyne.Focusable
	until(t, "the form", func() bool {
		form = w.Window().Canvas().Focused()
		return w.Window().Canvas().Overlays().Top() != nil && form != nil
	})
	onWindow(func() {
		before = textOf(form)
		test.Type(form, text)
	})
	return before
}

// textOf is what a box holds that has the focus; the cursor is at its end then.
func textOf(f fyne.Focusable) string {
	box := f.(interface {
		fyne.Focusable
		fyne.Shortcutable
		SelectedText() string
	})
	box.TypedShortcut(&fyne.ShortcutSelectAll{})
	text := box.SelectedText()
	box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	return text
}

// overlay is what the open dialog shows, as markup.
func overlay(w *ui.Window) string {
	if top := w.Window().Canvas().Overlays().Top(); top != nil {
		return marked(top)
	}
	return ""
}

func TestWhatIsTypedSurvivesEscLockAndRestart(t *testing.T) {
	w, h, dir := begun(t)
	typeNew(t, w, "参保")
	onWindow(func() { w.Window().Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) })
	if seen(overlay, w) != "" {
		t.Fatal("Esc leaves the dialog open")
	}
	if before := typeNew(t, w, "登记"); before != "参保" {
		t.Fatalf("after Esc: %q", before)
	}
	if !strings.Contains(seen(overlay, w), "已恢复未保存的草稿 16:00") {
		t.Error("it is not said that a draft was put back")
	}

	onWindow(func() { press(w, fyne.KeyModifierControl, fyne.KeyL) }) // nothing waited for typing to rest
	if seen(overlay, w) != "" || w.Login == nil {
		t.Fatal("the dialog lies over the login")
	}
	login(t, w)
	if before := typeNew(t, w, "报错"); before != "参保登记" {
		t.Fatalf("after the lock: %q", before)
	}

	h.turn(2 * time.Second) // typing rests
	until(t, "the kept draft", func() bool { return !w.Busy() })
	crashed := t.TempDir() // the disk as it is should the program die now
	if err := os.CopyFS(crashed, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	other := show(t, &gate{dir: crashed, now: h.now, cost: cheap}, h.now)
	login(t, other)
	onWindow(func() { agree(t, other.Window(), "只看不写") }) // a copy lies elsewhere
	if before := typeNew(t, other, ""); before != "参保登记报错" {
		t.Fatalf("after the crash: %q", before)
	}

	onWindow(func() { agree(t, w.Window(), "放弃草稿") })
	until(t, "the draft to go", func() bool { return !w.Busy() })
	onWindow(func() { agree(t, w.Window(), "返回") })
	if before := typeNew(t, w, ""); before != "" || strings.Contains(seen(overlay, w), "已恢复") {
		t.Errorf("a draft given up comes back: %q", before)
	}
}

func TestTheWindowLocksWhenNobodyTouchesItAndGoesOnWhereOneWas(t *testing.T) {
	w, h, dir := begun(t)
	onWindow(func() { w.Open("settings", "look") })
	h.turn(9 * time.Minute)
	onWindow(w.Touch)
	h.turn(9*time.Minute + 30*time.Second)
	if w.Login != nil {
		t.Fatal("a window in use locks")
	}
	typeNew(t, w, "没写完")
	onWindow(func() { w.Open("settings", "look") })
	h.turn(2 * time.Second) // what was typed is kept, which is use too
	until(t, "rest", func() bool { return !w.Busy() })
	h.turn(10*time.Minute + 15*time.Second)
	if w.Login == nil || !strings.Contains(w.Login.Said(), "10 分钟没有操作，已自动锁定") || w.Login.Account.Name() == "" {
		t.Fatal("the window is not locked")
	}
	s, err := boot.Open(t.Context(), boot.Options{Dir: dir, Password: demo.Password, Program: "opsctl", Now: h.now, Cost: cheap})
	if err != nil {
		t.Fatalf("another program can't open the store: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	h.turn(time.Hour) // a locked window waits for nothing
	login(t, w)
	if w.Settings == nil {
		t.Error("one does not come back to where one was")
	}
	if before := typeNew(t, w, ""); before != "没写完" {
		t.Errorf("what was typed: %q", before)
	}
}

func TestTheTimeToTheLockIsSetAndHolds(t *testing.T) {
	w, h, _ := begun(t)
	onWindow(func() { w.Open("settings", "idle") })
	until(t, "the setting", func() bool { return w.Settings.Form != nil })
	for _, c := range []struct{ minutes, said string }{{"0", "应为1至60分钟"}, {"61", "应为1至60分钟"}, {"2", "已保存：空闲 2 分钟后锁定"}} {
		onWindow(func() { w.Settings.Form.Set("minutes", c.minutes); w.Settings.Form.Submit() })
		until(t, c.said, func() bool { return strings.Contains(w.Settings.Said(), c.said) })
	}
	until(t, "rest", func() bool { return !w.Busy() })
	h.turn(2*time.Minute + 5*time.Second)
	if w.Login == nil {
		t.Fatal("the window is open after two minutes")
	}
	login(t, w)
	until(t, "rest", func() bool { return !w.Busy() && w.Idle() == 2*time.Minute })
	h.turn(2*time.Minute + 20*time.Second)
	if w.Login == nil {
		t.Error("the setting is forgotten")
	}
}

func TestSectionsOfTheWeeklyReportThatWereNotSavedComeBack(t *testing.T) {
	w, h, _ := begun(t)
	weekly := func() {
		onWindow(func() { w.Open("report/period") })
		until(t, "the report", func() bool { return !w.Reports.Save.Disabled() && !w.Busy() })
	}
	weekly()
	drafted := ""
	onWindow(func() { drafted = w.Reports.Parts["work"].Value() })
	onWindow(func() { w.Reports.Parts["work"].SetValue("写到一半") })
	onWindow(func() { w.Open("tickets") }) // before typing rested
	h.turn(2 * time.Second)
	weekly()
	until(t, "what was typed", func() bool { return w.Reports.Parts["work"].Value() == "写到一半" })
	if !strings.Contains(seen(func(w *ui.Window) string { return marked(w.Reports.Content()) }, w), "已恢复未保存的草稿") {
		t.Error("it is not said that a draft was put back")
	}
	onWindow(func() { test.Tap(w.Reports.Save) })
	until(t, "the saved report", func() bool { return w.Reports.Said() == "已保存草稿" && !w.Busy() })
	onWindow(w.Leave)
	login(t, w)
	until(t, "the report", func() bool { return w.Reports != nil && !w.Reports.Save.Disabled() && !w.Busy() })
	onWindow(func() {
		if got := w.Reports.Parts["work"].Value(); got != "写到一半" || got == drafted {
			t.Errorf("%q", got)
		}
		if strings.Contains(marked(w.Reports.Content()), "已恢复未保存的草稿") {
			t.Error("the draft of what was saved is still there")
		}
	})
}
