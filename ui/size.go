package ui

import "fyne.io/fyne/v2"

// The window's size is kept beside the store, as it holds nothing of anybody. Where it stood the toolkit neither tells nor
// lets one say: the desktop places it.
const (
	widthKey, heightKey = "window.width", "window.height"
	leastWidth          = 480
	leastHeight         = 320
	mostLength          = 8192
)

// lastSize is the size the window had when it was last closed, as far as it can be.
func lastSize() fyne.Size {
	p := fyne.CurrentApp().Preferences()
	within := func(v, least float64) float32 { return float32(min(max(v, least), mostLength)) }
	return fyne.NewSize(within(p.FloatWithFallback(widthKey, 1280), leastWidth), within(p.FloatWithFallback(heightKey, 720), leastHeight))
}

func keepSize(s fyne.Size) {
	if s.Width < leastWidth || s.Height < leastHeight {
		return // it is gone already, or was never shown
	}
	p := fyne.CurrentApp().Preferences()
	p.SetFloat(widthKey, float64(s.Width))
	p.SetFloat(heightKey, float64(s.Height))
}
