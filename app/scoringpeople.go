package app

import (
	"cmp"
	"context"
	"math/big"
	"time"

	"opsledger/app/ledger"
	record "opsledger/app/record/attendance"
	"opsledger/app/record/person"
	"opsledger/app/record/turnover"
	rule "opsledger/app/rule/attendance"
	"opsledger/app/rule/presence"
	"opsledger/app/rule/privacy"
	"opsledger/app/rule/score"
)

// replaced is a turnover as read.
type replaced struct {
	row  *Row
	of   turnover.Facts
	used bool
}

// people finds who left, or is leaving, and how: every end of a stay with the turnover it goes with, and turnovers that lead to
// none yet (R141, R142). Who works behind the site needs none.
func (s *scoring) people(ctx context.Context) error {
	var turnovers []*replaced
	q := Query{Kind: turnover.Kind.Name, Sort: "planned", Where: among(turnover.Submitted, turnover.Handed, turnover.Left)}
	err := eachFacts(ctx, s.r, q, func(row *Row, f turnover.Facts) error {
		turnovers = append(turnovers, &replaced{row: row, of: f})
		return nil
	})
	if err != nil {
		return err
	}
	err = s.r.Each(ctx, standing(person.Kind.Name), func(row *Row) error {
		m, err := memberOf(row)
		if err != nil || m.Role == person.Backend {
			return err
		}
		for _, stay := range m.Facts.Stays {
			if stay.Until != "" {
				s.e.Changes = append(s.e.Changes, s.gone(row, m, stay, turnovers))
			}
		}
		return nil
	})
	for _, t := range turnovers {
		if f := t.of; !t.used && f.Left != "" {
			s.e.Changes = append(s.e.Changes, t.change(s.fact(t.row), f.Left))
		} else if !t.used {
			c := t.change(s.fact(t.row), dayOf(f.Submitted))
			c.Gone = false
			s.e.Changes = append(s.e.Changes, c)
		}
	}
	return err
}

// gone is the end of a stay. A proper leave had a handover the center accepted; a departure is judged by the turnover that was
// under way, if any.
func (s *scoring) gone(row *Row, m presence.Member, stay person.Stay, turnovers []*replaced) score.Change {
	var t *replaced
	for _, o := range turnovers {
		if o.of.Leaver == m.Name && dayOf(o.of.Submitted) >= stay.From && dayOf(o.of.Submitted) <= stay.Until {
			t = o
		}
	}
	c := score.Change{Fact: s.fact(row), Leaver: m.Name, On: stay.Until, Gone: true, Consented: !stay.Departed, Handed: !stay.Departed}
	if t != nil {
		t.used = true
		c = t.change(s.fact(t.row), stay.Until)
	}
	role, _ := m.Facts.On(stay.Until)
	c.Core = c.Core || m.Core || cmp.Or(role, m.Role) == person.Manager
	return c
}

// change is what a turnover tells of a leave on a day.
func (t *replaced) change(f score.Fact, on ledger.Day) score.Change {
	by := func(at time.Time) bool { return !at.IsZero() && dayOf(at) <= on }
	return score.Change{Fact: onPaperFact(f, t.of.OnPaper), Leaver: t.of.Leaver, On: on, Gone: true, Core: t.of.Core, Short: t.of.Short, Notice: t.of.Notice,
		Consented: by(t.of.Consented), Handed: by(t.of.Handed), Demanded: t.of.AskedBy == turnover.ByCenter}
}

// days are the late and absent ones of every month of the year so far, from the first day attendance was kept: what came before was
// kept by other means, and the card says so.
func (s *scoring) days(ctx context.Context) error {
	first, err := s.attendedFrom(ctx)
	if err != nil {
		return err
	}
	last := min(s.e.To, dayOf(s.e.AsOf))
	switch {
	case first == "" || first > last:
		s.e.Notes = append(s.e.Notes, "本考核年度没有考勤记录，考勤没有计分")
		return nil
	case first > s.e.From:
		s.e.Notes = append(s.e.Notes, "考勤自"+string(first)+"起登记，之前没有记录，没有计分")
	}
	for month := midnight(max(first, s.e.From)); dayOf(month) <= last; month = time.Date(month.Year(), month.Month()+1, 1, 0, 0, 0, 0, ledger.Zone) {
		laid, kept, err := s.a.attendanceKept(ctx, s.r, month)
		if err != nil {
			return err
		}
		for _, row := range laid.Rows {
			for _, d := range row.Days {
				if d.Date >= first && (d.Status == record.Late || d.Status == record.Absent) {
					s.e.Days = append(s.e.Days, s.missedDay(row.Person, d, kept.Days[row.Person][d.Date].Facts))
				}
			}
		}
	}
	return nil
}

// attendedFrom is the first day of which attendance was kept; "" where none was.
func (s *scoring) attendedFrom(ctx context.Context) (first ledger.Day, err error) {
	q := Query{Kind: record.Kind.Name, Sort: "date", Limit: 1, Where: []Condition{{Key: "state", Op: Equal, Value: []string{string(record.Kept)}}}}
	err = s.r.Each(ctx, q, func(row *Row) error {
		first = ledger.Day(row.Fields.Text("date"))
		return nil
	})
	return first, err
}

func (s *scoring) missedDay(who string, d rule.Day, f record.Facts) score.Day {
	out := score.Day{Fact: score.Fact{Record: d.Record, Kind: record.Kind.Name, Number: d.Number}, Person: who, On: d.Date, Absent: d.Status == record.Absent, Halves: d.Absent, Late: d.Late,
		Ruled: d.Ruled || !f.Confirmed.IsZero() && !f.Changed}
	switch {
	case d.Record == "":
		out.Number, out.Remark = who+" "+string(d.Date), "当日没有考勤记录"
	case f.Noted != "":
		out.Remark = "登记缺勤：" + privacy.Scrub(f.Noted)
	}
	if f.Waiting {
		out.Marks, out.Remark = append(out.Marks, score.Contested), "申辩待裁定"
	}
	if d.Belated {
		out.Marks = append(out.Marks, score.Belated)
	}
	out.Fact = onPaperFact(out.Fact, f.Paper)
	return out
}

// appraisals are read with their scores: whether the mean lies below the mark is another reading (A18).
func (s *scoring) appraisals(ctx context.Context) error {
	q := standing(person.AppraisalKind.Name)
	return eachFacts(ctx, s.r, q, func(row *Row, f person.AppraisalFacts) error {
		text := row.Fields.Text
		s.e.Appraisals = append(s.e.Appraisals, score.Appraisal{Fact: onPaperFact(s.fact(row), f.Paper), Person: f.Person, Half: f.Half, On: ledger.Day(text("on")), Low: f.Low,
			AverageLow: meanBelow(cmp.Or(text("pass_mark"), person.PassMark), text("security"), text("skill"), text("platform")), Ruled: !f.Ruled.IsZero(), Failed: f.Failed})
		return nil
	})
}

// meanBelow reports whether the mean of some decimals lies below a mark.
func meanBelow(mark string, marks ...string) bool {
	sum := new(big.Rat)
	for _, m := range marks {
		if v, ok := new(big.Rat).SetString(m); ok {
			sum.Add(sum, v)
		}
	}
	limit, ok := new(big.Rat).SetString(mark)
	return ok && sum.Cmp(limit.Mul(limit, big.NewRat(int64(len(marks)), 1))) < 0
}
