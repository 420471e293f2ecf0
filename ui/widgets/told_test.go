package widgets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"opsledger/ui/theme"
)

// waiting is a clock that goes when the test says so.
type waiting struct{ due []func() }

func (w *waiting) later(_ time.Duration, fn func()) (stop func()) {
	i := len(w.due)
	w.due = append(w.due, fn)
	return func() { w.due[i] = nil }
}

func (w *waiting) pass() {
	for i, fn := range w.due {
		if fn != nil {
			w.due[i] = nil
			fn()
		}
	}
}

func TestToldThings(t *testing.T) {
	look(t, "told", fyne.NewSize(560, 560), func() fyne.CanvasObject {
		toasts := NewToasts((&waiting{}).later)
		toasts.Tell(Toast{Tint: Good, Title: "已办结 GD-2026-002331", Text: "用时 5 工时 3 分，按时。", Action: "撤销", OnAction: func() {}})
		toasts.Tell(Toast{Tint: Bad, Title: "U 盘写到一半断开，交换包没有写完", Text: "台账没有改动，原有的包仍在。请重新插好后再生成，或者换一个 U 盘，从“交换”里再做一次。", Action: "再试", OnAction: func() {}, Stay: true})
		toasts.Tell(Toast{Tint: Going, Title: "已复制"})
		p := NewProgress("正在导入第 47 周导出表", "停止不会留下半截数据。", func() {})
		p.Set(1284.0/2318, "第 1,284 行，共 2,318 行")
		closed := NewBanner(Going, "info-circle", "没有人能替你找回密码。下一步会给出恢复密钥，请打印后锁进柜子。", nil, true)
		return container.NewStack(Inset(16, 16, Stack(12, NewBanner(Soon, "alert-triangle", "离上次备份已有 9 天。备份没有做成之前，请不要清理 U 盘上的旧包。", NewButton("现在备份", "", Usual, nil), true), closed, p)), toasts)
	})
}

func TestAnEmptyPlace(t *testing.T) {
	look(t, "empty", fyne.NewSize(480, 260), func() fyne.CanvasObject {
		return On(NewPanel(theme.Surface, theme.Border, 8), Inset(16, 16, Empty("ticket", "还没有工单", "从省工单系统导出表格后拖进来，或者手工登记一张。",
			NewButton("导入表格", "package-import", Usual, nil), NewButton("登记工单", "plus", Main, nil).WithKeys("Ctrl+N"))))
	})
}

func TestAToastGoesByItselfUnlessItStaysOrIsLookedAt(t *testing.T) {
	themed(t)
	clock := &waiting{}
	toasts := NewToasts(clock.later)
	test.NewTempWindow(t, toasts).Resize(fyne.NewSize(600, 400))
	toasts.Tell(Toast{Title: "已保存"})
	toasts.Tell(Toast{Title: "没有写完", Tint: Bad, Stay: true})
	toasts.Tell(Toast{Title: "看着"})
	seen := toasts.cards[2]
	seen.MouseIn(nil)
	clock.pass()
	if toasts.Count() != 2 {
		t.Fatalf("%d left", toasts.Count())
	}
	seen.MouseOut()
	clock.pass()
	if toasts.Count() != 1 || !toasts.Dismiss() || toasts.Dismiss() {
		t.Errorf("%d left", toasts.Count())
	}
}

func TestAToastsActionIsDoneOnceAndOldOnesGiveWay(t *testing.T) {
	themed(t)
	clock, n := &waiting{}, 0
	toasts := NewToasts(clock.later)
	w := test.NewTempWindow(t, toasts)
	w.Resize(fyne.NewSize(600, 500))
	for range 6 {
		toasts.Tell(Toast{Title: "已办结", Action: "撤销", OnAction: func() { n++ }})
	}
	if toasts.Count() != 4 {
		t.Fatalf("%d shown", toasts.Count())
	}
	test.FocusNext(w.Canvas())
	b := w.Canvas().Focused().(*keyButton)
	b.MouseIn(nil)
	key(b, fyne.KeyReturn)
	b.MouseOut()
	test.FocusNext(w.Canvas())
	key(w.Canvas().Focused(), fyne.KeyEscape)
	if n != 1 || toasts.Count() != 2 {
		t.Errorf("done %d times, %d left", n, toasts.Count())
	}
	clock.pass()
	if toasts.Count() != 0 {
		t.Errorf("%d left", toasts.Count())
	}
}

func TestProgressIsStoppedOnce(t *testing.T) {
	themed(t)
	n := 0
	p := NewProgress("导入", "", func() { n++ })
	p.Set(2, "第 1 行")
	test.Tap(p.stop)
	test.Tap(p.stop)
	if n != 1 || p.bar.Share() != 1 || p.stop.Label != "正在停止" {
		t.Errorf("stopped %d times, %v", n, p.bar.Share())
	}
}

func TestABannerIsClosed(t *testing.T) {
	themed(t)
	n := 0
	b := NewBanner(Soon, "alert-triangle", "该备份了", nil, true)
	b.OnClosed = func() { n++ }
	w := test.NewTempWindow(t, b)
	test.FocusNext(w.Canvas())
	key(w.Canvas().Focused(), fyne.KeySpace)
	if b.Visible() || n != 1 {
		t.Error("still there")
	}
}

