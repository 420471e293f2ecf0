package app

import (
	"context"
	"slices"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/check"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/privacy"
	"opsledger/app/rule/score"
	"opsledger/app/rule/sla"
)

// notScored are a ticket's choices that no point rests on.
var notScored = []string{"system", "region", "insurance", "category", "main_type", "channel", "requester_kind", "lead", "delay", "cause"}

// checks reads the weekly checks as they were taken, and finds the weeks whose check nobody took.
func (s *scoring) checks(ctx context.Context) error {
	taken := map[string]bool{}
	q := Query{Kind: check.Kind.Name, Sort: "at", Where: []Condition{{Key: "at", Op: AtLeast, Value: []string{ledger.FormatTime(midnight(s.e.From))}},
		{Key: "at", Op: AtMost, Value: []string{ledger.FormatTime(s.e.AsOf)}}}}
	err := s.r.Each(ctx, q, func(row *Row) error {
		c, err := ledger.Decode[check.Check](row.Fields)
		f := s.fact(row)
		if c.Retro {
			f.Marks = append(f.Marks, score.Retro)
		}
		s.e.Checks = append(s.e.Checks, score.Check{Fact: f, Week: c.Week, At: c.At, Numerator: c.Numerator, Denominator: c.Denominator, WithoutNumerator: c.Numerator - len(c.Excused)})
		taken[c.Week] = true
		return err
	})
	var moments []time.Time
	for _, d := range s.weeks {
		if !taken[d.week.String()] {
			s.missed, moments = append(s.missed, d), append(moments, d.at)
		}
	}
	s.tally = digest.NewTally(moments, midnight(s.e.From))
	return err
}

// tickets reads what was open in the year or ended in it, by its rows alone; weeks whose check nobody took are reconstructed on
// the way (A4).
func (s *scoring) tickets(ctx context.Context) error {
	seen := map[ledger.RecordID]bool{}
	take := func(row *Row) error {
		if row.State == ticket.Void || s.aside[row.ID] || seen[row.ID] {
			return nil
		}
		f, err := factsOf[ticket.Facts](row)
		if err != nil {
			return err
		}
		if seen[row.ID] = len(f.Marks) > 0 || f.Resolved.IsZero(); f.Arrived.After(s.e.AsOf) {
			return nil
		}
		return s.ticket(row, f)
	}
	for _, q := range []Query{
		{Where: []Condition{{MarkKey, Equal, []string{ticket.ReturnedLater}}}},
		{Where: []Condition{{"resolved", Equal, []string{""}}}},
		{Sort: "resolved", Where: []Condition{{"resolved", AtLeast, []string{ledger.FormatTime(midnight(s.e.From))}}}},
	} {
		q.Kind = ticket.Kind.Name
		if err := s.r.Each(ctx, q, take); err != nil {
			return err
		}
	}
	for i, n := range s.tally.Found() {
		d := s.missed[i]
		f := score.Fact{Kind: check.Kind.Name, Number: d.week.String(), Marks: []string{score.Retro}}
		s.e.Checks = append(s.e.Checks, score.Check{Fact: f, Week: d.week.String(), At: d.at, Numerator: n.Open, Denominator: n.Counted, WithoutNumerator: n.Open - n.Excused})
	}
	return nil
}

// ticket takes one in: late, done before it was filed, come back for its quality.
func (s *scoring) ticket(row *Row, f ticket.Facts) error {
	s.tally.Add(f)
	if !s.inTime(f) {
		late, err := s.lateness(row, f)
		if err != nil {
			return err
		}
		if late != nil {
			s.e.Tickets = append(s.e.Tickets, *late)
		}
	}
	if len(f.Ahead) > 0 {
		if err := s.ahead(row, f); err != nil {
			return err
		}
	}
	var back score.Return
	for _, r := range f.Resolves {
		if r.Quality && !r.Returned.After(s.e.AsOf) {
			back.At, back.Reason = append(back.At, r.Returned), privacy.Scrub(r.Reason)
		}
	}
	if len(back.At) > 0 {
		back.Fact = s.ticketFact(row, f)
		s.e.Returns = append(s.e.Returns, back)
	}
	return nil
}

