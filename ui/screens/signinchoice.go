package screens

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/record/training"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// SignInChoice lists the trainings that people can sign in to now.
type SignInChoice struct {
	frame   Frame
	desk    *Desk
	content *fyne.Container
}

// NewSignInChoice makes the screen.
func NewSignInChoice(f Frame, d *Desk) *SignInChoice {
	s := &SignInChoice{frame: f, desk: d, content: container.NewStack()}
	s.Reread()
	return s
}

// Content is the screen laid out.
func (s *SignInChoice) Content() fyne.CanvasObject { return s.content }

// Reread reads the list anew.
func (s *SignInChoice) Reread() {
	run(s.desk, func(ctx context.Context) ([]app.Shown, error) {
		q := app.Query{Kind: training.Kind.Name, Sort: "planned", Where: []app.Condition{{Key: "state", Op: app.Equal, Value: []string{string(training.Ongoing), string(training.Planned)}}}}
		return s.desk.List(ctx, q, "")
	}, func(list []app.Shown, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		s.show(list)
	})
}

func (s *SignInChoice) show(list []app.Shown) {
	body := fyne.CanvasObject(widgets.Empty("school", "没有正在进行或已计划的培训", "先登记一场培训，再来签到。", widgets.NewButton("看培训列表", "", widgets.Main, func() { s.frame.Open("training") })))
	if len(list) > 0 {
		rows := make([]fyne.CanvasObject, len(list))
		for i, one := range list {
			rows[i] = s.row(one)
		}
		body = widgets.Scrolled(widgets.Stack(0, rows...))
	}
	s.content.Objects = []fyne.CanvasObject{widgets.Card("选一场培训，开始签到", nil, body)}
	s.content.Refresh()
}

func (s *SignInChoice) row(one app.Shown) fyne.CanvasObject {
	mark, roll := view.StateOf(training.Kind, one), view.RollOf(one)
	planned, _ := one.Fields["planned"].(string)
	open := func() { s.frame.Open("training/signin", string(one.ID)) }
	words := widgets.Stack(2, widgets.NewText(roll.Topic, theme.SizeCard, theme.Text).Bold().Cut(), widgets.Help(view.Moment(planned, s.frame.Now())+"　"+roll.Place).Cut())
	line := widgets.Row(12, widgets.Grow(words), widgets.Fixed(widgets.NewTag(mark.Icon, mark.Words, tints[mark.Tone])), widgets.Wide(96, widgets.Body("已签 "+roll.Count()).Right()),
		widgets.Fixed(widgets.NewButton("签到", "user-check", widgets.Usual, open)))
	return widgets.Stack(0, widgets.Tall(56, widgets.Inset(6, 4, line)), widgets.Rule())
}
