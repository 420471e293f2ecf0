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

// Weekly shows a week's report and writes it as PDF and spreadsheet.
type Weekly struct {
	frame  Frame
	desk   *Desk
	week   sla.Week
	report *app.Report
	title  *widget.Label
	page   *fyne.Container
	Draw   *widget.Button
	said   *widget.Label
}

// NewWeekly makes the screen on the week of today.
func NewWeekly(f Frame, d *Desk) *Weekly {
	w := &Weekly{frame: f, desk: d, week: sla.WeekOf(f.Now()), title: widget.NewLabel(""), page: container.NewVBox(), said: widget.NewLabel("")}
	w.said.Wrapping = fyne.TextWrapBreak
	w.Draw = widget.NewButton("生成 PDF 和 XLSX", w.draw)
	w.Draw.Importance = widget.HighImportance
	w.load()
	return w
}

// Content lays the screen out.
func (w *Weekly) Content() fyne.CanvasObject {
	bar := container.NewHBox(widget.NewButton("上一周", func() { w.move(-7) }), w.title, widget.NewButton("下一周", func() { w.move(7) }), w.Draw)
	return container.NewBorder(container.NewVBox(heading("周报", base.SizeNameHeadingText), bar, w.said), nil, nil, nil,
		container.NewStack(surface(), container.NewVScroll(container.NewPadded(w.page))))
}

func (w *Weekly) move(days int) {
	w.week = sla.WeekOf(w.week.From.AddDate(0, 0, days))
	w.load()
}

func (w *Weekly) load() {
	period := w.week.String()
	w.title.SetText(fmt.Sprintf("%s（%s 至 %s）", period, w.week.From.Format("01-02"), w.week.Thursday().Format("01-02")))
	w.said.SetText("")
	w.Draw.Disable() // there is nothing to draw until the report is reckoned
	work.Run(func(ctx context.Context) (app.Report, error) { return w.desk.Weekly(ctx, period, time.Time{}) }, func(r app.Report, err error) {
		if w.week.String() != period {
			return // turned on meanwhile
		}
		w.page.Objects, w.report = nil, nil
		enable(w.Draw, err == nil)
		if err != nil {
			w.said.SetText(fault.Of(err).Error())
		} else {
			w.report = &r
			w.show(r)
		}
		w.page.Refresh()
	})
}

func (w *Weekly) show(r app.Report) {
	figures := container.NewGridWithColumns(7)
	for _, f := range r.Counts() {
		figures.Add(figure(f.Label, fmt.Sprint(f.Value), base.ColorNameForeground))
	}
	color := base.ColorNameSuccess
	if r.Rate.Over {
		color = base.ColorNameError
	}
	figures.Add(figure("在途率（限 3.5%）", r.Rate.Percent+"%", color))
	w.page.Add(figures)
	for _, s := range []struct {
		title string
		lines []string
	}{{"一、本周工作", r.Work}, {"二、存在问题", r.Problems}, {"三、下周工作安排", r.Next}, {"说明", r.Notes}} {
		w.page.Add(heading(s.title, base.SizeNameSubHeadingText))
		for _, l := range s.lines {
			w.page.Add(wrapped(l, base.ColorNameForeground))
		}
	}
	if len(r.Late) > 0 {
		w.page.Add(heading("超时工单", base.SizeNameSubHeadingText))
	}
	for _, l := range r.Late {
		w.page.Add(wrapped(fmt.Sprintf("%s　%s　延误 %d 个工作日　%s", l.Number, l.Title, l.Days, strings.Join(l.Reasons, "；")), base.ColorNameForeground))
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
