package view

import (
	"fmt"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/pattern"
)

// Problem is a recurring problem as it is read.
type Problem struct {
	Label, Basis  string
	Count, Halves string
	Trend         Mark
	Suggestion    string
	Open          app.Filter // its tickets
	Lacking       bool       // nothing was done or planned about it
	Trainings     []ProblemTraining
}

// ProblemTraining is a training held on a problem: what came of it.
type ProblemTraining struct{ Record, Label, Text string }

var trendMarks = map[pattern.Trend]Mark{pattern.Rising: {"trending-up", "上升", Bad}, pattern.Falling: {"trending-down", "下降", Good}, pattern.Steady: {"minus", "持平", Quiet}}

// Problems are recurring problems, the most tickets first.
func Problems(r app.Recurrence) (out []Problem) {
	for _, p := range r.Problems {
		var numbers []string
		for _, t := range p.Tickets {
			numbers = append(numbers, t.Number)
		}
		one := Problem{Label: p.Label, Basis: "按" + string(p.Basis), Count: fmt.Sprintf("%d 件", len(numbers)), Halves: fmt.Sprintf("前半期 %d，后半期 %d", p.Earlier, p.Later),
			Trend: trendMarks[p.Trend], Suggestion: p.Suggestion, Open: app.Numbered(numbers), Lacking: p.Lacking()}
		for _, t := range p.Trainings {
			head, _ := EffectText(t.Effect)
			one.Trainings = append(one.Trainings, ProblemTraining{string(t.Record), t.Topic, head})
		}
		out = append(out, one)
	}
	return out
}

// RecurrenceNote says what was looked at, and by which rules.
func RecurrenceNote(r app.Recurrence) string {
	return fmt.Sprintf("%s 至 %s 到达的工单，同类不少于 %d 件的列出（件数在合同条款里改）。先看共性问题标记，再看标题里共同的用词，最后看系统和工单类别；一张工单只算一次。",
		r.Since.In(ledger.Zone).Format(time.DateOnly), r.Until.In(ledger.Zone).Format(time.DateOnly), r.Least)
}

// TrainingOn is what a special training on a problem begins with.
func TrainingOn(p app.Recurring) map[string]string {
	out := map[string]string{"type": "专项培训", "topic": p.Label + "专项培训", "issue": p.Label}
	for i, name := range p.SystemNames() {
		if i > 0 {
			out["systems"] += "\n"
		}
		out["systems"] += name
	}
	return out
}
