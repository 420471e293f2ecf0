package sight

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"opsledger/ui/theme"
)

// laid puts texts where they are said to be, in a window of 200 by 100.
func laid(t *testing.T, at map[string]fyne.Position) []string {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	all := container.NewWithoutLayout()
	for words, pos := range at {
		text := canvas.NewText(words, theme.Of(theme.Text))
		text.Resize(text.MinSize())
		text.Move(pos)
		all.Add(text)
	}
	w := test.NewTempWindow(t, all)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(200, 100))
	return Faults(w.Canvas())
}

func TestFaultsOfALayoutAreTold(t *testing.T) {
	for name, c := range map[string]struct {
		at   map[string]fyne.Position
		says string
	}{
		"side by side":      {map[string]fyne.Position{"工单": {X: 0, Y: 0}, "培训": {X: 60, Y: 0}}, ""},
		"one below another": {map[string]fyne.Position{"工单": {X: 0, Y: 0}, "培训": {X: 0, Y: 20}}, ""},
		"one over another":  {map[string]fyne.Position{"工单": {X: 0, Y: 0}, "培训": {X: 10, Y: 2}}, "lies over"},
		"out of the window": {map[string]fyne.Position{"工单工单工单": {X: 150, Y: 0}}, "leaves the window"},
	} {
		got := strings.Join(laid(t, c.at), "; ")
		if c.says == "" && got != "" || !strings.Contains(got, c.says) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestWhatIsSqueezedIsTold(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	text := canvas.NewText("工单号", theme.Of(theme.Text))
	text.Resize(fyne.NewSize(8, 20))
	w := test.NewTempWindow(t, container.NewWithoutLayout(text))
	if got := strings.Join(Faults(w.Canvas()), "; "); !strings.Contains(got, "“工单号” needs") {
		t.Errorf("%q", got)
	}
}
