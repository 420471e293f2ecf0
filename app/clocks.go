package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/calendar"
	"opsledger/app/record/contract"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// Calendar is the working calendar: the contract's hours, the shipped holiday years and those brought in since.
func (a *App) Calendar(ctx context.Context, r Reader) (*worktime.Calendar, error) {
	years, err := a.years(ctx, r)
	if err != nil {
		return nil, err
	}
	hours, err := workingHours(ctx, r)
	if err != nil {
		return nil, err
	}
	return worktime.China(ledger.Zone, hours, years...), nil
}

func (a *App) years(ctx context.Context, r Reader) ([]worktime.Year, error) {
	byYear := map[int]worktime.Year{}
	for _, raw := range a.Years {
		y, err := worktime.ParseYear(raw)
		if err != nil {
			return nil, fmt.Errorf("shipped holidays: %w", err)
		}
		byYear[y.Year] = y
	}
	err := r.Each(ctx, Query{Kind: calendar.Kind.Name, Sort: "number"}, func(row *Row) error {
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

// Years lists the holiday years known.
func (a *App) HolidayYears(ctx context.Context) (out []worktime.Year, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		out, err = a.years(ctx, r)
		return err
	})
	return out, err
}

// workingHours reads the hours of the contracts, each from the date it says (A30); without one, the placeholder.
func workingHours(ctx context.Context, r Reader) ([]worktime.Hours, error) {
	var out []worktime.Hours
	err := r.Each(ctx, Query{Kind: contract.Kind.Name, Sort: "start"}, func(row *Row) error {
		c, err := ledger.Decode[contract.Contract](row.Fields)
		if err != nil || row.State == "void" || c.Hours == "" {
			return err
		}
		from, days := c.From, c.Days
		if from == "" {
			from = c.Start
		}
		if days == "" {
			days = "1-5"
		}
		h, err := worktime.ParseHours(worktime.Day(from), c.Hours, days)
		if err != nil {
			return fault.New(fault.Refused, err.Error())
		}
		out = append(out, h)
		return nil
	})
	if len(out) == 0 {
		return worktime.DefaultHours(), err
	}
	return out, err
}

// Timed is a ticket's clock.
type Timed struct {
	ID     ledger.RecordID
	Number string
	sla.Clock
}

// Clocks gives every clock of the tickets named, or of all, as of a moment (zero: now).
func (a *App) Clocks(ctx context.Context, keys []string, asOf time.Time) ([]Timed, error) {
	if asOf.IsZero() {
		asOf = a.Now()
	}
	out := []Timed{}
	err := a.Store.View(ctx, func(r Reader) error {
		cal, err := a.Calendar(ctx, r)
		if err != nil {
			return err
		}
		return a.eachTicket(ctx, r, keys, func(t Ticket) error {
			clocks, err := sla.Measure(t.Facts.AsOf(asOf), cal, sla.Standard, asOf)
			for _, c := range clocks {
				out = append(out, Timed{ID: t.ID, Number: t.Number, Clock: c})
			}
			return err
		})
	})
	return out, err
}

// Ticket is a ticket's row with its facts.
type Ticket struct {
	ID     ledger.RecordID
	Number string
	State  ledger.State
	ticket.Ticket
}

func ticketOf(row *Row) (Ticket, error) {
	t, err := ledger.Decode[ticket.Ticket](row.Fields)
	if err == nil {
		err = json.Unmarshal(row.FactsJSON, &t.Facts)
	}
	if err != nil {
		err = fmt.Errorf("reading ticket %s: %w", row.Number, err)
	}
	return Ticket{ID: row.ID, Number: row.Number, State: row.State, Ticket: t}, err
}

// eachTicket gives the tickets named by ID or number, or all that are not void, by number.
func (a *App) eachTicket(ctx context.Context, r Reader, keys []string, fn func(Ticket) error) error {
	give := func(row *Row) error {
		t, err := ticketOf(row)
		if err != nil {
			return err
		}
		return fn(t)
	}
	if keys == nil {
		return r.Each(ctx, Query{Kind: ticket.Kind.Name, Sort: "number", Where: []Condition{{Key: "state", Op: Differs, Value: []string{string(ticket.Void)}}}}, give)
	}
	for _, key := range keys {
		rec, err := r.Record(ctx, ticket.Kind.Name, key)
		if errors.Is(err, ErrNotFound) {
			return fault.New(fault.NotFound, ticket.Kind.Label, key)
		}
		if err != nil {
			return err
		}
		row, err := one(ctx, r, rec.ID)
		if err != nil {
			return err
		}
		if err := give(row); err != nil {
			return err
		}
	}
	return nil
}

// one reads a ticket's row without its steps; nil where there is none.
func one(ctx context.Context, r Reader, id ledger.RecordID) (found *Row, err error) {
	q := Query{Kind: ticket.Kind.Name, Where: []Condition{{Key: "id", Op: Equal, Value: []string{string(id)}}}}
	err = r.Each(ctx, q, func(row *Row) error {
		found = row
		return nil
	})
	return found, err
}
