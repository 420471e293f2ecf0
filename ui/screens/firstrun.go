package screens

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"opsledger/app/fault"
	"opsledger/ui/work"
)

// FirstRun makes a store: name, account, password, contract year and working hours, and then the recovery key.
type FirstRun struct {
	frame                                          Frame
	gate                                           Gate
	Name, User, Password, Again, Start, End, Hours *widget.Entry
	Make                                           *widget.Button
}

// NewFirstRun makes the screen with what is likely filled in.
func NewFirstRun(f Frame, g Gate) *FirstRun {
	r := &FirstRun{frame: f, gate: g, Name: widget.NewEntry(), User: widget.NewEntry(), Password: widget.NewPasswordEntry(), Again: widget.NewPasswordEntry(),
		Start: widget.NewEntry(), End: widget.NewEntry(), Hours: widget.NewEntry()}
	year := f.Now().Year()
	r.Name.SetText("驻场一号机")
	r.Start.SetText(fmt.Sprintf("%d-01-01", year))
	r.End.SetText(fmt.Sprintf("%d-12-31", year))
	r.Hours.SetText("08:30-12:00,13:30-18:00")
	r.User.SetPlaceHolder("姓名，如 张伟")
	r.Password.SetPlaceHolder("至少8位，含三类字符")
	r.Make = widget.NewButton("建立台账", r.create)
	r.Make.Importance = widget.HighImportance
	return r
}

// Content lays the screen out.
func (r *FirstRun) Content() fyne.CanvasObject {
	form := widget.NewForm(
		widget.NewFormItem("本机名称", r.Name), widget.NewFormItem("账号", r.User),
		widget.NewFormItem("口令", r.Password), widget.NewFormItem("再输一次", r.Again),
		widget.NewFormItem("合同开始", r.Start), widget.NewFormItem("合同结束", r.End), widget.NewFormItem("工作时段", r.Hours))
	form.Items[6].HintText = "请与合同核对；考核时限按此计算"
	return centred(container.NewVBox(heading("首次使用：建立台账", base.SizeNameHeadingText), widget.NewLabel("台账位置："+r.gate.Dir()), form, r.Make), 520)
}

func (r *FirstRun) create() {
	if r.Password.Text != r.Again.Text {
		Fail(r.frame.Window(), errSay("两次输入的口令不同"))
		return
	}
	for _, e := range []*widget.Entry{r.Start, r.End} {
		if _, err := time.Parse(time.DateOnly, e.Text); err != nil {
			Fail(r.frame.Window(), errSay("日期“"+e.Text+"”应写作 2026-01-01"))
			return
		}
	}
	r.Make.Disable()
	s := Setup{Name: r.Name.Text, User: r.User.Text, Password: r.Password.Text, Start: r.Start.Text, End: r.End.Text, Hours: r.Hours.Text}
	type made struct {
		desk *Desk
		key  string
	}
	work.Run(func(ctx context.Context) (made, error) {
		d, key, err := r.gate.Create(ctx, s)
		return made{d, key}, err
	}, func(m made, err error) {
		r.Make.Enable()
		if err != nil {
			Fail(r.frame.Window(), err)
			return
		}
		r.frame.Show(recovery(r.frame, m.desk, m.key))
	})
}

// recovery shows the paper key once; it goes on only after a person says it is written down.
func recovery(f Frame, d *Desk, key string) fyne.CanvasObject {
	shown := widget.NewEntry()
	shown.SetText(key)
	shown.OnChanged = func(string) { shown.SetText(key) }
	onward := widget.NewButton("进入台账", func() { f.Enter(d) })
	onward.Importance = widget.HighImportance
	onward.Disable()
	kept := widget.NewCheck("我已抄写或打印，并放在安全的地方", func(on bool) {
		if on {
			onward.Enable()
		} else {
			onward.Disable()
		}
	})
	return centred(container.NewVBox(heading("恢复密钥", base.SizeNameHeadingText),
		wrapped("忘记口令时，只有它能打开台账。它只显示这一次，程序不保存。", base.ColorNameForeground), shown, kept, onward), 560)
}

func errSay(text string) error { return fault.New(fault.Refused, text) }
