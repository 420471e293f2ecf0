package main

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/app"
	"opsledger/cmd/internal/demo"
	"opsledger/ui"
	"opsledger/ui/widgets"
)

// listing opens the window on the list of a demo's tickets.
func listing(t *testing.T, tickets int) *ui.Window {
	t.Helper()
	made, err := demo.Make(t.Context(), demo.Options{Dir: t.TempDir(), Tickets: tickets, Now: clock, Cost: cheap, Bare: true})
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, made.Store)
	onWindow(func() { w.Login.Password.SetText(demo.Password); test.Tap(w.Login.Enter) })
	until(t, "the dashboard", func() bool { return w.Board != nil })
	onWindow(func() { w.Open("tickets") })
	until(t, "the list", func() bool { return loaded(w) })
	return w
}

func loaded(w *ui.Window) bool {
	hold()
	_, ok := w.Tickets.Table.Item(0)
	return ok
}

// says reports whether what lies over the window holds a text.
func says(w *ui.Window, text string) bool {
	top := w.Window().Canvas().Overlays().Top()
	return top != nil && strings.Contains(marked(top), text)
}

// press types keys where the focus is.
func strike(w *ui.Window, keys ...fyne.KeyName) {
	hold()
	for _, k := range keys {
		if f := w.Window().Canvas().Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: k})
		} else if typed := w.Window().Canvas().OnTypedKey(); typed != nil {
			typed(&fyne.KeyEvent{Name: k})
		}
	}
}

func focusedOn(w *ui.Window, label string) bool {
	b, ok := w.Window().Canvas().Focused().(*widgets.Button)
	return ok && b.Label == label
}

func words(w *ui.Window) string {
	hold()
	return test.RenderToMarkup(w.Window().Canvas())
}

func TestATicketIsResolvedByKeyboardAloneAndTakenBack(t *testing.T) {
	w := listing(t, 30)
	onWindow(func() { w.Tickets.State.Set("accepted"); w.Tickets.Load() })
	until(t, "those under way", func() bool { return loaded(w) && w.Tickets.Table.Rows() < 20 })
	var number string
	onWindow(func() { w.Tickets.Table.Focus(); strike(w, fyne.KeyDown) })
	until(t, "the ticket", func() bool { return strings.Contains(words(w), "办结") && strings.Contains(words(w), "经过") })
	onWindow(func() {
		item, _ := w.Tickets.Table.Selected()
		number = item.Cells[0].Text
		strike(w, fyne.KeyReturn)
	})
	until(t, "the likely step", func() bool { return focusedOn(w, "办结") })
	onWindow(func() { strike(w, fyne.KeyReturn) })
	until(t, "the dialog", func() bool { return says(w, "处理结果") })
	lacks := map[string]bool{"工单类别": field(t, w, number, "category") == "", "主类型": field(t, w, number, "main_type") == "", "原因分类": false}
	onWindow(func() {
		labels, stars := form(w)
		for label, want := range lacks {
			if !slices.Contains(labels, label) || stars[label] != want {
				t.Errorf("%s is marked %v, should be %v, of %v", label, stars[label], want, labels)
			}
		}
		c := w.Window().Canvas()
		c.FocusNext() // from the time, which is now
		test.Type(c.Focused(), "已核对补发")
		for range 2 { // category and main type
			c.FocusNext()
			strike(w, fyne.KeyDown)
			strike(w, fyne.KeyReturn)
		}
		command(t, w, "办理下一步") // Ctrl+Enter hands the form in
	})
	until(t, "the toast", func() bool { return w.Told() == 1 && strings.Contains(words(w), "已记录：办结") })
	until(t, "the state", func() bool { return state(w, number) == "resolved" })
	until(t, "the rows with the focus", func() bool { return !w.Busy() && w.Tickets.Table.Focused() })
	onWindow(func() { command(t, w, "撤回上一步") })
	until(t, "taken back", func() bool { return strings.Contains(words(w), "已撤回：办结") })
	until(t, "the state before", func() bool { return state(w, number) == "accepted" })
}

