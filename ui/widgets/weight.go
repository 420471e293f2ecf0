package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// weigh puts a line into the regular weight or the medium one.
func weigh(t *canvas.Text, bold bool) { t.TextStyle.Bold, t.FontSource = bold, faceNamed(bold) }

// faceNamed names the medium face outright: looked up through the theme, the toolkit reads beside it its own bold face, and one of the
// system's. The regular one it looks up all the same, for what is typed.
func faceNamed(bold bool) fyne.Resource {
	if bold {
		return fyne.CurrentApp().Settings().Theme().Font(fyne.TextStyle{Bold: true})
	}
	return nil
}

// extent is how large a line is drawn.
func extent(text string, size float32, bold bool) fyne.Size {
	s, _ := fyne.CurrentApp().Driver().RenderedTextSize(text, size, fyne.TextStyle{Bold: bold}, faceNamed(bold))
	return s
}
