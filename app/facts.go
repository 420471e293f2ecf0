package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/rule/worktime"
)

// factsOf reads what a kind's steps told, as it rides in the folded row.
func factsOf[F any](row *Row) (f F, err error) {
	if len(row.FactsJSON) == 0 {
		return f, nil
	}
	if err := json.Unmarshal(row.FactsJSON, &f); err != nil {
		return f, fmt.Errorf("reading %s %s: %w", row.Kind, row.Number, err)
	}
	return f, nil
}

// eachFacts gives the records of a query with their facts.
func eachFacts[F any](ctx context.Context, r Reader, q Query, fn func(*Row, F) error) error {
	return r.Each(ctx, q, func(row *Row) error {
		f, err := factsOf[F](row)
		if err != nil {
			return err
		}
		return fn(row, f)
	})
}

// inState asks for the records of a kind in one of these states.
func inState(kind string, states ...string) Query {
	return Query{Kind: kind, Where: []Condition{{Key: "state", Op: Equal, Value: states}}}
}

// dayOf is midnight of a date, the zero time for none.
func dayOf(d ledger.Day) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), ledger.Zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// endOf is the end of work of a date, or of the day itself where nobody works then.
func endOf(cal *worktime.Calendar, d ledger.Day) time.Time {
	day := dayOf(d)
	if closing, open := cal.Closing(day); open {
		return closing
	}
	return day.AddDate(0, 0, 1)
}
