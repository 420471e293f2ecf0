package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/contract"
	"opsledger/app/rule/score"
)

// ScoreQuery says which card is wanted.
type ScoreQuery struct {
	Contract string    // number, ID or first year (2026) of a contract; "": the year of the moment looked at, else the last one
	AsOf     time.Time // zero: as closed, else now; else reckoned as of then, whether or not the year was closed
}

// Score gives the card of a contract year: the one frozen where the year was closed, with what has changed since, else one
// reckoned from the facts.
func (a *App) Score(ctx context.Context, q ScoreQuery) (card score.Card, err error) {
	look := a.scoringAt(q.AsOf)
	err = look.Store.View(ctx, func(r Reader) error {
		card, err = look.score(ctx, r, q)
		return err
	})
	return card, err
}

// Scored is a card with what its document says of itself.
type Scored struct {
	score.Card
	Author string // who draws it up
	Code   string // short code of this device's head: the ledger can be held against it
}

// ScoreSheet gives the card of a contract year for its document, 考核自评表.
func (a *App) ScoreSheet(ctx context.Context, q ScoreQuery) (s Scored, err error) {
	if s.Card, err = a.Score(ctx, q); err != nil {
		return s, err
	}
	s.Author = a.Account
	err = a.Store.View(ctx, func(r Reader) error {
		s.Code, err = headCode(ctx, r)
		return err
	})
	return s, err
}

// scoringAt is this session as of a moment, which is its now.
func (a *App) scoringAt(asOf time.Time) *App {
	if asOf.IsZero() {
		return a
	}
	look := *a.past(asOf)
	look.Now = func() time.Time { return asOf.In(ledger.Zone) }
	return &look
}

func (a *App) score(ctx context.Context, r Reader, q ScoreQuery) (card score.Card, err error) {
	y, err := a.contractYear(ctx, r, q.Contract)
	if err != nil {
		return card, err
	}
	card, err = a.reckonScore(ctx, r, y)
	if err != nil || y.facts.Closed == nil || !q.AsOf.IsZero() {
		return card, err
	}
	return a.closedCard(ctx, r, y, card)
}

// Year names a contract year.
type Year struct {
	Number, Name string
	From, To     ledger.Day
}

// ScoredYears are the contract years, by their start.
func (a *App) ScoredYears(ctx context.Context) (out []Year, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		list, err := contractYears(ctx, r)
		for _, y := range list {
			out = append(out, Year{y.number, y.Name, y.Start, y.End})
		}
		return err
	})
	return out, err
}

// contractYear is a contract with what its steps tell.
type contractYear struct {
	id     ledger.RecordID
	number string
	contract.Contract
	facts contract.Facts
}

// contractYear finds the contract meant.
func (a *App) contractYear(ctx context.Context, r Reader, key string) (y contractYear, err error) {
	list, err := contractYears(ctx, r)
	if err != nil {
		return y, err
	}
	today := dayOf(a.Now())
	for _, c := range list {
		named := key != "" && (key == c.number || key == string(c.id) || key == c.Name || strings.HasPrefix(string(c.Start), key+"-"))
		if named || key == "" && (y.id == "" || c.Start <= today) {
			y = c
		}
	}
	switch {
	case y.id == "" && key != "":
		return y, fault.New(fault.NotFound, contract.Kind.Label, key)
	case y.id == "":
		return y, fault.New(fault.Refused, "还没有设定合同年度，不能评分").With("请先设定合同的起止日期（命令行用 contract set）")
	}
	return y, nil
}

// contractYears are the contract years in force, by their start.
func contractYears(ctx context.Context, r Reader) (out []contractYear, err error) {
	err = r.Each(ctx, Query{Kind: contract.Kind.Name, Sort: "start", Where: []Condition{{Key: "state", Op: Equal, Value: []string{"signed"}}}}, func(row *Row) error {
		y := contractYear{id: row.ID, number: row.Number}
		var err error
		if y.Contract, err = ledger.Decode[contract.Contract](row.Fields); err == nil {
			y.facts, err = factsOf[contract.Facts](row)
		}
		out = append(out, y)
		return err
	})
	return out, err
}

// reckonScore reckons a year from its facts.
func (a *App) reckonScore(ctx context.Context, r Reader, y contractYear) (card score.Card, err error) {
	scheme, err := a.schemeOf(y.Scheme, y.facts)
	if err != nil {
		return card, err
	}
	s := a.scoringOf(r, y)
	if err := s.gather(ctx); err != nil {
		return card, err
	}
	card = score.Contract(s.e, scheme)
	return card, s.remark(ctx, scheme, &card)
}

// scoringOf begins to gather a year's evidence.
func (a *App) scoringOf(r Reader, y contractYear) *scoring {
	return &scoring{a: a, r: r, year: y, e: score.Evidence{Contract: y.Name, Fee: y.Fee, From: y.Start, To: y.End, AsOf: a.Now().In(ledger.Zone).Truncate(time.Second)}}
}

// WhatIf prices a ticket of a year's card being late by more working days than it is now. overdue is how many it is late by.
func (a *App) WhatIf(ctx context.Context, q ScoreQuery, number string, more int) (cost score.Cost, overdue int, err error) {
	look := a.scoringAt(q.AsOf)
	err = look.Store.View(ctx, func(r Reader) error {
		y, err := look.contractYear(ctx, r, q.Contract)
		if err != nil {
			return err
		}
		scheme, err := look.schemeOf(y.Scheme, y.facts)
		if err != nil {
			return err
		}
		card, err := look.reckonScore(ctx, r, y)
		if err != nil {
			return err
		}
		if overdue, err = look.lateDays(ctx, r, number); err != nil {
			return err
		}
		var ok bool
		if cost, ok = score.Overdue(scheme, card, overdue, more); !ok {
			err = fault.New(fault.Refused, "方案“"+scheme.Name+"”没有按工单延误计分的条款")
		}
		return err
	})
	return cost, overdue, err
}

// lateDays is how many working days a ticket is late by.
func (a *App) lateDays(ctx context.Context, r Reader, number string) (n int, err error) {
	if number == "" {
		return 0, nil
	}
	s := &scoring{a: a, r: r}
	if err := s.frame(ctx); err != nil {
		return 0, err
	}
	err = a.eachTicket(ctx, r, []string{number}, func(t Ticket) error {
		late, err := s.lateness(&Row{Record: ledger.Record{ID: t.ID, Number: t.Number, State: t.State}}, t.Facts)
		if late != nil {
			n = len(late.Late)
		}
		return err
	})
	return n, err
}

// matters reports whether an open conflict touches what a kind scores by: its state, and every field that is not free text.
func (a *App) matters(row *Row, free ...string) bool {
	k := a.Kinds.Kind(row.Kind)
	return slices.ContainsFunc(row.Conflicts, func(c ledger.Conflict) bool {
		f, _ := k.Field(c.Field)
		return c.Field == "" || f.Type != ledger.Long && f.Type != ledger.Text && !slices.Contains(free, c.Field)
	})
}
