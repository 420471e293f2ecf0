package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/sla"
)

// survey is what an overview is read from: the tickets in transit at its moment and those its week touches.
type survey struct {
	a     *App
	r     Reader
	asOf  time.Time
	in    digest.Input // Tickets: those read, merged ones left out
	dicts dictionary.Set
	aside map[ledger.RecordID]bool

	rows     []*Row // read, void ones left out
	byID     map[ledger.RecordID]Ticket
	byNumber map[string]*Row

	open []string      // numbers of what is in transit
	done []string      // of what was resolved this week
	late []digest.Late // of it, what is overdue
	from time.Time     // tickets that ended before it stand as they stood
}

// timeText is a moment as filters read it.
const timeText = "2006-01-02T15:04:05"

func (a *App) survey(ctx context.Context, r Reader, by reckoning) (s *survey, err error) {
	by.asOf = by.asOf.In(ledger.Zone)
	s = &survey{a: a, r: r, asOf: by.asOf, byID: map[ledger.RecordID]Ticket{}, byNumber: map[string]*Row{}}
	if s.in, err = a.periodFrame(ctx, r, by); err != nil {
		return nil, err
	}
	if s.from = s.in.Since; s.asOf.Before(s.from) {
		s.from = s.asOf
	}
	if s.dicts, err = a.Dictionaries(ctx, r); err != nil {
		return nil, err
	}
	if s.aside, err = a.aside(ctx, r); err != nil {
		return nil, err
	}
	return s, s.read(ctx, by.reveal)
}

// read finds every ticket that is in transit at the moment or touched by its week: one that was resolved before then and
// neither resolved nor returned since stands as it stood.
func (s *survey) read(ctx context.Context, reveal bool) error {
	for id := range s.aside {
		row, err := one(ctx, s.r, id)
		if err != nil {
			return err
		}
		if err := s.take(row); err != nil {
			return err
		}
	}
	since, until := ledger.FormatTime(s.from), ledger.FormatTime(s.asOf)
	for _, q := range []Query{
		{Sort: "resolved", Where: []Condition{{"resolved", Equal, []string{""}}}},
		{Sort: "resolved", Where: []Condition{{"resolved", AtLeast, []string{since}}}},
		{Sort: "arrived", Where: []Condition{{"arrived", AtLeast, []string{since}}, {"arrived", AtMost, []string{until}}}},
		{Where: []Condition{{MarkKey, Equal, []string{ticket.ReturnedLater}}}},
	} {
		q.Kind = ticket.Kind.Name
		if err := s.r.Each(ctx, q, s.take); err != nil {
			return err
		}
	}
	slices.SortFunc(s.rows, func(x, y *Row) int { return strings.Compare(x.Number, y.Number) })
	for _, row := range s.rows {
		if !s.aside[row.ID] {
			s.in.Tickets = append(s.in.Tickets, s.byID[row.ID].digested(s.dicts, reveal))
		}
	}
	return nil
}

func (s *survey) take(row *Row) error {
	if row == nil || row.State == ticket.Void || s.has(row.ID) {
		return nil
	}
	t, err := ticketOf(row)
	s.rows, s.byID[row.ID], s.byNumber[row.Number] = append(s.rows, row), t, row
	return err
}

func (s *survey) has(id ledger.RecordID) bool {
	_, ok := s.byID[id]
	return ok
}

// unread counts the tickets of the year that were resolved before this week: those that arrived in it, and those carried
// over into it.
func (s *survey) unread(ctx context.Context) (int, error) {
	start := s.in.YearStart()
	text := func(t time.Time, by time.Duration) []string { return []string{ledger.FormatTime(t.Add(by))} }
	before := Condition{"arrived", AtMost, text(s.from, -time.Second)}
	own, err := s.others(ctx, Condition{"arrived", AtLeast, text(start, 0)}, before)
	if err != nil {
		return 0, err
	}
	carried, err := s.others(ctx, Condition{"resolved", AtLeast, text(start, time.Second)}, Condition{"resolved", AtMost, text(s.from, -time.Second)},
		Condition{"arrived", AtMost, text(start, -time.Second)})
	return own + carried, err
}

// others counts the tickets of some conditions that were not read; void ones are none.
func (s *survey) others(ctx context.Context, where ...Condition) (int, error) {
	q := Query{Kind: ticket.Kind.Name, Where: append(slices.Clone(where), Condition{"state", Differs, []string{string(ticket.Void)}})}
	n, err := s.r.Count(ctx, q, 0)
	for _, row := range s.rows {
		if satisfies(ticket.Kind, row, where) {
			n--
		}
	}
	return n, err
}

// due are the clocks that run of the tickets in transit, and what other kinds have falling due.
func (s *survey) due(ctx context.Context) (out []DueItem, err error) {
	policy, err := s.a.Policies(ctx, s.r)
	if err != nil {
		return nil, err
	}
	for _, row := range s.rows {
		t := s.byID[row.ID]
		if s.aside[t.ID] || !slices.Contains(openStates, s.state(t)) {
			continue
		}
		clocks, err := sla.Measure(t.Facts.AsOf(s.asOf), s.in.Calendar, policy(t.Facts.Arrived), s.asOf)
		if err != nil {
			return nil, err
		}
		out = append(out, t.due(clocks, s.in.Calendar, s.asOf)...)
	}
	for _, source := range s.a.dueSources()[1:] {
		items, err := source(ctx, s.r, s.in.Calendar, s.asOf)
		if err != nil {
			return nil, err
		}
		out = append(out, items...)
	}
	slices.SortStableFunc(out, byUrgency)
	return out, nil
}

// state is a ticket's at the moment looked at.
func (s *survey) state(t Ticket) ledger.State {
	if !s.asOf.Before(s.a.Now().Truncate(time.Second)) {
		return t.State
	}
	state, _ := t.Facts.AsOf(s.asOf).State(t.State)
	return state
}
