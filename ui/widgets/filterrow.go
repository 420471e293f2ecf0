package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// FilterRow is a line of chips with a button that clears them. Where it is narrow, empty chips go behind 更多, the last
// first; those that are set stay.
type FilterRow struct {
	widget.BaseWidget
	OnClear func() // all were cleared at once; the chips do not tell of it one by one

	chips  []*Chip
	hidden []*Chip
	more   *Chip
	clear  *Button
}

// NewFilterRow makes a line of chips.
func NewFilterRow(chips ...*Chip) *FilterRow {
	f := &FilterRow{chips: chips}
	f.more = NewChip("更多", nil, nil)
	f.more.opens = f.openMore
	f.clear = NewButton("清除", "", Hushed, f.Clear)
	f.clear.Small = true
	for _, c := range chips {
		c.resized = f.Refresh
	}
	f.ExtendBaseWidget(f)
	return f
}

// Clear empties every chip.
func (f *FilterRow) Clear() {
	for _, c := range f.chips {
		c.Set()
	}
	if f.OnClear != nil {
		f.OnClear()
	}
}

// Any reports whether a chip is set.
func (f *FilterRow) Any() bool {
	for _, c := range f.chips {
		if len(c.chosen) > 0 {
			return true
		}
	}
	return false
}

// openMore lists the chips that have no room; choosing one opens its options.
func (f *FilterRow) openMore() {
	options := make([]Option, len(f.hidden))
	for i, c := range f.hidden {
		options[i] = Option{Value: c.Name, Label: c.Name}
		if v := c.Value(); v != "" {
			options[i].Label += "：" + v
		}
	}
	hidden := f.hidden
	var l *choices
	l = openChoices(f.more, options, func(string) bool { return false }, true, func(name string, _ bool) {
		l.close()
		for _, c := range hidden {
			if c.Name == name {
				c.Open()
			}
		}
	})
}

// CreateRenderer implements fyne.Widget.
func (f *FilterRow) CreateRenderer() fyne.WidgetRenderer { return &filterRenderer{f} }

type filterRenderer struct{ f *FilterRow }

const filterGap float32 = 8

func (d *filterRenderer) Destroy() {}
func (d *filterRenderer) Refresh() { d.Layout(d.f.Size()) }

func (d *filterRenderer) MinSize() fyne.Size {
	return fyne.NewSize(d.f.more.MinSize().Width+filterGap+d.f.clear.MinSize().Width, chipHeight)
}

func (d *filterRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, 0, len(d.f.chips)+2)
	for _, c := range d.f.chips {
		objects = append(objects, c)
	}
	return append(objects, d.f.more, d.f.clear)
}

// Layout gives room to the set chips first, then to the empty ones in their order.
func (d *filterRenderer) Layout(s fyne.Size) {
	f := d.f
	shown := f.fitting(s.Width)
	x := float32(0)
	put := func(o fyne.CanvasObject) {
		m := o.MinSize()
		o.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
		o.Resize(m)
		o.Show()
		x += m.Width + filterGap
	}
	f.hidden = f.hidden[:0]
	for _, c := range f.chips {
		c.anchor = nil
		if shown[c] {
			put(c)
			continue
		}
		c.anchor = f.more
		c.Hide()
		if c.Bare && len(c.chosen) == 0 {
			continue
		}
		f.hidden = append(f.hidden, c)
	}
	f.more.Hide()
	if len(f.hidden) > 0 {
		put(f.more)
	}
	f.clear.Hide()
	if f.Any() {
		put(f.clear)
	}
}

// fitting are the chips there is room for.
func (f *FilterRow) fitting(width float32) map[*Chip]bool {
	shown, all := map[*Chip]bool{}, -filterGap
	for _, c := range f.chips {
		if !c.Bare || len(c.chosen) > 0 {
			all += c.MinSize().Width + filterGap
		}
	}
	if f.Any() {
		width -= f.clear.MinSize().Width + filterGap
	}
	if all > width {
		width -= f.more.MinSize().Width + filterGap
	}
	left := width + filterGap
	for _, set := range []bool{true, false} {
		for _, c := range f.chips {
			w := c.MinSize().Width + filterGap
			if (len(c.chosen) > 0) != set || c.Bare && !set {
				continue
			}
			if left < w { // order holds: what comes after does not jump ahead
				left = 0
				continue
			}
			shown[c], left = true, left-w
		}
	}
	return shown
}
