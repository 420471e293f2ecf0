package screens

import (
	"context"
	"strings"
	"unicode/utf8"

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
func StepForm(f Frame, d *Desk, k *ledger.Kind, key string, a ledger.Action, done func(*ledger.Record)) {
	newStepDialog(f, d, k, key, a, done).ask(key)
}

func newStepDialog(f Frame, d *Desk, k *ledger.Kind, key string, a ledger.Action, done func(*ledger.Record)) *stepDialog {
	s := &stepDialog{frame: f, window: f.Window(), desk: d, kind: k, action: a, step: app.Step{Kind: k.Name, Key: key, Action: a.Name, Draft: app.StepDraft(k.Name, key, a.Name)}, done: func(recs []*ledger.Record) { done(recs[0]) }}
	s.act = func(ctx context.Context, step app.Step) ([]*ledger.Record, error) {
		rec, err := d.Act(ctx, step)
		return []*ledger.Record{rec}, err
	}
	if key != "" && key != "new" {
		s.about = []string{key}
	}
	return s
}

// known is what a dialog fills in and offers: the dictionaries, the people, the record as it stands.
type known struct {
	dicts  dictionary.Set
	people []string
	names  map[string][]string // of records of a kind, by kind: what fields of:"kind" suggest
	given  map[string]string   // values a new record begins with
	shown  app.Shown           // zero: a new record, or several
	many   bool                // several
	ahead  string              // the field that takes what requests propose, "" none
	wishes []app.Proposal      // of each record
	draft  app.Draft           // what was typed before and not recorded
}

// stepDialog is a step being filled in. It stays open, with what was typed, until the step is taken.
type stepDialog struct {
	frame  Frame
	window fyne.Window
	desk   *Desk
	kind   *ledger.Kind
	action ledger.Action
	step   app.Step
	about  []string // the records
	act    func(context.Context, app.Step) ([]*ledger.Record, error)
	done   func([]*ledger.Record)

	title  string // "": the step's label
	body   string
	known  known
	begun  map[string]string   // what the form began with
	files  map[string]app.File // of a step on several, by field: attached to each of them
	form   *widgets.Form
	typing *typing
	kept   *fyne.Container // says that a draft was put back
	told   *fyne.Container // what was wrong with the last try
	dialog *widgets.Dialog
	cancel func() // stops what is under way
	taking bool
}

// ask reads what the dialog needs to know and opens it. key "" or "new": no record is filled in from.
func (s *stepDialog) ask(key string) {
	s.desk.settle(s.step.Draft)
	run(s.desk, func(ctx context.Context) (n known, err error) {
		if n.dicts, err = s.desk.AllDictionaries(ctx); err != nil {
			return n, err
		}
		if n.people, err = people(ctx, s.desk); err != nil {
			return n, err
		}
		if n.names, err = namesAsked(ctx, s.desk, s.kind, s.action); err != nil {
			return n, err
		}
		if key != "" && key != "new" {
			if n.shown, err = s.desk.Show(ctx, s.kind.Name, key, false, ""); err == nil {
				err = words{s.desk, n.dicts, map[string]string{}}.put(ctx, s.kind, &n.shown)
			}
		}
		if err == nil && len(s.about) > 0 {
			n.ahead, n.wishes, err = s.desk.Proposals(ctx, s.kind.Name, s.action, s.about...)
		}
		if err == nil && s.step.Draft != "" {
			n.draft, _, err = s.desk.Draft(ctx, s.step.Draft)
		}
		return n, err
	}, func(n known, err error) {
		if err != nil {
			Fail(s.window, err)
			return
		}
		n.given, n.many = s.known.given, s.known.many
		s.known = n
		s.open()
	})
}

func (s *stepDialog) open() {
	specs := stepSpecs(s.desk, s.kind, s.action, s.known)
	s.form = widgets.NewForm(specs, datesOf(s.desk))
	if f, own := s.kind.Field(s.known.ahead); own && s.known.many {
		s.body += ownBody(f, unitOf(s.kind.Name))
	}
	s.told = container.NewStack()
	s.told.Hide()
	s.kept = container.NewStack()
	s.kept.Hide()
	height := func() float32 {
		return max(s.window.Canvas().Size().Height-220-s.told.MinSize().Height-s.kept.MinSize().Height, 120)
	}
	fields := widgets.UpTo(height, s.form)
	if s.title == "" {
		if s.title = s.action.Label; s.action.Creates {
			s.title = begins(s.title, s.kind)
		}
	}
	q := widgets.Question{Title: s.title, Body: s.body, Content: widgets.Stack(12, s.kept, fields, s.told), First: s.form.First(), Verb: s.action.Label, Width: 560,
		OnVerb: func() bool { s.form.Submit(); return true }, OnBack: s.left}
	if len(specs) == 0 {
		q.Body, q.Content = s.body+"这一步不需要填写内容。", s.told
	}
	s.askMore()
	s.begun = s.form.Values()
	s.restore(s.known.draft)
	s.dialog = widgets.Ask(s.window.Canvas(), q)
	s.form.OnCancel = s.dialog.Back
	s.form.OnEnter = func(f *widgets.Field) {
		s.dialog.Fit() // what is wrong may stand below a field now
		widgets.Reveal(fields, f)
	}
	s.form.OnChanged = s.changed
	s.form.OnSubmit = func(values map[string]string) { s.take(values, false) }
}

// changed follows what is typed: another category asks for other things.
func (s *stepDialog) changed(key string) {
	if key == "category" {
		s.askMore()
		s.dialog.Fit()
	}
	if s.form.Value(key) == addFile {
		s.form.Set(key, "")
		s.addFile(key)
	}
	s.noteStranger(key)
	s.typing.touch()
}

// restore puts a draft back, and keeps what is typed from here on.
func (s *stepDialog) restore(draft app.Draft) {
	for key, value := range draft.Values {
		s.form.Set(key, value)
	}
	if len(draft.Values) > 0 {
		s.askMore() // the draft may have chosen another category, whose fields it fills too
		for key, value := range draft.Values {
			s.form.Set(key, value)
		}
	}
	s.typing = s.desk.watch(s.step.Draft, func() map[string]string {
		if !s.form.Changed() {
			return nil
		}
		return s.form.Values()
	})
	if len(draft.Values) == 0 {
		return
	}
	s.kept.Show()
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
	step := s.step
	step.Values, step.Confirmed = s.fresh(values), confirmed
	if found := s.desk.FreeText(step); len(found) > 0 && !confirmed {
		s.keepText(found, values)
		return
	}
	s.taking = true
	keep := s.typing.before()
	s.cancel = run(s.desk, func(ctx context.Context) ([]*ledger.Record, error) {
		if err := keep(ctx); err != nil {
			return nil, err
		}
		return s.act(ctx, step)
	}, func(recs []*ledger.Record, err error) {
		s.taking, s.cancel = false, nil
		switch {
		case err == nil:
			s.typing.recorded()
			s.dialog.Close()
			s.done(recs)
			s.meet(step)
		case fault.Is(err, fault.Backdated):
			Retry(s.window, s.desk, err, func() { s.take(values, confirmed) })
		default:
			s.tell(err)
		}
	})
}

// left closes the dialog: nothing more is recorded, what was typed stays a draft.
func (s *stepDialog) left() {
	s.stop()
	s.typing.end()
}

// stop stops what is under way: nothing of it is recorded.
func (s *stepDialog) stop() {
	if s.cancel != nil {
		s.cancel()
	}
}

// tell says below the fields what was wrong.
func (s *stepDialog) tell(err error) {
	s.say(widgets.NewPanel(theme.RedSoft, "", 6), widgets.Inset(8, 12, threeParts(err)))
}

func (s *stepDialog) say(objects ...fyne.CanvasObject) {
	s.told.Objects = objects
	s.told.Show()
	s.dialog.Fit()
}

// keepText points out personal data in what was typed, and asks whether it is to stay.
func (s *stepDialog) keepText(found []app.Finding, values map[string]string) {
	rows := widgets.Stack(4)
	for _, f := range found {
		rows.Add(widgets.Marked("alert-triangle", theme.Orange, widgets.NewParagraph("“"+f.Field+"”里有"+f.Label(), theme.SizeBody, theme.Text)))
	}
	widgets.Ask(s.window.Canvas(), widgets.Question{Title: "文字里有个人信息", Content: widgets.Stack(8, rows,
		widgets.NewParagraph("这里写的人人可见，会长期保存。请改填在联系电话等专用字段里，或从文字中删去。", theme.SizeBody, theme.Text2)),
		Verb: "仍要保存", Danger: true, Back: "返回修改", Width: 460, OnVerb: func() bool { s.take(values, true); return false }})
}

func sentencesOf(err error) string {
	f := fault.Of(err)
	return sentences(f.Message, f.Kept, f.Remedy)
}

// begins says that a record is begun, a word of both the step and the kind once: 登记比对 and 比对结果 are 登记比对结果. A character
// alone is no word: 申请 and 请假 are 申请请假. A longer step that shares no word says what is begun by itself: 接诉登记.
func begins(step string, k *ledger.Kind) string {
	for i := range step {
		if rest, ok := strings.CutPrefix(k.Label, step[i:]); ok && utf8.RuneCountInString(step[i:]) > 1 && !strings.Contains(step, rest) {
			return step + rest
		}
	}
	if utf8.RuneCountInString(step) > 2 {
		return step
	}
	return step + k.Label
}
