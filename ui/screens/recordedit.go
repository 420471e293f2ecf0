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

// aboutHead is the head of the facts: they are corrected, and shown unmasked, from there.
func (t *Records) aboutHead() fyne.CanvasObject {
	buttons := []*widgets.Button{widgets.NewButton("编辑", "", widgets.Plain, t.Edit)}
	buttons[0].Hidden = !correctable(t.kind)
	if t.reason == "" && hasPersonal(t.kind, t.shown) {
		buttons = append([]*widgets.Button{widgets.NewButton("显示明文", "", widgets.Plain, t.Reveal)}, buttons...)
	}
	return headed("基本信息", buttons...)
}

func hasPersonal(k *ledger.Kind, s app.Shown) bool {
	for _, f := range k.Fields {
		if text, _ := s.Fields[f.Key].(string); f.Personal != "" && text != "" && text != ledger.ErasedMark {
			return true
		}
	}
	return len(s.Attached) > 0
}

// Edit corrects fields of the record shown: what changed becomes a step of its own.
func (t *Records) Edit() {
	a := ledger.Action{Name: ledger.Amend, Label: "保存更正"}
	for _, f := range t.kind.Fields {
		if corrected(t.kind, f) {
			a.Asks = append(a.Asks, ledger.Ask{Key: f.Key})
		}
	}
	StepForm(t.frame, t.desk, t.kind, string(t.shown.ID), a, func(rec *ledger.Record) { t.done("更正", rec) })
}

// Reveal asks why personal data is to be shown, records it, and shows it until another record is opened.
func (t *Records) Reveal() {
	t.askReason("显示明文", "显示", "会记入审计：谁、何时、为什么。办完一步或打开别的记录后自动重新遮蔽。", func(reason string) { t.open(string(t.shown.ID), reason) })
}

// askReason asks for a reason that is kept.
func (t *Records) askReason(title, verb, help string, given func(reason string)) {
	form := widgets.NewForm([]widgets.FieldSpec{{Key: "reason", Label: "理由", Required: true, Help: help}}, widgets.Dates{})
	ask := widgets.Ask(t.frame.Window().Canvas(), widgets.Question{Title: title, Content: form, First: form.First(), Verb: verb, OnVerb: func() bool { form.Submit(); return true }})
	form.OnCancel = ask.Back
	form.OnSubmit = func(values map[string]string) {
		ask.Close()
		given(values["reason"])
	}
}

// unmasked says that the page shows what is otherwise masked.
func (t *Records) unmasked() fyne.CanvasObject {
	hide := widgets.NewButton("重新遮蔽", "eye-off", widgets.Usual, func() { t.open(string(t.shown.ID), "") })
	hide.Small = true
	line := widgets.Row(8, widgets.Grow(widgets.Marked("eye", theme.Orange, widgets.NewParagraph("正在显示明文，已记录理由："+t.reason, theme.SizeHelp, theme.Orange))), widgets.Fixed(hide))
	return widgets.On(widgets.NewPanel(theme.OrangeSoft, "", 6), widgets.Inset(6, 12, line))
}

// Erase erases the personal data of the record shown and what its attachments hold. It can't be taken back.
func (t *Records) Erase() {
	id := string(t.shown.ID)
	t.askReason("删除个人信息和附件内容", "永久删除", personalLabels(t.kind)+"和全部附件的内容会永久删除，不能撤回；其余内容、时限和校验不受影响。", func(why string) {
		t.work("删除个人信息", func(ctx context.Context) (*ledger.Record, error) {
			return t.desk.EraseRecord(ctx, t.kind.Name, id, why)
		})
	})
}

// work takes a step every kind has on the record shown.
func (t *Records) work(label string, do func(context.Context) (*ledger.Record, error)) {
	run(t.desk, do, func(rec *ledger.Record, err error) {
		if err != nil {
			Retry(t.frame.Window(), t.desk, err, func() { t.work(label, do) })
			return
		}
		t.done(label, rec)
	})
}

// personalLabels are the fields of a kind that hold personal data.
func personalLabels(k *ledger.Kind) string {
	var out []string
	for _, f := range k.Fields {
		if f.Personal != "" && !f.Told {
			out = append(out, f.Label)
		}
	}
	if len(out) == 0 {
		return "个人信息"
	}
	return strings.Join(out, "、")
}
