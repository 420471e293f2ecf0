package screens

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/record/report"
	"opsledger/app/rule/sla"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// Reports shows a period's report: its figures and the sections to be written, and beside them the pages of the document.
// From here it is saved, finalised, submitted, corrected, put into files and printed.
type Reports struct {
	frame  Frame
	desk   *Desk
	period sla.Period
	report *app.Report
	said   string
	typing *typing         // nil while there is nothing to write
	kept   *fyne.Container // says that a draft was put back

	Parts    map[string]*widgets.Input // by section key
	heads    map[string]*widgets.Text
	marks    map[string]*sectionMark
	shown    map[string]string // the sections as they were filled in
	Reason   *widgets.Input    // of a correction
	reasoned *widgets.Field    // the reason with its label, shown while correcting

	Save, Finalise, Submit, Correct *widgets.Button
	PDF, XLSX, DOCX, Print          *widgets.Button
	giveUp                          *widgets.Button
	correcting                      bool
	pages                           *document

	title, span *widgets.Text
	kinds       *fyne.Container // the types of reports
	tags        *fyne.Container // where the report stands
	notice      *fyne.Container // what was last told
	page        *fyne.Container // the figures and what belongs to them
	sections    *fyne.Container
	whole       *fyne.Container
}

// NewReports makes the screen on a report such as "quarterly 2026-Q1" or a week such as 2026-W11, and on the week of today where none
// is named.
func NewReports(f Frame, d *Desk, about string) *Reports {
	w := &Reports{frame: f, desk: d, period: named(about, f.Now()), Parts: map[string]*widgets.Input{}, heads: map[string]*widgets.Text{}, marks: map[string]*sectionMark{}, shown: map[string]string{},
		title: widgets.Title("", theme.SizePage), span: widgets.Help(""), notice: container.NewStack(), page: widgets.Stack(12), tags: container.NewStack(), kept: container.NewStack(), kinds: container.NewStack()}
	w.Save = widgets.NewButton("保存草稿", "device-floppy", widgets.Usual, w.save)
	w.Finalise = widgets.NewButton("定稿…", "lock", widgets.Main, w.finalise)
	w.Submit = widgets.NewButton("报送登记…", "send", widgets.Main, w.submit)
	w.Correct = widgets.NewButton("更正…", "repeat", widgets.Usual, w.correct)
	w.PDF = widgets.NewButton("存为 PDF…", "download", widgets.Usual, w.savePDF)
	w.XLSX = widgets.NewButton("存为 XLSX…", "file-spreadsheet", widgets.Usual, w.saveXLSX)
	w.DOCX = widgets.NewButton("存为 Word…", "file-text", widgets.Usual, w.saveDOCX)
	w.Print = widgets.NewButton("打印…", "printer", widgets.Usual, w.print)
	w.pages = newDocument(d, w.document)
	w.giveUp = widgets.NewButton("放弃更正", "", widgets.Usual, w.giveUpCorrecting)
	w.Reason = widgets.NewInput("印在更正版里")
	w.Reason.OnChanged = func(string) { w.typed() }
	w.reasoned = widgets.NewField("更正原因", true, "", w.Reason)
	w.layOut()
	w.load()
	return w
}

// named reads which report is meant.
func named(about string, now time.Time) sla.Period {
	kind, name, ok := strings.Cut(about, " ")
	if !ok {
		kind, name = sla.Weekly, about
	}
	p, err := sla.ParsePeriod(kind, name)
	if err != nil {
		p = sla.WeekOf(now).Period()
	}
	return p
}

// Content is the screen laid out.
func (w *Reports) Content() fyne.CanvasObject { return w.whole }

func (w *Reports) layOut() {
	w.sections = widgets.Stack(16, w.page, w.reasoned)
	for _, p := range parts {
		w.sections.Add(w.section(p))
	}
	back := widgets.NewButton("", "chevron-left", widgets.Usual, func() { w.turn(w.period.Before()) })
	onward := widgets.NewButton("", "chevron-right", widgets.Usual, func() { w.turn(sla.PeriodOf(w.period.Type, w.period.To)) })
	top := widgets.Row(8, widgets.Fixed(back), widgets.Fixed(onward), widgets.Fixed(widgets.Inset(0, 8, widgets.Stack(0, w.title, w.span))), widgets.Fixed(w.tags),
		widgets.Grow(widgets.Spring()), widgets.Fixed(w.PDF), widgets.Fixed(w.XLSX), widgets.Fixed(w.DOCX), widgets.Fixed(w.Print))
	form := widgets.Column(0, widgets.Grow(widgets.Scrolled(widgets.Inset(14, 16, w.sections))), widgets.Fixed(widgets.Rule()), widgets.Fixed(widgets.Inset(10, 16, w.bar())))
	body := widgets.Row(12, widgets.Part{CanvasObject: widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), form), Weight: 1, Fill: true},
		widgets.Part{CanvasObject: w.pages, Weight: 1.1, Fill: true})
	w.whole = widgets.Column(10, widgets.Fixed(w.kinds), widgets.Fixed(top), widgets.Fixed(w.notice), widgets.Fixed(w.kept), widgets.Grow(body))
}

