package screens

import (
	"context"
	"slices"
	"strings"

	"opsledger/app"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

func (t *Records) setView(name string) {
	t.view = name
	label := name
	if label == "" {
		label = t.look.every()
	}
	if runes := []rune(label); len(runes) > 10 {
		label = string(runes[:9]) + "…"
	}
	t.View.SetLabel(label)
	if t.panes != nil {
		t.panes.Refresh()
	}
}

// Values of the menu beside the names of views.
const (
	showAll    = "\x00all"
	saveView   = "\x00save"
	renameView = "\x00rename"
	removeView = "\x00remove"
)

// viewMenu lists the views, and what can be done about them.
func (t *Records) viewMenu() {
	run(t.desk, func(ctx context.Context) ([]app.View, error) { return t.desk.Views(ctx, t.kind.Name) }, func(views []app.View, err error) {
		if err != nil {
			Fail(t.frame.Window(), err)
			return
		}
		own := slices.ContainsFunc(views, func(v app.View) bool { return v.Name == t.view && !v.Builtin })
		options := []widgets.Option{{Value: showAll, Label: t.look.every(), Aliases: view.Aliases(t.look.every())}}
		for _, v := range views {
			options = append(options, widgets.Option{Value: v.Name, Label: v.Name, Aliases: view.Aliases(v.Name), Off: v.Fault})
		}
		options = append(options, widgets.Option{Value: saveView, Label: "保存当前视图…"})
		if own {
			options = append(options, widgets.Option{Value: renameView, Label: "重命名“" + t.view + "”…"}, widgets.Option{Value: removeView, Label: "删除“" + t.view + "”…"})
		}
		widgets.Menu(t.View, options, func(value string) { t.viewChosen(value, views) })
	})
}

func (t *Records) viewChosen(value string, views []app.View) {
	switch value {
	case showAll:
		t.drilled = false
		t.Clear()
	case saveView:
		t.askView("保存视图", "保存", func(ctx context.Context, name string) error { return t.desk.SaveView(ctx, t.present(name)) })
	case renameView:
		was := t.view
		t.askView("重命名视图", "重命名", func(ctx context.Context, name string) error {
			return t.desk.RenameView(ctx, t.kind.Name, was, name)
		})
	case removeView:
		t.forgetView()
	default:
		if i := slices.IndexFunc(views, func(v app.View) bool { return v.Name == value }); i >= 0 {
			t.Choose(views[i])
		}
	}
}

// Choose shows the records of a view, in its order and with its columns.
func (t *Records) Choose(v app.View) {
	t.drilled = false
	t.setView(v.Name)
	if len(v.Columns) > 0 {
		t.Table.ShowColumns(v.Columns)
	}
	t.apply(app.Filter{Where: v.Where, Search: v.Search, Sort: v.Sort})
	t.Load()
}

// present is what the list shows now as a view.
func (t *Records) present(name string) app.View {
	f := t.filter()
	return app.View{Name: name, Kind: t.kind.Name, Where: f.Where, Search: f.Search, Sort: f.Sort, Columns: t.Table.Columns()}
}

// askView asks for a name and keeps a view under it; a refusal is told below the name.
func (t *Records) askView(title, verb string, keep func(ctx context.Context, name string) error) {
	form := widgets.NewForm([]widgets.FieldSpec{{Key: "name", Label: "名称", Required: true, Value: t.view, Help: "条件、排序和列一并保存，只存在本机"}}, widgets.Dates{})
	ask := widgets.Ask(t.frame.Window().Canvas(), widgets.Question{Title: title, Content: form, First: form.First(), Verb: verb, OnVerb: func() bool { form.Submit(); return true }})
	form.OnCancel = ask.Back
	form.OnSubmit = func(values map[string]string) {
		name := strings.TrimSpace(values["name"])
		run(t.desk, func(ctx context.Context) (struct{}, error) { return struct{}{}, keep(ctx, name) }, func(_ struct{}, err error) {
			if err != nil {
				form.SetError("name", sentencesOf(err))
				ask.Fit()
				return
			}
			ask.Close()
			t.setView(name)
			t.remember()
			t.frame.Tell(widgets.Toast{Tint: widgets.Good, Title: "视图“" + name + "”已保存"})
		})
	}
}

// forgetView asks before a view is deleted; the records stay listed as they are.
func (t *Records) forgetView() {
	name := t.view
	widgets.Ask(t.frame.Window().Canvas(), widgets.Question{Title: "删除视图“" + name + "”？", Body: "记录不受影响；条件和列的搭配不再保留。", Verb: "删除视图", Danger: true,
		OnVerb: func() bool {
			run(t.desk, func(ctx context.Context) (struct{}, error) {
				return struct{}{}, t.desk.RemoveView(ctx, t.kind.Name, name)
			}, func(_ struct{}, err error) {
				if err != nil {
					Fail(t.frame.Window(), err)
					return
				}
				t.setView("")
				t.remember()
				t.frame.Tell(widgets.Toast{Tint: widgets.Good, Title: "已删除视图“" + name + "”"})
			})
			return false
		}})
}
