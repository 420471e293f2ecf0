package app

import (
	"context"
	"slices"

	"opsledger/app/record/ticket"
	"opsledger/app/rule/digest"
)

// own are the numbers of what the session's account handles, and what the account is.
func (s *survey) own(ctx context.Context, o *Overview) (err error) {
	roster, err := s.r.Roster(ctx)
	if err != nil {
		return err
	}
	me := s.a.Account
	o.Own.Person, o.Own.Roles = me, roster.Holds(s.a.Author.Actor())
	mine := is("assignee", me)
	handled := func(number string) bool { return s.byID[s.byNumber[number].ID].Assignee == me }
	if o.Own.InTransit, err = s.tallied(ctx, those(s.open, handled), inTransit(), mine); err != nil {
		return err
	}
	fresh := func(n string) bool { return handled(n) && s.state(s.byID[s.byNumber[n].ID]) == ticket.Open }
	if o.Own.Waiting, err = s.tallied(ctx, those(s.open, fresh), is("state", ticket.Kind.StateLabel(ticket.Open)), mine); err != nil {
		return err
	}
	since, until := s.in.Since.Format(timeText), s.asOf.Format(timeText)
	if o.Own.Done, err = s.tallied(ctx, those(s.done, handled), "resolved>="+since, "resolved<="+until, notVoid(), mine); err != nil {
		return err
	}
	o.Own.Overdue = lateness(me, those(s.late, func(l digest.Late) bool { return l.Assignee == me }))
	due := those(o.Due.Today, func(d DueItem) bool { return d.Person == me })
	o.Own.DueToday = Tallied{Key: me, Label: me, N: len(due), Filter: Numbered(s.ticketsOf(due))}
	return nil
}

// ticketsOf are the numbers of the tickets among things that fall due, each once.
func (s *survey) ticketsOf(list []DueItem) (out []string) {
	for _, d := range list {
		if t, ok := s.byID[d.Record]; ok && !slices.Contains(out, t.Number) {
			out = append(out, t.Number)
		}
	}
	return out
}

// those are the items of a list that something holds of.
func those[T any](list []T, holds func(T) bool) (out []T) {
	for _, item := range list {
		if holds(item) {
			out = append(out, item)
		}
	}
	return out
}
