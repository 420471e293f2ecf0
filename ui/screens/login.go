package screens

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"opsledger/app/fault"
	"opsledger/ui/work"
)

// Login asks for account and password.
type Login struct {
	frame    Frame
	gate     Gate
	User     *widget.Entry
	Password *widget.Entry
	Enter    *widget.Button
	said     *widget.RichText
}

// NewLogin makes the screen.
func NewLogin(f Frame, g Gate) *Login {
	l := &Login{frame: f, gate: g, User: widget.NewEntry(), Password: widget.NewPasswordEntry(), said: wrapped("", base.ColorNameError)}
	l.User.SetPlaceHolder("只有一个账号时可不填")
	l.Password.OnSubmitted = func(string) { l.unlock() }
	l.Enter = widget.NewButton("登录", l.unlock)
	l.Enter.Importance = widget.HighImportance
	return l
}

// Content lays the screen out.
func (l *Login) Content() fyne.CanvasObject {
	form := widget.NewForm(widget.NewFormItem("账号", l.User), widget.NewFormItem("口令", l.Password))
	return centred(container.NewVBox(heading("运维台账", base.SizeNameHeadingText), widget.NewLabel("台账位置："+l.gate.Dir()), form, l.said, l.Enter), 420)
}

func (l *Login) unlock() {
	l.Enter.Disable()
	l.say("正在打开台账…")
	user, password := l.User.Text, l.Password.Text
	work.Run(func(ctx context.Context) (*Desk, error) { return l.gate.Open(ctx, user, password) }, func(d *Desk, err error) {
		l.Enter.Enable()
		l.Password.SetText("")
		if err != nil {
			l.say(fault.Of(err).Error())
			return
		}
		l.say("")
		l.frame.Enter(d)
	})
}

func (l *Login) say(text string) {
	l.said.Segments[0].(*widget.TextSegment).Text = text
	l.said.Refresh()
}

// Said is what the screen last told.
func (l *Login) Said() string { return l.said.Segments[0].(*widget.TextSegment).Text }
