package screens

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// reportTags says in shape and words where a report stands.
func reportTags(r app.Report) fyne.CanvasObject {
	line := widgets.Line(6)
	if r.Version > 1 {
		line.Add(widgets.NewTag("repeat", fmt.Sprintf("更正版（第 %d 版）", r.Version), widgets.Waits))
	}
	switch {
	case r.Version == 0:
		line.Add(widgets.NewTag("pencil", "草稿", widgets.Neutral))
	case r.Submitted.IsZero():
		line.Add(widgets.NewTag("lock", "已定稿", widgets.Going))
	default:
		line.Add(widgets.NewTag("circle-check", "已报送", widgets.Good))
	}
	switch {
	case r.PastDue && r.Submitted.IsZero():
		line.Add(widgets.NewTag("alert-circle", "已过报送时刻", widgets.Bad))
	case r.PastDue:
		line.Add(widgets.NewTag("alert-circle", "迟交", widgets.Bad))
	}
	return line
}

// reportPage is what stands above the sections: what explains the report's standing, and its figures.
func reportPage(r app.Report, list func(kind string, f app.Filter)) []fyne.CanvasObject {
	standing := r.Standing()
	tint, icon := widgets.Going, "info-circle"
	if r.PastDue {
		tint, icon = widgets.Soon, "alarm"
	}
	page := []fyne.CanvasObject{widgets.NewBanner(tint, icon, standing[0], nil, false)}
	short, later := standing[1:], []string(nil)
	if len(r.Changed) > fewChanges { // many would push the figures out of sight: they are told in full below them
		short, later = standing[1:len(standing)-len(r.Changed)-1], standing[len(standing)-len(r.Changed)-1:]
		short = append(slices.Clone(short), fmt.Sprintf("冻结后有 %d 项数字变化，定稿不变；逐项列在下面。", len(r.Changed)))
	}
	if len(short) > 0 {
		page = append(page, widgets.NewBanner(widgets.Soon, "git-compare", strings.Join(short, "\n"), nil, false))
	}
	head := widgets.Row(8, widgets.Fixed(widgets.Title("数字", theme.SizeCard)), widgets.Part{CanvasObject: widgets.Help("取自台账，截至 " + r.AsOf.Format("01-02 15:04") + "；点开看是哪些记录").Cut(), Weight: 1})
	block := widgets.Stack(8, head)
	if r.Kind() != sla.Attendance {
		block.Add(figures(r, func(f app.Filter) { list(ticket.Kind.Name, f) }))
	}
	for _, row := range telling(r, list) {
		block.Add(row)
	}
	if len(later) > 0 {
		block.Add(widgets.NewParagraph(strings.Join(later, "\n"), theme.SizeHelp, theme.Text2))
	}
	return append(page, block)
}

// fewChanges is how many changed figures a banner tells one by one.
const fewChanges = 2

// telling are the rates and the counts of other kinds, four to a row; each opens the records behind it.
func telling(r app.Report, list func(kind string, f app.Filter)) (rows []fyne.CanvasObject) {
	var cells []widgets.Part
	for _, m := range r.Measures {
		value := m.Percent + "%"
		if m.Percent == "" {
			value = "无"
		}
		cells = append(cells, widgets.Grow(figure(m.Label, value, theme.Text, opens(m.All.Records, func(f app.Filter) { list(ticket.Kind.Name, f) }))))
	}
	rows = append(rows, fours(cells)...)
	for _, p := range r.Parts {
		if len(p.Figures) == 0 {
			continue
		}
		cells = nil
		for _, f := range p.Figures {
			kind := cmp.Or(f.Kind, ticket.Kind.Name)
			cells = append(cells, widgets.Grow(figure(f.Label, fmt.Sprint(f.Value), theme.Text, opens(f.Records, func(f app.Filter) { list(kind, f) }))))
		}
		rows = append(append(rows, widgets.Title(p.Title, theme.SizeCard)), fours(cells)...)
	}
	return rows
}

// fours sets fields four to a row, those of the last row as wide as the others.
func fours(cells []widgets.Part) (rows []fyne.CanvasObject) {
	for row := range slices.Chunk(cells, 4) {
		for len(row) < 4 {
			row = append(row, widgets.Grow(widgets.Spring()))
		}
		rows = append(rows, widgets.Row(8, row...))
	}
	return rows
}

// figures are the counts in small fields, four to a row, and the rate with its limit. Each opens the tickets behind it.
func figures(r app.Report, list func(app.Filter)) fyne.CanvasObject {
	var counts, halves []widgets.Part // two counts to half the width, as wide as the rate: all stand in four columns
	for _, f := range r.Counts() {
		ink := theme.Text
		if f.Value > 0 && (f.Key == r.Overdue.Key || f.Key == r.Rework.Key || f.Key == r.Quality.Key) {
			ink = map[bool]fyne.ThemeColorName{true: theme.Red, false: theme.Orange}[f.Key == r.Overdue.Key]
		}
		counts = append(counts, widgets.Grow(figure(f.Label, fmt.Sprint(f.Value), ink, opens(f.Records, list))))
	}
	value, ink := r.Rate.Percent+"%", theme.Green
	switch {
	case r.Rate.Percent == "":
		value, ink = "无", theme.Text3
	case r.Rate.Over:
		ink = theme.Red
	}
	for pair := range slices.Chunk(counts, 2) {
		halves = append(halves, widgets.Grow(widgets.Row(8, pair...)))
	}
	halves = append(halves, widgets.Grow(figure("在途率（限 3.5%）", value, ink, opens(r.InTransit.Records, list))))
	rows := widgets.Stack(8)
	for row := range slices.Chunk(halves, 2) {
		rows.Add(widgets.Row(8, row...))
	}
	return rows
}

// opens lists tickets by number; nil where there are none.
func opens(numbers []string, list func(app.Filter)) func() {
	if len(numbers) == 0 {
		return nil
	}
	return func() { list(app.Numbered(numbers)) }
}

func figure(label, value string, ink fyne.ThemeColorName, open func()) fyne.CanvasObject {
	words := widgets.Stack(2, widgets.NewText(label, theme.SizeHelp, theme.Text2).Cut(), widgets.NewText(value, theme.SizePage, ink).Bold())
	return widgets.On(widgets.NewPanel(theme.Sunken, theme.Border, 6), widgets.NewSpot(widgets.Inset(6, 8, words), 6, open))
}
