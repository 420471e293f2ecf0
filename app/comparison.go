package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/comparison"
	"opsledger/app/record/routine"
	"opsledger/app/rule/privacy"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// guardConclusions reads a list of conclusions by the dictionary: an unknown one is refused with its line.
func guardConclusions(ctx context.Context, a *App, r Reader, _ *ledger.Record, fields ledger.Fields) error {
	return a.concluded(ctx, r, fields, "conclusions", 2)
}

// guardSuspects does so with doubtful cases that come with their conclusion.
func guardSuspects(ctx context.Context, a *App, r Reader, _ *ledger.Record, fields ledger.Fields) error {
	return a.concluded(ctx, r, fields, "suspects", 3)
}

// concluded puts the dictionary's word for what stands in the part of each line that is its conclusion; a line may end before.
func (a *App) concluded(ctx context.Context, r Reader, fields ledger.Fields, key string, part int) error {
	dicts, err := a.Dictionaries(ctx, r)
	if err != nil {
		return err
	}
	d := dicts["suspect_conclusion"]
	var out []any
	for i, line := range texts(fields[key]) {
		parts := strings.SplitN(strings.NewReplacer("｜", "|", "\t", "|").Replace(line), "|", part)
		for n := range parts {
			parts[n] = strings.TrimSpace(parts[n])
		}
		if len(parts) == part && parts[part-1] != "" {
			it, ok := d.Find(parts[part-1])
			if !ok || it.Retired {
				return fault.New(fault.BadValue, fmt.Sprintf("第%d行", i+1), privacy.Scrub(line), "结论可填："+strings.Join(d.Labels(), "、"))
			}
			parts[part-1] = it.Key
		}
		out = append(out, strings.Join(parts, " | "))
	}
	fields[key] = out
	return nil
}

// Compared is when a source was last compared with our lists (R049).
type Compared struct {
	Source    string    `json:"source"`
	Last      time.Time `json:"last,omitzero"` // zero: never
	Number    string    `json:"number,omitempty"`
	Suspects  int       `json:"suspects"`  // of the last one
	Concluded int       `json:"concluded"` // of them
	Planned   bool      `json:"planned"`   // a routine of its own says when the next is due
	Due       time.Time `json:"due,omitzero"`
	Overdue   bool      `json:"overdue"`
	id        ledger.RecordID
}

// LastCompared tells of every source when it was last compared, in the dictionary's order.
func (a *App) LastCompared(ctx context.Context) (out []Compared, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		cal, err := a.Calendar(ctx, r)
		if err == nil {
			out, err = a.lastCompared(ctx, r, cal, a.Now())
		}
		return err
	})
	return out, err
}

func (a *App) lastCompared(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []Compared, err error) {
	dicts, err := a.Dictionaries(ctx, r)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for _, it := range dicts["comparison_source"].Items {
		at[it.Key] = len(out)
		out = append(out, Compared{Source: it.Key})
	}
	err = r.Each(ctx, Query{Kind: comparison.Kind.Name, Sort: "compared", Where: among(comparison.Open, comparison.Closed)}, func(row *Row) error {
		f, err := factsOf[comparison.Facts](row)
		if i, ok := at[row.Fields.Text("source")]; ok {
			c := &out[i]
			c.Last, c.Number, c.id = f.Compared, row.Number, row.ID
			c.Suspects, c.Concluded = len(f.Suspects), len(f.Suspects)-len(f.Open())
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := plannedSources(ctx, r, at, out); err != nil {
		return nil, err
	}
	for i := range out {
		if c := &out[i]; !c.Last.IsZero() {
			c.Due = sla.QuarterOf(c.Last).Next().Closing(cal)
			c.Overdue = now.After(c.Due)
		}
	}
	return out, nil
}

// plannedSources marks the sources that a routine looks after.
func plannedSources(ctx context.Context, r Reader, at map[string]int, out []Compared) error {
	q := Query{Kind: routine.Kind.Name, Where: append(among(routine.Active), Condition{Key: "type", Op: Equal, Value: []string{routine.Matching}})}
	return r.Each(ctx, q, func(row *Row) error {
		if i, ok := at[row.Fields.Text("source")]; ok {
			out[i].Planned = true
		}
		return nil
	})
}

// comparisonsDue are sources compared before that no routine looks after, by the end of the quarter after the last time; what a
// routine owes is due as its run. Doubtful cases without a conclusion are due with them.
func (a *App) comparisonsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	list, err := a.lastCompared(ctx, r, cal, now)
	for _, c := range list {
		if !c.Last.IsZero() && !c.Planned {
			item := DueItem{Record: c.id, Kind: comparison.Kind.Name, Number: c.Number, Title: c.Source, Clock: "comparison", Label: "与" + c.Source + "比对"}
			out = append(out, item.at(c.Due, cal, now))
		}
	}
	return out, err
}
