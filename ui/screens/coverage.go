package screens

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/training"
	"opsledger/app/rule/coverage"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// effectDays is how long before and after a training its common issue is counted.
const effectDays = app.EffectDays

// Coverage shows how many of those invited were trained, by training, unit and kind of department, and how the common issue of each
// training fared before and after it (R096, R122).
type Coverage struct{ yearly }

// NewCoverage makes the screen at this year.
func NewCoverage(f Frame, d *Desk) *Coverage {
	s := &Coverage{ofThisYear(f, d)}
	s.Reread()
	return s
}

// trainedYear is what the screen shows.
type trainedYear struct {
	app.Trained
	effects map[ledger.RecordID]coverage.Effect
}

// Reread reads the year anew.
func (s *Coverage) Reread() {
	readYear(&s.yearly, func(ctx context.Context, first time.Time) (d trainedYear, err error) {
		d.effects = map[ledger.RecordID]coverage.Effect{}
		if d.Trained, err = s.desk.Trained(ctx, "", day(first), day(first.AddDate(1, 0, -1))); err != nil {
			return d, err
		}
		for _, h := range d.Held {
			if h.Issue != "" && !h.Start.IsZero() {
				if d.effects[h.Record], err = s.desk.Effect(ctx, string(h.Record), effectDays); err != nil {
					return d, err
				}
			}
		}
		return d, nil
	}, s.show)
}

func day(t time.Time) ledger.Day { return ledger.Day(t.Format(time.DateOnly)) }

func (s *Coverage) show(d trainedYear) {
	year := turner(func(by int) { s.year += by; s.Reread() }, widgets.Title(view.YearName(s.year), theme.SizeSection), 96, false)
	bar := widgets.Row(8, widgets.Fixed(year),
		widgets.Part{CanvasObject: widgets.Help(view.CoverNote(d.Coverage)).Cut(), Weight: 1})
	var figures []widgets.Part
	for _, f := range view.CoverFigures(d.Trained) {
		figures = append(figures, widgets.Grow(widgets.NewFigure(widgets.Figure{Label: f.Label, Number: f.Value})))
	}
	left := widgets.Column(12, widgets.Grow(s.lines("各场培训", "这一年还没有举行过培训", view.HeldLines(d.Trained, s.frame.Now()))), widgets.Fixed(widgets.Tall(172, s.effects(d))))
	right := widgets.Column(12, widgets.Grow(s.lines("各单位科室（已训／应训）", "没有参加单位", view.ReachLines(d.Units))), widgets.Fixed(widgets.Tall(172, s.lines("按部门类别（已训／应训）", "没有参加单位", view.ReachLines(d.Sorts)))))
	s.put(widgets.Column(12, widgets.Fixed(bar), widgets.Fixed(widgets.Row(12, figures...)), widgets.Grow(widgets.Row(12, widgets.Grow(left), widgets.Grow(right)))))
}

// lines is a card of coverages; a training's opens it.
func (s *Coverage) lines(title, none string, list []view.CoverLine) fyne.CanvasObject {
	if len(list) == 0 {
		return widgets.Card(title, nil, container.NewCenter(widgets.Help(none)))
	}
	rows := make([]fyne.CanvasObject, len(list))
	for i, l := range list {
		var open func()
		if l.Held.Record != "" {
			open = func() { s.frame.OpenRecord(training.Kind.Name, string(l.Held.Record)) }
		}
		gauge := fyne.CanvasObject(widgets.Spring())
		if l.Tone != view.Quiet { // an empty one would say that nobody came
			gauge = widgets.NewGauge(l.Percent, 100, tints[l.Tone])
		}
		line := widgets.Row(10, widgets.Part{CanvasObject: widgets.Body(l.Label).Cut(), Weight: 1}, widgets.Wide(70, widgets.Help(l.Note).Right()), widgets.Wide(64, gauge),
			widgets.Wide(112, widgets.NewText(l.Text, theme.SizeHelp, inkOf(l.Tone)).Right().Cut()))
		rows[i] = widgets.NewSpot(widgets.Tall(28, widgets.Inset(0, 4, line)), 4, open)
	}
	return widgets.Card(title, nil, widgets.Scrolled(widgets.InsetEach(0, 10, 0, 0, widgets.Stack(0, rows...))))
}

// effects compare the tickets of each training's common issue before and after it.
func (s *Coverage) effects(d trainedYear) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, h := range d.Held {
		e, ok := d.effects[h.Record]
		if !ok {
			continue
		}
		head, more := view.EffectText(e)
		icon, ink := "trending-down", theme.Green
		if e.After >= e.Before && e.After > 0 {
			icon, ink = "trending-up", theme.Orange
		}
		words := widgets.Stack(0, widgets.Row(8, widgets.Part{CanvasObject: widgets.Body(h.Topic).Cut(), Weight: 1}, widgets.Fixed(widgets.NewText(head, theme.SizeBody, ink))), widgets.Help(more).Cut())
		rows = append(rows, widgets.NewSpot(widgets.Inset(3, 4, widgets.Row(8, widgets.Fixed(widgets.NewPicture(icon, ink, 16)), widgets.Grow(words))), 4, func() { s.frame.OpenRecord(training.Kind.Name, string(h.Record)) }))
	}
	if len(rows) == 0 {
		return widgets.Card("共性问题的前后对比", nil, widgets.NewParagraph("还没有针对共性问题的培训。计划培训时填写“针对的共性问题”，并在工单上标记同样的共性问题，这里就能比较培训前后的工单量。", theme.SizeBody, theme.Text2))
	}
	return widgets.Card("共性问题的前后对比", nil, widgets.Scrolled(widgets.InsetEach(0, 10, 0, 0, widgets.Stack(2, rows...))))
}
