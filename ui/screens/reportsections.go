package screens

import (
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/record/report"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// part is a section of the report; what it is called is the type's.
type part struct {
	key, hint string
	rows      int
	needed    bool // nothing is finalised without it
}

var parts = []part{
	{"work", "写下本期做了什么", 5, true},
	{"problems", "写下遇到的问题；没有就写“无”", 4, true},
	{"next", "写下接下来要做的事", 4, true},
	{"more", "以【标题】另起一节", 2, false},
}

// name heads the sections as the type does.
func (w *Reports) name() {
	labels := report.Labels(w.period.Type)
	for i, key := range report.Sections {
		label := labels[key]
		if i < 3 {
			label = []string{"一、", "二、", "三、"}[i] + label
		}
		w.heads[key].Set(label)
	}
}

// sectionMark says beside a section's head where its words come from.
type sectionMark struct {
	icon  *widgets.Picture
	words *widgets.Text
	line  *fyne.Container
}

func (m *sectionMark) set(icon, words string, ink fyne.ThemeColorName) {
	m.icon.Set(icon, ink)
	m.words.Set(words)
	m.words.Tone(ink)
	m.icon.Hidden = words == ""
	m.line.Refresh()
}

// section is a head with its mark, and the text to write below.
func (w *Reports) section(p part) fyne.CanvasObject {
	w.heads[p.key] = widgets.Title("", theme.SizeCard).Cut()
	in := widgets.NewLongInput(p.hint, p.rows)
	mark := &sectionMark{icon: widgets.NewPicture("circle-check", theme.Text3, 14), words: widgets.Help("")}
	mark.line = widgets.Row(4, widgets.Grow(w.heads[p.key]), widgets.Fixed(mark.icon), widgets.Fixed(mark.words))
	w.Parts[p.key], w.marks[p.key] = in, mark
	in.OnChanged = func(string) { w.mark(p); w.pages.later(); w.typed() }
	in.OnSubmit = func() { w.Save.Press() }
	return widgets.Stack(6, mark.line, in)
}

// mark says where the words of a section come from now.
func (w *Reports) mark(p part) {
	m, text := w.marks[p.key], w.Parts[p.key].Value()
	switch {
	case w.report == nil:
		m.set("circle", "", theme.Text3)
	case text != w.shown[p.key]:
		m.set("pencil", "已改，还没有保存", theme.Primary)
	case text == "" && p.needed:
		m.set("alert-triangle", "还是空的，不能定稿", theme.Orange)
	case w.report.Written[p.key] != "":
		m.set("user-check", "人工编写；清空则恢复自动汇总", theme.Text2)
	case text != "":
		m.set("circle-check", "由台账起草", theme.Green)
	default:
		m.set("circle", "", theme.Text3)
	}
}

// fill puts the sections into their entries: what a person wrote, else the drafted sentences. A section that is not
// changed stays drafted, and follows the figures.
func (w *Reports) fill(r app.Report) {
	w.shown = map[string]string{"work": strings.Join(r.Work, "\n"), "problems": strings.Join(r.Problems, "\n"), "next": strings.Join(r.Next, "\n"), "more": moreText(r)}
	for _, p := range parts {
		w.Parts[p.key].SetValue(w.shown[p.key])
		w.mark(p)
	}
	w.Reason.SetValue("")
	w.reasoned.SetError("")
}

func moreText(r app.Report) string {
	var lines []string
	for _, s := range r.More {
		lines = append(append(lines, "【"+s.Title+"】"), s.Lines...)
	}
	return strings.Join(lines, "\n")
}
