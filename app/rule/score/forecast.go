package score

import (
	"fmt"
	"time"

	"opsledger/app/ledger"
)

// enough is how many days of a year tell a rate.
const enough = 28

// forecast carries each clause on to the year's end: what happens again and again as often as so far, under its cap; what happens
// once or by chance as it stands. nil once the year is over.
func forecast(e Evidence, s Scheme, c Card) *Forecast {
	all, gone := days(e.From, e.To), days(e.From, dayOf(e.AsOf))
	if gone >= all || gone < 1 {
		return nil
	}
	f := &Forecast{On: e.To, Total: c.Total, Clauses: []Expected{}}
	f.Rule = fmt.Sprintf("考核年度已过%d天，共%d天：工单、报告、考勤、投诉等经常性条款按迄今的频次推至期末并封顶；安全、人员、考核、满意度等按现状；待决的不计", gone, all)
	if gone < enough {
		f.Rule = fmt.Sprintf("考核年度只过了%d天，不足%d天不作推算：各条款按现状", gone, enough)
	}
	for i, clause := range s.Clauses {
		l := c.Clauses[i]
		if clause.Forecast != Rate || gone < enough || l.Raw == 0 || set(e, clause.ID) != nil {
			continue
		}
		at := clause.capped(min(l.Raw, tenth(int64(l.Raw)*int64(all), int64(gone)*(thousand/10))))
		if at == l.Points {
			continue
		}
		f.Total += at - l.Points
		f.Clauses = append(f.Clauses, Expected{ID: l.ID, Points: at, Reason: fmt.Sprintf("迄今%s分，按%d/%d天推算", l.Points, all, gone)})
	}
	f.FeeCut = s.Fee.of(f.Total, "").Percent
	return f
}

// days is how many days a span has, both ends included.
func days(from, to ledger.Day) int {
	a, err := time.Parse(time.DateOnly, string(from))
	b, fault := time.Parse(time.DateOnly, string(to))
	if err != nil || fault != nil {
		return 0
	}
	return int(b.Sub(a)/(24*time.Hour)) + 1
}
