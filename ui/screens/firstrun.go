package screens

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app/rule/worktime"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// Steps of the first run; the recovery key and the import follow once the store is made.
const (
	askPlace = iota
	askAccount
	askContract
	showKey
	offerImport
)

// FirstRun makes a store: name, account, password, contract year and working hours, and then the recovery key.
type FirstRun struct {
	frame                              Frame
	gate                               Gate
	Name, User, Password, Again, Hours *widgets.Input
	Start, End                         *widgets.DateEntry
	Make                               *widgets.Button
	Key                                *Recovery // once the store is made

	fields   map[fyne.CanvasObject]*widgets.Field // by what is typed into
	strength *strength
	years    *widgets.Paragraph
	said     *widgets.Notice
	at       int
	shown    *fyne.Container
}

// NewFirstRun makes the screen with what is likely filled in.
func NewFirstRun(f Frame, g Gate) *FirstRun {
	r := &FirstRun{frame: f, gate: g, said: widgets.NewNotice(), strength: newStrength(g), years: widgets.NewParagraph("", theme.SizeHelp, theme.Text2), shown: container.NewStack(), fields: map[fyne.CanvasObject]*widgets.Field{}}
	dates := widgets.Dates{Now: f.Now, Parse: func(text string) (time.Time, bool, error) { return view.ParseWhen(text, f.Now()) }}
	r.Name, r.User = widgets.NewInput(""), widgets.NewInput("姓名，如 张伟").WithIcon("user")
	r.Password, r.Again = widgets.NewSecret("").WithIcon("key"), widgets.NewSecret("").WithIcon("key")
	r.Start, r.End, r.Hours = widgets.NewDateEntry(dates, false), widgets.NewDateEntry(dates, false), widgets.NewInput("").WithIcon("clock")
	year := f.Now().Year()
	r.Name.SetValue("驻场一号机")
	r.Start.SetText(fmt.Sprintf("%d-01-01", year))
	r.End.SetText(fmt.Sprintf("%d-12-31", year))
	r.Hours.SetValue("08:30-12:00,13:30-18:00")
	r.Make = widgets.NewButton("建立台账", "", widgets.Main, r.create).WithKeys("Enter")
	r.label()
	r.hear()
	return r
}

func (r *FirstRun) label() {
	for _, f := range []*widgets.Field{
		widgets.NewField("本机名称", true, "写进每一步记录，几台电脑之间要能分清", r.Name),
		widgets.NewField("账号", true, "", r.User), widgets.NewField("口令", true, "", r.Password), widgets.NewField("再输一次", true, "", r.Again),
		widgets.NewField("合同开始", true, "", r.Start), widgets.NewField("合同结束", true, "", r.End),
		widgets.NewField("工作时段", true, "周一至周五；几段之间用逗号隔开", r.Hours)} {
		r.fields[f.Control] = f
	}
}

// hear follows what is typed: an answer being mended is wrong no more.
func (r *FirstRun) hear() {
	for _, in := range []*widgets.Input{r.Name, r.User, r.Password, r.Again, r.Hours} {
		in.OnChanged = func(string) { r.tell(in, "") }
		in.OnSubmit = r.forward
	}
	r.User.OnChanged = func(string) { r.tell(r.User, ""); r.strength.show(r.User.Value(), r.Password.Value()) }
	r.Password.OnChanged = func(string) { r.User.OnChanged(""); r.tell(r.Password, ""); r.compare() }
	r.Again.OnChanged = func(string) { r.tell(r.Again, ""); r.compare() }
	for _, d := range []*widgets.DateEntry{r.Start, r.End} {
		d.OnProblem, d.OnSubmit, d.OnChanged = func(text string) { r.tell(d, text) }, r.forward, r.tellYears
	}
}

func (r *FirstRun) compare() {
	help := ""
	if a := r.Again.Value(); a != "" {
		help = map[bool]string{true: "两次一致", false: "两次还不一致"}[a == r.Password.Value()]
	}
	r.fields[r.Again].SetHelp(help)
	r.shown.Refresh()
}

// tell says what is wrong with an answer and makes room for it.
func (r *FirstRun) tell(control fyne.CanvasObject, problem string) {
	if f := r.fields[control]; f.Error() != problem {
		f.SetError(problem)
		r.shown.Refresh()
	}
}

// Content lays the screen out. The focus is for Name, once it is in the window.
func (r *FirstRun) Content() fyne.CanvasObject {
	r.draw(askPlace)
	return r.shown
}

// First is what takes the focus at first.
func (r *FirstRun) First() fyne.Focusable { return r.Name.Target() }

func (r *FirstRun) steps() []guided {
	account := r.User.Value()
	if account == "" {
		account = "打开台账要用"
	}
	return []guided{{"存放位置", r.gate.Dir()}, {"账号与口令", account}, {"合同与作息", "要由你确认"}, {"恢复密钥", "只显示一次"}, {"导入旧表", "可以以后再做"}}
}

