package screens

import (
	"errors"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/intake"
	"opsledger/ui/widgets"
)

// recognise asks what the columns stand for where the header of a file could not be read: once for a layout, as what was
// said is kept with the import.
func (i *Import) recognise(err error) {
	var e *intake.HeaderError
	if !errors.As(err, &e) || len(e.Columns) == 0 {
		return
	}
	i.refuse(fault.Of(err).With("请点“列的对应…”，逐列指明；或改好文件的表头"))
	i.headings = e.Columns
	i.Columns.Enable()
	i.askColumns()
}

// importColumns are the columns an import of a kind knows.
func importColumns(k *ledger.Kind) []intake.Column {
	if k == ticket.Kind {
		return intake.TicketColumns()
	}
	return intake.Columns(k)
}

// leftOut stands for a column that is not read.
const leftOut = "不导入"

// askColumns asks, column by column, what stands in it.
func (i *Import) askColumns() {
	fields := []widgets.Option{{Value: leftOut, Label: leftOut}}
	for _, c := range importColumns(i.kind) {
		label := c.Label
		if c.Required {
			label += "（必须有）"
		}
		fields = append(fields, widgets.Option{Value: c.Key, Label: label})
	}
	var specs []widgets.FieldSpec
	for _, h := range i.headings {
		if h.Header == "" {
			continue
		}
		s := widgets.FieldSpec{Key: h.Header, Label: h.Column + " 列　" + h.Header, Kind: widgets.AsRef, Choices: fields, Value: h.Key}
		if h.Key == "" {
			s.Value = leftOut
		}
		specs = append(specs, s)
	}
	form := widgets.NewForm(specs, widgets.Dates{})
	again := widgets.NewButton("忘掉以前的，重新识别", "refresh", widgets.Plain, nil)
	content := widgets.Stack(8, widgets.UpTo(func() float32 { return columnsHeight }, form), widgets.Line(0, again))
	ask := widgets.Ask(i.frame.Window().Canvas(), widgets.Question{Title: "列的对应", Body: "文件里的每一列是什么？导入时按此保存，以后同样表头的文件不再问；要改，仍点“列的对应…”。",
		Content: content, First: form.First(), Verb: "按此预览", Width: 560, OnVerb: func() bool { form.Submit(); return true }})
	take := func(mapping map[string]string) {
		ask.Close()
		i.mapping = mapping
		i.run(true)
	}
	again.OnTapped = func() { take(map[string]string{}) }
	form.OnCancel = ask.Back
	form.OnSubmit = func(values map[string]string) { take(mappingOf(values)) }
}

const columnsHeight = 380

// mappingOf is what was chosen, as an import takes it: a column left out has no field.
func mappingOf(values map[string]string) map[string]string {
	out := map[string]string{}
	for header, key := range values {
		if key == leftOut {
			key = ""
		}
		out[header] = key
	}
	return out
}
