package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// pickRow draws one line of picks.
type pickRow struct {
	widget.BaseWidget
	list *picks
	item int
	low  bool // it shows a heading

	ground, cap *Panel
	icon        *Picture
	title       *Text
	note, hint  *Text
}

func newPickRow(list *picks) *pickRow {
	r := &pickRow{list: list, ground: NewPanel(theme.Soft, "", 4), cap: NewPanel(theme.Surface, theme.Border, 4), icon: NewPicture("square", theme.Text2, iconSize),
		title: Body("").Cut(), note: NewText("", theme.SizeHelp, theme.Text2).Cut(), hint: NewText("", theme.SizeAxis, theme.Text3)}
	r.ExtendBaseWidget(r)
	return r
}

// The toolkit's callbacks.
func (r *pickRow) Tapped(*fyne.PointEvent)        { r.list.choose(r.item) }
func (r *pickRow) MouseMoved(*desktop.MouseEvent) {}
func (r *pickRow) MouseOut()                      {}
func (r *pickRow) MouseIn(*desktop.MouseEvent) {
	if r.item < len(r.list.items) && !r.list.items[r.item].heading {
		r.list.hover(r.item)
	}
}

// show fills the row with an item of the list.
func (r *pickRow) show(i int) {
	r.item = i
	p, current := r.list.items[i], i == r.list.current
	icon := p.icon
	if p.ticks {
		icon = map[bool]string{true: "square-check", false: "square"}[p.on]
	}
	tone := theme.Text2
	if p.on {
		tone = theme.Primary
	}
	if icon != "" {
		r.icon.Set(icon, tone)
	}
	shown(r.icon, icon != "")
	shown(r.ground, current)
	r.title.Set(p.title)
	r.title.Tone(theme.Text)
	r.title.size, r.low = theme.SizeBody, p.heading
	if p.heading {
		r.title.size = theme.SizeHelp
		r.title.Tone(theme.Text3)
	}
	r.note.Set(p.note)
	hint := p.hint
	if hint == "" && p.on && !p.ticks {
		hint = "当前"
	}
	r.hint.Set(hint)
	shown(r.cap, hint != "")
	r.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (r *pickRow) CreateRenderer() fyne.WidgetRenderer { return &pickRowRenderer{r} }

type pickRowRenderer struct{ r *pickRow }

func (d *pickRowRenderer) Destroy() {}
func (d *pickRowRenderer) MinSize() fyne.Size {
	return fyne.NewSize(120, map[bool]float32{true: headingHeight, false: pickHeight}[d.r.low])
}
func (d *pickRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.r.ground, d.r.icon, d.r.title, d.r.note, d.r.cap, d.r.hint}
}

func (d *pickRowRenderer) Layout(s fyne.Size) {
	r := d.r
	r.ground.Resize(s)
	left, right := float32(10), s.Width-10
	if r.icon.Visible() {
		r.icon.Resize(fyne.NewSquareSize(iconSize))
		r.icon.Move(fyne.NewPos(left, (s.Height-iconSize)/2))
		left += iconSize + 8
	}
	if r.cap.Visible() {
		m := r.hint.MinSize()
		r.cap.Resize(fyne.NewSize(m.Width+10, 20))
		r.cap.Move(fyne.NewPos(right-m.Width-10, (s.Height-20)/2))
		r.hint.Resize(m)
		r.hint.Move(fyne.NewPos(right-m.Width-5, float32(int((s.Height-m.Height)/2))))
		right -= m.Width + 18
	}
	title := fyne.MeasureText(r.title.text, r.title.size, fyne.TextStyle{})
	width := min(title.Width+1, max(right-left, 0))
	y := float32(int((s.Height - title.Height) / 2))
	r.title.Resize(fyne.NewSize(width, title.Height))
	r.title.Move(fyne.NewPos(left, y))
	left += width + 8
	note := r.note.MinSize().Height
	r.note.Resize(fyne.NewSize(max(right-left, 0), note))
	r.note.Move(fyne.NewPos(left, y+title.Height-note-1))
	shown(r.note, right-left > 24 && r.note.text != "")
}

func (d *pickRowRenderer) Refresh() {
	d.Layout(d.r.Size())
	for _, o := range d.Objects() {
		o.Refresh()
	}
}
