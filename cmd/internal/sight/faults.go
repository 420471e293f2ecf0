package sight

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"opsledger/ui/widgets"
)

// slack is by how much parts may miss each other: halves of a pixel add up.
const slack = 1.5

// Faults tells what is wrong with how the window is laid out: parts that have less room than they need, that reach beyond
// the window or over each other's words. Look on the window's thread.
func Faults(c fyne.Canvas) []string {
	top := c.Overlays().Top()
	if top == nil {
		top = c.Content()
	}
	j := &judging{room: box{0, 0, c.Size().Width, c.Size().Height}}
	j.at(top, top.Position(), j.room)
	j.overlaps()
	return j.faults
}

type judging struct {
	room   box
	words  []placed
	faults []string
}

// placed is a text and the part of it that is seen.
type placed struct {
	text string
	box
}

// at judges an object at a place, and what is in it; seen is the part of the window it may be seen in.
func (j *judging) at(o fyne.CanvasObject, pos fyne.Position, seen box) {
	if !o.Visible() {
		return
	}
	here := box{pos.X, pos.Y, pos.X + o.Size().Width, pos.Y + o.Size().Height}
	if part := seen.within(here); part.right-part.left < 1 || part.bottom-part.top < 1 {
		return // scrolled away
	}
	if scroll, ok := o.(*container.Scroll); ok {
		j.at(scroll.Content, pos.Add(scroll.Content.Position()), seen.within(here))
		return
	}
	j.squeezed(o, here)
	if p, ok := o.(*widgets.Panel); ok && p.Fill != "" {
		j.hide(seen.within(here))
	}
	if t, ok := o.(*canvas.Text); ok && strings.TrimSpace(t.Text) != "" {
		j.place(t, here, seen)
	}
	for _, part := range partsOf(o) {
		j.at(part, pos.Add(part.Position()), seen)
	}
}

// hide forgets the words below a ground that is laid over them, as a card in a corner is.
func (j *judging) hide(ground box) {
	j.words = slices.DeleteFunc(j.words, func(w placed) bool {
		both := w.within(ground)
		return both.right > both.left && both.bottom > both.top
	})
}

// squeezed tells of a part that has less room than it needs: a text would end in dots, a field be cut.
func (j *judging) squeezed(o fyne.CanvasObject, here box) {
	least, size := o.MinSize(), o.Size()
	if least.Width > size.Width+slack || least.Height > size.Height+slack {
		j.tell("%s needs %.0f×%.0f, has %.0f×%.0f at %.0f,%.0f", named(o), least.Width, least.Height, size.Width, size.Height, here.left, here.top)
	}
}

// place keeps where a text's letters are, which are drawn whole whatever its size, and tells where they leave the window.
func (j *judging) place(t *canvas.Text, here, seen box) {
	width := t.MinSize().Width
	switch free := here.right - here.left - width; t.Alignment {
	case fyne.TextAlignCenter:
		here.left += free / 2
	case fyne.TextAlignTrailing:
		here.left += free
	}
	here.right = here.left + width
	middle := (here.top + here.bottom) / 2 // of a line's height letters fill little more than the size of the face
	here.top, here.bottom = middle-t.TextSize*0.45, middle+t.TextSize*0.45
	if here.left < j.room.left-slack || here.right > j.room.right+slack {
		j.tell("“%s” leaves the window at %.0f–%.0f", t.Text, here.left, here.right)
	}
	if part := seen.within(here); part.right-part.left > slack && part.bottom-part.top > slack {
		j.words = append(j.words, placed{t.Text, part})
	}
}

// overlaps tells of words over other words.
func (j *judging) overlaps() {
	for i, a := range j.words {
		for _, b := range j.words[i+1:] {
			if both := a.within(b.box); both.right-both.left > slack && both.bottom-both.top > slack {
				j.tell("“%s” lies over “%s” at %.0f,%.0f", b.text, a.text, both.left, both.top)
			}
		}
	}
}

func (j *judging) tell(format string, values ...any) {
	j.faults = append(j.faults, fmt.Sprintf(format, values...))
}

// named is what a part is, with its first words.
func named(o fyne.CanvasObject) string {
	kind := strings.TrimPrefix(reflect.TypeOf(o).String(), "*")
	if words := wordsIn(o); words != "" {
		return kind + " “" + words + "”"
	}
	return kind
}

func wordsIn(o fyne.CanvasObject) string {
	if t, ok := o.(*canvas.Text); ok {
		return t.Text
	}
	for _, part := range partsOf(o) {
		if words := wordsIn(part); words != "" {
			return words
		}
	}
	return ""
}
