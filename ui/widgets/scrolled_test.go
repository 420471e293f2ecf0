package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/ui/theme"
)

func TestAFieldThatTakesTheFocusIsScrolledIntoView(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	var specs []FieldSpec
	for _, key := range []string{"a", "b", "c", "d", "e", "f"} {
		specs = append(specs, FieldSpec{Key: key, Label: key, Required: true})
	}
	form := NewForm(specs, Dates{})
	in := UpTo(func() float32 { return 150 }, form)
	form.OnEnter = func(f *Field) { Reveal(in, f) }
	w := test.NewTempWindow(t, in)
	w.Resize(fyne.NewSize(300, 150))
	if h := in.MinSize().Height; h != 150 {
		t.Errorf("asks for a height of %v", h)
	}
	seen := func(key string) bool {
		d := fyne.CurrentApp().Driver()
		top := d.AbsolutePositionForObject(form.Field(key)).Y - d.AbsolutePositionForObject(in).Y
		return top >= 0 && top+form.Field(key).Size().Height <= in.Size().Height
	}
	if seen("f") {
		t.Fatal("the last field is seen before it has the focus")
	}
	form.Field("f").Focus()
	if !seen("f") || seen("a") {
		t.Error("the last field is not scrolled into view")
	}
	form.Check()
	if !seen("a") {
		t.Error("the first missing field is not scrolled into view")
	}
}

func TestAMomentThatHasBeenCannotLieAhead(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	form := NewForm([]FieldSpec{{Key: "at", Label: "到达时间", Kind: AsTime, Past: true}, {Key: "due", Label: "期限", Kind: AsTime}}, testDates())
	ahead := testDates().Now().AddDate(0, 0, 2).Format("2006-01-02 15:04")
	form.Set("at", ahead)
	form.Set("due", ahead)
	if form.Check() || form.Field("at").Error() == "" || form.Field("due").Error() != "" {
		t.Errorf("at: %q, due: %q", form.Field("at").Error(), form.Field("due").Error())
	}
	form.Set("at", testDates().Now().Format("2006-01-02 15:04"))
	if !form.Check() {
		t.Errorf("now is refused: %q", form.Field("at").Error())
	}
}

func TestAQuestionWithoutAVerbOnlyTells(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	w := test.NewTempWindow(t, Spring())
	d := Ask(w.Canvas(), Question{Title: "没有办成", Back: "知道了"})
	if !d.verb.Hidden {
		t.Error("a button without words is shown")
	}
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if w.Canvas().Overlays().Top() != nil {
		t.Error("Enter does not put it away")
	}
}
