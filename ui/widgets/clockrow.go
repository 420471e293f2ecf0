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

// KeyValues sets labels and values in two columns, 26 a row; keys are as wide as the widest. What half the width would cut has its
// row to itself, and as many lines as it needs.
func KeyValues(list []KeyValue) fyne.CanvasObject {
	l := &pairs{}
	var parts []fyne.CanvasObject
	for _, kv := range list {
		p := pair{key: extent(kv.Key, theme.SizeHelp, false).Width, value: extent(kv.Value, theme.SizeBody, false).Width, words: NewParagraph(kv.Value, theme.SizeBody, theme.Text)}
		l.key, l.longest = min(max(l.key, p.key), keyMost), max(l.longest, p.key)
		l.pairs = append(l.pairs, p)
		parts = append(parts, NewText(kv.Key, theme.SizeHelp, theme.Text3).Cut(), p.words)
	}
	return container.New(l, parts...)
}

const (
	keyMost   float32 = 96
	keyGap    float32 = 12
	pairGap   float32 = 16
	pairPitch float32 = 26
)

// pair is a key and its value, as wide as each would be in one line.
type pair struct {
	key, value float32
	words      *Paragraph
}

// pairs lays keys and values out by turns. How high they are follows from the width they were last given.
type pairs struct {
	key     float32 // width of the keys; longer ones are as wide as the longest
	longest float32
	pairs   []pair
	high    float32
}

func (l *pairs) MinSize([]fyne.CanvasObject) fyne.Size {
	high := l.high
	if high == 0 {
		high = pairPitch * float32((len(l.pairs)+1)/2)
	}
	return fyne.NewSize(2*(l.key+keyGap)+pairGap, high)
}

func (l *pairs) Layout(parts []fyne.CanvasObject, s fyne.Size) {
	half := (s.Width - pairGap) / 2
	y, right := float32(0), false
	for i, p := range l.pairs {
		key, x, width := l.key, float32(0), half
		alone := p.key > l.key || l.key+keyGap+p.value > half
		if alone {
			if p.key > l.key {
				key = l.longest
			}
			if width = s.Width; right {
				y, right = y+pairPitch, false
			}
		} else if right {
			x = half + pairGap
		}
		width -= key + keyGap
		p.words.Resize(fyne.NewSize(width, p.words.Size().Height))
		high := p.words.MinSize().Height
		place(parts[2*i], x, y, key, pairPitch)
		place(p.words, x+key+keyGap, y+(pairPitch-p.words.pitch())/2, width, high)
		if right = !right && !alone; !right {
			y += pairPitch + high - p.words.pitch()
		}
	}
	if right {
		y += pairPitch
	}
	l.high = y
}

func place(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}
