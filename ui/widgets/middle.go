package widgets

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Middle keeps an object of a width in the middle of what there is, as high as it is at that width.
func Middle(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(centring(width), o)
}

type centring float32

func (m centring) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(float32(m), 0) }

func (m centring) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(fyne.NewSize(float32(m), o.MinSize().Height)) // the width first: paragraphs are higher where it is narrow
		height := o.MinSize().Height
		o.Resize(fyne.NewSize(float32(m), height))
		o.Move(fyne.NewPos(half(size.Width-float32(m)), half(size.Height-height)))
	}
}

// half is the whole pixels before something that has so much left around it.
func half(left float32) float32 { return max(float32(math.Floor(float64(left/2))), 0) }