// turn shows a step before the store is made, and gives its first answer the focus.
func (r *FirstRun) turn(to int) {
	first := r.draw(to)
	r.frame.Window().Canvas().Focus(first)
}

func (r *FirstRun) draw(to int) (first fyne.Focusable) {
	r.at = to
	g := guide{steps: r.steps(), at: to, notice: r.said}
	next := widgets.NewButton("下一步", "", widgets.Main, r.forward).WithKeys("Enter")
	back := widgets.NewButton("上一步", "", widgets.Usual, func() { r.said.Clear(); r.turn(to - 1) })
	first = r.Name.Target()
	switch to {
	case askPlace:
		g.title, g.about, g.content, g.buttons = "首次使用：建立台账", "台账只存放在这台电脑上，全程加密，不联网。", r.placePage(), []*widgets.Button{next}
	case askAccount:
		g.title, g.about, g.content, g.buttons = "设置账号与口令", "这台电脑上的台账全程加密，打开它要用这个口令。", r.accountPage(), []*widgets.Button{back, next}
		first = r.User.Target()
	case askContract:
		g.title, g.about, g.content, g.buttons = "核对合同与作息", "考核时限按这里的时段计算，请与合同逐项核对。", r.contractPage(), []*widgets.Button{back, r.Make}
		first = r.Hours.Target()
	}
	r.shown.Objects = []fyne.CanvasObject{g.draw()}
	r.shown.Refresh()
	return first
}

// forward goes on where the step is answered.
func (r *FirstRun) forward() {
	switch {
	case !r.check(r.at):
	case r.at == askContract:
		r.Make.Press()
	default:
		r.said.Clear()
		r.turn(r.at + 1)
	}
}

// check marks the first answer of a step that is missing or wrong; true: none is.
func (r *FirstRun) check(step int) bool {
	for _, a := range r.answers(step) {
		if a.problem != "" {
			r.tell(a.control, a.problem)
			r.fields[a.control].Focus()
			return false
		}
	}
	return true
}

type answer struct {
	control fyne.CanvasObject
	problem string
}

func (r *FirstRun) answers(step int) []answer {
	switch step {
	case askPlace:
		return []answer{{r.Name, missing(r.Name, "本机名称")}}
	case askAccount:
		out := []answer{{r.User, missing(r.User, "账号")}, {r.Password, missing(r.Password, "口令")}}
		if s := r.strength; s.judge != nil && len(s.judge.Weaknesses(r.User.Value(), r.Password.Value())) > 0 {
			out = append(out, answer{r.Password, "口令太弱。已填的都还在。请按下面各条改长或改复杂"})
		}
		if r.Password.Value() != r.Again.Value() {
			out = append(out, answer{r.Again, "两次输入的口令不同。已填的都还在。请再输一次"})
		}
		return out
	case askContract:
		return []answer{{r.Start, r.Start.Problem()}, {r.End, r.End.Problem()}, {r.End, r.order()}, {r.Hours, hours(r.Hours)}}
	}
	return nil
}

// order says that the contract ends before it begins.
func (r *FirstRun) order() string {
	switch start, end := r.Start.Value(), r.End.Value(); {
	case start == "" || end == "":
		return "请填写合同开始和合同结束"
	case end < start:
		return "合同结束早于合同开始。已填的都还在。请核对两个日期"
	}
	return ""
}

// hours says what is wrong with the working hours: a store made with wrong ones would be made in vain.
func hours(in *widgets.Input) string {
	if _, err := worktime.ParseHours("", in.Value(), workdays); err != nil {
		return err.Error() + "。已填的都还在。请照 08:30-12:00,13:30-18:00 的样子改"
	}
	return ""
}

// workdays are those of the hours asked for: Monday to Friday.
const workdays = "1-5"

func missing(in *widgets.Input, label string) string {
	if strings.TrimSpace(in.Value()) == "" {
		return "请填写" + label
	}
	return ""
}

func (r *FirstRun) create() {
	for step := askPlace; step <= askContract; step++ {
		if len(r.answers(step)) > 0 && !r.check(step) {
			r.turn(step)
			return
		}
	}
	r.Make.Disable()
	r.said.Tell(widgets.Going, "正在建立台账…", "")
	r.shown.Refresh()
	s := Setup{Name: r.Name.Value(), User: r.User.Value(), Password: r.Password.Value(), Start: r.Start.Value(), End: r.End.Value(), Hours: r.Hours.Value()}
	type made struct {
		desk *Desk
		key  string
	}
	work.Run(func(ctx context.Context) (made, error) {
		d, key, err := r.gate.Create(ctx, s)
		d, err = edged(ctx, d, err)
		return made{d, key}, err
	}, func(m made, err error) {
		r.Make.Enable()
		r.said.Clear()
		if err != nil {
			refuse(r.said, err)
			r.shown.Refresh()
			return
		}
		r.Key = newRecovery(r.frame, m.desk, m.key, r.steps())
		r.frame.Show(r.Key.Content())
	})
}
