package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	base "fyne.io/fyne/v2/theme"
)

// Enlarged is an input whose text is as large as asked: for a screen that is read from some way off. It is as high as its text asks.
func Enlarged(in *Input, size float32) fyne.CanvasObject {
	in.enlarged = size
	return container.NewThemeOverride(in, enlargedTheme{fyne.CurrentApp().Settings().Theme(), size})
}

type enlargedTheme struct {
	fyne.Theme
	size float32
}

// Size implements fyne.Theme.
func (t enlargedTheme) Size(name fyne.ThemeSizeName) float32 {
	if name == base.SizeNameText {
		return t.size
	}
	return t.Theme.Size(name)
}
