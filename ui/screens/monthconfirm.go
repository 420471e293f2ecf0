package screens

import (
	"context"
	"fmt"
	"path/filepath"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// confirmation is the center's word on a month being written down (R088).
type confirmation struct {
	of     *Month
	form   *widgets.Form
	told   *widgets.Notice
	dialog *widgets.Dialog
	busy   bool
}

// askConfirm asks who confirmed the month and when; where the center has no account here, from which paper.
func (s *Month) askConfirm() {
	c := &confirmation{of: s, told: widgets.NewNotice()}
	now := s.frame.Now().In(ledger.Zone)
	c.form = widgets.NewForm([]widgets.FieldSpec{{Key: "by", Label: "确认人", Required: true},
		{Key: "confirmed", Label: "确认时间", Kind: widgets.AsTime, Required: true, Past: true, Value: now.Format("2006-01-02 15:04")},
		{Key: "paper", Label: "签字件", Kind: widgets.AsChoice, Choices: fileOptions(nil), Help: "信息中心账号确认的不用附；由项目负责人代为登记的，须附签字的考勤表"},
		{Key: "paper_date", Label: "签字件日期", Kind: widgets.AsDate, Past: true}}, datesOf(s.desk))
	body := fmt.Sprintf("信息中心对 %s考勤的确认，会写到 %d 条还没有确认的记录上；之后再有变化的，显示“确认后有变化”。", view.MonthName(s.month), s.data.month.Open)
	c.dialog = widgets.Ask(s.frame.Window().Canvas(), widgets.Question{Title: "登记月度确认", Body: body, Content: widgets.Stack(12, c.form, c.told), First: c.form.First(), Verb: "登记确认", Width: 520,
		OnVerb: func() bool { c.form.Submit(); return true }})
	c.form.OnCancel, c.form.OnChanged = c.dialog.Back, c.changed
	c.form.OnEnter = func(*widgets.Field) { c.dialog.Fit() }
	c.form.OnSubmit = c.take
}

// changed lets a file be chosen for the paper.
func (c *confirmation) changed(key string) {
	if c.form.Value(key) != addFile {
		return
	}
	c.form.Set(key, "")
	chooseFile(c.of.frame.Window(), c.of.desk, "选签字的考勤月报", "添加", nil, func(path string) {
		c.form.Offer("paper", append([]widgets.Option{{Value: path, Label: filepath.Base(path)}}, fileOptions(nil)...))
		c.form.Set("paper", path)
	})
}

func (c *confirmation) take(values map[string]string) {
	if c.busy {
		return
	}
	c.busy = true
	s := c.of
	run(s.desk, func(ctx context.Context) (int, error) {
		on, _, err := view.ParseWhen(values["confirmed"], s.desk.Now())
		if err != nil {
			return 0, err
		}
		said := app.Confirmation{Month: s.month, Confirmed: on, By: values["by"]}
		if path := values["paper"]; path != "" {
			raw, err := s.desk.ReadFile(path)
			if err != nil {
				return 0, err
			}
			said.Paper, said.PaperDate = &app.File{Name: filepath.Base(path), Data: raw}, ledger.Day(values["paper_date"])
		}
		return s.desk.ConfirmMonth(ctx, said)
	}, func(n int, err error) {
		c.busy = false
		switch {
		case err == nil:
			c.dialog.Close()
			s.frame.Tell(widgets.Toast{Tint: widgets.Good, Title: "已登记月度确认", Text: fmt.Sprintf("%s，%d 条考勤记录。", view.MonthName(s.month), n)})
			s.Reread()
		case fault.Is(err, fault.Backdated):
			Retry(s.frame.Window(), s.desk, err, func() { c.take(values) })
		default:
			refuse(c.told, err)
			c.dialog.Fit()
		}
	})
}
