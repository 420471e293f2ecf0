package screens

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// relations are what one record may be to another.
var relations = []string{"相关", "重复", "由其引起", "引起", "依据"}

// links are the records the ticket shown is linked with; each opens.
func (t *Records) links(s app.Shown) fyne.CanvasObject {
	rows := widgets.Stack(4, headed("关联", widgets.NewButton("添加…", "", widgets.Plain, t.askLink)))
	if len(s.Links) == 0 {
		rows.Add(widgets.NewParagraph("还没有关联的记录。", theme.SizeHelp, theme.Text3))
	}
	for _, l := range s.Links {
		rows.Add(t.link(l))
	}
	return rows
}

func (t *Records) link(l app.ShownLink) fyne.CanvasObject {
	icon := "link"
	if l.Incoming {
		icon = "arrow-left"
	}
	label := ""
	if k := t.desk.Kinds.Kind(l.Kind); k != nil {
		label = k.Label
	}
	words := widgets.Row(6, widgets.Fixed(widgets.NewPicture(icon, theme.Text3, 14)), widgets.Fixed(widgets.Help(l.Relation)),
		widgets.Part{CanvasObject: widgets.NewText(label+" "+l.Number, theme.SizeBody, theme.Primary).Cut(), Weight: 1})
	parts := []widgets.Part{widgets.Grow(widgets.NewSpot(widgets.Tall(28, widgets.Inset(0, 2, words)), 4, func() { t.frame.OpenRecord(l.Kind, string(l.Record)) }))}
	if !l.Incoming && l.Relation != "合并" {
		off := widgets.NewButton("", "x", widgets.Hushed, func() { t.unlink(l) })
		off.Small = true
		parts = append(parts, widgets.Fixed(off))
	}
	return widgets.Row(4, parts...)
}

// askLink finds a record of any kind and links the ticket shown with it.
func (t *Records) askLink() {
	id := string(t.shown.ID)
	form := widgets.NewForm([]widgets.FieldSpec{{Key: "to", Label: "记录", Kind: widgets.AsRef, Required: true, Find: t.anyRecord, Placeholder: "输入编号、标题或拼音首字母"},
		{Key: "relation", Label: "关系", Kind: widgets.AsChoice, Required: true, Choices: optionsNamed(relations), Value: relations[0]}}, widgets.Dates{})
	ask := widgets.Ask(t.frame.Window().Canvas(), widgets.Question{Title: "关联记录", Content: form, First: form.First(), Verb: "关联", OnVerb: func() bool { form.Submit(); return true }})
	form.OnCancel = ask.Back
	form.OnSubmit = func(values map[string]string) {
		ask.Close()
		kind, to, _ := strings.Cut(values["to"], " ")
		t.work("关联", func(ctx context.Context) (*ledger.Record, error) {
			return t.desk.LinkRecords(ctx, t.kind.Name, id, kind, to, values["relation"])
		})
	}
}

func optionsNamed(names []string) (out []widgets.Option) {
	for _, n := range names {
		out = append(out, widgets.Option{Value: n, Label: n})
	}
	return out
}

// anyRecord finds records of every kind by a few characters.
func (t *Records) anyRecord(query string, answer func([]widgets.Option)) {
	run(t.desk, func(ctx context.Context) ([]Hit, error) { return t.desk.Find(ctx, query, 6) }, func(hits []Hit, _ error) {
		out := make([]widgets.Option, 0, len(hits)) // a search that fails finds nothing; the step itself tells why
		for _, h := range hits {
			out = append(out, widgets.Option{Value: h.Kind.Name + " " + h.Number, Label: h.Kind.Label + " " + h.Number, Note: h.Title})
		}
		answer(out)
	})
}

func (t *Records) unlink(l app.ShownLink) {
	id := string(t.shown.ID)
	widgets.Ask(t.frame.Window().Canvas(), widgets.Question{Title: "解除与 " + l.Number + " 的关联？", Body: "两边的记录不受影响；经过里仍保留这次关联。", Verb: "解除关联",
		OnVerb: func() bool {
			t.work("解除关联", func(ctx context.Context) (*ledger.Record, error) {
				return t.desk.UnlinkRecords(ctx, t.kind.Name, id, string(l.Record))
			})
			return false
		}})
}
