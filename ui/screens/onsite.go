package screens

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/person"
	"opsledger/app/rule/presence"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// OnSite tells who is on site today, what is wrong with it, on which days of the year it was, and what people lack (R068, R069, R083,
// R084; A15).
type OnSite struct{ yearly }

// NewOnSite makes the screen at this year.
func NewOnSite(f Frame, d *Desk) *OnSite {
	s := &OnSite{ofThisYear(f, d)}
	s.Reread()
	return s
}

// onSiteFound is what the screen shows.
type onSiteFound struct {
	today app.OnSite
	days  []presence.Day
}

// Reread reads it anew.
func (s *OnSite) Reread() {
	readYear(&s.yearly, func(ctx context.Context, first time.Time) (d onSiteFound, err error) {
		if d.today, err = s.desk.OnSite(ctx, time.Time{}); err == nil {
			d.days, err = s.desk.OnSiteDays(ctx, first, first.AddDate(1, 0, -1))
		}
		return d, err
	}, s.show)
}

func (s *OnSite) show(d onSiteFound) {
	left := widgets.Column(12, widgets.Fixed(s.strip(d.days)), widgets.Grow(s.faults(d.days)))
	right := widgets.Column(12, widgets.Grow(s.people(d.today)), widgets.Grow(s.lacking(d.today)))
	s.put(widgets.Row(12, widgets.Grow(left), widgets.Wide(yearSide, right)))
}

// strip is the year, a month a row: how many were on site on each working day.
func (s *OnSite) strip(days []presence.Day) fyne.CanvasObject {
	grid := widgets.NewYearGrid(s.year, s.frame.Now().In(ledger.Zone), nil).WithSigns(func(day time.Time) widgets.MonthCell { return signCell(view.OnSiteSign(days, day, s.frame.Now())) })
	grid.OnChosen = func(day time.Time) { s.frame.Open("attendance/month", day.Format("2006-01")) }
	legend := widgets.NewParagraph("数：当天在岗人数　红：少于合同人数，或项目经理、省端对接专员空缺、重复　点某天看那个月", theme.SizeHelp, theme.Text2)
	return widgets.Card("每日在岗", s.head(s.Reread), widgets.Column(8, widgets.Fixed(legend), widgets.Fixed(grid)))
}

// faults are the days on which something was wrong, those in a row joined.
func (s *OnSite) faults(days []presence.Day) fyne.CanvasObject {
	list := view.Shortfalls(days, s.frame.Now())
	if len(list) == 0 {
		return widgets.Card("不足与空缺", nil, container.NewCenter(widgets.Help("到今天为止，没有人数不足，也没有岗位空缺")))
	}
	rows := make([]fyne.CanvasObject, len(list))
	for i := range list {
		f := list[len(list)-1-i] // the latest first
		line := widgets.Tall(26, widgets.Row(8, widgets.Fixed(widgets.NewPicture("alert-circle", theme.Red, 14)), widgets.Wide(120, widgets.Help(f.Span)), widgets.Part{CanvasObject: widgets.Body(f.Text).Cut(), Weight: 1}))
		rows[i] = widgets.NewSpot(line, 4, func() { s.frame.Open("attendance/month", string(days[f.Day].Date)[:7]) })
	}
	return widgets.Card("不足与空缺", nil, widgets.Scrolled(widgets.Stack(0, rows...)))
}

// people are those there today.
func (s *OnSite) people(o app.OnSite) fyne.CanvasObject {
	mark := view.OnSiteMark(o)
	var rows []fyne.CanvasObject
	for _, f := range o.Faults {
		rows = append(rows, widgets.Marked("alert-circle", theme.Red, widgets.NewParagraph(f, theme.SizeBody, theme.Red)))
	}
	for _, p := range o.People {
		words := widgets.Row(8, widgets.Wide(72, widgets.Body(p.Name).Cut()), widgets.Part{CanvasObject: widgets.Help(p.Role).Cut(), Weight: 1}, widgets.Fixed(widgets.NewText(view.Away(p), theme.SizeHelp, theme.Purple)))
		rows = append(rows, widgets.NewSpot(widgets.Tall(26, words), 4, func() { s.frame.OpenRecord(person.Kind.Name, string(p.Record)) }))
	}
	return widgets.Card("今天", widgets.NewTag(mark.Icon, mark.Words, tints[mark.Tone]), widgets.Scrolled(widgets.InsetEach(0, 10, 0, 0, widgets.Stack(2, rows...))))
}

// lacking is what people should have and have not.
func (s *OnSite) lacking(o app.OnSite) fyne.CanvasObject {
	if len(o.Lacking) == 0 {
		return widgets.Card("缺项", nil, container.NewCenter(widgets.Help("电脑、保密协议齐全，承诺人员都已到岗")))
	}
	var rows []fyne.CanvasObject
	for _, l := range o.Lacking {
		words := widgets.Row(8, widgets.Wide(72, widgets.Body(l.Name).Cut()), widgets.Part{CanvasObject: widgets.NewText("缺"+l.What, theme.SizeBody, theme.Orange).Cut(), Weight: 1}, widgets.Fixed(widgets.Help(view.Since(l.Since))))
		rows = append(rows, widgets.NewSpot(widgets.Tall(26, words), 4, func() { s.frame.OpenRecord(person.Kind.Name, string(l.Record)) }))
	}
	return widgets.Card("缺项", nil, widgets.Scrolled(widgets.InsetEach(0, 10, 0, 0, widgets.Stack(2, rows...))))
}
