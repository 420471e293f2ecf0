package screens

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/ui/theme"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// loginWidth is the width of the card.
const loginWidth = 420

// Login asks for account and password.
type Login struct {
	frame          Frame
	gate           Gate
	User, Password Typed
	Enter          *widgets.Button

	user, password *widgets.Input
	said           *widgets.Notice
	content        *fyne.Container
}

// NewLogin makes the screen.
func NewLogin(f Frame, g Gate) *Login {
	l := &Login{frame: f, gate: g, said: widgets.NewNotice()}
	l.user = widgets.NewInput("只有一个账号时可不填").WithIcon("user").Large()
	l.password = widgets.NewSecret("").WithIcon("key").Large()
	l.User, l.Password = l.user.Target().(Typed), l.password.Target().(Typed)
	l.Enter = widgets.NewButton("打开台账", "", widgets.Main, l.unlock).WithKeys("Enter")
	l.user.OnSubmit, l.password.OnSubmit = l.Enter.Press, l.Enter.Press
	return l
}

// Content lays the screen out.
func (l *Login) Content() fyne.CanvasObject {
	fields := widgets.Stack(16, widgets.NewField("账号", false, "", l.user), widgets.NewField("口令", false, "", l.password))
	inside := widgets.Stack(28, brand(40, theme.SizePage, "社会保险系统本地运维"), fields, widgets.Tall(40, l.Enter))
	box := widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 12), widgets.Inset(36, 36, inside))
	l.content = widgets.Middle(loginWidth, widgets.Stack(12, l.said, box, l.place()))
	foot := widgets.Inset(16, 24, widgets.Help(strings.Join(strings.Fields("运维台账 "+fyne.CurrentApp().Metadata().Version), " ")+"　不联网，数据只在这台电脑上"))
	return widgets.Column(0, widgets.Grow(l.content), widgets.Fixed(foot))
}

// place tells where the store lies. What is in it nobody knows before it is open.
func (l *Login) place() fyne.CanvasObject {
	words := widgets.Stack(2, widgets.Body(l.gate.Dir()).Cut(), widgets.NewText("已加密，要用口令打开", theme.SizeHelp, theme.Text2))
	line := widgets.Row(12, widgets.Fixed(widgets.NewPicture("lock", theme.Green, 18)), widgets.Grow(words))
	return widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(10, 16, line))
}

func (l *Login) unlock() {
	user, password := l.user.Value(), l.password.Value()
	l.busy(true)
	l.said.Tell(widgets.Going, "正在打开台账…", "")
	l.content.Refresh()
	work.Run(func(ctx context.Context) (*Desk, error) { return l.gate.Open(ctx, user, password) }, func(d *Desk, err error) {
		l.busy(false)
		l.password.SetValue("")
		l.said.Clear()
		if err == nil {
			l.frame.Enter(d)
			return
		}
		refuse(l.said, err)
		l.content.Refresh()
		l.frame.Window().Canvas().Focus(l.Password)
	})
}

func (l *Login) busy(on bool) {
	press(l.Enter, !on)
	l.Enter.SetLabel(map[bool]string{true: "正在打开…", false: "打开台账"}[on])
}

// Said is what the screen last told.
func (l *Login) Said() string { return l.said.Said() }
