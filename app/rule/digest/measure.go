package digest

import (
	"fmt"
	"slices"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
)

// measures are the rates a period's report gives beside its counts (R138, A29), as they are being counted.
type measures struct{ response, completion, rework Measure }

func newMeasures(hours time.Duration, this string) measures {
	m := measures{
		response:   Measure{Key: "response", Label: "响应率", Definition: fmt.Sprintf("响应率＝%s到达、到达后%g工时内签收的工单÷%s到达且有签收时间的工单；没有签收时间的不计入，另列其数。%g工时不是合同约定的数值。", this, hours.Hours(), this, hours.Hours())},
		completion: Measure{Key: "completion", Label: "完成率", Definition: fmt.Sprintf("完成率＝%s内应完且按时处理完毕的工单÷%s内应完的工单；应完时刻按考核时限（下一工作日同一钟点，计入认定的免责和批准的延期）。", this, this)},
		rework:     Measure{Key: "rework_rate", Label: "返工率", Definition: fmt.Sprintf("返工率＝%s因质量问题被退回的工单÷%s处理完毕的工单（含处理完毕后又被退回的）；同一工单计一次。", this, this)},
	}
	m.response.Apart = &Figure{Key: "response_apart", Label: "没有签收时间", Records: []string{}}
	for _, at := range []*Measure{&m.response, &m.completion, &m.rework} {
		at.begin()
	}
	return m
}

// begin names what a measure counts.
func (m *Measure) begin() {
	m.Of = Figure{Key: m.Key + "_of", Label: m.Label + "分子", Records: []string{}}
	m.All = Figure{Key: m.Key + "_all", Label: m.Label + "分母", Records: []string{}}
}

func (m *Measure) count(number string, met bool) {
	m.All.add(number)
	if met {
		m.Of.add(number)
	}
}

// close reckons the rate.
func (m *Measure) close() Measure {
	m.Percent = ledger.Percent(int64(m.Of.Value), int64(m.All.Value))
	return *m
}

// measure counts a ticket in the rates of a report that has them.
func (b *builder) measure(t Ticket, now ticket.Facts) error {
	policy := b.policy(now.Arrived)
	if b.within(now.Arrived) {
		switch {
		case now.Accepted.IsZero():
			b.m.response.Apart.add(t.Number)
		default:
			due, err := b.in.Calendar.Add(now.Arrived, int64(policy.Response/time.Second))
			if err != nil {
				return err
			}
			b.m.response.count(t.Number, !now.Accepted.After(due))
		}
	}
	clock, err := sla.Assess(now, b.in.Calendar, policy, b.w.AsOf)
	if err != nil {
		return err
	}
	if b.within(clock.Due) {
		b.m.completion.count(t.Number, clock.OnTime())
	}
	resolved := slices.ContainsFunc(now.Resolves, func(r ticket.Resolve) bool { return b.within(r.At) })
	quality := slices.ContainsFunc(now.Resolves, func(r ticket.Resolve) bool { return r.Quality && b.within(r.Returned) })
	if resolved || quality {
		b.m.rework.count(t.Number, quality)
	}
	b.span(t, now, clock)
	return nil
}

func (b *builder) policy(arrived time.Time) sla.Policy {
	if b.in.Policy != nil {
		return b.in.Policy(arrived)
	}
	return sla.Standard
}

// spans are the parts of a period: reporting weeks of a month, months of what is longer.
func spans(p sla.Period) (out []sla.Period) {
	kind := map[string]string{sla.Monthly: sla.Weekly, sla.Quarterly: sla.Monthly, sla.Annual: sla.Monthly}[p.Type]
	if kind == "" {
		return nil
	}
	for at := p.From; at.Before(p.To); {
		part := sla.PeriodOf(kind, at)
		if part.From.Before(p.From) {
			part.From = p.From
		}
		if at = part.To; part.To.After(p.To) {
			part.To = p.To
		}
		out = append(out, part)
	}
	return out
}

// spanned begins the parts of a period, each with its own counts.
func spanned(parts []sla.Period) []Span {
	var out []Span
	for _, p := range parts {
		label := p.From.Format("1月")
		if p.Type == sla.Weekly {
			label = p.From.Format("1.2") + "–" + p.To.AddDate(0, 0, -1).Format("1.2")
		}
		s := Span{Label: label, Completion: Measure{Key: "completion", Label: "完成率"}}
		s.Arrived, s.Done = Figure{Key: "arrived", Label: label + "到达", Records: []string{}}, Figure{Key: "done", Label: label + "办结", Records: []string{}}
		s.Completion.begin()
		out = append(out, s)
	}
	return out
}

func (b *builder) span(t Ticket, now ticket.Facts, clock sla.Clock) {
	for i, p := range b.parts {
		in := func(at time.Time) bool {
			return !at.IsZero() && !at.Before(p.From) && at.Before(p.To) && !at.After(b.w.AsOf)
		}
		s := &b.w.Spans[i]
		if in(now.Arrived) {
			s.Arrived.add(t.Number)
		}
		if in(now.Resolved) {
			s.Done.add(t.Number)
		}
		if in(clock.Due) {
			s.Completion.count(t.Number, clock.OnTime())
		}
	}
}

// closeMeasures reckons the rates once all tickets are counted.
func (b *builder) closeMeasures() {
	for i := range b.w.Spans {
		b.w.Spans[i].Completion.close()
	}
	for _, m := range []*Measure{&b.m.response, &b.m.completion, &b.m.rework} {
		b.w.Measures = append(b.w.Measures, m.close())
	}
}

// Beside sets the same rates of the period before next to these.
func (w *Report) Beside(before Report) {
	for i := range w.Measures {
		for _, m := range before.Measures {
			if m.Key == w.Measures[i].Key {
				w.Measures[i].Before = m.Percent
			}
		}
	}
}
