package screens

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/ui/theme"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// Recover opens the store by the paper key, and gives the account a new password with it.
type Recover struct {
	Account         *account
	Key             *widgets.Input
	Password, Again *widgets.Input
	Enter, Back     *widgets.Button

	frame    Frame
	gate     Gate
	strength *strength
	again    *widgets.Field
	said     *widgets.Notice
	content  *fyne.Container
}

// recoverWidth leaves room for the rules of a password in one line.
const recoverWidth = 560

func newRecover(f Frame, g Gate, who string) *Recover {
	r := &Recover{frame: f, gate: g, said: widgets.NewNotice(), strength: newStrength(g), Account: newAccount(g.Accounts(), who)}
	r.Key = widgets.NewInput("纸上的九组字符，分隔符和大小写不限")
	r.Password, r.Again = widgets.NewSecret("").WithIcon("key"), widgets.NewSecret("").WithIcon("key")
	r.again = widgets.NewField("再输一次", true, "", r.Again)
	r.Enter = widgets.NewButton("设新口令并打开", "", widgets.Main, r.open).WithKeys("Enter")
	r.Back = widgets.NewButton("返回", "", widgets.Usual, f.Knock)
	weigh := func(string) { r.strength.show(r.Account.Name(), r.Password.Value()); r.again.SetError("") }
	r.Password.OnChanged, r.Again.OnChanged = weigh, weigh
	for _, in := range []*widgets.Input{r.Key, r.Password, r.Again} {
		in.OnSubmit, in.OnCancel = r.Enter.Press, f.Knock
	}
	return r
}

// Content lays the screen out.
func (r *Recover) Content() fyne.CanvasObject {
	head := widgets.Stack(4, widgets.Title("用恢复密钥打开", theme.SizePage),
		widgets.NewParagraph("照纸件输入恢复密钥，再设一个新口令。签名密钥随之更换，此前的记录仍可核验。", theme.SizeBody, theme.Text2))
	fields := widgets.Stack(14, widgets.NewField("账号", true, "", r.Account), widgets.NewField("恢复密钥", true, "", r.Key),
		widgets.Stack(8, widgets.NewField("新口令", true, "", r.Password), r.strength.drawn), r.again)
	buttons := widgets.Row(8, widgets.Grow(widgets.Spring()), widgets.Fixed(r.Back), widgets.Fixed(r.Enter))
	box := widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 12), widgets.Inset(28, 36, widgets.Stack(20, head, fields, buttons)))
	r.content = widgets.Middle(recoverWidth, widgets.Stack(12, r.said, box, storePlace(r.gate)))
	return widgets.Column(0, widgets.Grow(r.content), widgets.Fixed(entranceFoot()))
}

func (r *Recover) open() {
	user, key, password := r.Account.Name(), strings.TrimSpace(r.Key.Value()), r.Password.Value()
	if password != r.Again.Value() {
		r.again.SetError("两次输入的口令不同。恢复密钥还在。请再输一次")
		r.content.Refresh()
		r.again.Focus()
		return
	}
	r.busy(true)
	r.said.Tell(widgets.Going, "正在用恢复密钥打开…", "")
	r.content.Refresh()
	work.Run(func(ctx context.Context) (*Desk, error) {
		d, err := r.gate.Recover(ctx, user, key, password)
		return edged(ctx, d, err)
	}, func(d *Desk, err error) {
		r.busy(false)
		r.said.Clear()
		if err == nil {
			r.frame.Enter(d)
			return
		}
		refuse(r.said, err)
		r.content.Refresh()
		r.frame.Window().Canvas().Focus(r.Key.Target())
	})
}

func (r *Recover) busy(on bool) {
	press(r.Enter, !on)
	press(r.Back, !on)
}

// Said is what the screen last told.
func (r *Recover) Said() string { return r.said.Said() }
