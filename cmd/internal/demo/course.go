package demo

import (
	"context"
	"slices"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/sla"
	"opsledger/cmd/internal/boot"
)

// play lets a planned year happen: its clock moves from event to event.
type play struct {
	o       Options
	s       *boot.Session
	year    *year
	at      time.Time
	made    *Made
	pending []event // in their order
}

// Now is where the year has come to.
func (p *play) Now() time.Time { return p.at }

// run takes the events up to now in their order.
func (p *play) run(ctx context.Context, events []event, now time.Time) error {
	p.pending = events
	slices.SortStableFunc(p.pending, func(a, b event) int { return a.at.Compare(b.at) })
	for len(p.pending) > 0 && !p.pending[0].at.After(now) {
		e := p.pending[0]
		p.pending = p.pending[1:]
		if err := ctx.Err(); err != nil {
			return err
		}
		p.at = later(p.at, e.at)
		p.s.ConfirmDate(p.at.In(ledger.Zone).Format(time.DateOnly)) // a year with few tickets has gaps
		if err := e.do(ctx, p); err != nil {
			return err
		}
	}
	p.at = now
	p.s.ConfirmDate(now.In(ledger.Zone).Format(time.DateOnly))
	return nil
}

// plan adds an event to those to come, after those of the same moment.
func (p *play) plan(e event) {
	i, _ := slices.BinarySearchFunc(p.pending, e.at, func(o event, at time.Time) int {
		if o.at.After(at) {
			return 1
		}
		return -1
	})
	p.pending = slices.Insert(p.pending, i, e)
}

// events are all that happens in the year, in no order.
func (p *play) events(every, reports int) (out []event) {
	y := p.year
	for _, t := range append(slices.Clone(y.tickets), y.calls...) {
		if t.hand != nil {
			out = append(out, y.byHand(t)...)
		}
	}
	out = append(out, p.staff()...)
	out = append(out, p.life()...)
	out = append(out, y.sought()...)
	out = append(out, y.periods(p.o.Bare)...)
	return append(out, p.weeks(every, reports)...)
}

// weeks are the imports and checks of every week or so, and the last weeks' reports; on the day after an import
// twins are merged and common problems noted.
func (p *play) weeks(every, reports int) (out []event) {
	y, n := p.year, 0
	from := time.Time{}
	for week := sla.WeekOf(y.starts[0]); week.From.Before(y.now); week = sla.WeekOf(week.To) {
		due, ok := week.Due(y.cal)
		n++
		left := int(y.now.Sub(week.To) / (7 * 24 * time.Hour))
		if !ok || n%every != 0 && left >= reports {
			continue
		}
		at := due.Add(-90 * time.Minute)
		out = append(out, event{at, func(ctx context.Context, p *play) error { return p.takeNew(ctx) }})
		out = append(out, y.afterwards(from, at)...)
		from = at
		if sent := y.sent(due, n); (left < reports || every == 1) && sent.Before(y.now) {
			out = append(out, reported(week, due, sent, n)...)
		}
		if left == reports/2 && reports > 2 {
			out = append(out, corrected(week, y.later(week.To, 10*time.Hour))...)
		}
		if n%13 != 7 { // now and then a check is forgotten, and taken late
			out = append(out, event{due.Add(5 * time.Minute), func(ctx context.Context, p *play) error {
				_, err := p.s.TakeChecks(ctx)
				return err
			}})
		}
	}
	return out
}

// afterwards is what is done the day after an import about the tickets that came with it.
func (y *year) afterwards(from, to time.Time) (out []event) {
	at := y.later(to, 3*time.Hour)
	for _, t := range y.tickets {
		if !t.arrived.After(from) || t.arrived.After(to) {
			continue
		}
		at = at.Add(time.Minute)
		if t.tag && t.hand == nil {
			out = append(out, t.tagged(at))
		}
		if t.twin != nil && !t.twin.arrived.After(to) {
			out = append(out, t.joined(at))
		}
	}
	return out
}

// staff are the departments, and the further contract years as they come.
func (p *play) staff() (out []event) {
	act := func(at time.Time, s app.Step) {
		out = append(out, event{at, func(ctx context.Context, p *play) error {
			_, err := p.s.Act(ctx, s)
			return err
		}})
	}
	for _, u := range units {
		act(p.at, app.Step{Kind: "unit", Key: "new", Action: "record", Values: values{"name": u.name, "region": u.region, "side": u.side, "contact": p.year.name(), "phone": p.year.phone()}})
	}
	for _, start := range p.year.starts[1:] {
		out = append(out, event{start.AddDate(0, 0, -10).Add(10 * time.Hour), func(ctx context.Context, p *play) error { return p.sign(ctx, start) }})
	}
	return out
}

// sign writes the contract year that begins on a day.
func (p *play) sign(ctx context.Context, start time.Time) error {
	from := start.Format(time.DateOnly)
	_, err := p.s.SetContract(ctx, values{"start": from, "end": start.AddDate(1, 0, -1).Format(time.DateOnly), "fee": "980000",
		"hours": "08:30-12:00,13:30-18:00", "days": "1-5", "from": from})
	return err
}
