package screens

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/training"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// spans are how far back, in days, recurring problems can be looked for.
var spans = []int{90, app.RecurringDays, 365}

// Recurring shows what recurs in the tickets, how it fares, which training was held on it with what came of it, and what to do
// (R122). Every number opens its tickets.
type Recurring struct {
	frame   Frame
	desk    *Desk
	days    int
	content *fyne.Container
	found   app.Recurrence
}

// NewRecurring makes the screen.
func NewRecurring(f Frame, d *Desk) *Recurring {
	s := &Recurring{frame: f, desk: d, days: app.RecurringDays, content: container.NewStack(container.NewCenter(widgets.Help("正在归纳…")))}
	s.Reread()
	return s
}

// Content is the screen laid out.
func (s *Recurring) Content() fyne.CanvasObject { return s.content }

// Reread reads the tickets anew.
func (s *Recurring) Reread() {
	days := s.days
	since := day(s.frame.Now().In(ledger.Zone).AddDate(0, 0, -days))
	run(s.desk, func(ctx context.Context) (app.Recurrence, error) { return s.desk.Recurring(ctx, since) }, func(r app.Recurrence, err error) {
		switch {
		case days != s.days:
		case err != nil:
			Fail(s.frame.Window(), err)
		default:
			s.found = r
			s.show()
		}
	})
}

// Span looks so many days back.
func (s *Recurring) Span(days int) {
	s.days = days
	s.Reread()
}

func (s *Recurring) show() {
	bar := []widgets.Part{{CanvasObject: widgets.NewParagraph(view.RecurrenceNote(s.found), theme.SizeHelp, theme.Text3), Weight: 1}}
	for _, days := range spans {
		look := widgets.Usual
		if days == s.days {
			look = widgets.Main
		}
		bar = append(bar, widgets.Fixed(widgets.NewButton(fmt.Sprintf("最近 %d 天", days), "", look, func() { s.Span(days) })))
	}
	var rows []fyne.CanvasObject
	pressing := true // of the largest nothing was done about
	for i, p := range view.Problems(s.found) {
		if i > 0 {
			rows = append(rows, widgets.Rule())
		}
		rows = append(rows, s.problem(i, p, pressing && p.Lacking))
		pressing = pressing && !p.Lacking
	}
	body := widgets.Card("反复出现的问题", nil, container.NewCenter(widgets.Help("这段时间没有够件数的同类工单")))
	if len(rows) > 0 {
		body = widgets.Card("反复出现的问题", widgets.Help(fmt.Sprintf("共 %d 类", len(s.found.Problems))), widgets.Scrolled(widgets.InsetEach(0, 10, 0, 0, widgets.Stack(8, rows...))))
	}
	s.content.Objects = []fyne.CanvasObject{widgets.Column(12, widgets.Fixed(widgets.Row(8, bar...)), widgets.Grow(body))}
	s.content.Refresh()
}

// problem is one of them: its name and trend, what to do, the trainings held. Of a pressing one the training asks to be planned.
func (s *Recurring) problem(i int, p view.Problem, pressing bool) fyne.CanvasObject {
	see := widgets.NewButton("看 "+p.Count+"工单", "ticket", widgets.Usual, func() { s.frame.OpenList("ticket", p.Open) })
	plan := widgets.NewButton("计划专项培训…", "school", widgets.Usual, func() { s.Plan(i) })
	if pressing {
		plan.Look = widgets.Main
	}
	see.Small, plan.Small = true, true
	head := widgets.Row(10, widgets.Part{CanvasObject: widgets.Title(p.Label, theme.SizeCard).Cut(), Weight: 1}, widgets.Fixed(widgets.Help(p.Basis)), widgets.Fixed(widgets.Help(p.Halves)),
		widgets.Fixed(widgets.NewTag(p.Trend.Icon, p.Trend.Words, tints[p.Trend.Tone])), widgets.Fixed(see), widgets.Fixed(plan))
	lines := []fyne.CanvasObject{head, widgets.NewParagraph(p.Suggestion, theme.SizeBody, theme.Text2)}
	for _, t := range p.Trainings {
		line := widgets.Row(8, widgets.Fixed(widgets.NewPicture("school", theme.Text3, 14)), widgets.Part{CanvasObject: widgets.NewText(t.Label, theme.SizeHelp, theme.Primary).Cut(), Weight: 1}, widgets.Fixed(widgets.Help(t.Text)))
		lines = append(lines, widgets.NewSpot(widgets.Inset(2, 4, line), 4, func() { s.frame.OpenRecord(training.Kind.Name, t.Record) }))
	}
	return widgets.Stack(4, lines...)
}

// Plan asks what planning a special training on a problem needs, and plans it.
func (s *Recurring) Plan(i int) {
	a, _ := training.Kind.Action("plan")
	d := newStepDialog(s.frame, s.desk, training.Kind, "new", a, func(rec *ledger.Record) {
		s.Reread()
		s.desk.Recorded(s.frame, a.Label, rec)
	})
	d.known.given = view.TrainingOn(s.found.Problems[i])
	d.ask("new")
}
