package screens

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// StepForm asks the fields of a step in a dialog made from its description, and takes it.
func StepForm(w fyne.Window, d *Desk, k *ledger.Kind, key string, a ledger.Action, done func(*ledger.Record)) {
	form := app.StepDraft(k.Name, key, a.Name)
	d.settle(form)
	type begun struct {
		words dictionary.Set
		draft app.Draft
	}
	run(d, func(ctx context.Context) (b begun, err error) {
		if b.words, err = d.AllDictionaries(ctx); err == nil {
			b.draft, _, err = d.Draft(ctx, form)
		}
		return b, err
	}, func(b begun, err error) {
		if err != nil {
			Fail(w, err)
			return
		}
		s := &stepDialog{window: w, desk: d, step: app.Step{Kind: k.Name, Key: key, Action: a.Name, Draft: form}, done: done}
		s.open(a.Label, stepSpecs(d, k, a, b.words), b.draft)
	})
}

// stepDialog is a step being filled in. It stays open, with what was typed, until the step is taken.
type stepDialog struct {
	window fyne.Window
	desk   *Desk
	step   app.Step
	done   func(*ledger.Record)

	form   *widgets.Form
	typing *typing
	kept   *fyne.Container // says that a draft was put back
	told   *fyne.Container // what was wrong with the last try
	dialog *widgets.Dialog
	taking bool
}

func (s *stepDialog) open(label string, specs []widgets.FieldSpec, draft app.Draft) {
	s.form = widgets.NewForm(specs, datesOf(s.desk))
	s.restore(draft)
	s.told = container.NewStack()
	s.told.Hide()
	height := func() float32 {
		return max(s.window.Canvas().Size().Height-220-s.told.MinSize().Height-s.kept.MinSize().Height, 120)
	}
	fields := widgets.UpTo(height, s.form)
	q := widgets.Question{Title: label, Content: widgets.Stack(12, s.kept, fields, s.told), First: s.form.First(), Verb: label, Width: 560,
		OnBack: s.typing.end, OnVerb: func() bool { s.form.Submit(); return true }}
	if len(specs) == 0 {
		q.Body, q.Content = "这一步不需要填写内容。", s.told
	}
	s.dialog = widgets.Ask(s.window.Canvas(), q)
	s.form.OnCancel = s.dialog.Back
	s.form.OnEnter = func(f *widgets.Field) {
		s.dialog.Fit() // what is wrong may stand below a field now
		widgets.Reveal(fields, f)
	}
	s.form.OnSubmit = func(values map[string]string) { s.take(values, false) }
}

// restore puts a draft back, and keeps what is typed from here on.
func (s *stepDialog) restore(draft app.Draft) {
	for key, value := range draft.Values {
		s.form.Set(key, value)
	}
	s.typing = s.desk.watch(s.step.Draft, func() map[string]string {
		if !s.form.Changed() {
			return nil
		}
		return s.form.Values()
	})
	s.form.OnChanged = func(string) { s.typing.touch() }
	s.kept = container.NewStack()
	if s.kept.Hidden = len(draft.Values) == 0; s.kept.Hidden {
		return
	}
	s.kept.Add(restored(draft, s.desk.Now(), func() {
		s.form.Reset()
		s.typing.discard()
		s.kept.Hide()
		s.dialog.Fit()
	}))
}

// take takes the step once; a refusal is told in the dialog.
func (s *stepDialog) take(values map[string]string, confirmed bool) {
	if s.taking {
		return
	}
	s.taking = true
	step := s.step
	step.Values, step.Confirmed = values, confirmed
	keep := s.typing.before()
	run(s.desk, func(ctx context.Context) (*ledger.Record, error) {
		if err := keep(ctx); err != nil {
			return nil, err
		}
		return s.desk.Act(ctx, step)
	}, func(rec *ledger.Record, err error) {
		s.taking = false
		switch {
		case err == nil:
			s.typing.recorded()
			s.dialog.Close()
			s.done(rec)
		case fault.Is(err, fault.PersonalText):
			s.keepText(err, values)
		case fault.Is(err, fault.Backdated):
			Retry(s.window, s.desk, err, func() { s.take(values, confirmed) })
		default:
			s.tell(err)
		}
	})
}

// tell says below the fields what was wrong.
func (s *stepDialog) tell(err error) {
	s.told.Objects = []fyne.CanvasObject{widgets.NewPanel(theme.RedSoft, "", 6), widgets.Inset(8, 12, threeParts(err))}
	s.told.Show()
	s.dialog.Fit()
}

// keepText points out personal data in what was typed, and asks whether it is to stay.
func (s *stepDialog) keepText(err error, values map[string]string) {
	widgets.Ask(s.window.Canvas(), widgets.Question{Title: "文字里有个人信息", Body: fault.Of(err).Message + "。请改填在联系电话、证件号等专用字段里，或从文字中删去。",
		Verb: "仍要保存", Danger: true, Back: "返回修改", Width: 460, OnVerb: func() bool { s.take(values, true); return false }})
}
