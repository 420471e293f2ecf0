package app

import (
	"context"
	"time"

	"opsledger/app/record/security"
	"opsledger/app/rule/score"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// solveWithin is how long an event or weakness may stay unsolved, in natural hours (R128, R129, A7).
const solveWithin = 48 * time.Hour

// incidentsDue are the clocks of security incidents that still run: the response, the dispatch to a grave one, the 48 hours, and
// the date a superior has set (R107, R108, R127–R129).
func incidentsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	years, err := contracts(ctx, r)
	if err != nil {
		return nil, err
	}
	err = eachFacts(ctx, r, inState(security.Kind.Name, "open", "solved"), func(row *Row, f security.Facts) error {
		add := func(clock, label string, due time.Time, stake score.Risk) {
			item := itemOf(row, "title", clock, label, "found_by").at(due, cal, now)
			if item.State != sla.Overdue {
				item.Risk = stake
			}
			out = append(out, item)
		}
		if f.Responded.IsZero() {
			add("respond", "安全事件响应", f.Found.Add(time.Duration(termsAt(years, f.Found).IncidentMinutes)*time.Minute), score.Risk{})
		}
		if row.Fields.Text("grade") == security.Serious && f.Arrived.IsZero() {
			add("dispatch", "派技术骨干到场", f.Found.Add(time.Hour), score.Risk{})
		}
		switch ended := f.Ended(); {
		case !ended.IsZero():
		case f.Class == security.Event || f.Class == security.Weakness:
			add("solve", "48小时内"+map[string]string{security.Event: "解决", security.Weakness: "修复并复测通过"}[f.Class], f.Found.Add(solveWithin),
				score.Risk{Evidence: map[string]string{security.Event: "event", security.Weakness: "weakness"}[f.Class]})
		case !f.Deadline.IsZero():
			add("rectify", "按通报要求整改", f.Deadline, score.Risk{Evidence: "notice", Rate: "overdue"})
		}
		return nil
	})
	return out, err
}

// drillsDue are rectifications that were asked for by a date and not made (R112, R150).
func drillsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	err = eachFacts(ctx, r, inState(security.DrillKind.Name, "open", "rectified"), func(row *Row, f security.DrillFacts) error {
		if f.Deadline != "" && f.Rectified.IsZero() {
			out = append(out, itemOf(row, "title", "rectify", "整改期限", "owner").at(endOf(cal, f.Deadline), cal, now))
		}
		return nil
	})
	return out, err
}