// state reads a ticket's state from the ledger.
func state(w *ui.Window, number string) string {
	s, err := w.Desk().Show(context.Background(), "ticket", number, false, "")
	if err != nil {
		return err.Error()
	}
	return string(s.State)
}

func TestTheRecordOfAStepStaysChosenAndTheRowsKeepTheFocus(t *testing.T) {
	w := listing(t, 30)
	var id string
	onWindow(func() { w.Tickets.Table.SetState(widgets.State{}); w.Tickets.Load() }) // what was touched last stands first
	until(t, "the list", func() bool { return loaded(w) && !w.Busy() })
	onWindow(func() {
		w.Tickets.Table.Select(3)
		item, _ := w.Tickets.Table.Item(3)
		id = item.Key
	})
	until(t, "the ticket", func() bool { return strings.Contains(words(w), "经过") && !w.Busy() })
	onWindow(func() {
		w.Window().Canvas().Unfocus() // as a tap on a button does
		w.Tickets.Edit()
	})
	until(t, "the form", func() bool { return says(w, "保存更正") })
	onWindow(func() {
		test.Type(w.Window().Canvas().Focused(), "改：")
		command(t, w, "办理下一步")
	})
	until(t, "the correction", func() bool { return strings.Contains(words(w), "已记录：更正") && !w.Busy() })
	onWindow(func() {
		if item, ok := w.Tickets.Table.Selected(); !ok || item.Key != id || !w.Tickets.Table.Focused() {
			t.Errorf("%q chosen, %v, focus %v", item.Key, ok, w.Tickets.Table.Focused())
		}
	})
}

func TestAViewIsSavedChosenAndRememberedByTheNextLogin(t *testing.T) {
	w := listing(t, 40)
	all := 0
	onWindow(func() {
		all = w.Tickets.Table.Rows()
		w.Tickets.Choose(app.View{Name: "已超期", Where: []string{"urgency=已超期"}, Sort: "urgency"})
	})
	until(t, "what is overdue", func() bool { return w.Tickets.View.Label == "已超期" && w.Tickets.Table.Rows() < all })
	n := 0
	onWindow(func() {
		n = w.Tickets.Table.Rows()
		s := w.Tickets.Table.State()
		s.Widths = map[string]float32{"region": 120}
		w.Tickets.Table.SetState(s)
		w.Tickets.Load()
	})
	until(t, "it is kept", func() bool {
		raw, err := w.Desk().Recall(context.Background(), "window.tickets")
		return err == nil && strings.Contains(raw, "已超期") && strings.Contains(raw, `"region":120`)
	})
	onWindow(w.Leave)
	login(t, w)
	onWindow(func() { w.Open("tickets") })
	until(t, "the same list", func() bool {
		return w.Tickets != nil && w.Tickets.Table.Rows() == n && w.Tickets.View.Label == "已超期"
	})
	onWindow(func() {
		if w.Tickets.Table.State().Widths["region"] != 120 {
			t.Error("the width is forgotten")
		}
		w.Tickets.Clear()
	})
	until(t, "all again", func() bool { return w.Tickets.Table.Rows() == all })
}

