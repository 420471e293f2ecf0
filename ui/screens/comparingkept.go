package screens

import (
	"context"
	"path/filepath"
	"strings"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/comparison"
	"opsledger/app/rule/compare"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// resultName names the workbook of a comparison.
func (s *Comparing) resultName() string {
	return "比对结果-" + s.frame.Now().Format("20060102-1504") + ".xlsx"
}

const clearHelp = "不填：姓名、身份证号等是遮蔽的，凭行号到原名单查；填写理由则写出明文，并记入审计"

// save makes a workbook of the result where a person says; unmasked only with a reason, which is recorded first.
func (s *Comparing) save() {
	lists, reason := *s.lists, widgets.NewInput("")
	file := saving{frame: s.frame, desk: s.desk, title: "存为表格", verb: "保存", name: s.resultName(), folderOf: "compared", extra: widgets.NewField("明文理由", false, clearHelp, reason)}
	file.write = func(ctx context.Context, path string) error {
		clear, err := s.cleared(ctx, lists, reason.Value())
		if err != nil {
			return err
		}
		return s.desk.Lists.Write(ctx, path, lists, clear)
	}
	file.done = func(path string) {
		s.frame.Tell(widgets.Toast{Tint: widgets.Good, Title: "已保存“" + filepath.Base(path) + "”", Text: "文件在 " + filepath.Dir(path)})
	}
	file.begin()
}

// cleared records that the result is shown unmasked, where a reason is given.
func (s *Comparing) cleared(ctx context.Context, lists app.ComparedLists, reason string) (clear bool, err error) {
	if strings.TrimSpace(reason) == "" {
		return false, nil
	}
	return true, s.desk.ClearComparison(ctx, reason, lists)
}

// fill writes the result into the comparison the screen is about; where it is about none, one is registered first.
func (s *Comparing) fill() {
	if s.about != "" {
		s.askFill(s.about)
		return
	}
	k := comparison.Kind
	a, _ := k.Action("run")
	d := newStepDialog(s.frame, s.desk, k, "new", a, func(rec *ledger.Record) {
		s.desk.Recorded(s.frame, a.Label, rec)
		s.askFill(string(rec.ID))
	})
	d.known.given = app.ComparisonFields(*s.lists)
	d.ask("new")
}

// askFill asks which rows become doubtful cases, and writes the result into a comparison.
func (s *Comparing) askFill(id string) {
	lists := *s.lists
	choices := append([]widgets.Option{{Value: "", Label: "不登记疑点"}}, suspectOptions(lists.Result)...)
	form := widgets.NewForm([]widgets.FieldSpec{
		{Key: "suspects", Label: "登记为疑点的行", Kind: widgets.AsChoice, Choices: choices, Help: "疑点编号就是结果表里的序号（如 甲12），凭它和附件查到人"},
		{Key: "reason", Label: "明文理由", Help: clearHelp}}, widgets.Dates{})
	ask := widgets.Ask(s.frame.Window().Canvas(), widgets.Question{Title: "写入比对结果", Body: "写入两份名单的笔数、匹配笔数、文件的 SHA-256 和关键字段，并把结果表格附在记录上。", Content: form, First: form.First(), Verb: "写入", Width: 520,
		OnVerb: func() bool { form.Submit(); return true }})
	form.OnCancel = ask.Back
	form.OnSubmit = func(values map[string]string) {
		ask.Close()
		s.Write(id, lists, values["suspects"], values["reason"])
	}
}

func suspectOptions(r *compare.Result) (out []widgets.Option) {
	for _, c := range view.ComparedSheets(r) {
		out = append(out, widgets.Option{Value: c.Label, Label: c.Label + "的 " + c.Value + " 行"})
	}
	return out
}

// Write writes a result into a comparison, and goes to it.
func (s *Comparing) Write(id string, lists app.ComparedLists, suspects, reason string) {
	name := s.resultName()
	run(s.desk, func(ctx context.Context) (*ledger.Record, error) {
		clear, err := s.cleared(ctx, lists, reason)
		if err != nil {
			return nil, err
		}
		data, err := s.desk.Lists.File(ctx, lists, clear)
		if err != nil {
			return nil, err
		}
		return s.desk.FillComparison(ctx, id, lists, app.File{Name: name, Data: data}, suspects)
	}, func(rec *ledger.Record, err error) {
		if err != nil {
			Retry(s.frame.Window(), s.desk, err, func() { s.Write(id, lists, suspects, reason) })
			return
		}
		s.frame.Tell(widgets.Toast{Tint: widgets.Good, Title: "已写入 " + rec.Number, Text: "结果表格“" + name + "”附在记录上。"})
		s.frame.OpenRecord(comparison.Kind.Name, string(rec.ID))
	})
}
