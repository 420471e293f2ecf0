package app

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/calendar"
	"opsledger/app/record/contract"
	"opsledger/app/rule/worktime"
)

// Calendar is the working calendar: the contract's hours, the shipped holiday years and those brought in since.
func (a *App) Calendar(ctx context.Context, r Reader) (*worktime.Calendar, error) {
	return a.calendarWith(ctx, r)
}

// calendarWith is the calendar with further years, which replace those known.
func (a *App) calendarWith(ctx context.Context, r Reader, more ...worktime.Year) (*worktime.Calendar, error) {
	years, err := a.years(ctx, r)
	if err != nil {
		return nil, err
	}
	hours, err := workingHours(ctx, r)
	if err != nil {
		return nil, err
	}
	for _, y := range more {
		years = append(slices.DeleteFunc(years, func(old worktime.Year) bool { return old.Year == y.Year }), y)
	}
	return a.calendar.of(years, hours), nil
}

func (a *App) years(ctx context.Context, r Reader) ([]worktime.Year, error) {
	byYear := map[int]worktime.Year{}
	shipped, err := a.calendar.parse(a.Years)
	if err != nil {
		return nil, err
	}
	for _, y := range shipped {
		byYear[y.Year] = y
	}
	err = r.Each(ctx, Query{Kind: calendar.Kind.Name, Sort: "number"}, func(row *Row) error {
		y, err := yearOf(row.Fields)
		byYear[y.Year] = y
		return err
	})
	var out []worktime.Year
	for _, y := range byYear {
		out = append(out, y)
	}
	return out, err
}

func yearOf(f ledger.Fields) (worktime.Year, error) {
	rec, err := ledger.Decode[calendar.Year](f)
	if err != nil {
		return worktime.Year{}, err
	}
	y := worktime.Year{Source: rec.Source, Holidays: named(rec.Holidays), Workdays: named(rec.Workdays)}
	_, err = fmt.Sscan(rec.Year, &y.Year)
	return y, err
}

func named(list []string) []worktime.Named {
	var out []worktime.Named
	for _, s := range list {
		date, name, _ := strings.Cut(s, " ")
		out = append(out, worktime.Named{Date: date, Name: name})
	}
	return out
}

// ImportCalendar takes a holiday year in, or replaces it.
func (a *App) ImportCalendar(ctx context.Context, raw []byte) (worktime.Year, error) {
	y, err := worktime.ParseYear(raw)
	if err != nil {
		return y, fault.New(fault.BadCalendar, err.Error())
	}
	join := func(list []worktime.Named) string {
		var out []string
		for _, n := range list {
			out = append(out, n.Date+" "+n.Name)
		}
		return strings.Join(out, "\n")
	}
	values := map[string]string{"source": y.Source, "holidays": join(y.Holidays), "workdays": join(y.Workdays)}
	year := fmt.Sprint(y.Year)
	_, err = a.Act(ctx, Step{Kind: calendar.Kind.Name, Key: year, Action: "replace", Values: values})
	if fault.Is(err, fault.NotFound) {
		values["year"] = year
		_, err = a.Act(ctx, Step{Kind: calendar.Kind.Name, Key: "new", Action: "record", Values: values})
	}
	return y, err
}

// HolidayYears lists the holiday years known.
func (a *App) HolidayYears(ctx context.Context) (out []worktime.Year, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		out, err = a.years(ctx, r)
		return err
	})
	return out, err
}

// workingHours reads the hours of the contracts, by the date each says (A30); before the first of them, where a contract ran
// without, the placeholder.
func workingHours(ctx context.Context, r Reader) (out []worktime.Hours, err error) {
	told, first, err := toldHours(ctx, r)
	for _, v := range told {
		h, bad := worktime.ParseHours(worktime.Day(v.From), v.Hours, v.Days)
		if bad != nil {
			return out, fault.New(fault.Refused, bad.Error())
		}
		out = append(out, h)
	}
	if len(out) == 0 || out[0].From > worktime.Day(first) {
		out = append(worktime.DefaultHours(), out...)
	}
	return out, err
}

// toldHours are the hours the contracts in force tell, by their date, and the earliest start of a contract.
func toldHours(ctx context.Context, r Reader) (out []contract.Version, first ledger.Day, err error) {
	err = r.Each(ctx, Query{Kind: contract.Kind.Name, Sort: "start"}, func(row *Row) error {
		var f contract.Facts
		if err := json.Unmarshal(row.FactsJSON, &f); err != nil || row.State == "void" {
			return err
		}
		if first == "" {
			first = ledger.Day(row.Fields.Text("start"))
		}
		out = append(out, f.Hours...)
		return nil
	})
	slices.SortStableFunc(out, func(a, b contract.Version) int { return cmp.Compare(a.From, b.From) })
	return out, first, err
}

// WorkingHours are the versions of the working hours, by the date they hold from.
func (a *App) WorkingHours(ctx context.Context) (out []contract.Version, err error) {
	err = a.Store.View(ctx, func(r Reader) (err error) {
		out, _, err = toldHours(ctx, r)
		return err
	})
	return out, err
}

// MovedDue is a due that holiday data would move.
type MovedDue struct {
	Record ledger.RecordID `json:"record"`
	Number string          `json:"number"`
	Clock  string          `json:"clock"`
	Label  string          `json:"-"` // of the clock
	Before time.Time       `json:"before"`
	After  time.Time       `json:"after"`
}

// PreviewCalendar tells which dues of open tickets a holiday year would move; nothing is written. Resolved ones move too when
// looked at again, but what was frozen stays.
func (a *App) PreviewCalendar(ctx context.Context, raw []byte) (y worktime.Year, out []MovedDue, err error) {
	if y, err = worktime.ParseYear(raw); err != nil {
		return y, nil, fault.New(fault.BadCalendar, err.Error())
	}
	err = a.Store.View(ctx, func(r Reader) error {
		before, err := a.Calendar(ctx, r)
		if err != nil {
			return err
		}
		after, err := a.calendarWith(ctx, r, y)
		if err != nil {
			return err
		}
		old, err := a.ticketsDue(ctx, r, before, a.Now())
		if err != nil {
			return err
		}
		fresh, err := a.ticketsDue(ctx, r, after, a.Now())
		out = moved(old, fresh)
		return err
	})
	return y, out, err
}

func moved(old, fresh []DueItem) []MovedDue {
	type key struct {
		record ledger.RecordID
		clock  string
		n      int
	}
	index := func(list []DueItem) (map[key]DueItem, []key) {
		m, order := map[key]DueItem{}, []key{}
		for _, d := range list {
			k := key{d.Record, d.Clock, 0}
			for _, taken := m[k]; taken; _, taken = m[k] {
				k.n++
			}
			m[k], order = d, append(order, k)
		}
		return m, order
	}
	was, _ := index(old)
	is, order := index(fresh)
	out := []MovedDue{}
	for _, k := range order {
		if d, ok := was[k]; ok && !d.Due.Equal(is[k].Due) {
			out = append(out, MovedDue{Record: d.Record, Number: d.Number, Clock: d.Clock, Label: d.Label, Before: d.Due, After: is[k].Due})
		}
	}
	return out
}
