package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"opsledger/ui/theme"
)

// drawing keeps the texts and boxes of a renderer that draws all anew at each refresh: they are taken from the front again, and only
// what there are more of than before is made.
type drawing struct {
	texts   []*canvas.Text
	boxes   []*canvas.Rectangle
	used    [2]int
	objects []fyne.CanvasObject
}

// Objects implements fyne.WidgetRenderer.
func (d *drawing) Objects() []fyne.CanvasObject { return d.objects }

func (d *drawing) begin() { d.objects, d.used = d.objects[:0], [2]int{} }

func (d *drawing) box(fill fyne.ThemeColorName, radius, x, y, w, h float32) {
	if d.used[0] == len(d.boxes) {
		d.boxes = append(d.boxes, canvas.NewRectangle(nil))
	}
	b := d.boxes[d.used[0]]
	d.used[0]++
	b.CornerRadius, b.FillColor = radius, theme.Of(fill)
	b.Move(fyne.NewPos(x, y))
	b.Resize(fyne.NewSize(w, h))
	d.objects = append(d.objects, b)
}

func (d *drawing) text(words string, size float32, ink fyne.ThemeColorName, align fyne.TextAlign, at fyne.Position, room fyne.Size) {
	if d.used[1] == len(d.texts) {
		d.texts = append(d.texts, canvas.NewText("", nil))
	}
	t := d.texts[d.used[1]]
	d.used[1]++
	t.Text, t.TextSize, t.Color, t.Alignment = words, size, theme.Of(ink), align
	t.Move(at)
	t.Resize(room)
	d.objects = append(d.objects, t)
}

func itoa(n int) string { return strconv.Itoa(n) }