func found(query string) []Group {
	if query == "none" {
		return nil
	}
	do := func() {}
	return []Group{
		{"人员", []Result{{"user", "陈立", "驻场工程师，在岗", "Enter", do}}},
		{"工单", []Result{{"ticket", "GD-2026-002291", "企业职工养老补缴（陈立）", "", do}, {"ticket", "GD-2026-002331", "失业金重复发放疑点核查，涉及多个单位和很长的标题（陈立）", "", do}}},
		{"命令", []Result{{"adjustments", "处理选中的工单…", "拼音 cl", "Ctrl+Enter", do}}},
	}
}

func TestAPalette(t *testing.T) {
	over(t, "palette", fyne.NewSize(720, 420), func() (fyne.CanvasObject, func(fyne.Canvas)) {
		return Body("下面的内容"), func(c fyne.Canvas) {
			p := OpenPalette(c, "查找工单、人员、页面或命令", func(query string, answer func([]Group)) { answer(found(query)) })
			p.query.SetValue("cl")
		}
	})
}

func TestThePaletteGoesToWhatIsChosenAndDropsLateAnswers(t *testing.T) {
	themed(t)
	w := test.NewTempWindow(t, Body("下面"))
	w.Resize(fyne.NewSize(700, 500))
	went := ""
	answers := map[string]func([]Group){}
	p := OpenPalette(w.Canvas(), "", func(query string, answer func([]Group)) { answers[query] = answer })
	in := w.Canvas().Focused()
	test.Type(in, "cl")
	group := func(names ...string) []Group {
		g := Group{Title: "工单"}
		for _, n := range names {
			g.Results = append(g.Results, Result{Title: n, Do: func() { went = n }})
		}
		return []Group{g}
	}
	answers["cl"](group("甲", "乙"))
	answers["c"](group("丙"))
	key(in, fyne.KeyDown, fyne.KeyReturn)
	if went != "乙" || p.isOpen() {
		t.Errorf("went to %q", went)
	}
	answers["cl"](group("丁"))
	if len(p.lines.items) != 3 {
		t.Error("a closed palette took an answer")
	}
}

func TestEnterWaitsForTheAnswerToWhatWasTyped(t *testing.T) {
	themed(t)
	w := test.NewTempWindow(t, Body("下面"))
	w.Resize(fyne.NewSize(700, 500))
	went := ""
	answers := map[string]func([]Group){}
	p := OpenPalette(w.Canvas(), "", func(query string, answer func([]Group)) { answers[query] = answer })
	shows := func(query, name string) {
		answers[query]([]Group{{Results: []Result{{Title: name, Do: func() { went = name }}}}})
	}
	in := w.Canvas().Focused()
	shows("", "工作台")
	test.Type(in, "c")
	key(in, fyne.KeyReturn)
	if went != "" || !p.isOpen() {
		t.Fatalf("went to %q, which was found for what was typed before", went)
	}
	shows("c", "处理")
	if went != "处理" || p.isOpen() {
		t.Errorf("went to %q", went)
	}
}

func TestTheQuestionSaysWhatWillBeDone(t *testing.T) {
	over(t, "question", fyne.NewSize(640, 360), func() (fyne.CanvasObject, func(fyne.Canvas)) {
		return Body("下面的内容"), func(c fyne.Canvas) {
			Ask(c, Question{Title: "作废 GD-2026-002331？", Body: "作废以后不再计入考核，编号不再使用。记录仍在，随时可以查看；误作废的可以在 30 天内恢复。", Verb: "作废", Danger: true})
		}
	})
}

func TestAQuestionIsAnsweredWithTheKeyboard(t *testing.T) {
	themed(t)
	w := test.NewTempWindow(t, NewButton("下面", "", Usual, nil))
	w.Resize(fyne.NewSize(700, 500))
	done, back := 0, 0
	ask := func(danger, stay bool) *Dialog {
		return Ask(w.Canvas(), Question{Title: "办结？", Verb: "办结", Danger: danger, OnVerb: func() bool { done++; return stay }, OnBack: func() { back++ }})
	}
	d := ask(false, false)
	d.Tapped(&fyne.PointEvent{Position: fyne.NewPos(1, 1)})
	if !d.isOpen() {
		t.Fatal("a tap beside it closed it")
	}
	key(w.Canvas().Focused(), fyne.KeyReturn)
	ask(false, false)
	key(w.Canvas().Focused(), fyne.KeyEscape)
	ask(true, false)
	key(w.Canvas().Focused(), fyne.KeyReturn)
	if done != 1 || back != 2 || w.Canvas().Overlays().Top() != nil {
		t.Errorf("done %d, back %d", done, back)
	}
	if d = ask(false, true); true {
		key(w.Canvas().Focused(), fyne.KeyReturn)
	}
	if !d.isOpen() {
		t.Error("closed though it was to stay")
	}
	d.Close()
}
