package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
)

// Urgency is the key by which tickets are narrowed and sorted by when they are to be done. No record carries it: it is
// reckoned of those in transit as of now.
const Urgency = "urgency"

// What a ticket's urgency may be.
const (
	Overdue  = "已超期"
	DueToday = "今天到期"
	DueLater = "以后到期"
	Halted   = "已暂停" // the clock that is shown stands still; the assessed one may run on
)

var urgency = ledger.Field{Key: Urgency, Label: "时限", Type: ledger.Choice, Choices: []string{Overdue, DueToday, DueLater, Halted}}

// urgent is a ticket in transit with what its assessed clock says.
type urgent struct {
	row *Row
	due time.Time
	is  string
}

// urgents reckons the tickets in transit that a query finds, the one due first first.
func (a *App) urgents(ctx context.Context, r Reader, q Query) (out []urgent, err error) {
	cal, policy, err := a.timing(ctx, r)
	if err != nil {
		return nil, err
	}
	now := a.Now()
	q.Where, q.Sort, q.Limit, q.Offset = append(slices.Clone(q.Where), open(Equal)), "arrived", 0, 0
	err = r.Each(ctx, q, func(row *Row) error {
		t, err := ticketOf(row)
		if err != nil {
			return err
		}
		c, err := sla.Assess(t.Facts.AsOf(now), cal, policy(t.Facts.Arrived), now)
		out = append(out, urgent{row, c.Due, urgencyOf(t, c, now)})
		return err
	})
	slices.SortStableFunc(out, func(x, y urgent) int { return cmp.Or(x.due.Compare(y.due), cmp.Compare(x.row.Number, y.row.Number)) })
	return out, err
}

// open is the condition that a ticket is in transit, or with Differs that it is not.
func open(op Op) Condition {
	c := Condition{Key: "state", Op: op}
	for _, s := range openStates {
		c.Value = append(c.Value, string(s))
	}
	return c
}

func urgencyOf(t Ticket, c sla.Clock, now time.Time) string {
	switch {
	case now.After(c.Due):
		return Overdue
	case t.State == ticket.Suspended:
		return Halted
	case c.Due.In(ledger.Zone).Format(time.DateOnly) == now.In(ledger.Zone).Format(time.DateOnly):
		return DueToday
	}
	return DueLater
}

// reckoned puts in the place of each condition on the urgency the tickets it means now.
func (a *App) reckoned(ctx context.Context, r Reader, q Query) (Query, error) {
	var all []urgent
	where := slices.Clone(q.Where)
	for i, c := range where {
		if c.Key != Urgency {
			continue
		}
		if all == nil {
			var err error
			if all, err = a.urgents(ctx, r, Query{Kind: q.Kind}); err != nil {
				return q, err
			}
		}
		ids := []string{""} // of none it finds none
		for _, u := range all {
			if slices.Contains(c.Value, u.is) {
				ids = append(ids, string(u.row.ID))
			}
		}
		where[i] = Condition{Key: "id", Op: c.Op, Value: ids}
	}
	q.Where = where
	return q, nil
}

// counted is a query as it is counted: in no order.
func (q Query) counted() Query { q.Sort = ""; return q }

// each gives the rows of a query in its order. By urgency, those in transit come first, the one due first first, or last
// where it descends; the others follow, those that arrived last first.
func (a *App) each(ctx context.Context, r Reader, q Query, fn func(*Row) error) error {
	if q.Sort != Urgency && q.Sort != "-"+Urgency {
		return r.Each(ctx, q, fn)
	}
	list, err := a.urgents(ctx, r, q)
	if err != nil {
		return err
	}
	if q.Sort != Urgency {
		slices.Reverse(list)
	}
	end := len(list)
	if q.Limit > 0 {
		end = min(end, q.Offset+q.Limit)
	}
	for _, u := range list[min(q.Offset, end):end] {
		if err := fn(u.row); err != nil {
			return err
		}
	}
	rest := q
	rest.Where, rest.Sort = append(slices.Clone(q.Where), open(Differs)), "-arrived"
	rest.Offset = max(0, q.Offset-len(list))
	if q.Limit > 0 {
		if rest.Limit = q.Limit - max(0, end-q.Offset); rest.Limit <= 0 {
			return nil
		}
	}
	return r.Each(ctx, rest, fn)
}

// Listed is a ticket as lists show it, masked, with its assessed clock.
type Listed struct {
	Shown
	Clock sla.Clock
}

// Tickets gives the tickets of a query with their clocks, from their rows alone.
func (a *App) Tickets(ctx context.Context, q Query) (out []Listed, err error) {
	now := a.Now()
	err = a.Store.View(ctx, func(r Reader) error {
		cal, policy, err := a.timing(ctx, r)
		if err != nil {
			return err
		}
		return a.each(ctx, r, q, func(row *Row) error {
			t, err := ticketOf(row)
			if err != nil {
				return err
			}
			l := Listed{Shown: present(ticket.Kind, &row.Record, false)}
			if !t.Facts.Arrived.IsZero() {
				l.Clock, err = sla.Assess(t.Facts.AsOf(now), cal, policy(t.Facts.Arrived), now)
			}
			out = append(out, l)
			return err
		})
	})
	return out, err
}
