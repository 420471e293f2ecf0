package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Meter shows how much of something is done, 0 to 1.
type Meter struct {
	widget.BaseWidget
	share       float32
	track, done *Panel
}

// NewMeter makes an empty one.
func NewMeter() *Meter {
	b := &Meter{track: NewPanel(theme.GreySoft, "", 3), done: NewPanel(theme.Fill, "", 3)}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes the share done.
func (b *Meter) Set(share float32) {
	b.share = max(0, min(share, 1))
	b.Refresh()
}

// Share is what is done.
func (b *Meter) Share() float32 { return b.share }

// CreateRenderer implements fyne.Widget.
func (b *Meter) CreateRenderer() fyne.WidgetRenderer { return &meterRenderer{b} }

type meterRenderer struct{ b *Meter }

func (r *meterRenderer) Destroy()           {}
func (r *meterRenderer) MinSize() fyne.Size { return fyne.NewSize(60, 6) }
func (r *meterRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.track, r.b.done}
}

func (r *meterRenderer) Layout(s fyne.Size) {
	y := float32(int((s.Height - 6) / 2))
	r.b.track.Move(fyne.NewPos(0, y))
	r.b.track.Resize(fyne.NewSize(s.Width, 6))
	r.b.done.Move(fyne.NewPos(0, y))
	r.b.done.Resize(fyne.NewSize(float32(int(s.Width*r.b.share)), 6))
	shown(r.b.done, r.b.share > 0)
}

func (r *meterRenderer) Refresh() {
	r.Layout(r.b.Size())
	r.b.track.Refresh()
	r.b.done.Refresh()
}

// Progress is long work under way: what, how far, and a way to stop it.
type Progress struct {
	widget.BaseWidget
	bar     *Meter
	count   *Text
	stop    *Button
	content *fyne.Container
}

// NewProgress makes a panel; the note says what stopping leaves behind. Without stop there is no button.
func NewProgress(title, note string, stop func()) *Progress {
	p := &Progress{bar: NewMeter(), count: NewText("", theme.SizeHelp, theme.Text2)}
	line := []Part{Grow(p.bar)}
	if stop != nil {
		p.stop = NewButton("停止", "", Usual, nil)
		p.stop.Small = true
		p.stop.OnTapped = func() {
			p.stop.SetLabel("正在停止")
			p.stop.Disable()
			p.Refresh()
			stop()
		}
		line = append(line, Fixed(p.stop))
	}
	rows := []fyne.CanvasObject{Row(12, Grow(Title(title, theme.SizeBody).Cut()), Fixed(p.count)), Row(12, line...)}
	if note != "" {
		rows = append(rows, NewParagraph(note, theme.SizeHelp, theme.Text3))
	}
	p.content = On(NewPanel(theme.Surface, theme.Border, 8), Inset(12, 14, Stack(8, rows...)))
	p.ExtendBaseWidget(p)
	return p
}

// Set tells how far the work is: the share done, 0 to 1, and in words, 第 1,284 行，共 2,318 行.
func (p *Progress) Set(share float32, count string) {
	p.bar.Set(share)
	p.count.Set(count)
	p.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer { return &wholeRenderer{p.content} }
