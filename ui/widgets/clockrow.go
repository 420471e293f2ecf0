package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/ui/theme"
)

// ClockRow shows a clock: how much of its time is gone, what is left, and the reckoning in sentences.
func ClockRow(icon, name, rest string, tint Tint, gone float32, reckoning string) fyne.CanvasObject {
	ink, _ := tint.Colours()
	head := Row(6, Fixed(lowered(NewPicture(icon, ink, 16))), Grow(Body(name).Cut()), Fixed(NewText(rest, theme.SizeBody, ink).Bold()))
	bar := newGauge(int(min(max(gone, 0), 1)*1000), 1000, ink, 4, false)
	return Column(4, Fixed(head), Fixed(bar), Fixed(NewParagraph(reckoning, theme.SizeHelp, theme.Text2)))
}

// KeyValue is a label and what stands beside it.
type KeyValue struct{ Key, Value string }

// KeyValues sets labels and values in two columns, 26 a row; keys are as wide as the widest. A value that half the width would
// cut has its row to itself.
func KeyValues(list []KeyValue) fyne.CanvasObject {
	l := &pairs{}
	var texts []fyne.CanvasObject
	for _, kv := range list {
		key := NewText(kv.Key, theme.SizeHelp, theme.Text3).Cut()
		l.key = min(max(l.key, extent(kv.Key, theme.SizeHelp, false).Width), keyMost)
		l.values = append(l.values, extent(kv.Value, theme.SizeBody, false).Width)
		texts = append(texts, key, Body(kv.Value).Cut())
	}
	return container.New(l, texts...)
}

const (
	keyMost   float32 = 96
	keyGap    float32 = 12
	pairGap   float32 = 16
	pairPitch float32 = 26
)

// pairs lays keys and values out by turns. How many rows they need follows from the width they were last given.
type pairs struct {
	key, width float32
	values     []float32 // as wide as each would be whole
}

// places are where each pair stands and how wide it is.
func (l *pairs) places(width float32) (out []span, rows []int) {
	half := (width - pairGap) / 2
	row, right := 0, false
	for _, v := range l.values {
		wide := width > 0 && l.key+keyGap+v > half
		if wide && right {
			row, right = row+1, false
		}
		at := span{width: half}
		if right {
			at.x = half + pairGap
		}
		if wide {
			at.width = width
		}
		out, rows = append(out, at), append(rows, row)
		if right = !right && !wide; !right {
			row++
		}
	}
	return out, rows
}

func (l *pairs) MinSize([]fyne.CanvasObject) fyne.Size {
	_, rows := l.places(l.width)
	if len(rows) == 0 {
		return fyne.NewSize(0, 0)
	}
	return fyne.NewSize(2*(l.key+keyGap)+pairGap, pairPitch*float32(rows[len(rows)-1]+1))
}

func (l *pairs) Layout(texts []fyne.CanvasObject, s fyne.Size) {
	l.width = s.Width
	places, rows := l.places(s.Width)
	for i, at := range places {
		y := pairPitch * float32(rows[i])
		for j, x := range []float32{0, l.key + keyGap} {
			texts[2*i+j].Move(fyne.NewPos(at.x+x, y))
			texts[2*i+j].Resize(fyne.NewSize([]float32{l.key, at.width - l.key - keyGap}[j], pairPitch))
		}
	}
}
