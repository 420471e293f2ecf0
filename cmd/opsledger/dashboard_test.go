package main

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/app"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/demo"
	"opsledger/ui"
	"opsledger/ui/widgets"
)

// told are the texts that are on the screen.
func told(w *ui.Window) (out []string) {
	hold()
	for _, o := range test.LaidOutObjects(w.Window().Canvas().Content()) {
		if t, ok := o.(*widgets.Text); ok {
			out = append(out, t.Value())
		}
	}
	return out
}

func TestTheFirstScreenShowsTheNumbersOfTheAppAndOpensTheirTickets(t *testing.T) {
	dir := t.TempDir()
	made, err := demo.Make(t.Context(), demo.Options{Dir: dir, Tickets: 60, Now: clock, Cost: cheap, Bare: true})
	if err != nil {
		t.Fatal(err)
	}
	o, rep := reckoned(t, made.Store)
	w := open(t, made.Store)
	onWindow(func() {
		w.Window().Resize(fyne.NewSize(1440, 900))
		w.Login.Password.SetText(demo.Password)
		test.Tap(w.Login.Enter)
	})
	until(t, "the dashboard", func() bool { return w.Board != nil })
	onWindow(func() { w.Open("tickets") })
	until(t, "the list", func() bool { return w.Tickets != nil && w.Tickets.Table.Rows() > 0 })
	onWindow(func() { w.Open("dashboard") })
	until(t, "the figures", func() bool { _, ok := w.Board.Overview(); return ok })
	var texts []string
	onWindow(func() { texts = told(w) })
	for _, want := range []string{strconv.Itoa(rep.InTransit.Value), strconv.Itoa(rep.Done.Value), strconv.Itoa(o.DueToday.N), strconv.Itoa(o.Overdue.N), rep.Rate.Percent,
		"本周到达 " + strconv.Itoa(rep.Arrived.Value) + " 张", o.Regions[0].Label, o.States[0].Label, o.Systems[0].Label} {
		if !slices.Contains(texts, want) {
			t.Errorf("%q is not shown: %v", want, texts)
		}
	}
	if o.InTransit.N != rep.InTransit.Value || o.InTransit.N < 3 || o.Overdue.N == 0 || o.Rate != rep.Rate {
		t.Errorf("%+v, the report has %+v", o.Rate, rep.Rate)
	}
	onWindow(func() { test.Tap(spots(w)[0]) })
	until(t, "the tickets in transit", func() bool { return w.Tickets.Table.Rows() == o.InTransit.N })
}

// reckoned is what the app says of a store, without a window, once three more tickets came in, one of them long ago.
func reckoned(t *testing.T, dir string) (o app.Overview, rep app.Report) {
	t.Helper()
	s, err := boot.Open(t.Context(), (&gate{dir: dir, now: clock, cost: cheap}).options(demo.User, demo.Password))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, arrived := range []string{"2026-03-05 10:00", "2026-03-12 09:00", "2026-03-12 15:30"} {
		if _, err := s.Act(t.Context(), app.Step{Kind: "ticket", Key: "new", Action: "receive", Values: map[string]string{"title": "发放名单缺列", "system": "精准发放平台", "region": "丹徒区", "arrived": arrived, "assignee": "李娜"}}); err != nil {
			t.Fatal(err)
		}
	}
	if o, err = s.Overview(t.Context(), time.Time{}); err != nil {
		t.Fatal(err)
	}
	if rep, err = s.Weekly(t.Context(), o.Week.String(), now); err != nil {
		t.Fatal(err)
	}
	return o, rep
}

// spots are what can be pressed on the screen, buttons apart, from the top.
func spots(w *ui.Window) (out []*widgets.Spot) {
	hold()
	for _, o := range test.LaidOutObjects(w.Window().Canvas().Content()) {
		if s, ok := o.(*widgets.Spot); ok {
			out = append(out, s)
		}
	}
	return out
}
