package screens

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// bulkBar is what can be done with the records checked.
type bulkBar struct {
	screen  *Records
	likely  *widgets.Button            // the step that comes next for all of them
	buttons map[string]*widgets.Button // of steps, by name
	more    *widgets.Button
	asked   int
	offers  []app.Offer
}

func (t *Records) makeBatch(toolbar fyne.CanvasObject) *widgets.BatchBar {
	b := &bulkBar{screen: t}
	b.likely = widgets.NewButton("办理", "check", widgets.Usual, nil)
	b.more = widgets.NewButton("更多步骤", "dots", widgets.Usual, nil)
	b.more.OnTapped = b.menu
	buttons, spare := []*widgets.Button{b.likely}, []*widgets.Button(nil)
	if t.look.batch != nil {
		own, first := t.look.batch(b)
		buttons, spare = append(buttons, own...), first
	}
	out := widgets.NewButton("", "download", widgets.Usual, t.exportChecked)
	copied := widgets.NewButton("", "copy", widgets.Usual, t.Table.Copy)
	t.bulk = b
	words := func(n int) string { return fmt.Sprintf("已选 %d %s", n, t.look.unit) }
	return widgets.NewBatchBar(toolbar, words, t.Table.ClearChecks, append(buttons, b.more, out, copied)...).Spare(spare...)
}

// checked asks which steps all of the checked records allow.
func (b *bulkBar) checked(n int) {
	t := b.screen
	t.batch.Set(n)
	b.asked++
	asked, keys := b.asked, b.keys()
	if n == 0 {
		return
	}
	b.offers = nil
	b.show()
	run(t.desk, func(ctx context.Context) ([]app.Offer, error) { return t.desk.Offers(ctx, t.kind.Name, keys...) }, func(offers []app.Offer, err error) {
		if err != nil || asked != b.asked {
			return // a step itself tells the same failure
		}
		b.offers = offers
		b.show()
	})
}

func (b *bulkBar) keys() (out []string) {
	for _, item := range b.screen.Table.Checked() {
		out = append(out, item.Key)
	}
	return out
}

// show puts on the buttons what all of them allow.
func (b *bulkBar) show() {
	may, _ := view.Offered(b.screen.kind, "", b.offers)
	var next *app.Offer
	for i := range may {
		if a := may[i].Action; a.To != ledger.New && a.Name != "void" && a.Name != "return" && next == nil {
			next = &may[i]
		}
	}
	press(b.likely, next != nil)
	b.likely.SetLabel(map[bool]string{true: "办理", false: "无共同步骤"}[b.offers == nil])
	if next != nil {
		a := next.Action
		b.likely.SetLabel(a.Label)
		b.likely.OnTapped = func() { b.step(a) }
	}
	for name, button := range b.buttons {
		b.allowed(name, button)
	}
	b.screen.batch.Resize(b.screen.batch.Size())
}

func (b *bulkBar) allowed(name string, button *widgets.Button) {
	for _, o := range b.offers {
		if o.Action.Name == name {
			press(button, o.Refused == "")
		}
	}
}

func (b *bulkBar) named(name string) {
	a, _ := b.screen.kind.Action(name)
	b.step(a)
}

// menu lists every step; those that not all of the checked records allow say why.
func (b *bulkBar) menu() {
	var own []app.Offer
	for _, a := range b.screen.look.tags {
		own = append(own, app.Offer{Action: a})
	}
	stepMenu(b.screen.kind, b.more, append(own, b.offers...), "", b.step)
}

// step asks the step's fields once and takes it on all of the checked records, or on none.
func (b *bulkBar) step(a ledger.Action) {
	t, keys := b.screen, b.keys()
	if len(keys) == 0 {
		return
	}
	askMany(t.frame, t.desk, t.kind, a, keys, func(recs []*ledger.Record) {
		t.Table.ClearChecks()
		t.done(a.Label, recs...)
	})
}

// askMany asks a step's fields once and takes it on all of the records, or on none.
func askMany(f Frame, d *Desk, k *ledger.Kind, a ledger.Action, keys []string, done func([]*ledger.Record)) {
	unit := unitOf(k.Name)
	s := &stepDialog{frame: f, window: f.Window(), desk: d, kind: k, action: a, step: app.Step{Kind: k.Name, Action: a.Name}, done: done,
		title: fmt.Sprintf("%s %d %s%s", a.Label, len(keys), unit, k.Label), body: "填一次，对选中的全部" + k.Label + "办理；有一" + unit + "不能办，就都不办。"}
	s.known.many, s.about = true, keys
	s.act = func(ctx context.Context, step app.Step) ([]*ledger.Record, error) {
		values, files := s.given(step.Values)
		values, own := owned(values)
		return d.ActAll(ctx, app.Bulk{Kind: step.Kind, Keys: keys, Action: step.Action, Values: values, Own: own, Files: files, Confirmed: step.Confirmed, Progress: s.progress(len(keys))})
	}
	s.ask("")
}

// progress shows in the dialog how far a step on many is, with a way to stop it.
func (s *stepDialog) progress(total int) func(done, total int) {
	p := widgets.NewProgress("正在办理", "停止后全部不办，台账不变。", s.stop)
	work.OnWindow(func() { s.say(p) })
	step, unit := max(total/50, 1), unitOf(s.kind.Name)
	return func(done, total int) {
		if done%step == 0 {
			work.OnWindow(func() {
				p.Set(float32(done)/float32(total), fmt.Sprintf("第 %d %[3]s，共 %[2]d %[3]s", done+1, total, unit))
			})
		}
	}
}

// ownBody says that the field is asked of each.
func ownBody(of ledger.Field, unit string) string {
	return "“" + of.Label + "”逐" + unit + "列出，已按各自的申请填好，可以改。"
}

// ownSpecs ask a field of each of some records by itself, begun with what its request proposes.
func ownSpecs(of widgets.FieldSpec, wishes []app.Proposal) (out []widgets.FieldSpec) {
	for _, w := range wishes {
		spec := of
		spec.Key, spec.Value, spec.Label = of.Key+" "+w.Key, w.Value, of.Label+"："+w.Number+"　"+w.Title
		if w.Value == "" {
			spec.Help = "申请里没有建议，请填写"
		}
		out = append(out, spec)
	}
	return out
}

// owned parts what was filled in for single records from what holds for all.
func owned(values map[string]string) (all map[string]string, own map[string]map[string]string) {
	all, own = map[string]string{}, map[string]map[string]string{}
	for key, v := range values {
		if field, of, single := strings.Cut(key, " "); single {
			own[of] = map[string]string{field: v}
		} else {
			all[key] = v
		}
	}
	return all, own
}
