package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// Timed is a ticket's clock.
type Timed struct {
	ID     ledger.RecordID
	Number string
	sla.Clock
}

// Clocks gives every clock of the tickets named, or of all, as of a moment (zero: now).
func (a *App) Clocks(ctx context.Context, keys []string, asOf time.Time) ([]Timed, error) {
	look := a.past(asOf)
	if asOf.IsZero() {
		asOf = a.Now()
	}
	out := []Timed{}
	err := look.Store.View(ctx, func(r Reader) error {
		cal, policy, err := a.timing(ctx, r)
		if err != nil {
			return err
		}
		return a.eachTicket(ctx, r, keys, func(t Ticket) error {
			clocks, err := sla.Measure(t.Facts.AsOf(asOf), cal, policy(t.Facts.Arrived), asOf)
			for _, c := range clocks {
				out = append(out, Timed{ID: t.ID, Number: t.Number, Clock: c})
			}
			return err
		})
	})
	return out, err
}

// timing is what clocks run by: the working calendar, and the policy of the contract a ticket arrived under.
func (a *App) timing(ctx context.Context, r Reader) (cal *worktime.Calendar, policy func(arrived time.Time) sla.Policy, err error) {
	if cal, err = a.Calendar(ctx, r); err == nil {
		policy, err = a.Policies(ctx, r)
	}
	return cal, policy, err
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
