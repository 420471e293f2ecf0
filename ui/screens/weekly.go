package screens

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/rule/sla"
	"opsledger/ui/work"
)

// Weekly shows a week's report: the figures, and beside them its sections to be written. From here it is saved,
// finalised, submitted, corrected, and drawn as PDF and spreadsheet.
type Weekly struct {
	frame  Frame
	desk   *Desk
	week   sla.Week
	report *app.Report
	title  *widget.Label
	page   *fyne.Container
	said   *widget.Label

	Parts    map[string]*widget.Entry // by section key
	heads    map[string]*widget.Label
	shown    map[string]string // the sections as they were filled in
	Reason   *widget.Entry     // of a correction
	reasoned *fyne.Container   // the reason with its label, shown while correcting

	Save, Finalise, Submit, Correct, Draw *widget.Button
	correcting                            bool
}

// parts are the sections in their order, as the screen heads them.
var parts = []struct {
	key, label string
	rows       int
}{{"work", "本周工作", 5}, {"problems", "存在问题", 4}, {"next", "下周工作安排", 4}, {"more", "其他章节（以【标题】另起一节）", 2}}

// NewWeekly makes the screen on the week of today.
func NewWeekly(f Frame, d *Desk) *Weekly {
	w := &Weekly{frame: f, desk: d, week: sla.WeekOf(f.Now()), title: widget.NewLabel(""), page: container.NewVBox(), said: widget.NewLabel(""),
		Parts: map[string]*widget.Entry{}, heads: map[string]*widget.Label{}, Reason: widget.NewEntry()}
	w.said.Wrapping = fyne.TextWrapBreak
	w.Save = widget.NewButton("保存草稿", w.save)
	w.Finalise = widget.NewButton("定稿…", w.finalise)
	w.Submit = widget.NewButton("报送登记…", w.submit)
	w.Correct = widget.NewButton("更正…", w.correct)
	w.Draw = widget.NewButton("生成 PDF 和 XLSX", w.draw)
	w.Draw.Importance = widget.HighImportance
	for _, p := range parts {
		e := widget.NewMultiLineEntry()
		e.Wrapping = fyne.TextWrapBreak
		e.SetMinRowsVisible(p.rows)
		w.Parts[p.key], w.heads[p.key] = e, widget.NewLabel(p.label)
	}
	w.Reason.SetPlaceHolder("更正原因，印在更正版里")
	w.reasoned = container.NewVBox(widget.NewLabel("更正原因"), w.Reason)
	w.load()
	return w
}

// Content lays the screen out.
func (w *Weekly) Content() fyne.CanvasObject {
	weeks := container.NewHBox(widget.NewButton("上一周", func() { w.move(-7) }), w.title, widget.NewButton("下一周", func() { w.move(7) }))
	steps := container.NewHBox(w.Save, w.Finalise, w.Submit, w.Correct, w.Draw)
	written := container.NewVBox(w.reasoned)
	for _, p := range parts {
		written.Add(w.heads[p.key])
		written.Add(w.Parts[p.key])
	}
	split := container.NewHSplit(container.NewStack(surface(), container.NewVScroll(container.NewPadded(w.page))),
		container.NewStack(surface(), container.NewVScroll(container.NewPadded(written))))
	split.SetOffset(0.56)
	top := container.NewVBox(heading("周报", base.SizeNameHeadingText), container.NewBorder(nil, nil, weeks, steps), w.said)
	return container.NewBorder(top, nil, nil, nil, split)
}

func (w *Weekly) move(days int) {
	w.week = sla.WeekOf(w.week.From.AddDate(0, 0, days))
	w.load()
}

func (w *Weekly) load() {
	w.said.SetText("")
	w.read(nil)
}

// read reads the report again and then says what was done. Checks that are due are taken on the way; who may not
// take them looks all the same.
func (w *Weekly) read(done func()) {
	period := w.week.String()
	w.title.SetText(fmt.Sprintf("%s（%s 至 %s）", period, w.week.From.Format("01-02"), w.week.Thursday().Format("01-02")))
	w.rest() // there is nothing to do until the report is there
	work.Run(func(ctx context.Context) (app.Report, error) {
		_, unchecked := w.desk.TakeChecks(ctx)
		r, err := w.desk.Weekly(ctx, period, time.Time{})
		if err == nil && unchecked != nil && !fault.Is(unchecked, fault.NotAllowed) {
			w.tell("每周检查没有补取：" + fault.Of(unchecked).Error())
		}
		return r, err
	}, func(r app.Report, err error) {
		if w.week.String() != period {
			return // turned on meanwhile
		}
		w.page.Objects, w.report, w.correcting = nil, nil, false
		if err != nil {
			w.fill(app.Report{})
			w.said.SetText(fault.Of(err).Error())
		} else {
			w.report = &r
			w.show(r)
			w.fill(r)
		}
		w.settle()
		w.page.Refresh()
		if done != nil && err == nil {
			done()
		}
	})
}