func TestAStepOnManyIsTakenOnAllOrNoneAndTakenBackWhole(t *testing.T) {
	w := listing(t, 40)
	var keys []string
	onWindow(func() {
		for i := range 3 {
			item, _ := w.Tickets.Table.Item(i)
			keys = append(keys, item.Key)
		}
		w.Tickets.Table.Check([]widgets.Item{{Key: keys[0]}, {Key: keys[1]}, {Key: keys[2]}})
	})
	until(t, "the bar", func() bool { return strings.Contains(words(w), "已选 3 张") })
	onWindow(func() { tap(t, w, "转派") })
	until(t, "the dialog", func() bool { return says(w, "转派 3 张工单") })
	onWindow(func() {
		strike(w, fyne.KeyDown)
		test.Type(w.Window().Canvas().Focused(), "新来的")
		strike(w, fyne.KeyReturn)
		tap(t, w, "转派")
	})
	until(t, "the toast", func() bool {
		return strings.Contains(words(w), "已记录：转派") && strings.Contains(words(w), "3 张")
	})
	for _, k := range keys {
		if got := field(t, w, k, "assignee"); got != "新来的" {
			t.Errorf("%s: %s", k, got)
		}
	}
	onWindow(func() { tap(t, w, "撤回") })
	until(t, "taken back", func() bool { return strings.Contains(words(w), "已撤回：转派") })
	for _, k := range keys {
		if got := field(t, w, k, "assignee"); got == "新来的" {
			t.Errorf("%s: %s", k, got)
		}
	}
}

func field(t *testing.T, w *ui.Window, key, name string) string {
	t.Helper()
	s, err := w.Desk().Show(context.Background(), "ticket", key, false, "")
	if err != nil {
		t.Fatal(err)
	}
	text, _ := s.Fields[name].(string)
	return text
}

// tap taps the button of that name that can be seen, in what lies uppermost.
func tap(t *testing.T, w *ui.Window, label string) {
	t.Helper()
	hold()
	root := w.Window().Canvas().Overlays().Top()
	if root == nil {
		root = w.Window().Content()
	}
	for _, o := range test.LaidOutObjects(root) {
		b, ok := o.(interface {
			fyne.Tappable
			Visible() bool
		})
		if ok && b.Visible() && labelOf(o) == label {
			b.Tapped(&fyne.PointEvent{})
			return
		}
	}
	t.Fatalf("no button %s", label)
}

func labelOf(o fyne.CanvasObject) string {
	v := reflect.ValueOf(o).Elem()
	if of := v.FieldByName("option"); of.IsValid() { // of a menu
		v = of
	}
	if f := v.FieldByName("Label"); f.IsValid() && f.Kind() == reflect.String {
		return f.String()
	}
	return ""
}

func TestAStepThatOneOfManyRefusesIsTakenOnNoneAndSaysWhich(t *testing.T) {
	w := listing(t, 40)
	var numbers []string
	onWindow(func() {
		w.Tickets.State.Set("accepted")
		w.Tickets.Load()
	})
	until(t, "those under way", func() bool { return loaded(w) && w.Tickets.Table.Rows() < 20 })
	onWindow(func() {
		var items []widgets.Item
		for i := range 2 {
			item, _ := w.Tickets.Table.Item(i)
			items, numbers = append(items, item), append(numbers, item.Cells[0].Text)
		}
		w.Tickets.Table.Check(items)
	})
	until(t, "what both allow", func() bool {
		return strings.Contains(words(w), "已选 2 张") && strings.Contains(words(w), "挂起") || strings.Contains(words(w), "办结")
	})
	onWindow(func() { tap(t, w, "办结") })
	until(t, "the dialog", func() bool { return says(w, "办结 2 张工单") })
	onWindow(func() {
		c := w.Window().Canvas()
		c.Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
		test.Type(c.Focused(), "2020-01-01 09:00")
		c.FocusNext()
		test.Type(c.Focused(), "已处理")
		for range 2 {
			c.FocusNext()
			strike(w, fyne.KeyDown)
			strike(w, fyne.KeyReturn)
		}
		command(t, w, "办理下一步")
	})
	until(t, "the refusal", func() bool { return says(w, "全部没有办理") })
	onWindow(func() {
		for _, n := range numbers {
			if !says(w, n) {
				t.Errorf("%s is not named", n)
			}
		}
	})
	for _, n := range numbers {
		if state(w, n) != "accepted" {
			t.Errorf("%s: %s", n, state(w, n))
		}
	}
}
