package widgets

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/ui/theme"
)

func TestAnIconIsDrawnWhenItIsSeenAndAnewWhenItChanges(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	p := NewPicture("ticket", theme.Text, 16)
	p.Hide()
	w := test.NewTempWindow(t, Stack(0, p))
	img := func() image.Image { return test.WidgetRenderer(p).(*pictureRenderer).img.Image }
	w.Canvas().Capture()
	if img() != nil {
		t.Error("a hidden icon is drawn")
	}
	p.Show()
	w.Canvas().Capture()
	first := img()
	if first == nil || test.WidgetRenderer(p).(*pictureRenderer).img.Size() != fyne.NewSquareSize(16) {
		t.Fatal("an icon that is shown later is not drawn")
	}
	p.Refresh()
	if img() != first {
		t.Error("the same icon is drawn twice")
	}
	p.Set("alert-circle", theme.Red)
	second := img()
	if second == first {
		t.Error("another icon is not drawn")
	}
	w.Canvas().(test.WindowlessCanvas).SetScale(2)
	p.Refresh()
	if img() == second || img().Bounds().Dx() != 32 {
		t.Errorf("on a finer screen it has %d pixels", img().Bounds().Dx())
	}
}