func (w *Weekly) tell(text string) { work.OnWindow(func() { w.said.SetText(text) }) }

// rest disables all that acts.
func (w *Weekly) rest() {
	for _, b := range []*widget.Button{w.Save, w.Finalise, w.Submit, w.Correct, w.Draw} {
		b.Disable()
	}
}

// settle enables what the report's state allows.
func (w *Weekly) settle() {
	r := w.report
	draft := r != nil && r.Version == 0
	final := r != nil && r.Version > 0
	enable(w.Save, draft)
	enable(w.Finalise, draft)
	enable(w.Submit, final && r.Status == app.Finalised && !w.correcting)
	enable(w.Correct, final)
	enable(w.Draw, r != nil && !w.correcting)
	w.Correct.SetText(map[bool]string{false: "更正…", true: "出更正版"}[w.correcting])
	for _, e := range w.Parts {
		enable(e, draft || w.correcting)
	}
	if w.correcting {
		w.reasoned.Show()
	} else {
		w.reasoned.Hide()
	}
}

// fill puts the sections into their entries: what a person wrote, else the drafted sentences. A section that is not
// changed stays drafted, and follows the figures.
func (w *Weekly) fill(r app.Report) {
	w.shown = map[string]string{"work": strings.Join(r.Work, "\n"), "problems": strings.Join(r.Problems, "\n"), "next": strings.Join(r.Next, "\n"), "more": moreText(r)}
	for _, p := range parts {
		w.Parts[p.key].SetText(w.shown[p.key])
		label := p.label
		if r.Written[p.key] != "" {
			label += "（人工编写；清空则恢复自动汇总）"
		}
		w.heads[p.key].SetText(label)
	}
	w.Reason.SetText("")
}

func moreText(r app.Report) string {
	var lines []string
	for _, s := range r.More {
		lines = append(append(lines, "【"+s.Title+"】"), s.Lines...)
	}
	return strings.Join(lines, "\n")
}

func (w *Weekly) show(r app.Report) {
	for i, line := range r.Standing() {
		color := base.ColorNameForeground
		if i > 0 || r.PastDue {
			color = base.ColorNameWarning
		}
		w.page.Add(wrapped(line, color))
	}
	figures := container.NewGridWithColumns(4)
	for _, f := range r.Counts() {
		figures.Add(figure(f.Label, fmt.Sprint(f.Value), base.ColorNameForeground))
	}
	color := base.ColorNameSuccess
	if r.Rate.Over {
		color = base.ColorNameError
	}
	figures.Add(figure("在途率（限 3.5%）", r.Rate.Percent+"%", color))
	w.page.Add(figures)
	w.lines("更正", r.Corrected)
	var late []string
	for _, l := range r.Late {
		late = append(late, fmt.Sprintf("%s　%s　延误 %d 个工作日　%s", l.Number, l.Title, l.Days, strings.Join(l.Reasons, "；")))
	}
	w.lines("超时工单", late)
	w.lines("说明", r.Notes)
}

// lines adds a headed list to the page; none where there is nothing.
func (w *Weekly) lines(head string, list []string) {
	if len(list) > 0 {
		w.page.Add(heading(head, base.SizeNameSubHeadingText))
	}
	for _, l := range list {
		w.page.Add(wrapped(l, base.ColorNameForeground))
	}
}

func figure(label, value string, color fyne.ThemeColorName) fyne.CanvasObject {
	big := widget.NewRichText(&widget.TextSegment{Text: value, Style: widget.RichTextStyle{SizeName: base.SizeNameHeadingText, ColorName: color}})
	return container.NewVBox(widget.NewLabel(label), big)
}

func (w *Weekly) draw() {
	if w.report == nil {
		return
	}
	rep, dir := *w.report, filepath.Join(filepath.Dir(w.desk.Dir), "周报")
	w.Draw.Disable()
	work.Run(func(context.Context) ([]string, error) { return w.desk.Report(rep, dir) }, func(files []string, err error) {
		w.Draw.Enable()
		if err != nil {
			Fail(w.frame.Window(), err)
			return
		}
		w.said.SetText("已生成：" + strings.Join(files, "　"))
	})
}

// Said is what the screen last told.
func (w *Weekly) Said() string { return w.said.Text }
