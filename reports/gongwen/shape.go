package gongwen

import "math"

// point lies on the sheet, in millimetres from its upper left corner.
type point struct{ x, y float64 }

// hue is a colour.
type hue struct{ r, g, b uint8 }

// over is the shade of text that is read on it.
func (h hue) over() uint8 {
	if int(h.r)*3+int(h.g)*6+int(h.b) < 1100 {
		return 255
	}
	return 0
}

// shape is what charts consist of: an area, or a line of a thickness through its points.
type shape struct {
	points []point
	width  float64 // of the line, in millimetres; 0 fills the area
	ink    hue
}

func (s shape) by(p pen) { p.shape(s) }

// area is a filled rectangle.
func area(x, y, w, h float64, c hue) shape {
	return shape{points: []point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, ink: c}
}

// stroke is a line through points.
func stroke(c hue, width float64, points ...point) shape {
	return shape{points: points, width: width, ink: c}
}

// dashes are the pieces of a broken line between two points.
func dashes(c hue, width float64, from, to point) (out []shape) {
	const dash, gap = 2.0, 1.2
	length := math.Hypot(to.x-from.x, to.y-from.y)
	at := func(d float64) point {
		t := min(1, d/length)
		return point{from.x + (to.x-from.x)*t, from.y + (to.y-from.y)*t}
	}
	for d := 0.0; d < length; d += dash + gap {
		out = append(out, stroke(c, width, at(d), at(d+dash)))
	}
	return out
}

// outlines are the areas a shape covers: a line's pieces, each as wide as the line, turning the same way.
func (s shape) outlines() [][]point {
	if s.width == 0 {
		return [][]point{s.points}
	}
	var out [][]point
	for i := 1; i < len(s.points); i++ {
		a, b := s.points[i-1], s.points[i]
		length := math.Hypot(b.x-a.x, b.y-a.y)
		if length == 0 {
			continue
		}
		nx, ny := (b.y-a.y)/length*s.width/2, -(b.x-a.x)/length*s.width/2
		out = append(out, []point{{a.x + nx, a.y + ny}, {b.x + nx, b.y + ny}, {b.x - nx, b.y - ny}, {a.x - nx, a.y - ny}})
	}
	return out
}
