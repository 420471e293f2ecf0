package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"opsledger/ui/theme"
)

// themed runs a program without a display in the program's theme.
func themed(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
}

func key(f fyne.Focusable, names ...fyne.KeyName) {
	for _, n := range names {
		f.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func TestInputs(t *testing.T) {
	look(t, "inputs", fyne.NewSize(480, 560), func() fyne.CanvasObject {
		focused := NewInput("").WithIcon("search")
		focused.SetValue("zjyl")
		focused.entered()
		wrong := NewInput("")
		wrong.SetValue("2026-02-30")
		bad := NewField("办结时间", true, "", wrong)
		bad.SetError("2 月没有 30 日。原值仍保留。请改成 2026-02-28 这样的日期，或者从日历里选。")
		secret := NewSecret("")
		secret.SetValue("correct horse")
		shownSecret := NewSecret("")
		shownSecret.SetValue("correct horse battery staple, 一段比框还长的口令")
		shownSecret.behind.(*eye).turn()
		off := NewInput("")
		off.SetValue("GD-2026-002331")
		off.Disable()
		tail := NewInput("").WithIcon("calendar")
		tail.SetValue("3-5 9:05")
		tail.SetTail("→ 2026-03-05 09:05")
		long := NewLongInput("写下周要做的事", 3)
		long.SetValue("本周到达工单 69 张，办结 63 张\n年累计到达 2,318 张")
		ticked := NewTick("已告知申请单位", nil)
		ticked.Set(true)
		return Inset(16, 16, Stack(12, NewInput("编号、标题、拼音首字母").WithIcon("search"), focused, bad,
			Row(12, Grow(NewField("密码", true, "不少于 12 位", secret)), Grow(NewField("再输一次", true, "", shownSecret))),
			Row(12, Grow(off), Grow(tail)), NewField("处理结果", false, "会写进回执", long), Line(16, ticked, NewTick("补录", nil))))
	})
}

func TestEscGivesTheTextBackAndThenCancels(t *testing.T) {
	themed(t)
	cancelled, submitted := 0, 0
	in := NewInput("")
	in.OnCancel, in.OnSubmit = func() { cancelled++ }, func() { submitted++ }
	in.SetValue("原值")
	w := test.NewTempWindow(t, in)
	w.Canvas().Focus(in.Target())
	test.Type(in.entry, "改了")
	if in.Value() != "原值改了" {
		t.Fatalf("typed: %s", in.Value())
	}
	key(in.entry, fyne.KeyEscape)
	if in.Value() != "原值" || cancelled != 0 {
		t.Errorf("given back: %s, cancelled %d", in.Value(), cancelled)
	}
	key(in.entry, fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter)
	if cancelled != 1 || submitted != 2 {
		t.Errorf("cancelled %d, submitted %d", cancelled, submitted)
	}
}

func TestALongTextTakesEnterAndLeavesTabAlone(t *testing.T) {
	themed(t)
	submitted := 0
	long, next := NewLongInput("", 3), NewInput("")
	long.OnSubmit = func() { submitted++ }
	w := test.NewTempWindow(t, Stack(4, long, next))
	w.Canvas().Focus(long.Target())
	test.Type(long.entry, "一")
	key(long.entry, fyne.KeyReturn)
	test.Type(long.entry, "二")
	if long.Value() != "一\n二" || submitted != 0 {
		t.Errorf("%q, submitted %d", long.Value(), submitted)
	}
	long.entry.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
	test.FocusNext(w.Canvas())
	if submitted != 1 || w.Canvas().Focused() != next.Target() || long.entry.AcceptsTab() {
		t.Error("Ctrl+Enter does not submit, or Tab does not go on")
	}
}

func TestASecretIsShownByItsEyeWithTheKeyboardToo(t *testing.T) {
	themed(t)
	in := NewSecret("")
	w := test.NewTempWindow(t, in)
	w.Canvas().Focus(in.Target())
	test.FocusNext(w.Canvas())
	y, ok := w.Canvas().Focused().(*eye)
	if !ok || !in.entry.Password {
		t.Fatal("the eye can't be reached, or the secret is shown")
	}
	key(y, fyne.KeySpace)
	if in.entry.Password {
		t.Error("still hidden")
	}
	test.Tap(y)
	if !in.entry.Password {
		t.Error("still shown")
	}
}

func TestATickIsTurnedByKeyAndTap(t *testing.T) {
	themed(t)
	n := 0
	tick := NewTick("补录", func(bool) { n++ })
	key(tick, fyne.KeySpace)
	if !tick.On() {
		t.Error("off")
	}
	test.Tap(tick)
	if tick.On() || n != 2 {
		t.Errorf("on, told %d times", n)
	}
}
