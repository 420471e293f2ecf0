package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/ui/theme"
)

func TestTheWheelOverABoxScrollsTheFormUnlessTheBoxHasMoreToShow(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	long, short := NewLongInput("说明", 3), NewInput("标题")
	in := Scrolled(Stack(8, short, long, Tall(600, Body("其余"))))
	w := test.NewTempWindow(t, in)
	w.Resize(fyne.NewSize(320, 200))
	scroll := in.Layout.(*scrolling).scroll
	// wheel turns it over a box, and gives how far the form went.
	wheel := func(over *Input) float32 {
		t.Helper()
		scroll.ScrollToTop()
		w.Canvas().Capture() // as the window draws it
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(over).Add(fyne.NewPos(20, 12))
		test.Scroll(w.Canvas(), at, 0, -30)
		return scroll.Offset.Y
	}
	few, many := "第一行\n第二行", strings.Repeat("一行\n", 12)
	for _, c := range []struct {
		name  string
		over  *Input
		text  string
		moves bool
	}{
		{"an empty line", short, "", true}, {"a line", short, "待遇核定", true}, {"a line that is longer than its box", short, strings.Repeat("待遇核定", 40), false},
		{"an empty box", long, "", true}, {"a box all of whose text is seen", long, few, true}, {"a box that shows part of its text", long, many, false},
		{"a box whose text was shortened", long, few, true},
	} {
		c.over.SetValue(c.text)
		if moved := wheel(c.over) > 0; moved != c.moves {
			t.Errorf("over %s the form scrolls: %v", c.name, moved)
		}
	}
}

func TestATextThatOutgrowsItsBoxFollowsTheCursor(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	long := NewLongInput("说明", 3)
	w := test.NewTempWindow(t, Stack(8, long))
	w.Resize(fyne.NewSize(240, 200))
	w.Canvas().Focus(long.Target())
	for _, line := range []string{"一", "二", "三", "四", "五", "六"} {
		test.Type(long.Target(), line)
		w.Canvas().Capture()
		long.Target().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		w.Canvas().Capture()
	}
	scroll := test.WidgetRenderer(long.entry).(*entryRenderer).scroll
	at, room := long.entry.CursorPosition().Y-scroll.Offset.Y, scroll.Size().Height
	if scroll.Offset.Y == 0 || at < 0 || at > room {
		t.Errorf("the cursor is at %v in a box of %v", at, room)
	}
}
