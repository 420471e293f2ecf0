package screens

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/training"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// Sizes of the sign-in.
const (
	signInText   = 30 // of the name typed
	offeredNames = 6
	lastSigned   = 14 // names shown beside
	signInSide   = 300
)

// SignIn is a training's sign-in in large type, on all of the window: one line for the name, who it may be below, and a large word that
// it is done (R067, R096). Names are recorded one after the other while the next is typed already.
type SignIn struct {
	Name *widgets.Input

	frame   Frame
	desk    *Desk
	id      string
	roll    view.Roll
	known   []training.Participant
	offered []view.Attendee
	at      int // which of those offered is meant
	queue   []training.Participant
	busy    bool

	title   *widgets.Text
	about   *widgets.Text
	count   *widgets.Text
	said    *fyne.Container
	offers  *fyne.Container
	list    *fyne.Container
	content fyne.CanvasObject

	reads reads
}

// NewSignIn makes the screen of a training, by its ID.
func NewSignIn(f Frame, d *Desk, id string) *SignIn {
	s := &SignIn{frame: f, desk: d, id: id, Name: widgets.NewInput("姓名，或拼音首字母"), title: widgets.Title("", theme.SizeFigure).Cut(), about: widgets.Help(""),
		count: widgets.Title("", theme.SizeScore), said: container.NewStack(), offers: container.NewStack(), list: container.NewStack()}
	s.Name.OnChanged = func(string) { s.at = 0; s.offer() }
	s.Name.OnSubmit = s.Enter
	s.Name.OnCancel = s.frame.Back
	s.Name.OnKey = s.key
	s.content = s.layOut()
	s.Reread()
	return s
}

// Content is the screen laid out.
func (s *SignIn) Content() fyne.CanvasObject { return s.content }

func (s *SignIn) layOut() fyne.CanvasObject {
	back := widgets.NewButton("返回", "arrow-left", widgets.Usual, s.frame.Back).WithKeys("Esc")
	head := widgets.Row(16, widgets.Fixed(back), widgets.Grow(widgets.Stack(2, s.title, s.about)), widgets.Fixed(widgets.Help("已签到")), widgets.Fixed(s.count))
	help := widgets.NewParagraph("输入姓名后按 Enter 签到；↑ ↓ 选人。名单里没有的，直接写“姓名，单位”。", theme.SizeCard, theme.Text2)
	left := widgets.Column(16, widgets.Fixed(widgets.Enlarged(s.Name, signInText)), widgets.Fixed(help), widgets.Fixed(s.said), widgets.Grow(widgets.Scrolled(s.offers)))
	side := widgets.Card("刚刚签到", nil, s.list)
	body := widgets.Row(24, widgets.Grow(left), widgets.Wide(signInSide, side))
	return widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 12), widgets.Inset(24, 32, widgets.Column(20, widgets.Fixed(head), widgets.Fixed(widgets.Rule()), widgets.Grow(body))))
}

// Reread reads the training and those it may expect; what is typed stays.
func (s *SignIn) Reread() {
	type found struct {
		shown app.Shown
		known []training.Participant
	}
	reread(s.desk, &s.reads, func(ctx context.Context) (d found, err error) {
		if d.shown, err = s.desk.Show(ctx, training.Kind.Name, s.id, false, ""); err == nil {
			d.known, err = s.desk.Attendees(ctx)
		}
		return d, err
	}, func(d found, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		s.known = d.known
		s.show(view.RollOf(d.shown))
		if c := s.frame.Window().Canvas(); c.Overlays().Top() == nil {
			c.Focus(s.Name.Target())
		}
	})
}

func (s *SignIn) show(r view.Roll) {
	s.roll = r
	s.title.Set(r.Topic)
	s.about.Set(strings.TrimSpace(r.Number + "　" + r.Place))
	s.counted()
	if r.Closed != "" {
		s.Name.Disable()
		s.say("alert-circle", widgets.Bad, r.Closed, "要补签到，请先撤回后面的步骤")
	}
	s.offer()
}

// counted shows how many have signed in, and the latest of them.
func (s *SignIn) counted() {
	s.count.Set(s.roll.Count())
	var rows []fyne.CanvasObject
	for i, p := range slices.Backward(s.roll.List) {
		if len(rows) == lastSigned {
			break
		}
		rows = append(rows, widgets.Row(8, widgets.Wide(36, widgets.Help(strconv.Itoa(i+1))), widgets.Part{CanvasObject: widgets.NewText(view.Attendee{Participant: p}.Words(), theme.SizeCard, theme.Text).Cut(), Weight: 1}))
	}
	if len(rows) == 0 {
		rows = append(rows, widgets.Help("还没有人签到"))
	}
	s.list.Objects = []fyne.CanvasObject{widgets.Stack(6, rows...)}
	s.content.Refresh()
}

