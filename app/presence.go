package app

import (
	"context"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/attendance"
	"opsledger/app/record/person"
	"opsledger/app/rule/presence"
	"opsledger/app/rule/worktime"
)

// OnSite is who is with the team on a day, what people lack, and what came of the bid's promises (R002, R068, R069, R083, R151).
type OnSite struct {
	presence.Day
	Lacking  []presence.Lack    `json:"lacking"`
	Promises []presence.Promise `json:"promises"`
}

// OnSite tells it of a day; zero: today.
func (a *App) OnSite(ctx context.Context, day time.Time) (out OnSite, err error) {
	if day.IsZero() {
		day = a.Now()
	}
	err = a.Store.View(ctx, func(r Reader) error {
		cal, err := a.Calendar(ctx, r)
		if err != nil {
			return err
		}
		at := ledger.Day(date(day))
		roster, err := rosterOf(ctx, r, at, at)
		if err != nil {
			return err
		}
		devices, err := devices(ctx, r)
		out = OnSite{roster.On(day, cal), roster.Lacking(at, devices), roster.Promises()}
		return err
	})
	return out, err
}

// OnSiteDays tells of each day of a span, both ends included, who is there and what is wrong with it (R068, R069, R084).
func (a *App) OnSiteDays(ctx context.Context, from, to time.Time) (out []presence.Day, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		cal, err := a.Calendar(ctx, r)
		if err != nil {
			return err
		}
		roster, err := rosterOf(ctx, r, ledger.Day(date(from)), ledger.Day(date(to)))
		for at := from; err == nil && !at.After(to); at = at.AddDate(0, 0, 1) {
			out = append(out, roster.On(at, cal))
		}
		return err
	})
	return out, err
}

// ShortDays are the days of a span, both ends included, on which something is wrong with who is there (R068, R069, R084).
func (a *App) ShortDays(ctx context.Context, r Reader, cal *worktime.Calendar, from, to time.Time) ([]presence.Day, error) {
	roster, err := rosterOf(ctx, r, ledger.Day(date(from)), ledger.Day(date(to)))
	if err != nil {
		return nil, err
	}
	return roster.Faulty(from, to.AddDate(0, 0, 1), cal), nil
}

// rosterOf reads the people, and the leave granted between two days.
func rosterOf(ctx context.Context, r Reader, from, to ledger.Day) (out presence.Roster, err error) {
	err = r.Each(ctx, Query{Kind: person.Kind.Name, Sort: "number", Where: []Condition{{Key: "state", Op: Differs, Value: []string{string(person.Void)}}}}, func(row *Row) error {
		m, err := memberOf(row)
		out.Members = append(out.Members, m)
		return err
	})
	if err != nil {
		return out, err
	}
	if out.Leaves, err = leavesGranted(ctx, r, from, to); err != nil {
		return out, err
	}
	c, err := contractAt(ctx, r, to)
	if c != nil {
		out.Least = c.Promised
	}
	return out, err
}

func memberOf(row *Row) (m presence.Member, err error) {
	p, err := ledger.Decode[person.Person](row.Fields)
	if err != nil {
		return m, err
	}
	m = presence.Member{ID: row.ID, Number: row.Number, Name: p.Name, Role: p.Role, Core: p.Core, Company: p.Company, Contact: p.Contact,
		Reach: p.Contact != "" || p.Phone != "", Promised: p.Promised, Expected: p.Expected, State: row.State, Secrecy: p.SecrecySigned}
	m.Facts, err = factsOf[person.Facts](row)
	return m, err
}

// leavesGranted are the leaves that touch the days between two, by person.
func leavesGranted(ctx context.Context, r Reader, from, to ledger.Day) (map[string][]attendance.LeaveFacts, error) {
	out := map[string][]attendance.LeaveFacts{}
	err := r.Each(ctx, leavesIn(from, to, attendance.Granted), func(row *Row) error {
		f, err := factsOf[attendance.LeaveFacts](row)
		out[f.Person] = append(out[f.Person], f)
		return err
	})
	return out, err
}

func leavesIn(from, to ledger.Day, states ...ledger.State) Query {
	named := make([]string, len(states))
	for i, s := range states {
		named[i] = string(s)
	}
	return Query{Kind: attendance.LeaveKind.Name, Sort: "from", Where: []Condition{{Key: "state", Op: Equal, Value: named},
		{Key: "to", Op: AtLeast, Value: []string{string(from)}}, {Key: "from", Op: AtMost, Value: []string{string(to)}}}}
}

// devices are all things lent, now or before.
func devices(ctx context.Context, r Reader) (out []presence.Device, err error) {
	err = r.Each(ctx, Query{Kind: person.EquipmentKind.Name, Sort: "number", Where: []Condition{{Key: "state", Op: Differs, Value: []string{"void"}}}}, func(row *Row) error {
		f, err := factsOf[person.EquipmentFacts](row)
		out = append(out, presence.Device{Network: row.Fields.Text("network"), Type: row.Fields.Text("type"), Facts: f})
		return err
	})
	return out, err
}
