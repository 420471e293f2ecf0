// Package view turns what the use cases give into what a person reads: words, colours by meaning, order. It imports
// no Fyne, so that it is tested plainly.
package view

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/sla"
)

// Tone is what a colour would mean.
type Tone int

// Tones.
const (
	Plain Tone = iota
	Good
	Soon
	Bad
	Quiet
	Going   // under way
	Waiting // on others
)

// TicketRow is a line of the ticket list.
type TicketRow struct {
	ID, Number, Title, State, System, Region, Assignee, Arrived, Due string
	Tone                                                             Tone
}

// Tickets makes the lines of a list; clocks are the assessed ones by record.
func Tickets(k *ledger.Kind, list []app.Shown, clocks map[ledger.RecordID]sla.Clock, now time.Time) []TicketRow {
	out := make([]TicketRow, 0, len(list))
	for _, s := range list {
		r := TicketRow{ID: string(s.ID), Number: s.Number, Title: text(s, "title"), State: mark(s.State) + k.StateLabel(s.State), System: text(s, "system"),
			Region: text(s, "region"), Assignee: text(s, "assignee"), Arrived: Moment(text(s, "arrived"), now)}
		if len(s.Conflicts) > 0 {
			r.State += " 未决冲突"
		}
		if c, ok := clocks[s.ID]; ok {
			r.Due, r.Tone = Due(c, now)
		}
		out = append(out, r)
	}
	return out
}

func text(s app.Shown, key string) string {
	t, _ := s.Fields[key].(string)
	return t
}

func mark(s ledger.State) string {
	return map[ledger.State]string{"new": "○ ", "accepted": "◐ ", "suspended": "‖ ", "resolved": "✓ ", "confirmed": "✓ ", "void": "× "}[s]
}

// Due says how a clock stands: the rest, or how late.
func Due(c sla.Clock, now time.Time) (string, Tone) {
	switch c.State {
	case sla.Met:
		return "按时", Good
	case sla.Missed:
		return late(c), Quiet
	case sla.Overdue:
		return late(c), Bad
	case sla.Paused:
		return "已暂停", Quiet
	}
	when := Moment(c.Due.Format(time.RFC3339), now)
	if sameDay(c.Due, now) {
		return "今日 " + c.Due.In(ledger.Zone).Format("15:04"), Soon
	}
	return when, Plain
}

func late(c sla.Clock) string {
	if n := len(c.LateDays); n > 0 {
		return fmt.Sprintf("延误 %d 个工作日", n)
	}
	return "当日超时"
}

func sameDay(a, b time.Time) bool {
	return a.In(ledger.Zone).Format(time.DateOnly) == b.In(ledger.Zone).Format(time.DateOnly)
}

// Moment writes a time as lists do: 14:20 today, 11-18 10:20 this year, else 2025-11-18.
func Moment(rfc string, now time.Time) string {
	t := ledger.ParseTime(rfc)
	switch n := now.In(ledger.Zone); {
	case t.IsZero():
		return rfc
	case sameDay(t, n):
		return t.Format("15:04")
	case t.Year() == n.Year():
		return t.Format("01-02 15:04")
	}
	return t.Format(time.DateOnly)
}

// Line is a label and its value.
type Line struct{ Label, Value string }

// Fields are a record's filled fields in the order of its kind.
func Fields(k *ledger.Kind, s app.Shown) []Line {
	var out []Line
	for _, f := range k.Fields {
		if v := Value(f, s.Fields[f.Key]); v != "" {
			out = append(out, Line{f.Label, v})
		}
	}
	return out
}

// Value writes a field's value for reading.
func Value(f ledger.Field, v any) string {
	if f.Type == ledger.Frozen {
		return "" // drawn as the document it is
	}
	switch t := v.(type) {
	case nil:
		return ""
	case bool:
		return map[bool]string{true: "是", false: "否"}[t]
	case string:
		if at := ledger.ParseTime(t); f.Type == ledger.Time && !at.IsZero() {
			return at.Format("2006-01-02 15:04")
		}
		return t
	case []any:
		var parts []string
		for _, it := range t {
			parts = append(parts, fmt.Sprint(it))
		}
		return strings.Join(parts, "；")
	}
	return fmt.Sprint(v)
}

// History writes a record's steps, newest first: when, who, what, what it changed.
func History(k *ledger.Kind, s app.Shown, now time.Time) []string {
	var out []string
	for i := len(s.History) - 1; i >= 0; i-- {
		h := s.History[i]
		line := fmt.Sprintf("%s　%s　%s", Moment(h.Time, now), h.Actor, h.Label)
		for _, f := range k.Fields {
			if v := Value(f, h.Changes[f.Key]); v != "" && f.Key != "source" && h.Action != "receive" {
				line += "　" + f.Label + "：" + v
			}
		}
		if h.Note != "" {
			line += "（" + h.Note + "）"
		}
		out = append(out, line)
	}
	return out
}

// Steps are the actions a record's state allows, the likely one first; an answer is left out where nothing asks for it.
func Steps(k *ledger.Kind, s app.Shown) []ledger.Action {
	var out []ledger.Action
	for _, a := range k.Actions {
		if !a.Creates && a.Leads(s.State) && (!a.Answers || slices.ContainsFunc(s.History, func(h app.ShownStep) bool { return slices.Contains(a.Names, h.Action) })) {
			out = append(out, a)
		}
	}
	rank := func(st ledger.State) int {
		return slices.IndexFunc(k.States, func(l ledger.StateLabel) bool { return l.State == st })
	}
	likely := func(a ledger.Action) int {
		switch {
		case a.To == ledger.New || a.Name == "void":
			return 0
		case len(a.From) == 1:
			return 3
		case rank(a.To) > rank(s.State):
			return 2
		}
		return 1
	}
	if len(out) == 0 {
		return nil
	}
	first := slices.MaxFunc(out, func(a, b ledger.Action) int { return likely(a) - likely(b) })
	out = slices.DeleteFunc(out, func(a ledger.Action) bool { return a.Name == first.Name })
	return slices.Insert(out, 0, first)
}
