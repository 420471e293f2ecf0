package screens

import (
	"context"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// aboutHead is the head of the facts: they are corrected, and shown unmasked, from there.
func (t *Tickets) aboutHead() fyne.CanvasObject {
	buttons := []*widgets.Button{widgets.NewButton("编辑", "", widgets.Plain, t.Edit)}
	if t.reason == "" && hasPersonal(t.shown) {
		buttons = append([]*widgets.Button{widgets.NewButton("显示明文", "", widgets.Plain, t.Reveal)}, buttons...)
	}
	return headed("基本信息", buttons...)
}

func hasPersonal(s app.Shown) bool {
	for _, f := range ticket.Kind.Fields {
		if text, _ := s.Fields[f.Key].(string); f.Personal != "" && text != "" && text != ledger.ErasedMark {
			return true
		}
	}
	return len(s.Attached) > 0
}

// Edit corrects fields of the ticket shown: what changed becomes a step of its own.
func (t *Tickets) Edit() {
	a := ledger.Action{Name: ledger.Amend, Label: "保存更正"}
	for _, f := range ticket.Kind.Fields {
		if !f.Step && f.Key != ticket.Kind.Outside {
			a.Asks = append(a.Asks, ledger.Ask{Key: f.Key})
		}
	}
	StepForm(t.frame.Window(), t.desk, ticket.Kind, string(t.shown.ID), a, func(rec *ledger.Record) { t.done("更正", rec) })
}

// Reveal asks why personal data is to be shown, records it, and shows it until another ticket is opened.
func (t *Tickets) Reveal() {
	t.askReason("显示明文", "显示", "会记入审计：谁、何时、为什么。办完一步或打开别的工单后自动重新遮蔽。", func(reason string) { t.open(string(t.shown.ID), reason) })
}

// askReason asks for a reason that is kept.
func (t *Tickets) askReason(title, verb, help string, given func(reason string)) {
	form := widgets.NewForm([]widgets.FieldSpec{{Key: "reason", Label: "理由", Required: true, Help: help}}, widgets.Dates{})
	ask := widgets.Ask(t.frame.Window().Canvas(), widgets.Question{Title: title, Content: form, First: form.First(), Verb: verb, OnVerb: func() bool { form.Submit(); return true }})
	form.OnCancel = ask.Back
	form.OnSubmit = func(values map[string]string) {
		ask.Close()
		given(values["reason"])
	}
}

// unmasked says that the page shows what is otherwise masked.
func (t *Tickets) unmasked() fyne.CanvasObject {
	hide := widgets.NewButton("重新遮蔽", "eye-off", widgets.Usual, func() { t.open(string(t.shown.ID), "") })
	hide.Small = true
	line := widgets.Row(8, widgets.Grow(widgets.Marked("eye", theme.Orange, widgets.NewParagraph("正在显示明文，已记录理由："+t.reason, theme.SizeHelp, theme.Orange))), widgets.Fixed(hide))
	return widgets.On(widgets.NewPanel(theme.OrangeSoft, "", 6), widgets.Inset(6, 12, line))
}

// Erase erases the personal data of the ticket shown and what its attachments hold. It can't be taken back.
func (t *Tickets) Erase() {
	id := string(t.shown.ID)
	t.askReason("删除个人信息和附件内容", "永久删除", "申请人、电话和全部附件的内容会永久删除，不能撤回；其余内容、时限和校验不受影响。", func(why string) {
		t.work("删除个人信息", func(ctx context.Context) (*ledger.Record, error) {
			return t.desk.EraseRecord(ctx, ticket.Kind.Name, id, why)
		})
	})
}

// work takes a step every kind has on the ticket shown.
func (t *Tickets) work(label string, do func(context.Context) (*ledger.Record, error)) {
	run(t.desk, do, func(rec *ledger.Record, err error) {
		if err != nil {
			Retry(t.frame.Window(), t.desk, err, func() { t.work(label, do) })
			return
		}
		t.done(label, rec)
	})
}
