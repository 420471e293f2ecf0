package digest

import (
	"fmt"
	"slices"
	"strings"
)

// Change is a figure that differs between two reckonings of one period, with the records that make the difference.
type Change struct {
	Key     string   `json:"key"`
	Label   string   `json:"label"`
	Old     int      `json:"old"`
	New     int      `json:"new"`
	Added   []string `json:"added"`
	Removed []string `json:"removed"`
}

// Counts are the report's figures in the order they are shown.
func (w *Report) Counts() []Figure {
	if !w.counts() {
		return nil
	}
	return []Figure{w.Arrived, w.Done, w.InTransit, w.Overdue, w.Rework, w.Quality}
}

// Compare lists the figures in which a later reckoning differs from an earlier one.
func Compare(old, now Report) []Change {
	out := []Change{}
	before := map[string]Figure{}
	for _, f := range old.all() {
		before[f.Key] = f
	}
	for _, f := range now.all() {
		was := before[f.Key]
		c := Change{Key: f.Key, Label: f.Label, Old: was.Value, New: f.Value, Added: without(f.Records, was.Records), Removed: without(was.Records, f.Records)}
		if c.Old != c.New || len(c.Added)+len(c.Removed) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// all are the figures by which two reckonings are held against each other.
func (w *Report) all() []Figure {
	out := append(w.Counts(), w.derived()...)
	for _, m := range w.Measures {
		out = append(out, m.Of, m.All)
	}
	for _, p := range w.Parts {
		out = append(out, p.Figures...)
	}
	return out
}

// derived are figures that are not counts of the period: the year's total, and the days of delay by ticket.
func (w *Report) derived() []Figure {
	if !w.counts() {
		return nil
	}
	late := Figure{Key: "late_workdays", Label: "延误工作日合计"}
	for _, l := range w.Late {
		late.Value += l.Days
		late.Records = append(late.Records, fmt.Sprintf("%s（%d日）", l.Number, l.Days))
	}
	return []Figure{{Key: "year", Label: "年累计工单", Value: w.Rate.Denominator}, late}
}

func without(list, other []string) []string {
	have := make(map[string]bool, len(other))
	for _, s := range other {
		have[s] = true
	}
	out := []string{}
	for _, s := range list {
		if !have[s] {
			out = append(out, s)
		}
	}
	return out
}

// Rewritten names the sections whose text differs.
func Rewritten(old, now Report) []string {
	var out []string
	titles := now.Titles()
	for _, s := range []struct {
		label    string
		old, now []string
	}{{titles[0], old.Work, now.Work}, {titles[1], old.Problems, now.Problems}, {titles[2], old.Next, now.Next}} {
		if !slices.Equal(s.old, s.now) {
			out = append(out, s.label)
		}
	}
	for _, s := range now.More {
		if i := section(old.More, s.Title); i < 0 || !slices.Equal(old.More[i].Lines, s.Lines) {
			out = append(out, s.Title)
		}
	}
	for _, s := range old.More {
		if section(now.More, s.Title) < 0 {
			out = append(out, s.Title)
		}
	}
	return out
}

func section(list []Section, title string) int {
	return slices.IndexFunc(list, func(s Section) bool { return s.Title == title })
}

// String words a change: 本周到达由3件改为4件（增加W9）.
func (c Change) String() string {
	var why []string
	for _, p := range []struct {
		verb    string
		numbers []string
	}{{"增加", c.Added}, {"减少", c.Removed}} {
		if len(p.numbers) > 0 {
			why = append(why, p.verb+some(p.numbers))
		}
	}
	text := fmt.Sprintf("%s%d", c.Label, c.New)
	if c.Old != c.New {
		text = fmt.Sprintf("%s由%d改为%d", c.Label, c.Old, c.New)
	}
	if len(why) > 0 {
		text += "（" + strings.Join(why, "；") + "）"
	}
	return text
}
