package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"opsledger/ui/theme"
)

const (
	tipStay  = 600 * time.Millisecond
	tipWidth = 420
	tipLine  = 19
)

// tip shows a cut text whole, above the rows, once the pointer has stayed on it. It lies in the table and not among the
// overlays: those take the pointer away from what is below.
type tip struct {
	layer  *fyne.Container
	row    *row
	column int
	wait   *fyne.Animation // the toolkit's clock, on the window's thread
}

func newTip() *tip { return &tip{layer: container.NewWithoutLayout(), column: -1} }

func (p *tip) hide() {
	if p.wait != nil {
		p.wait.Stop()
		p.wait = nil
	}
	if p.row != nil {
		p.row, p.column = nil, -1
		p.layer.Objects = nil
		p.layer.Refresh()
	}
}

// stay is told where on a row the pointer is.
func (t *DataTable) stay(r *row, x float32) {
	l := t.spans(r.Size().Width)
	place := l.at(x)
	if place >= 0 && t.tip.row == r && t.tip.column == place {
		return
	}
	t.tip.hide()
	if place < 0 || r.item == nil {
		return
	}
	s := l.spans[place]
	c := r.item.Cells[s.column]
	room := s.width - cellGap
	if c.Icon != "" {
		room -= 20
	}
	if c.Tag != nil || cut(c.Text, room, theme.SizeBody, c.Bold) == c.Text {
		return
	}
	t.tip.row, t.tip.column = r, place
	t.tip.wait = fyne.NewAnimation(tipStay, func(done float32) {
		if done == 1 && t.tip.row == r && t.tip.column == place {
			t.tip.show(c.Text, s.x, float32(r.id)*rowHeight-t.list.GetScrollOffset(), t.list.Size())
		}
	})
	t.tip.wait.Start()
}

// show puts the text below a row, or above it where there is no room below.
func (p *tip) show(text string, x, y float32, within fyne.Size) {
	lines := wrap(text, min(tipWidth, within.Width-2*margin-20), theme.SizeHelp)
	wide := float32(0)
	for _, l := range lines {
		wide = max(wide, lengthOf(l, theme.SizeHelp, false))
	}
	size := fyne.NewSize(wide+20, float32(len(lines))*tipLine+12)
	x = max(min(x-8, within.Width-size.Width-margin), 8)
	if y+rowHeight+size.Height > within.Height && y > size.Height {
		y -= size.Height
	} else {
		y += rowHeight
	}
	ground := NewPanel(theme.TooltipFill, "", 6)
	ground.Move(fyne.NewPos(x, y))
	ground.Resize(size)
	p.layer.Objects = []fyne.CanvasObject{ground}
	for i, l := range lines {
		line := canvas.NewText(l, theme.Of(theme.OnFill))
		line.TextSize = theme.SizeHelp
		line.Move(fyne.NewPos(x+10, y+6+float32(i)*tipLine))
		p.layer.Add(line)
	}
	p.layer.Refresh()
}
