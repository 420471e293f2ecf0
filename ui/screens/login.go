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
	frame    Frame
	gate     Gate
	Account  *account
	Password Typed
	Enter    *widgets.Button
	Lost     *widgets.Button // to the recovery key
	Recover  *Recover        // once that was asked for

	password *widgets.Input
	said     *widgets.Notice
	content  *fyne.Container
}

// NewLogin makes the screen; who was in last is chosen already.
func NewLogin(f Frame, g Gate, who string) *Login {
	l := &Login{frame: f, gate: g, said: widgets.NewNotice(), Account: newAccount(g.Accounts(), who)}
	l.password = widgets.NewSecret("").WithIcon("key").Large()
	l.Password = l.password.Target().(Typed)
	l.Enter = widgets.NewButton("打开台账", "", widgets.Main, l.unlock).WithKeys("Enter")
	l.Lost = widgets.NewButton("忘记口令？用恢复密钥打开", "", widgets.Plain, l.recover)
	l.password.OnSubmit = l.Enter.Press
	l.Account.OnSubmit = func() { f.Window().Canvas().Focus(l.Password) }
	return l
}

// First is what takes the focus at first: the password, once it is clear whose.
func (l *Login) First() fyne.Focusable {
	if l.Account.Name() == "" {
		return l.Account.Target()
	}
	return l.Password
}

// Content lays the screen out.
func (l *Login) Content() fyne.CanvasObject {
	fields := widgets.Stack(16, widgets.NewField("账号", false, "", l.Account), widgets.NewField("口令", false, "", l.password))
	lost := widgets.Row(0, widgets.Grow(widgets.Spring()), widgets.Fixed(l.Lost), widgets.Grow(widgets.Spring()))
	inside := widgets.Stack(24, brand(40, theme.SizePage, "社会保险系统本地运维"), fields, widgets.Stack(8, widgets.Tall(40, l.Enter), lost))
	box := widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 12), widgets.InsetEach(36, 36, 24, 36, inside))
	l.content = widgets.Middle(loginWidth, widgets.Stack(12, l.said, box, storePlace(l.gate)))
	return widgets.Column(0, widgets.Grow(l.content), widgets.Fixed(entranceFoot()))
}

// storePlace tells where the store lies. What is in it nobody knows before it is open.
func storePlace(g Gate) fyne.CanvasObject {
	words := widgets.Stack(2, widgets.Body(g.Dir()).Cut(), widgets.NewText("已加密，要用口令打开", theme.SizeHelp, theme.Text2))
	line := widgets.Row(12, widgets.Fixed(widgets.NewPicture("lock", theme.Green, 18)), widgets.Grow(words))
	return widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(10, 16, line))
}

func entranceFoot() fyne.CanvasObject {
	return widgets.Inset(16, 24, widgets.Help(strings.Join(strings.Fields("运维台账 "+fyne.CurrentApp().Metadata().Version), " ")+"　不联网，数据只在这台电脑上"))
}

// Tell says why the login is shown again, with what became of what was typed; "" says nothing.
func (l *Login) Tell(why string) {
	if why != "" {
		l.said.Tell(widgets.Going, why, "没有保存的输入已存为草稿。输入口令后回到原来的页面。")
		l.content.Refresh()
	}
}

func (l *Login) unlock() {
	user, password := l.Account.Name(), l.password.Value()
	l.busy(true)
	l.said.Tell(widgets.Going, "正在打开台账…", "")
	l.content.Refresh()
	work.Run(func(ctx context.Context) (*Desk, error) {
		d, err := l.gate.Open(ctx, user, password)
		return edged(ctx, d, err)
	}, func(d *Desk, err error) {
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
	press(l.Lost, !on)
	l.Enter.SetLabel(map[bool]string{true: "正在打开…", false: "打开台账"}[on])
}

// recover turns to the recovery key.
func (l *Login) recover() {
	l.Recover = newRecover(l.frame, l.gate, l.Account.Name())
	l.frame.Show(l.Recover.Content())
	l.frame.Window().Canvas().Focus(l.Recover.Key.Target())
}

// Said is what the screen last told.
func (l *Login) Said() string { return l.said.Said() }
