package widgets

import (
	"maps"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func specs() []FieldSpec {
	return []FieldSpec{
		{Key: "title", Label: "标题", Kind: AsText, Required: true, Placeholder: "一句话说明问题"},
		{Key: "region", Label: "区域", Kind: AsChoice, Choices: districts, Required: true},
		{Key: "arrived", Label: "到达时间", Kind: AsTime, Required: true, Value: "2026-10-15 09:05"},
		{Key: "count", Label: "涉及人数", Kind: AsInt, Help: "不知道就空着"},
		{Key: "systems", Label: "协办单位", Kind: AsList, Choices: districts, Value: "dtq\njrs"},
		{Key: "result", Label: "处理结果", Kind: AsLong, Rows: 2},
		{Key: "told", Label: "已告知申请单位", Kind: AsBool},
	}
}

func formIn(t *testing.T) (*Form, fyne.Window) {
	themed(t)
	f := NewForm(specs(), testDates())
	w := test.NewTempWindow(t, container.NewVScroll(f))
	w.Resize(fyne.NewSize(480, 700))
	return f, w
}

func TestAFormWithProblems(t *testing.T) {
	look(t, "form", fyne.NewSize(420, 620), func() fyne.CanvasObject {
		f := NewForm(specs(), testDates())
		f.Check()
		f.SetError("count", "涉及人数不能超过 100,000。原值仍保留。请核对后改小。")
		return Inset(16, 16, Stack(0, f))
	})
}

func TestTabGoesThroughAFormInItsOrder(t *testing.T) {
	f, w := formIn(t)
	f.Focus()
	for _, ff := range f.fields {
		if w.Canvas().Focused() != ff.field.Control.Target() {
			t.Errorf("%s: the focus is on %T", ff.spec.Key, w.Canvas().Focused())
		}
		test.FocusNext(w.Canvas())
	}
}

func TestASubmittedFormGivesItsValuesByKey(t *testing.T) {
	f, w := formIn(t)
	var got map[string]string
	f.OnSubmit = func(values map[string]string) { got = values }
	if f.Changed() {
		t.Error("changed before anything was typed")
	}
	f.Focus()
	key(w.Canvas().Focused(), fyne.KeyReturn)
	if got != nil || f.Field("title").Error() != "请填写标题" || f.Field("region").Error() != "请选择区域" || f.Field("count").Error() != "" {
		t.Fatalf("taken with what is missing: %v, %q", got, f.Field("title").Error())
	}
	test.Type(w.Canvas().Focused(), "养老补缴")
	if f.Field("title").Error() != "" {
		t.Error("still told while it is being mended")
	}
	f.Set("region", "zjyl")
	count := f.find("count").field.Control.(*Input)
	test.Type(count.entry, "１２a")
	f.find("told").field.Control.(*Tick).TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	f.Submit()
	want := map[string]string{"title": "养老补缴", "region": "zjyl", "arrived": "2026-10-15 09:05", "count": "12", "systems": "dtq\njrs", "told": "是"}
	if !maps.Equal(got, want) || !f.Changed() {
		t.Errorf("%v", got)
	}
}

func TestTheFirstFieldWithAProblemHasTheFocus(t *testing.T) {
	f, w := formIn(t)
	f.Set("title", "有")
	f.Set("region", "dtq")
	f.Set("arrived", "不是时间")
	f.Set("count", "1-2")
	if f.Check() || w.Canvas().Focused() != f.find("arrived").field.Control.Target() || f.Field("count").Error() == "" {
		t.Errorf("the focus is on %T", w.Canvas().Focused())
	}
	if !f.SetError("result", "太长") || f.SetError("none", "没有") || w.Canvas().Focused() != f.find("result").field.Control.Target() {
		t.Error("an error told from outside is not shown at its field")
	}
	if f.Value("arrived") != "不是时间" || f.Value("none") != "" {
		t.Errorf("what was typed is gone: %q", f.Value("arrived"))
	}
}

func TestEscLeavesAFormFromAnyField(t *testing.T) {
	f, _ := formIn(t)
	n := 0
	f.OnCancel = func() { n++ }
	for _, ff := range f.fields {
		key(ff.field.Control.Target(), fyne.KeyEscape)
	}
	if n != len(f.fields) {
		t.Errorf("%d of %d", n, len(f.fields))
	}
}