// inTime spares most tickets the reckoning: resolved once and within a day of its arrival, no reading that begins with the next
// working day finds it late.
func (s *scoring) inTime(f ticket.Facts) bool {
	mode := s.policy(f.Arrived).Mode
	return mode != sla.OpenHours && len(f.Resolves) == 1 && f.Resolves[0].Returned.IsZero() && f.Resolves[0].Province.IsZero() && !f.Resolved.After(f.Arrived.Add(24*time.Hour))
}

// lateness is a ticket's by its assessed clock as of the moment looked at; nil where it is not late.
func (s *scoring) lateness(row *Row, f ticket.Facts) (*score.Ticket, error) {
	now := s.e.AsOf
	seen := f.AsOf(now)
	c, err := sla.Assess(seen, s.cal, s.policy(f.Arrived), now)
	if err != nil {
		return nil, err
	}
	out := score.Ticket{Open: c.Stopped.IsZero()}
	for _, d := range c.LateDays {
		out.Late = append(out.Late, dayOf(d))
	}
	out.Part = s.part(seen, c)
	if len(out.Late) == 0 && out.Part == "" {
		return nil, nil
	}
	out.Fact = s.ticketFact(row, f)
	out.Claimed = slices.ContainsFunc(seen.Excuses, func(e ticket.Excuse) bool { return e.Answer == ticket.Claimed }) ||
		slices.ContainsFunc(seen.Requests, func(r ticket.Request) bool { return r.Answer == ticket.Claimed })
	for _, paper := range papers(seen) {
		out.Fact = onPaperFact(out.Fact, paper)
	}
	return &out, nil
}

// papers tells whether a lead told a ruling on its time from paper.
func papers(f ticket.Facts) []bool {
	paper := slices.ContainsFunc(f.Excuses, func(e ticket.Excuse) bool { return e.Paper }) || slices.ContainsFunc(f.Extensions, func(e ticket.Extension) bool { return e.Paper })
	return []bool{paper}
}

// part is the date of what a lateness has beyond whole working days; "" where it has nothing, or all of it was excused.
func (s *scoring) part(f ticket.Facts, c sla.Clock) ledger.Day {
	end := c.Stopped
	if end.IsZero() {
		end = s.e.AsOf
	}
	if !end.After(c.Due) || slices.ContainsFunc(f.Excuses, func(e ticket.Excuse) bool { return e.Answer == ticket.Granted && e.Whole() && !end.After(e.Ruled) }) {
		return ""
	}
	from := c.Due
	if n := len(c.LateDays); n > 0 {
		due, last := c.Due.In(ledger.Zone), c.LateDays[n-1].In(ledger.Zone)
		from = time.Date(last.Year(), last.Month(), last.Day(), due.Hour(), due.Minute(), due.Second(), 0, ledger.Zone)
	}
	if s.cal.Between(from, end) == 0 {
		return ""
	}
	return dayOf(end)
}

func (s *scoring) ahead(row *Row, f ticket.Facts) error {
	clocks, err := sla.FilingClocks(f, s.cal, s.policy(f.Arrived), s.e.AsOf)
	for i, c := range clocks {
		s.e.Ahead = append(s.e.Ahead, score.Ahead{Fact: s.ticketFact(row, f), Acted: c.From, Due: c.Due, Filed: c.Stopped, Approver: f.Ahead[i].Approver})
	}
	return err
}

func (s *scoring) ticketFact(row *Row, f ticket.Facts) score.Fact {
	out := s.fact(row, notScored...)
	if slices.ContainsFunc(f.Resolves, func(r ticket.Resolve) bool { return r.Imported || !r.Province.IsZero() }) {
		out.Marks = append(out.Marks, score.Imported)
	}
	return out
}
