package widgets

import (
	"fmt"
	"image/color"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// YearGrid shows a year, a month a row: days off by a holiday as 休, days worked in their stead as 班, weekends on grey, today
// in an edge; or signs of its owner's in their stead. It is told by signs and not by colour alone.
type YearGrid struct {
	widget.BaseWidget
	OnChosen func(day time.Time) // a day is tapped; may be nil

	year  int
	today time.Time
	mark  func(day time.Time) DayMark
	sign  func(day time.Time) MonthCell
}

const (
	yearCell  float32 = 22 // at least, and
	yearRow   float32 = 24
	yearWide  float32 = 48 // at most
	yearHigh  float32 = 36
	yearLabel float32 = 46
)

// NewYearGrid makes the grid of a year.
func NewYearGrid(year int, today time.Time, mark func(day time.Time) DayMark) *YearGrid {
	g := &YearGrid{year: year, today: today, mark: mark}
	g.ExtendBaseWidget(g)
	return g
}

// WithSigns shows these signs; mark is not asked then.
func (g *YearGrid) WithSigns(sign func(day time.Time) MonthCell) *YearGrid { g.sign = sign; return g }

// Tapped tells which day was.
func (g *YearGrid) Tapped(e *fyne.PointEvent) {
	cell := g.cell()
	m, d := int(e.Position.Y/cell.Height), int((e.Position.X-yearLabel)/cell.Width)+1
	if g.OnChosen == nil || m < 1 || m > 12 || e.Position.X < yearLabel {
		return
	}
	if day := time.Date(g.year, time.Month(m), d, 12, 0, 0, 0, g.today.Location()); int(day.Month()) == m {
		g.OnChosen(day)
	}
}

// cell is the size of a day: the grid fills its room as far as a day stays one to look at.
func (g *YearGrid) cell() fyne.Size {
	fit := func(room, n, least, most float32) float32 {
		return min(max(float32(int(room/n)), least), most)
	}
	return fyne.NewSize(fit(g.Size().Width-yearLabel, 31, yearCell, yearWide), fit(g.Size().Height, 13, yearRow, yearHigh))
}

// CreateRenderer implements fyne.Widget.
func (g *YearGrid) CreateRenderer() fyne.WidgetRenderer {
	r := &yearRenderer{g: g}
	r.Refresh()
	return r
}

type yearRenderer struct {
	g       *YearGrid
	objects []fyne.CanvasObject
	cell    fyne.Size // they were drawn with
}

func (r *yearRenderer) Destroy()                     {}
func (r *yearRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *yearRenderer) MinSize() fyne.Size           { return fyne.NewSize(yearLabel+31*yearCell, 13*yearRow) }

// Layout draws anew where a day's size is another.
func (r *yearRenderer) Layout(fyne.Size) {
	if r.cell != r.g.cell() {
		r.Refresh()
	}
}

// Refresh draws all anew: a year is looked at, not scrolled.
func (r *yearRenderer) Refresh() {
	r.objects, r.cell = nil, r.g.cell()
	for d := 1; d <= 31; d++ {
		r.text(strconv.Itoa(d), theme.Text3, yearLabel+float32(d-1)*r.cell.Width, 0, r.cell.Width)
	}
	for m := time.January; m <= time.December; m++ {
		y := float32(m) * r.cell.Height
		r.text(fmt.Sprintf("%d 月", int(m)), theme.Text2, 0, y, yearLabel-8)
		for day := time.Date(r.g.year, m, 1, 12, 0, 0, 0, r.g.today.Location()); day.Month() == m; day = day.AddDate(0, 0, 1) {
			r.day(day, yearLabel+float32(day.Day()-1)*r.cell.Width, y)
		}
	}
	canvas.Refresh(r.g)
}

// day draws one day: its sign on its ground.
func (r *yearRenderer) day(day time.Time, x, y float32) {
	words, ink, ground := "·", theme.Text3, fyne.ThemeColorName("")
	if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
		words, ground = "", theme.GreySoft
	}
	if r.g.sign != nil {
		c := r.g.sign(day)
		if words = c.Sign; words != "" {
			ink, ground = c.Tint.Colours()
		}
	} else if m := r.g.mark(day); m.Work {
		words, ink, ground = "班", theme.Orange, theme.OrangeSoft
	} else if m.Off {
		words, ink, ground = "休", theme.Green, theme.GreenSoft
	}
	box := canvas.NewRectangle(color.Transparent)
	box.CornerRadius = 4
	if ground != "" {
		box.FillColor = theme.Of(ground)
	}
	if sameDate(day, r.g.today) {
		box.StrokeWidth, box.StrokeColor = 2, theme.Of(theme.Fill)
		if ground == "" {
			box.FillColor = theme.Of(theme.Surface)
		}
	}
	box.Move(fyne.NewPos(x+1, y+1))
	box.Resize(r.cell.SubtractWidthHeight(2, 2))
	r.objects = append(r.objects, box)
	r.text(words, ink, x, y, r.cell.Width)
}

// text puts words into the middle of a cell.
func (r *yearRenderer) text(words string, ink fyne.ThemeColorName, x, y, width float32) {
	t := canvas.NewText(words, theme.Of(ink))
	t.TextSize, t.Alignment = theme.SizeAxis, fyne.TextAlignCenter
	t.Move(fyne.NewPos(x, y))
	t.Resize(fyne.NewSize(width, r.cell.Height))
	r.objects = append(r.objects, t)
}
