package main

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui"
	"opsledger/ui/screens"
)

// typed types characters where the focus is.
func typed(w *ui.Window, text string) { test.Type(w.Window().Canvas().Focused(), text) }

func TestLeaveIsAskedForFromTheMonthByOneKey(t *testing.T) {
	w := entered(t)
	onWindow(func() { w.Open("attendance/month") })
	month := func() *screens.Month { return w.Face.(*screens.Month) }
	until(t, "the month", func() bool {
		return strings.Contains(words(w), "在岗人数") && w.Window().Canvas().Focused() == month().Grid.Target()
	})
	onWindow(func() { strike(w, fyne.KeyDown, fyne.KeyRight); typed(w, "c") })
	until(t, "why not", func() bool { return strings.Contains(words(w), "不能直接判为迟到") })
	onWindow(func() { typed(w, "j") })
	until(t, "the form", func() bool { return says(w, "请假事由") })
	onWindow(func() {
		for range 3 {
			w.Window().Canvas().FocusNext()
		}
		typed(w, "参加家长会")
		command(t, w, "办理下一步")
	})
	day := clock().In(ledger.Zone).AddDate(0, 0, 1).Format(time.DateOnly)
	until(t, "the leave", func() bool {
		list, err := w.Desk().List(t.Context(), app.Query{Kind: "leave", Search: "参加家长会"}, "")
		return err == nil && len(list) == 1 && list[0].Fields["person"] == "李娜" && list[0].Fields["from"] == day && list[0].Fields["to"] == day
	})
	until(t, "the month again", func() bool {
		return w.Window().Canvas().Overlays().Top() == nil && w.Window().Canvas().Focused() == month().Grid.Target()
	})
	onWindow(func() { strike(w, fyne.KeyPageUp) })
	until(t, "the month before", func() bool {
		return month().Shown().Format("2006-01") == "2026-02" && strings.Contains(words(w), "2026 年 2 月")
	})
	onWindow(func() { w.Open("dashboard"); press(w, fyne.KeyModifierAlt, fyne.KeyLeft) })
	until(t, "the same month again", func() bool {
		m, ok := w.Face.(*screens.Month)
		return ok && m.Shown().Format("2006-01") == "2026-02" && strings.Contains(words(w), "在岗人数")
	})
	onWindow(func() { command(t, w, "登记工单") }) // what Ctrl+N registers is of the place
	until(t, "what may begin a day", func() bool { return w.Records != nil && w.Records.Kind().Name == "attendance" })
}

func TestPeopleSignInOneAfterTheOtherAndNobodyTwice(t *testing.T) {
	w := entered(t)
	s := &stage{t: t, w: w}
	s.signIn()
	screen := w.Face.(*screens.SignIn)
	onWindow(func() {
		for _, name := range []string{"李芳，市社保中心企业养老科", "王𬭎，润州区社保中心", "赵六", "李芳，市社保中心企业养老科"} {
			typed(w, name)
			strike(w, fyne.KeyReturn)
		}
	})
	until(t, "all three", func() bool { return strings.Contains(words(w), "3／120") })
	list, err := w.Desk().List(t.Context(), app.Query{Kind: "training", Search: "经办业务操作培训"}, "")
	if err != nil || len(list) != 1 || list[0].Fields["trained"] != int64(3) {
		t.Fatalf("%v %v", list, err)
	}
	onWindow(func() { typed(w, "lf"); strike(w, fyne.KeyReturn) })
	until(t, "that she has", func() bool { return strings.Contains(words(w), "已签到过") })
	onWindow(func() { strike(w, fyne.KeyEscape) })
	until(t, "the place before", func() bool { return w.Face != screens.Face(screen) })
}

func TestAGapOfDutyIsFilledFromItsDay(t *testing.T) {
	w := entered(t)
	onWindow(func() { w.Open("duty/calendar") })
	calendar := func() *screens.DutyCalendar { return w.Face.(*screens.DutyCalendar) }
	until(t, "the month", func() bool { return strings.Contains(words(w), "正在值班") })
	onWindow(func() { strike(w, fyne.KeyPageDown) })
	until(t, "the next month, whose end nobody has", func() bool {
		return strings.Contains(words(w), "2026 年 4 月") && strings.Contains(words(w), "空档：无人值班")
	})
	gap := func() int { return strings.Count(words(w), "空档") }
	before := 0
	onWindow(func() { before = gap() })
	onWindow(func() { calendar().Schedule() })
	until(t, "the form", func() bool { return says(w, "主值班人") })
	onWindow(func() {
		for range 2 {
			w.Window().Canvas().FocusNext()
		}
		strike(w, fyne.KeyDown)
		typed(w, "李娜")
		strike(w, fyne.KeyReturn)
		command(t, w, "办理下一步")
	})
	until(t, "fewer gaps", func() bool { return w.Window().Canvas().Overlays().Top() == nil && gap() < before })
}
