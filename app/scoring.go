package app

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/ruling"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/privacy"
	"opsledger/app/rule/score"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// scoring gathers the evidence of one contract year.
type scoring struct {
	a      *App
	r      Reader
	year   contractYear
	e      score.Evidence
	cal    *worktime.Calendar
	policy func(arrived time.Time) sla.Policy

	doubtful map[ledger.RecordID]bool // a clock ran backwards where they were written
	answered map[string]bool          // records, by ID or number, that a ruling the center answered names: they wait no more
	aside    map[ledger.RecordID]bool
	weeks    []dueCheck // due so far
	missed   []dueCheck // of them, those whose check nobody took
	tally    *digest.Tally
}

func (s *scoring) frame(ctx context.Context) (err error) {
	s.cal, s.policy, err = s.a.timing(ctx, s.r)
	s.e.Calendar = s.cal
	if s.e.AsOf.IsZero() {
		s.e.AsOf = s.a.Now()
	}
	return err
}

// gather reads everything that scores. Rulings come first: what waits for one is known then.
func (s *scoring) gather(ctx context.Context) (err error) {
	if err := s.frame(ctx); err != nil {
		return err
	}
	if s.doubtful, err = s.r.Doubtful(ctx); err != nil {
		return err
	}
	if s.aside, err = s.a.aside(ctx, s.r); err != nil {
		return err
	}
	s.weeks = weeksDue(s.year.Contract, s.cal, s.e.AsOf)
	for _, part := range []func(context.Context) error{s.rulings, s.checks, s.tickets, s.incidents, s.complaints, s.grades, s.reports, s.people, s.days, s.appraisals} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

// fact is a row as evidence names it. free are choices that its points do not rest on.
func (s *scoring) fact(row *Row, free ...string) score.Fact {
	f := score.Fact{Record: row.ID, Kind: row.Kind, Number: row.Number}
	if row.Incomplete {
		f.Marks = append(f.Marks, score.Partial)
	}
	if s.answered[row.Number] || s.answered[string(row.ID)] {
		return f
	}
	switch {
	case s.a.matters(row, free...):
		f.Waits = "有未裁决的冲突，待决"
		f.Marks = append(f.Marks, score.Undecided)
	case s.doubtful[row.ID]:
		f.Waits = "登记时钟有疑，时间存疑，待认定"
		f.Marks = append(f.Marks, score.Doubted)
	}
	return f
}

// onPaper marks what a lead told from paper.
func onPaperFact(f score.Fact, paper bool) score.Fact {
	if paper {
		f.Marks = append(f.Marks, score.OnPaper)
	}
	return f
}

// standing are the records of a kind that are not void.
func standing(kind string) Query {
	return Query{Kind: kind, Sort: "number", Where: []Condition{{Key: "state", Op: Differs, Value: []string{"void"}}}}
}

// numbers finds what a text names by number: our own and outside ones are words of letters, digits and dashes.
var numbers = regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9._-]+`)

// rulings are read with their links: what one names or is linked to is the fact it speaks of (A31).
func (s *scoring) rulings(ctx context.Context) error {
	s.answered = map[string]bool{}
	return s.r.Each(ctx, standing(ruling.Kind.Name), func(row *Row) error {
		v, err := ledger.Decode[ruling.Ruling](row.Fields)
		if err != nil {
			return err
		}
		f, err := factsOf[ruling.Facts](row)
		if err != nil || f.On < s.e.From || s.e.To < f.On {
			return err
		}
		out := score.Ruling{Fact: onPaperFact(s.fact(row), f.Paper), Clause: f.Clause, On: f.On, Effect: f.Effect, Title: privacy.Scrub(v.Title), Basis: v.Basis, Count: f.Count, Severe: f.Severe,
			Apart: f.Apart, Why: privacy.Scrub(v.Opinion), Contested: row.State == "contested", Verdict: f.Verdict, Counted: f.Counted}
		if f.Score != "" {
			points, err := score.ParsePoints(f.Score)
			if err != nil {
				return fmt.Errorf("reading ruling %s: %w", row.Number, err)
			}
			out.Set = &points
		}
		if out.Same, err = s.speaksOf(ctx, row, v.Basis); err != nil {
			return err
		}
		if f.Verdict != "" {
			for _, ref := range out.Same {
				s.answered[ref] = true
			}
		}
		s.e.Rulings = append(s.e.Rulings, out)
		return nil
	})
}

// speaksOf are the numbers a ruling's basis names and the records it is linked to.
func (s *scoring) speaksOf(ctx context.Context, row *Row, basis string) ([]string, error) {
	out := numbers.FindAllString(basis, -1)
	rec, err := s.r.Record(ctx, row.Kind, string(row.ID))
	if err != nil {
		return nil, err
	}
	for _, l := range rec.Links {
		out = append(out, string(l.To))
	}
	return out, nil
}

// entries are the steps whose moment of entry matters, by the rule of a clause.
var entries = map[string][]string{"delay": {"resolve", "receive"}, "rework": {"rework"}, "unticketed": {"act-first", "file-late"}, "notice": {"report", "solve"},
	"event": {"report", "solve"}, "weakness": {"report", "retest"}, "secrecy": {"report"}, "rules": {"report"}, "practice": {"report"}, "complaint": {"receive"},
	"weekly": {"submit"}, "quarterly": {"submit"}}

// remark marks what was entered later than its fact by more than one working day (补录).
func (s *scoring) remark(ctx context.Context, scheme score.Scheme, card *score.Card) error {
	looked := map[string][]ledger.RecordID{} // by kind
	pieces := func(do func(p *score.Piece, steps []string)) {
		for i := range card.Clauses {
			clause, _ := scheme.Clause(card.Clauses[i].ID)
			steps := entries[clause.Evidence]
			for n := range card.Clauses[i].Evidence {
				p := &card.Clauses[i].Evidence[n]
				if steps != nil && p.Record != "" && p.Points != 0 && !slices.Contains(p.Marks, score.Imported) {
					do(p, steps)
				}
			}
		}
	}
	pieces(func(p *score.Piece, _ []string) { looked[p.Kind] = append(looked[p.Kind], p.Record) })
	late := map[ledger.RecordID][]string{} // the actions told belatedly
	for kind, ids := range looked {
		slices.Sort(ids)
		err := s.r.Records(ctx, kind, slices.Compact(ids), func(rec *ledger.Record) error {
			for _, step := range rec.Telling() {
				if belated(s.cal, s.a.Kinds.Kind(kind), step) {
					late[rec.ID] = append(late[rec.ID], step.Entry.Action)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	pieces(func(p *score.Piece, steps []string) {
		if slices.ContainsFunc(late[p.Record], func(action string) bool { return slices.Contains(steps, action) }) {
			p.Marks = append(p.Marks, score.Belated)
		}
	})
	return nil
}