// bar is the row of what may be done; what the report's state leaves out is not shown.
func (w *Reports) bar() fyne.CanvasObject {
	return widgets.Row(8, widgets.Fixed(w.Save), widgets.Grow(widgets.Spring()), widgets.Fixed(w.giveUp), widgets.Fixed(w.Correct), widgets.Fixed(w.Finalise), widgets.Fixed(w.Submit))
}

// turn shows another period.
func (w *Reports) turn(p sla.Period) {
	w.period = p
	w.load()
}

// types are the reports side by side: choosing one shows its last period that is over; of weeks and years that of today.
func (w *Reports) types() fyne.CanvasObject {
	var tabs []widgets.Tab
	for _, kind := range []string{sla.Weekly, sla.Monthly, sla.Quarterly, sla.Annual, sla.Attendance} {
		tabs = append(tabs, widgets.Tab{Key: kind, Label: report.Name(kind)})
	}
	return widgets.Line(0, widgets.Tabs(tabs, w.period.Type, func(kind string) {
		p := sla.PeriodOf(kind, w.frame.Now())
		if kind != sla.Weekly && kind != sla.Annual {
			p = p.Before()
		}
		w.turn(p)
	}))
}

func (w *Reports) load() {
	w.say("", widgets.Going)
	w.read(nil)
}

// say tells something above the report; "" takes away what was told.
func (w *Reports) say(text string, tint widgets.Tint) {
	if text == "" {
		w.tell("", nil)
		return
	}
	icon := (map[widgets.Tint]string{widgets.Bad: "alert-circle", widgets.Good: "circle-check"})[tint]
	if icon == "" {
		icon = "info-circle"
	}
	w.tell(text, widgets.NewBanner(tint, icon, text, nil, true))
}

// tell puts a strip above the report; nil takes it away.
func (w *Reports) tell(text string, strip fyne.CanvasObject) {
	w.said, w.notice.Objects = text, nil
	if strip != nil {
		w.notice.Objects = []fyne.CanvasObject{strip}
	}
	w.notice.Hidden = strip == nil
	w.whole.Refresh()
}

// Said is what the screen last told.
func (w *Reports) Said() string { return w.said }

// read reads the report again and then says what was done. Checks that are due are taken on the way; who may not
// take them looks all the same.
func (w *Reports) read(done func()) {
	w.leave()
	period := w.period
	w.kinds.Objects = []fyne.CanvasObject{w.types()}
	title, span := view.Period(period)
	w.title.Set(title)
	w.span.Set(span)
	w.name()
	w.rest() // there is nothing to do until the report is there
	run(w.desk, func(ctx context.Context) (app.Report, error) {
		_, unchecked := w.desk.TakeChecks(ctx)
		r, err := w.desk.ReadReport(ctx, app.ReportQuery{Type: period.Type, Period: period.Name})
		if err == nil && unchecked != nil && !fault.Barred(unchecked) {
			work.OnWindow(func() { w.say("每周检查没有补取："+fault.Of(unchecked).Error(), widgets.Soon) })
		}
		return r, err
	}, func(r app.Report, err error) {
		if w.period != period {
			return // turned on meanwhile
		}
		w.show(r, err)
		if done != nil && err == nil {
			done()
		}
	})
}

// show puts a report in, or what kept it from being read.
func (w *Reports) show(r app.Report, err error) {
	w.report, w.correcting, w.page.Objects = &r, false, nil
	if err != nil {
		w.report, r = nil, app.Report{}
		w.tags.Objects = nil
		w.fill(r)
		w.say(fault.Of(err).Error(), widgets.Bad)
	} else {
		w.tags.Objects = []fyne.CanvasObject{reportTags(r)}
		_, span := view.Period(sla.Period{Type: w.period.Type, Name: w.period.Name, From: r.From, To: r.To}) // a year is its contract's
		w.span.Set(span)
		w.page.Objects = reportPage(r, w.frame.OpenList)
		w.fill(r)
	}
	w.settle()
	w.restore()
}

// rest disables all that acts.
func (w *Reports) rest() {
	for _, b := range []*widgets.Button{w.Save, w.Finalise, w.Submit, w.Correct, w.PDF, w.XLSX, w.DOCX, w.Print} {
		b.Disable()
	}
}

// settle enables what the report's state allows, and shows the steps that lead on from it.
func (w *Reports) settle() {
	r := w.report
	draft := r != nil && r.Version == 0
	final := r != nil && r.Version > 0
	for b, on := range map[*widgets.Button]bool{w.Save: draft, w.Finalise: draft, w.Submit: final && r.Status == app.Finalised && !w.correcting, w.Correct: final} {
		enable(b, on)
		b.Hidden = !on
	}
	for _, b := range []*widgets.Button{w.PDF, w.XLSX, w.DOCX, w.Print} {
		enable(b, r != nil && !w.correcting)
	}
	w.giveUp.Hidden = !w.correcting
	w.reasoned.Hidden = !w.correcting
	w.Correct.Look, w.Correct.Label = widgets.Usual, "更正…"
	if w.correcting {
		w.Correct.Look, w.Correct.Label = widgets.Main, "出更正版"
	}
	for _, in := range w.Parts {
		enable(in, draft || w.correcting)
	}
	w.whole.Refresh()
	w.pages.again()
}