// key chooses among those offered.
func (s *SignIn) key(k *fyne.KeyEvent) bool {
	by := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: -1}[k.Name]
	if by == 0 || len(s.offered) == 0 {
		return by != 0
	}
	s.at = (s.at + by + len(s.offered)) % len(s.offered)
	s.draw()
	return true
}

// offer finds whom the typed name may mean.
func (s *SignIn) offer() {
	s.offered = s.roll.Offer(s.known, s.Name.Value(), offeredNames)
	s.at = min(s.at, max(len(s.offered)-1, 0))
	s.draw()
}

func (s *SignIn) draw() {
	rows := make([]fyne.CanvasObject, len(s.offered))
	for i, a := range s.offered {
		ink, ground := theme.Text, theme.Sunken
		if a.Signed {
			ink = theme.Text3
		}
		if i == s.at {
			ground = theme.Soft
		}
		line := widgets.Row(16, widgets.Part{CanvasObject: widgets.NewText(a.Words(), theme.SizePage, ink).Cut(), Weight: 1}, widgets.Fixed(widgets.NewText(a.Note(), theme.SizeCard, theme.Text3)))
		rows[i] = widgets.NewSpot(widgets.On(widgets.NewPanel(ground, "", 8), widgets.Tall(44, widgets.Inset(0, 16, line))), 8, func() { s.at = i; s.Enter() })
	}
	s.offers.Objects = []fyne.CanvasObject{widgets.Stack(6, rows...)}
	s.offers.Refresh()
}

// Enter signs in whom the typed name means.
func (s *SignIn) Enter() {
	if s.at >= len(s.offered) || s.Name.Disabled() {
		return
	}
	who := s.offered[s.at]
	s.Name.SetValue("")
	s.frame.Window().Canvas().Focus(s.Name.Target())
	if who.Signed || slices.Contains(s.queue, who.Participant) {
		s.say("info-circle", widgets.Soon, who.Words()+"　已签到过", "不用再签")
		return
	}
	s.queue = append(s.queue, who.Participant)
	s.next()
}

// next records the first of those who wait.
func (s *SignIn) next() {
	if s.busy || len(s.queue) == 0 {
		return
	}
	s.busy = true
	who := s.queue[0]
	step := app.Step{Kind: training.Kind.Name, Key: s.id, Action: "sign-in", Values: map[string]string{"name": who.Name, "unit": who.Unit, "party": who.Party,
		"signed_in": ledger.FormatTime(s.desk.Now())}}
	for key, v := range step.Values {
		if v == "" {
			delete(step.Values, key)
		}
	}
	run(s.desk, func(ctx context.Context) (*ledger.Record, error) { return s.desk.Act(ctx, step) }, func(rec *ledger.Record, err error) {
		s.busy = false
		if err != nil {
			s.say("alert-circle", widgets.Bad, view.Attendee{Participant: who}.Words()+"　没有签上", sentencesOf(err))
			s.queue = s.queue[1:]
			Retry(s.frame.Window(), s.desk, err, func() { s.queue = append(s.queue, who); s.next() })
			return
		}
		s.queue = s.queue[1:]
		s.roll.List = append(s.roll.List, who)
		s.roll.Signed = len(s.roll.List)
		s.say("circle-check", widgets.Good, view.Attendee{Participant: who}.Words()+"　已签到", view.Nth(s.roll.Signed)+"　"+s.desk.Now().In(ledger.Zone).Format("15:04"))
		if !slices.Contains(s.known, training.Participant{Name: who.Name, Unit: who.Unit, Party: who.Party}) {
			s.known = append(s.known, who)
			meet(s.frame, s.desk, step)
		}
		s.counted()
		s.offer()
		s.next()
	})
}

// say tells in large type what came of a name.
func (s *SignIn) say(icon string, tint widgets.Tint, text, more string) {
	ink, ground := tint.Colours()
	words := widgets.Stack(4, widgets.NewText(text, theme.SizeFigure, ink).Bold().Cut(), widgets.NewParagraph(more, theme.SizeCard, theme.Text2))
	s.said.Objects = []fyne.CanvasObject{widgets.On(widgets.NewPanel(ground, "", 8), widgets.Inset(12, 16, widgets.Row(16, widgets.Fixed(widgets.NewPicture(icon, ink, 32)), widgets.Grow(words))))}
	s.content.Refresh()
}
