package screens

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/rule/digest"
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

// reportPage is what stands beside the sections: where the report stands, its figures, and what explains them.
func reportPage(r app.Report) []fyne.CanvasObject {
	standing := r.Standing()
	tint, icon := widgets.Going, "info-circle"
	if r.PastDue {
		tint, icon = widgets.Soon, "alarm"
	}
	page := []fyne.CanvasObject{widgets.NewBanner(tint, icon, standing[0], nil, false)}
	if len(standing) > 1 {
		page = append(page, widgets.NewBanner(widgets.Soon, "git-compare", strings.Join(standing[1:], "\n"), nil, false))
	}
	page = append(page, widgets.Card("数字", widgets.Help("取自台账，截至 "+r.AsOf.Format("01-02 15:04")), figures(r)))
	if len(r.Corrected) > 0 {
		page = append(page, widgets.Card("更正", nil, told(r.Corrected)))
	}
	if len(r.Late) > 0 {
		late := widgets.Stack(10)
		for _, l := range r.Late {
			late.Add(lateTicket(l))
		}
		page = append(page, widgets.Card("超时工单", widgets.Help(fmt.Sprintf("%d 张", len(r.Late))), late))
	}
	if len(r.Notes) > 0 {
		page = append(page, widgets.Card("说明", nil, told(r.Notes)))
	}
	return page
}

// figures are the counts in small fields, four to a row, and the rate with its limit.
func figures(r app.Report) fyne.CanvasObject {
	var rows [2][]widgets.Part
	for i, f := range r.Counts() {
		ink := theme.Text
		if f.Value > 0 && (f.Key == r.Overdue.Key || f.Key == r.Rework.Key || f.Key == r.Quality.Key) {
			ink = map[bool]fyne.ThemeColorName{true: theme.Red, false: theme.Orange}[f.Key == r.Overdue.Key]
		}
		rows[min(i/4, 1)] = append(rows[min(i/4, 1)], widgets.Grow(figure(f.Label, fmt.Sprint(f.Value), ink)))
	}
	value, ink := r.Rate.Percent+"%", theme.Green
	switch {
	case r.Rate.Percent == "":
		value, ink = "无", theme.Text3
	case r.Rate.Over:
		ink = theme.Red
	}
	rate := widgets.Grow(figure("在途率（限 3.5%）", value, ink))
	rate.Weight = 2
	return widgets.Stack(8, widgets.Row(8, rows[0]...), widgets.Row(8, append(rows[1], rate)...))
}

func figure(label, value string, ink fyne.ThemeColorName) fyne.CanvasObject {
	words := widgets.Stack(2, widgets.NewText(label, theme.SizeHelp, theme.Text2).Cut(), widgets.NewText(value, theme.SizePage, ink).Bold())
	return widgets.On(widgets.NewPanel(theme.Sunken, theme.Border, 6), widgets.Inset(6, 10, words))
}

func lateTicket(l digest.Late) fyne.CanvasObject {
	head := widgets.Row(8, widgets.Grow(widgets.Body(l.Number+"　"+l.Title).Cut()), widgets.Fixed(widgets.NewTag("alert-circle", fmt.Sprintf("延误 %d 个工作日", l.Days), widgets.Bad)))
	return widgets.Stack(2, head, widgets.NewParagraph(strings.Join(l.Reasons, "；"), theme.SizeHelp, theme.Text2))
}

func told(list []string) fyne.CanvasObject {
	out := widgets.Stack(4)
	for _, s := range list {
		out.Add(widgets.NewParagraph(s, theme.SizeHelp, theme.Text2))
	}
	return out
}
