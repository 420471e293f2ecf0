package demo

import (
	"context"
	"slices"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/score"
	"opsledger/app/rule/sla"
	"opsledger/cmd/internal/boot"
)

// The card of a demo's year counts what the records say, counted here by other means: clocks, lists, the checks taken, the sheets of
// attendance.
func TestTheDemosCardCountsWhatItsRecordsSay(t *testing.T) {
	_, s := open(t, Options{Tickets: 120})
	card, err := s.Score(t.Context(), app.ScoreQuery{})
	if err != nil {
		t.Fatal(err)
	}
	c := counting{t, s, card.From, card.To}
	for id, want := range map[string]int{
		"S4": c.records("incident", "class", "安全通报", "found"), "T1": c.filedLate(), "T2": c.lateTickets(), "T4": c.records("ticket", "quality", "true", "arrived"),
		"V1": 1, "V2": c.reportsMissed(), "P4": c.records("appraisal", "result", "不及格", "on"), "U2": c.records("complaint", "verdict", "有效", "received"), "P3": c.attendance(),
	} {
		l := card.Clauses[slices.IndexFunc(card.Clauses, func(l score.Line) bool { return l.ID == id })]
		if l.Count != want {
			t.Errorf("%s counts %d, the records say %d: %+v", id, l.Count, want, l.Evidence)
		}
	}
	lost := 0
	for _, l := range card.Clauses {
		if l.Points < 0 {
			lost++
		}
	}
	if lost < 6 || card.Total < 60_000 || card.Total >= 100_000 {
		t.Errorf("%d clauses lost points, %s in all", lost, card.Total)
	}
	if over := c.records("check", "over", "true", "at"); over < c.pieces(card, "T3") || c.pieces(card, "T3") == 0 {
		t.Errorf("%d checks over the limit, %d on the card", over, c.pieces(card, "T3"))
	}
}

type counting struct {
	t        *testing.T
	s        *boot.Session
	from, to ledger.Day
}

func (c counting) list(kind string, where ...app.Condition) []app.Shown {
	c.t.Helper()
	rows, err := c.s.List(c.t.Context(), app.Query{Kind: kind, Where: append(where, app.Condition{Key: "state", Op: app.Differs, Value: []string{"void"}})}, "")
	if err != nil {
		c.t.Fatal(err)
	}
	return rows
}

// records counts those with a value whose date lies in the year.
func (c counting) records(kind, key, value, date string) int {
	return len(c.list(kind, app.Condition{Key: key, Op: app.Equal, Value: []string{value}}, app.Condition{Key: date, Op: app.AtLeast, Value: []string{string(c.from)}},
		app.Condition{Key: date, Op: app.AtMost, Value: []string{string(c.to)}}))
}

func (c counting) clocks() (out []app.Timed) {
	out, err := c.s.Clocks(c.t.Context(), nil, time.Time{})
	if err != nil {
		c.t.Fatal(err)
	}
	aside := map[string]bool{} // what was merged into another
	for _, r := range c.list("ticket") {
		shown, err := c.s.Show(c.t.Context(), "ticket", string(r.ID), true, "")
		if err != nil {
			c.t.Fatal(err)
		}
		for _, h := range shown.History {
			if h.Action == "merge" {
				with, _ := h.Changes["with"].(string)
				for _, o := range c.list("ticket") {
					if with == string(o.ID) || with == o.Number {
						aside[o.Number] = true // the later of the two: see twins
					}
				}
				aside[r.Number] = true
			}
		}
	}
	return slices.DeleteFunc(out, func(k app.Timed) bool { return aside[k.Number] })
}

func (c counting) lateTickets() (n int) {
	for _, k := range c.clocks() {
		if k.Name == sla.Assessed && len(k.LateDays) > 0 {
			n++
		}
	}
	return n
}

func (c counting) filedLate() (n int) {
	for _, k := range c.clocks() {
		if k.Name == sla.FileLate && (k.State == sla.Missed || k.State == sla.Overdue) {
			n++
		}
	}
	return n
}

// reportsMissed are the weeks due in the year less the reports submitted in time.
func (c counting) reportsMissed() int {
	weeks := 0
	err := c.s.Store.View(c.t.Context(), func(r app.Reader) error {
		cal, err := c.s.Calendar(context.Background(), r)
		for day := c.start(); !day.After(now); day = day.AddDate(0, 0, 7) {
			if due, ok := sla.WeekOf(day).Due(cal); ok && !due.After(now) && due.After(c.start()) {
				weeks++
			}
		}
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	for _, r := range c.list("report", app.Condition{Key: "type", Op: app.Equal, Value: []string{"weekly"}}) {
		if sent, _ := r.Fields["submitted"].(string); sent != "" && r.Fields["late"] != true {
			weeks--
		}
	}
	return weeks
}

func (c counting) start() time.Time {
	at, err := time.ParseInLocation(time.DateOnly, string(c.from), ledger.Zone)
	if err != nil {
		c.t.Fatal(err)
	}
	return at
}

// attendance adds the months' totals up.
func (c counting) attendance() (n int) {
	for first := c.start(); first.Before(now); first = first.AddDate(0, 1, 0) {
		month, err := c.s.Attendance(c.t.Context(), first)
		if err != nil {
			c.t.Fatal(err)
		}
		n += month.Totals.Late + month.Totals.Absent
	}
	return n
}

func (c counting) pieces(card score.Card, id string) int {
	return card.Clauses[slices.IndexFunc(card.Clauses, func(l score.Line) bool { return l.ID == id })].Count
}
