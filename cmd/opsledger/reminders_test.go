package main

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/cmd/internal/demo"
	"opsledger/ui/work"
)

func TestRemindersAreToldOnceInFixedWordsAndPutAwayInTheWindow(t *testing.T) {
	var next func()
	after := work.After
	defer func() { work.After = after }()
	work.After = func(d time.Duration, fn func()) func() {
		if d == 5*time.Minute {
			next = fn
			return func() {}
		}
		return after(d, fn)
	}
	made, err := demo.Make(t.Context(), demo.Options{Dir: t.TempDir(), Tickets: 60, Now: clock, Cost: cheap, Bare: true})
	if err != nil {
		t.Fatal(err)
	}
	reckoned(t, made.Store) // tickets come in, one of them long overdue
	w := open(t, made.Store)
	enter := func() {
		onWindow(func() { w.Login.Password.SetText(demo.Password); test.Tap(w.Login.Enter) })
		until(t, "the first look at the clocks", func() bool { return next != nil })
	}
	// The same words for everything: nothing of the ledger leaves it.
	test.AssertNotificationSent(t, fyne.NewNotification("运维台账", "有到期提醒，请打开窗口查看。"), enter)
	onWindow(func() {
		if text := strings.Join(shown(w), ""); !strings.Contains(text, "周报今天下班前报送") {
			t.Errorf("the report owed this afternoon is not told: %s", text)
		}
		if overlay(w) != "" {
			t.Error("a dialog comes between")
		}
	})
	test.AssertNotificationSent(t, nil, func() {
		again := next
		next = nil
		again()
		until(t, "the second look", func() bool { return next != nil })
	})
	bell := func() { onWindow(func() { test.Tap(w.Bell()) }) }
	bell()
	if text := seen(overlay, w); !strings.Contains(text, "发放名单缺列") || !strings.Contains(text, "工作日") {
		t.Fatalf("the list says %s", text)
	}
	next = nil
	onWindow(func() { agree(t, w.Window(), "全部知道了") })
	until(t, "the look after putting away", func() bool { return next != nil })
	bell()
	if text := seen(overlay, w); !strings.Contains(text, "没有新的提醒") {
		t.Errorf("the list still says %s", text)
	}
	onWindow(func() { agree(t, w.Window(), "知道了") })
	next = nil
	onWindow(w.Leave)
	test.AssertNotificationSent(t, nil, enter)
}
