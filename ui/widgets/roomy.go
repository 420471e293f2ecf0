package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Roomy shows an object, and below it another where the height leaves both what they need: so much the first, its least the other. Where it
// does not, the first has it all.
func Roomy(need, gap float32, first, other fyne.CanvasObject) *fyne.Container {
	return container.New(&roomy{need, gap}, first, other)
}

type roomy struct{ need, gap float32 }

func (l *roomy) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (l *roomy) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	first, other := objects[0], objects[1]
	least := other.MinSize()
	fits := size.Height >= l.need+l.gap+least.Height && size.Width >= least.Width
	shown(other, fits)
	height := size.Height
	if fits {
		height = l.need
		other.Resize(fyne.NewSize(size.Width, size.Height-l.need-l.gap))
		other.Move(fyne.NewPos(0, l.need+l.gap))
	}
	first.Resize(fyne.NewSize(size.Width, height))
	first.Move(fyne.NewPos(0, 0))
}
