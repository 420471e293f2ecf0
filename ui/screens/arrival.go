package screens

import (
	"context"

	"opsledger/ui/widgets"
)

// AskArrival asks why a store lies elsewhere than it last did: nothing is written until that is known. Until it is answered
// the store can be looked at.
func AskArrival(f Frame, d *Desk) {
	if !d.Away {
		return
	}
	specs := []widgets.FieldSpec{{Key: "copied", Label: "原来的那一份", Kind: widgets.AsChoice, Required: true, Choices: []widgets.Option{
		{Value: "moved", Label: "不再使用：台账已搬来这里"}, {Value: "copied", Label: "还要使用：这里是副本"}}},
		{Key: "station", Label: "副本的工作站编号", Placeholder: "两位数字，如 02", Help: "副本才填；不能与原来的相同"}}
	form := widgets.NewForm(specs, widgets.Dates{})
	told := widgets.NewNotice()
	ask := widgets.Ask(f.Window().Canvas(), widgets.Question{Title: "台账不在原来的位置", Content: widgets.Stack(12, form, told), First: form.First(), Verb: "继续使用", Back: "只看不写", Width: 480,
		Body:   "换了电脑、换了磁盘，或者这是一份副本。两处都往里写会对不上，所以先说明；此前只能查看，不写入任何内容。",
		OnVerb: func() bool { form.Submit(); return true }})
	form.OnCancel = ask.Back
	form.OnEnter = func(*widgets.Field) { ask.Fit() }
	form.OnSubmit = func(v map[string]string) {
		run(d, func(ctx context.Context) (bool, error) {
			return true, d.Arrive(ctx, v["copied"] == "copied", v["station"])
		}, func(_ bool, err error) {
			if err != nil {
				refuse(told, err)
				ask.Fit()
				return
			}
			d.Away = false
			ask.Close()
		})
	}
}
