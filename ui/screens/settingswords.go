package screens

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/contract"
	"opsledger/app/record/dictionary"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// words lists a dictionary's items, and adds to it.
func (s *Settings) words() {
	read(s, s.desk.AllDictionaries, func(set dictionary.Set) {
		var options []widgets.Option
		for _, d := range set {
			options = append(options, widgets.Option{Value: d.ID, Label: d.Label, Aliases: view.Aliases(d.Label), Count: len(d.Items)})
		}
		slices.SortFunc(options, func(a, b widgets.Option) int { return cmp.Compare(a.Value, b.Value) })
		which := widgets.NewSearchSelect("选择字典", options)
		which.SetValues(s.dict)
		which.OnChanged = func() { s.dict = cmp.Or(which.Value(), s.dict); s.words() }
		s.Act = widgets.NewButton("增加…", "plus", widgets.Main, func() { s.askWord(set[s.dict]) })
		rows := []fyne.CanvasObject{widgets.Row(12, widgets.Wide(260, which), widgets.Grow(widgets.Spring()))}
		for _, it := range set[s.dict].Items {
			rows = append(rows, widgets.Rule(), s.wordRow(it))
		}
		s.show(card("字典", "随程序带来的项是合同原文，不能改名；现场增加的可以改名、停用。停用的不再供选择，已经用过的照常显示。", s.Act, rows...))
	})
}

func (s *Settings) wordRow(it dictionary.Item) fyne.CanvasObject {
	note := strings.Join(it.Aliases, "、")
	if note != "" {
		note = "也写作 " + note
	}
	line := []widgets.Part{widgets.Wide(240, widgets.Body(it.Label).Cut()), widgets.Grow(widgets.NewText(note, theme.SizeHelp, theme.Text3).Cut())}
	if it.Added {
		line = append(line, widgets.Fixed(widgets.NewTag("pencil", "现场增加", widgets.Going)))
	}
	if it.Retired {
		line = append(line, widgets.Fixed(widgets.NewTag("ban", "已停用", widgets.Neutral)))
	}
	if it.Added && !it.Retired {
		rename := widgets.NewButton("改名…", "", widgets.Usual, func() { s.askRename(it) })
		retire := widgets.NewButton("停用…", "", widgets.Warning, func() { s.askRetire(it) })
		rename.Small, retire.Small = true, true
		line = append(line, widgets.Fixed(rename), widgets.Fixed(retire))
	}
	return widgets.Tall(28, widgets.Row(8, line...))
}

func (s *Settings) askWord(d dictionary.Dictionary) {
	specs := []widgets.FieldSpec{{Key: "label", Label: "名称", Required: true}}
	s.ask(widgets.Question{Title: "增加" + d.Label, Verb: "增加"}, specs, "已增加", func(ctx context.Context, v map[string]string) error {
		_, err := s.desk.AddWord(ctx, d.ID, v["label"], v["label"])
		return err
	})
}

func (s *Settings) askRename(it dictionary.Item) {
	dict := s.dict
	specs := []widgets.FieldSpec{{Key: "label", Label: "名称", Required: true, Value: it.Label}}
	s.ask(widgets.Question{Title: "改名“" + it.Label + "”", Body: "以前写下的也随之显示新的名称。", Verb: "改名"}, specs, "已改名", func(ctx context.Context, v map[string]string) error {
		return s.desk.RenameWord(ctx, dict, it.Key, v["label"])
	})
}

func (s *Settings) askRetire(it dictionary.Item) {
	dict := s.dict
	widgets.Ask(s.frame.Window().Canvas(), widgets.Question{Title: "停用“" + it.Label + "”", Body: "停用后不再供选择，已经用过的照常显示。", Verb: "停用", Danger: true, OnVerb: func() bool {
		s.do("已停用“"+it.Label+"”", func(ctx context.Context) error { return s.desk.RetireWord(ctx, dict, it.Key) })
		return false
	}})
}

// contracts shows the contract years with their terms, and the working hours by the date they hold from.
func (s *Settings) contracts() {
	type terms struct {
		years []app.Shown
		hours []contract.Version
	}
	read(s, func(ctx context.Context) (t terms, err error) {
		if t.years, err = s.desk.List(ctx, app.Query{Kind: contract.Kind.Name, Sort: "-start"}, ""); err == nil {
			t.hours, err = s.desk.WorkingHours(ctx)
		}
		return t, err
	}, func(t terms) {
		sign, _ := contract.Kind.Action("sign")
		s.Act = widgets.NewButton("登记下一年合同…", "plus", widgets.Main, func() { StepForm(s.frame, s.desk, contract.Kind, "new", sign, s.taken) })
		var hours []fyne.CanvasObject
		for _, v := range t.hours {
			hours = append(hours, widgets.Row(12, widgets.Wide(130, widgets.Body("自 "+string(v.From))), widgets.Grow(widgets.Body(strings.ReplaceAll(v.Hours, ",", "，")+"　周"+weekdays(v.Days)).Cut())))
		}
		cards := []fyne.CanvasObject{card("工作时段", "时限按这里的时段计算；改动从写明的日期起算，以前的不变。", s.Act, hours...)}
		for _, y := range t.years {
			cards = append(cards, s.contractCard(y))
		}
		s.show(cards...)
	})
}

// weekdays writes 1-5 as 一至五.
func weekdays(days string) string {
	han := strings.NewReplacer("1", "一", "2", "二", "3", "三", "4", "四", "5", "五", "6", "六", "7", "日", "-", "至", ",", "、")
	return han.Replace(days)
}

func (s *Settings) contractCard(y app.Shown) fyne.CanvasObject {
	name, _ := y.Fields["name"].(string)
	amend, _ := contract.Kind.Action("amend-terms")
	change := widgets.NewButton("变更条款…", "pencil", widgets.Usual, func() { StepForm(s.frame, s.desk, contract.Kind, string(y.ID), amend, s.taken) })
	var rows []fyne.CanvasObject
	for _, l := range view.Fields(contract.Kind, y) {
		rows = append(rows, widgets.Row(12, widgets.Wide(220, widgets.NewText(l.Label, theme.SizeBody, theme.Text2).Cut()), widgets.Grow(widgets.Body(l.Value).Cut())))
	}
	return card(name, "", change, rows...)
}

// taken shows the section anew after a step.
func (s *Settings) taken(*ledger.Record) { s.at.draw(s) }
