package ui

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/ui/screens"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// betweenChecks is how often the clocks are looked at while the store is open.
const betweenChecks = 5 * time.Minute

// What the system's own notification says is the same for everything, and nothing of the ledger: others read it, it stays in
// the system's list, and on one system it is run through a script.
const (
	notificationTitle = "运维台账"
	notificationText  = "有到期提醒，请打开窗口查看。"
)

// reminding looks at the clocks of the open store.
type reminding struct {
	w    *Window
	desk *screens.Desk
	stop func()
	last app.Reminders
	ask  *widgets.Dialog // the list, while it is open
}

// remind begins looking, at once and then every few minutes. A locked store is not looked at.
func (w *Window) remind() {
	r := &reminding{w: w, desk: w.desk, stop: func() {}}
	w.reminding = r
	found := w.desk.Edges.Reminders
	if found == nil {
		r.look()
		return
	}
	r.stop = work.Later(betweenChecks, r.look)
	r.show(*found)
}

// look reckons what there is to remind of.
func (r *reminding) look() {
	r.stop()
	work.Run(r.desk.Remind, func(found app.Reminders, err error) {
		if r.w.reminding != r {
			return // locked meanwhile
		}
		r.stop = work.Later(betweenChecks, r.look)
		if err != nil {
			return // who may not write, or a store that fails: screens tell that
		}
		r.show(found)
	})
}

// show puts what was found on the bell, and tells of what is new.
func (r *reminding) show(found app.Reminders) {
	r.last = found
	r.w.edges.bell.SetLabel(counted(found.Unseen()))
	if found.New == 0 {
		return
	}
	fyne.CurrentApp().SendNotification(fyne.NewNotification(notificationTitle, notificationText))
	if found.Pressing {
		r.press(found.List)
	}
}

// press puts what must be done before work ends above whatever screen is shown, until a person acts.
func (r *reminding) press(list []app.Reminder) {
	var heads []string
	for _, one := range list {
		if one.Stage == app.BeforeEnd && !one.Seen {
			heads = append(heads, view.Remind(one, r.w.now()).Head)
		}
	}
	text := heads[0]
	if len(heads) > 1 {
		text = fmt.Sprintf("有 %d 件事须在下班前办", len(heads))
	}
	look := widgets.NewButton("查看", "", widgets.Usual, func() { r.strip(nil); r.open() })
	strip := widgets.NewBanner(widgets.Soon, "alarm", text, look, true)
	strip.OnClosed = func() { r.strip(nil) }
	r.strip(widgets.InsetEach(8, 16, 0, 16, strip))
}

// strip shows something below the header; nil takes it away.
func (r *reminding) strip(o fyne.CanvasObject) {
	r.w.pressing.Objects = nil
	if o != nil {
		r.w.pressing.Objects = []fyne.CanvasObject{o}
	}
	r.w.pressing.Hidden = o == nil
	r.w.body.Refresh()
}

// end stops looking.
func (r *reminding) end() {
	if r == nil {
		return
	}
	r.stop()
	r.w.reminding = nil
}

// Bell is the button that opens the list of reminders.
func (w *Window) Bell() *widgets.Button { return w.edges.bell }

func (w *Window) ring() {
	if w.reminding != nil {
		w.reminding.open()
	}
}

// remindersHeight is how much of the list is seen at once.
const remindersHeight = 380

// open lists what was not put away.
func (r *reminding) open() {
	var keys []string
	rows := widgets.Stack(0)
	for _, one := range r.last.List {
		if !one.Seen {
			keys = append(keys, one.Key)
			rows.Add(r.row(view.Remind(one, r.w.now())))
		}
	}
	q := widgets.Question{Title: "提醒", Content: widgets.UpTo(func() float32 { return remindersHeight }, rows), Back: "返回", Width: 640,
		Verb: "全部知道了", OnVerb: func() bool { r.putAway(keys...); return false }}
	if len(keys) == 0 {
		q.Content, q.Verb, q.Back = widgets.Empty("bell", "没有新的提醒", "到期前一天、超时、周五下班前和周报报送前，会在这里提醒一次。"), "", "知道了"
	}
	r.ask = widgets.Ask(r.w.win.Canvas(), q)
}

// row is a reminder, with what can be done about it.
func (r *reminding) row(m view.Reminded) fyne.CanvasObject {
	open := widgets.NewButton("打开", "", widgets.Usual, func() {
		r.ask.Close()
		r.putAway(m.Key)
		screens.OpenDue(r.w, r.desk, m.Item)
	})
	seen := widgets.NewButton("知道了", "", widgets.Hushed, func() { r.putAway(m.Key); r.ask.Close(); r.reopen(m.Key) })
	open.Small, seen.Small = true, true
	ink := theme.Text2
	switch m.Tone {
	case view.Bad:
		ink = theme.Red
	case view.Soon:
		ink = theme.Orange
	}
	words := widgets.Stack(1, widgets.NewText(m.Head, theme.SizeBody, ink).Bold().Cut(), widgets.Body(m.Title).Cut(), widgets.Help(m.When).Cut())
	icon := widgets.Column(0, widgets.Fixed(widgets.Tall(20, widgets.NewPicture(m.Icon, ink, 18))), widgets.Grow(layout.NewSpacer()))
	line := widgets.Row(10, widgets.Part{CanvasObject: icon, Fill: true}, widgets.Grow(words), widgets.Fixed(open), widgets.Fixed(seen))
	return widgets.Column(0, widgets.Fixed(widgets.Inset(8, 4, line)), widgets.Fixed(widgets.Rule()))
}

// reopen shows the list without what was just put away.
func (r *reminding) reopen(gone string) {
	for i, one := range r.last.List {
		if one.Key == gone {
			r.last.List[i].Seen = true
		}
	}
	if r.last.Unseen() > 0 {
		r.open()
	}
}

// putAway keeps that a person saw them.
func (r *reminding) putAway(keys ...string) {
	work.Run(func(ctx context.Context) (bool, error) { return true, r.desk.PutAway(ctx, keys...) }, func(_ bool, err error) {
		if r.w.reminding != r {
			return
		}
		if err != nil {
			screens.Fail(r.w.win, fault.Of(err))
			return
		}
		r.look()
	})
}
