package screens

import (
	"context"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui/widgets"
)

// save keeps the sections as written; the others stay drafted.
func (w *Reports) save() {
	if written := w.changed(); len(written) > 0 {
		w.step("已保存草稿", "edit", written)
		return
	}
	w.say("没有改动的章节", widgets.Going)
}

// changed are the sections whose text is no longer as it was filled in.
func (w *Reports) changed() map[string]string {
	out := map[string]string{}
	for key, e := range w.Parts {
		if e.Value() != w.shown[key] {
			out[key] = e.Value()
		}
	}
	return out
}

// finalise asks once: what is finalised can only be corrected afterwards.
func (w *Reports) finalise() {
	w.ask("定稿", "定稿后数字和文字都不再变动，只能另出更正版。此后发生的事项列入下一期。", nil, func() {
		if written := w.changed(); len(written) > 0 {
			w.steps([]taking{{"edit", written}, {"finalise", nil}}, "已定稿")
			return
		}
		w.step("已定稿", "finalise", nil)
	})
}

// submit asks when and to whom.
func (w *Reports) submit() {
	form := widgets.NewForm([]widgets.FieldSpec{
		{Key: "submitted", Label: "报送时间", Kind: widgets.AsTime, Required: true, Past: true, Value: w.frame.Now().In(ledger.Zone).Format("2006-01-02 15:04")},
		{Key: "to", Label: "报送对象", Required: true, Value: app.DefaultRecipient}}, datesOf(w.desk))
	w.ask("报送登记", "应报时刻 "+w.report.Due.Format("2006-01-02 15:04")+"，按报送时刻判定是否迟交。", form, func() {
		w.step("已登记报送", "submit", form.Values())
	})
}

// correct opens the sections first; the second time it writes the corrected version.
func (w *Reports) correct() {
	if !w.correcting {
		w.correcting = true
		w.settle()
		w.restore()
		w.say("改好章节、写明原因，再点“出更正版”。数字按原截至时间重新统计；原版仍可生成。", widgets.Going)
		w.reasoned.Focus()
		return
	}
	values := w.changed()
	values["reason"] = w.Reason.Value()
	w.step("已出更正版", "correct", values)
}

// taking is one step with what was typed.
type taking struct {
	action string
	values map[string]string
}

func (w *Reports) step(said, action string, values map[string]string) {
	w.steps([]taking{{action, values}}, said)
}

// steps takes steps one after another and shows the report as it then is. A refused one leaves what was typed.
func (w *Reports) steps(list []taking, said string) {
	period := w.period
	w.rest()
	run(w.desk, func(ctx context.Context) (bool, error) {
		for _, t := range list {
			if _, err := w.desk.StepReport(ctx, period, t.action, t.values); err != nil {
				return false, err
			}
		}
		return true, nil
	}, func(_ bool, err error) {
		if err != nil {
			w.settle()
			Retry(w.frame.Window(), w.desk, err, func() { w.steps(list, said) })
			return
		}
		w.recorded()
		w.read(func() { w.say(said, widgets.Good) })
	})
}

// ask explains a step and takes it where a person agrees and what the form asks is there; nil: it asks nothing.
func (w *Reports) ask(title, text string, form *widgets.Form, take func()) {
	q := widgets.Question{Title: title, Body: text, Verb: title, Width: 460, OnVerb: func() bool { take(); return false }}
	if form == nil {
		widgets.Ask(w.frame.Window().Canvas(), q)
		return
	}
	q.Content, q.First = form, form.First()
	q.OnVerb = func() bool { form.Submit(); return true }
	d := widgets.Ask(w.frame.Window().Canvas(), q)
	form.OnCancel = d.Back
	form.OnSubmit = func(map[string]string) { d.Close(); take() }
}
