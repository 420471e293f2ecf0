package attendance

import (
	"cmp"
	"slices"
	"time"

	"opsledger/app/ledger"
	record "opsledger/app/record/attendance"
	"opsledger/app/rule/worktime"
)

// Month is a month of everyone's days.
type Month struct {
	Month     string   `json:"month"`
	Days      []Date   `json:"days"`
	Rows      []Row    `json:"people"`
	Totals    Totals   `json:"totals"`
	Confirmed int      `json:"confirmed"`   // records the center has confirmed
	Open      int      `json:"unconfirmed"` // records it has not, or that changed since
	By        []string `json:"confirmed_by,omitempty"`
	Waiting   int      `json:"appeals_waiting"`
}

// Date is a column: what day it is.
type Date struct {
	Date    ledger.Day `json:"date"`
	Workday bool       `json:"workday"`
	Name    string     `json:"name,omitempty"`  // of a holiday
	Guard   []string   `json:"guard,omitempty"` // guard periods that people worked in (R077)

	Hours []worktime.Interval `json:"-"` // working hours of the day
}

// Row is one person's month.
type Row struct {
	Person  string `json:"person"`
	Role    string `json:"role,omitempty"`
	Unknown bool   `json:"unknown,omitempty"` // not in the roster: only what was written down is shown
	Days    []Day  `json:"days"`              // one a date; days outside the person's stay are empty
	Totals  Totals `json:"totals"`
}

// Totals are the person-times and hours of a month (P3 reads Late and Absent).
type Totals struct {
	Normal   int `json:"normal"`
	Late     int `json:"late"`
	Absent   int `json:"absent"`
	Leave    int `json:"leave_halves"`
	Outside  int `json:"outside"`
	Extra    int `json:"overtime_times"`
	Worked   int `json:"worked_minutes"`
	Overtime int `json:"overtime_minutes"`
}

// Member is who has to attend: Role gives what they are on a day, ok is false where they need not be there.
type Member struct {
	Name string
	Role func(ledger.Day) (role string, ok bool)
}

// Kept are the records of a month and the leave that reaches into it.
type Kept struct {
	Days   map[string]map[ledger.Day]Told // by person and date
	Leaves map[string][]record.LeaveFacts // granted, by person
}

// Lay puts a month together: the members in their order, then people the roster does not know.
func (r Rule) Lay(month time.Time, members []Member, k Kept) Month {
	first := time.Date(month.Year(), month.Month(), 1, 12, 0, 0, 0, r.Calendar.Zone)
	m := Month{Month: first.Format("2006-01")}
	for at := first; at.Month() == first.Month(); at = at.AddDate(0, 0, 1) {
		m.Days = append(m.Days, Date{Date: ledger.Day(at.Format(time.DateOnly)), Workday: r.Calendar.Workday(at), Name: r.Calendar.DayName(at), Hours: r.Calendar.Open(at)})
	}
	known := map[string]bool{}
	for _, p := range members {
		known[p.Name] = true
		m.add(r.row(first, m.Days, p, k))
	}
	var strangers []string
	for name := range k.Days {
		if !known[name] {
			strangers = append(strangers, name)
		}
	}
	slices.Sort(strangers)
	for _, name := range strangers {
		row := r.row(first, m.Days, Member{Name: name}, k)
		row.Unknown = true
		m.add(row)
	}
	m.account(k)
	return m
}

func (r Rule) row(first time.Time, days []Date, p Member, k Kept) Row {
	row := Row{Person: p.Name}
	for i, d := range days {
		told, written := k.Days[p.Name][d.Date]
		role, ok := "", written
		if p.Role != nil {
			if role, ok = p.Role(d.Date); ok {
				row.Role = role
			}
		}
		if !ok && !written {
			row.Days = append(row.Days, Day{Date: d.Date})
			continue
		}
		told.Leaves = k.Leaves[p.Name]
		day := r.Judge(first.AddDate(0, 0, i), told)
		row.Days = append(row.Days, day)
		row.Totals.count(day)
	}
	return row
}

func (t *Totals) count(d Day) {
	switch d.Status {
	case record.Normal:
		t.Normal++
	case record.Late:
		t.Late++
	case record.Absent:
		t.Absent++
	case record.Outside:
		t.Outside++
	}
	if d.Overtime > 0 || d.Status == record.Overtime {
		t.Extra++
	}
	t.Leave += d.Leave
	t.Worked += d.Worked
	t.Overtime += d.Overtime
}

func (t *Totals) add(o Totals) {
	t.Normal, t.Late, t.Absent, t.Leave = t.Normal+o.Normal, t.Late+o.Late, t.Absent+o.Absent, t.Leave+o.Leave
	t.Outside, t.Extra, t.Worked, t.Overtime = t.Outside+o.Outside, t.Extra+o.Extra, t.Worked+o.Worked, t.Overtime+o.Overtime
}

// add takes a row in unless the person was not there at all.
func (m *Month) add(row Row) {
	if row.Role == "" && !slices.ContainsFunc(row.Days, func(d Day) bool { return d.Record != "" }) {
		return
	}
	m.Rows = append(m.Rows, row)
	m.Totals.add(row.Totals)
}

// account counts confirmations and appeals, and names the guard periods of each date.
func (m *Month) account(k Kept) {
	for _, days := range k.Days {
		for date, t := range days {
			f := t.Facts
			if !f.Confirmed.IsZero() && !f.Changed {
				m.Confirmed++
			} else {
				m.Open++
			}
			if by := confirmer(f); by != "" && !slices.Contains(m.By, by) {
				m.By = append(m.By, by)
			}
			if f.Waiting {
				m.Waiting++
			}
			m.guard(date, f.Overtimes)
		}
	}
	all := slices.Clone(m.By)
	m.By = slices.DeleteFunc(m.By, func(by string) bool { return slices.Contains(all, by+onPaper) })
	slices.Sort(m.By)
}

func (m *Month) guard(date ledger.Day, list []record.Span) {
	i, ok := slices.BinarySearchFunc(m.Days, date, func(d Date, at ledger.Day) int { return cmp.Compare(d.Date, at) })
	for _, s := range list {
		if ok && s.Guard != "" && !slices.Contains(m.Days[i].Guard, s.Guard) {
			m.Days[i].Guard = append(m.Days[i].Guard, s.Guard)
			slices.Sort(m.Days[i].Guard)
		}
	}
}

const onPaper = "（凭据认定）"

// confirmer is who confirmed a day, and whether on paper: told once for the month, not by the day. Of a day ruled on, its own
// remark says so.
func confirmer(f record.Facts) string {
	if f.By != "" && f.Paper && f.Ruling == "" {
		return f.By + onPaper
	}
	return f.By
}
