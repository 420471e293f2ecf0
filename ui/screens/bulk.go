package screens

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// bulkBar is what can be done with the tickets checked.
type bulkBar struct {
	screen *Tickets
	likely *widgets.Button // the step that comes next for all of them
	assign *widgets.Button
	more   *widgets.Button
	asked  int
	offers []app.Offer
}

func (t *Tickets) makeBatch(toolbar fyne.CanvasObject) *widgets.BatchBar {
	b := &bulkBar{screen: t}
	b.likely = widgets.NewButton("办理", "check", widgets.Usual, nil)
	b.assign = widgets.NewButton("转派", "user", widgets.Usual, func() { b.named("assign") })
	b.more = widgets.NewButton("更多步骤", "dots", widgets.Usual, nil)
	b.more.OnTapped = b.menu
	note := widgets.NewButton("记事", "message-circle", widgets.Usual, func() { b.named("note") })
	tag := widgets.NewButton("标记共性问题", "bookmark", widgets.Usual, b.tag)
	out := widgets.NewButton("", "download", widgets.Usual, t.exportChecked)
	copied := widgets.NewButton("", "copy", widgets.Usual, t.Table.Copy)
	t.bulk = b
	return widgets.NewBatchBar(toolbar, func(n int) string { return fmt.Sprintf("已选 %d 张", n) }, t.Table.ClearChecks, b.likely, b.assign, note, tag, b.more, out, copied).Spare(b.assign, tag, note)
}

// checked asks which steps all of the checked tickets allow.
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
	run(t.desk, func(ctx context.Context) ([]app.Offer, error) { return t.desk.Offers(ctx, ticket.Kind.Name, keys...) }, func(offers []app.Offer, err error) {
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
	may, _ := view.Offered(ticket.Kind, "", b.offers)
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
	b.allowed("assign", b.assign)
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
	a, _ := ticket.Kind.Action(name)
	b.step(a)
}

// menu lists every step; those that not all of the checked tickets allow say why.
func (b *bulkBar) menu() {
	stepMenu(b.more, append([]app.Offer{{Action: tagging}}, b.offers...), "", b.step)
}

// tagging marks tickets with a common issue: a correction of one field.
var tagging = ledger.Action{Name: ledger.Amend, Label: "标记共性问题", Asks: []ledger.Ask{{Key: "common_issue", Required: true}}}

func (b *bulkBar) tag() { b.step(tagging) }

// step asks the step's fields once and takes it on all of the checked tickets, or on none.
func (b *bulkBar) step(a ledger.Action) {
	t, keys := b.screen, b.keys()
	if len(keys) == 0 {
		return
	}
	s := &stepDialog{window: t.frame.Window(), desk: t.desk, kind: ticket.Kind, action: a, step: app.Step{Kind: ticket.Kind.Name, Action: a.Name},
		title: fmt.Sprintf("%s %d 张工单", a.Label, len(keys)), body: "填一次，对选中的全部工单办理；有一张不能办，就都不办。"}
	s.done = func(recs []*ledger.Record) {
		t.Table.ClearChecks()
		t.done(a.Label, recs...)
	}
	s.act = func(ctx context.Context, step app.Step) ([]*ledger.Record, error) {
		return t.desk.ActAll(ctx, app.Bulk{Kind: step.Kind, Keys: keys, Action: step.Action, Values: step.Values, Confirmed: step.Confirmed, Progress: s.progress(len(keys))})
	}
	s.ask("")
}

// progress shows in the dialog how far a step on many is, with a way to stop it.
func (s *stepDialog) progress(total int) func(done, total int) {
	p := widgets.NewProgress("正在办理", "停止后全部不办，台账不变", s.stop)
	work.OnWindow(func() { s.say(p) })
	step := max(total/50, 1)
	return func(done, total int) {
		if done%step == 0 {
			work.OnWindow(func() { p.Set(float32(done)/float32(total), fmt.Sprintf("第 %d 张，共 %d 张", done+1, total)) })
		}
	}
}
