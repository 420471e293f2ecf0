package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/person"
	"opsledger/app/record/routine"
	"opsledger/app/rule/recur"
	"opsledger/app/rule/worktime"
)

// lookBack bounds how far back runs are made: a routine told late owes a year at most.
const lookBack = 366

// Owed is a run that is due and that nobody has made yet. Its ID is known beforehand: two devices make the same one.
type Owed struct {
	ID      ledger.RecordID `json:"id"`
	Routine string          `json:"routine"` // its number
	Name    string          `json:"name"`
	Type    string          `json:"type"`
	Day     ledger.Day      `json:"day"`
	Due     time.Time       `json:"due"`
	owner   string
	fields  ledger.Fields
}

// RunsOwed are the runs due up to the end of a day (zero: today) that are not made, by their due.
func (a *App) RunsOwed(ctx context.Context, until time.Time) (out []Owed, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		cal, err := a.Calendar(ctx, r)
		if err == nil {
			out, err = a.runsOwed(ctx, r, cal, cmpTime(until, a.Now()))
		}
		return err
	})
	return out, err
}

func cmpTime(t, fallback time.Time) time.Time {
	if t.IsZero() {
		return fallback
	}
	return t
}

func (a *App) runsOwed(ctx context.Context, r Reader, cal *worktime.Calendar, until time.Time) ([]Owed, error) {
	out := []Owed{}
	from := until.AddDate(0, 0, -lookBack)
	err := r.Each(ctx, Query{Kind: routine.Kind.Name, Sort: "number", Where: among(routine.Active, routine.Stopped)}, func(row *Row) error {
		f, err := factsOf[routine.Facts](row)
		if err != nil {
			return err
		}
		for _, o := range recur.Occurrences(f, cal, from, until) {
			out = append(out, a.owedBy(row, o))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	made, err := runsMade(ctx, r, from.AddDate(0, 0, -30))
	out = slices.DeleteFunc(out, func(o Owed) bool { return made[o.ID] })
	slices.SortStableFunc(out, func(x, y Owed) int { return x.Due.Compare(y.Due) })
	return out, err
}

// owedBy is an occurrence as the step that makes its run tells it.
func (a *App) owedBy(row *Row, o recur.Occurrence) Owed {
	f := row.Fields
	fields := ledger.Fields{"routine": string(row.ID), "day": string(o.Day), "due": ledger.FormatTime(o.Due)}
	fromRoutine(fields, f)
	return Owed{ID: ledger.NewRecordID(a.Ledger, routine.RunKind.Name, routine.RunKind.Key(fields)), Routine: row.Number, Name: f.Text("name"), Type: f.Text("type"),
		Day: o.Day, Due: o.Due, owner: f.Text("owner"), fields: fields}
}

// fromRoutine copies what a run has from its routine.
func fromRoutine(fields, of ledger.Fields) {
	for _, key := range []string{"name", "type", "system", "source", "owner"} {
		if v := of.Text(key); v != "" {
			fields[key] = v
		}
	}
}

// runsMade are the runs there are, whatever became of them.
func runsMade(ctx context.Context, r Reader, since time.Time) (map[ledger.RecordID]bool, error) {
	made := map[ledger.RecordID]bool{}
	q := Query{Kind: routine.RunKind.Name, Sort: "number", Where: []Condition{{Key: "day", Op: AtLeast, Value: []string{since.Format(time.DateOnly)}}}}
	err := r.Each(ctx, q, func(row *Row) error {
		made[row.ID] = true
		return nil
	})
	return made, err
}

// EnsureRuns makes the runs due up to the end of a day (zero: today) that are not there, and gives them. Asked again it makes
// none; on another device it makes the same.
func (a *App) EnsureRuns(ctx context.Context, until time.Time) (made []Owed, err error) {
	if made, err = a.RunsOwed(ctx, until); err != nil || len(made) == 0 {
		return nil, err
	}
	err = a.Store.Write(ctx, func(w Writer) error {
		if err := a.checkClock(ctx, w); err != nil {
			return err
		}
		cal, err := a.Calendar(ctx, w)
		if err != nil {
			return err
		}
		if made, err = a.runsOwed(ctx, w, cal, cmpTime(until, a.Now())); err != nil {
			return err
		}
		return a.makeRuns(ctx, w, made)
	})
	return made, err
}

func (a *App) makeRuns(ctx context.Context, w Writer, list []Owed) error {
	action, _ := routine.RunKind.Action("make")
	if err := a.allowed(ctx, w, routine.RunKind, action, &ledger.Record{Kind: routine.RunKind.Name}, ledger.Fields{}); err != nil {
		return err
	}
	var entries []stepEntry
	for _, o := range list {
		number, err := a.number(ctx, w, routine.RunKind)
		if err != nil {
			return err
		}
		o.fields[ledger.NumberField] = number
		entries = append(entries, stepEntry{entry: ledger.Entry{Record: o.ID, Kind: routine.RunKind.Name, Action: action.Name, Fields: o.fields}})
	}
	return a.write(ctx, w, entries)
}

// guardRun completes a run that a person makes: what it has from its routine, and when it is due.
func guardRun(ctx context.Context, a *App, r Reader, _ *ledger.Record, fields ledger.Fields) error {
	rec, err := r.Record(ctx, routine.Kind.Name, fields.Text("routine"))
	if err != nil {
		return err
	}
	if rec.State == routine.Void {
		return fault.New(fault.Refused, "周期任务"+rec.Number+"已作废，不能生成执行记录")
	}
	fromRoutine(fields, rec.Fields)
	if fields.Text("due") != "" {
		return nil
	}
	cal, err := a.Calendar(ctx, r)
	if err != nil {
		return err
	}
	day := ledger.Day(fields.Text("day"))
	f, _ := rec.Facts.(routine.Facts)
	for _, o := range recur.Occurrences(f, cal, midnight(day).AddDate(0, 0, -15), midnight(day).AddDate(0, 0, 15)) {
		if o.Day == day {
			fields["due"] = ledger.FormatTime(o.Due)
			return nil
		}
	}
	if !cal.Workday(midnight(day)) {
		return fault.New(fault.Refused, string(day)+"是休息日，按周期没有这一期").With("请改用工作日，或写明应办时刻")
	}
	fields["due"] = ledger.FormatTime(endOf(cal, day))
	return nil
}

// guardMeeting judges from who attended whether the manager did, where nobody said (R073).
func guardMeeting(ctx context.Context, _ *App, r Reader, rec *ledger.Record, fields ledger.Fields) error {
	said := fields["present"] != nil && fields["present"] != ""
	attended := texts(fields["attendees"])
	if said || len(attended) == 0 || rec.Fields.Text("type") != routine.Meeting {
		return nil
	}
	day := ledger.ParseTime(fields["done"]).Format(time.DateOnly)
	q := Query{Kind: person.Kind.Name, Where: []Condition{{Key: "role", Op: Equal, Value: []string{"项目经理"}}, {Key: "state", Op: Differs, Value: []string{"void"}}}}
	return r.Each(ctx, q, func(row *Row) error {
		from, until := row.Fields.Text("from"), cmp.Or(row.Fields.Text("until"), day)
		if from <= day && day <= until {
			fields["present"] = fields["present"] == true || slices.Contains(attended, row.Fields.Text("name"))
		}
		return nil
	})
}

// runsAhead is how many days before it is due a run that nobody has made is shown, other than one of every working day.
const runsAhead = 7

// runsDue are the runs not done, and those that nobody has made yet.
func (a *App) runsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	err = r.Each(ctx, Query{Kind: routine.RunKind.Name, Sort: "due", Where: among(routine.Due)}, func(row *Row) error {
		f, err := factsOf[routine.RunFacts](row)
		out = append(out, itemOf(row, "name", "run", row.Fields.Text("type"), "owner").at(f.Due, cal, now))
		return err
	})
	if err != nil {
		return nil, err
	}
	owed, err := a.runsOwed(ctx, r, cal, now.AddDate(0, 0, runsAhead))
	tonight := midnight(ledger.Day(now.In(ledger.Zone).Format(time.DateOnly))).AddDate(0, 0, 1)
	for _, o := range owed {
		if o.Type == routine.Inspection && !o.Due.Before(tonight) {
			continue
		}
		item := DueItem{Record: o.ID, Kind: routine.RunKind.Name, Number: o.Routine + " " + string(o.Day), Title: o.Name, Clock: "run", Label: o.Type, Person: o.owner}
		out = append(out, item.at(o.Due, cal, now))
	}
	return out, err
}

// OpenDay makes what the day brings as the window opens it. Who may not make runs, or whose clock must be asked about first, looks
// all the same: what is not made is shown as due (Due).
func (a *App) OpenDay(ctx context.Context) error {
	_, err := a.EnsureRuns(ctx, time.Time{})
	if fault.Barred(err) || fault.Is(err, fault.Backdated) {
		return nil
	}
	return err
}
