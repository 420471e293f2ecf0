package widgets

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Part is one object in a row or column. What grows shares what is left by its weight; fixed ones keep their least size.
type Part struct {
	fyne.CanvasObject
	Weight float32
	Basis  float32 // least length along the row; 0: the object's own
	Fill   bool    // as high as the row (rows centre their parts otherwise; columns always fill)
}

// Fixed keeps an object at its least size.
func Fixed(o fyne.CanvasObject) Part { return Part{CanvasObject: o} }

// Grow gives an object what is left; several share it alike.
func Grow(o fyne.CanvasObject) Part { return Part{CanvasObject: o, Weight: 1, Fill: true} }

// Wide gives an object a fixed length along the row.
func Wide(length float32, o fyne.CanvasObject) Part {
	return Part{CanvasObject: o, Basis: length, Fill: true}
}

// Row sets parts side by side with a gap between.
func Row(gap float32, parts ...Part) *fyne.Container { return flexed(gap, false, parts) }

// Column sets parts below each other with a gap between.
func Column(gap float32, parts ...Part) *fyne.Container { return flexed(gap, true, parts) }

// Stack is Column of objects at their least height.
func Stack(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	parts := make([]Part, len(objects))
	for i, o := range objects {
		parts[i] = Fixed(o)
	}
	return Column(gap, parts...)
}

// Line is Row of objects at their least width.
func Line(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	parts := make([]Part, len(objects))
	for i, o := range objects {
		parts[i] = Fixed(o)
	}
	return Row(gap, parts...)
}

func flexed(gap float32, down bool, parts []Part) *fyne.Container {
	objects := make([]fyne.CanvasObject, len(parts))
	for i, p := range parts {
		objects[i] = p.CanvasObject
	}
	return container.New(&flex{gap: gap, down: down, parts: parts}, objects...)
}

// flex lays parts out at whole pixels: what rounding leaves goes to the last one that grows. Parts are found by their object,
// so that hidden and replaced ones do no harm.
type flex struct {
	gap   float32
	down  bool
	parts []Part
}

func (f *flex) part(o fyne.CanvasObject) Part {
	for _, p := range f.parts {
		if p.CanvasObject == o {
			return p
		}
	}
	return Fixed(o)
}

// along and across read a size by the direction of the row.
func (f *flex) along(s fyne.Size) (along, across float32) {
	if f.down {
		return s.Height, s.Width
	}
	return s.Width, s.Height
}

func (f *flex) size(along, across float32) fyne.Size {
	if f.down {
		return fyne.NewSize(across, along)
	}
	return fyne.NewSize(along, across)
}

func (f *flex) least(p Part) (along, across float32) {
	along, across = f.along(p.MinSize())
	if p.Basis > 0 {
		along = p.Basis
	}
	return along, across
}

func (f *flex) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var along, across float32
	n := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		a, c := f.least(f.part(o))
		along, across = along+a, max(across, c)
		n++
	}
	return f.size(along+f.gap*float32(max(n-1, 0)), across)
}

// Layout sets the parts; those of a column once more where their width changed their height, as that of text that wraps.
func (f *flex) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	before := f.MinSize(objects)
	f.arrange(objects, size)
	if before != f.MinSize(objects) {
		f.arrange(objects, size)
	}
}

func (f *flex) arrange(objects []fyne.CanvasObject, size fyne.Size) {
	length, breadth := f.along(size)
	if f.down {
		widen(objects, breadth)
	}
	left, weights, last := length, float32(0), -1
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		p := f.part(o)
		if p.Weight > 0 {
			weights, last = weights+p.Weight, i
		} else {
			a, _ := f.least(p)
			left -= a
		}
		left -= f.gap
	}
	f.place(objects, breadth, max(left+f.gap, 0), weights, last)
}

// widen gives parts of a column their width before their height is asked: a paragraph is higher where it is narrow.
func widen(objects []fyne.CanvasObject, breadth float32) {
	for _, o := range objects {
		if o.Visible() && o.Size().Width != breadth {
			o.Resize(fyne.NewSize(breadth, o.Size().Height))
		}
	}
}

func (f *flex) place(objects []fyne.CanvasObject, breadth, left, weights float32, last int) {
	at, given := float32(0), float32(0)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		p := f.part(o)
		along, across := f.least(p)
		switch {
		case p.Weight > 0 && i == last:
			along = left - given
		case p.Weight > 0:
			along = float32(math.Floor(float64(left * p.Weight / weights)))
			given += along
		}
		offset := float32(0)
		if f.down || p.Fill {
			across = breadth
		} else {
			offset = float32(math.Round(float64((breadth - across) / 2)))
		}
		o.Resize(f.size(along, across))
		if f.down {
			o.Move(fyne.NewPos(0, at))
		} else {
			o.Move(fyne.NewPos(at, offset))
		}
		at += along + f.gap
	}
}

// Inset keeps room around an object: above and below, left and right.
func Inset(vertical, horizontal float32, o fyne.CanvasObject) *fyne.Container {
	return InsetEach(vertical, horizontal, vertical, horizontal, o)
}

// InsetEach keeps room on each side of an object.
func InsetEach(top, right, bottom, left float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&inset{top, right, bottom, left}, o)
}

type inset struct{ top, right, bottom, left float32 }

func (p *inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, o := range objects {
		if o.Visible() {
			s = s.Max(o.MinSize())
		}
	}
	return s.Add(fyne.NewSize(p.left+p.right, p.top+p.bottom))
}

func (p *inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(p.left, p.top))
		o.Resize(fyne.NewSize(max(size.Width-p.left-p.right, 0), max(size.Height-p.top-p.bottom, 0)))
	}
}
