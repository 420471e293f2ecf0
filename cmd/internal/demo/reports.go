package demo

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/rule/sla"
	"opsledger/cmd/internal/boot"
)

// nextWork is what reports say will be done: one each, in turn.
var nextWork = []string{"跟踪省端版本发布，完成在途工单验证。\n配合业务科室核对发放数据。", "对代发回盘异常开展专项排查。\n整理常见问题解答。", "配合参保信息比对，逐条反馈结果。",
	"走访两个区社保中心，收集意见。\n完成巡检和数据备份检查。"}

// sent is when a week's report is submitted: shortly before it is due, but for two in a year that were forgotten until the next
// morning, and one that nobody missed for a week.
func (y *year) sent(due time.Time, n int) time.Time {
	switch n % 53 {
	case 15, 37:
		return y.later(due, 90*time.Minute)
	case 23:
		return y.later(due, 5*workday)
	}
	return due.Add(-10 * time.Minute)
}

// reported writes and finalises a week's report before it is due, and submits it.
func reported(week sla.Week, due, sent time.Time, n int) []event {
	period := week.String()
	step := func(at time.Time, action string, v values) event {
		return event{at, func(ctx context.Context, p *play) error {
			_, err := p.s.StepWeekly(ctx, period, action, v)
			return err
		}}
	}
	final := due.Add(-20 * time.Minute)
	return []event{step(final.Add(-5*time.Minute), "edit", values{"next": nextWork[n%len(nextWork)]}), step(final, "finalise", nil),
		step(sent, "submit", values{"submitted": stamp(sent)})}
}

// periods are the reports of the months and quarters that are over, each finalised and submitted some days after; the second
// quarter's late, as happens. Or of each type only the last.
func (y *year) periods(last bool) (out []event) {
	deadlines := sla.Deadlines{Month: 5, Quarter: 10}
	for _, kind := range []string{sla.Monthly, sla.Quarterly, sla.Attendance} {
		first := sla.PeriodOf(kind, y.starts[0])
		if last {
			first = sla.PeriodOf(kind, y.now).Before()
		}
		for p := first; p.To.Before(y.now); p = sla.PeriodOf(kind, p.To) {
			due, _, err := p.Due(y.cal, deadlines)
			if err != nil && y.err == nil {
				y.err = err
			}
			at := y.later(p.To, 28*time.Hour)
			if kind == sla.Quarterly && strings.HasSuffix(p.Name, "Q2") {
				at = y.later(due, 5*time.Hour)
			}
			if at.Before(y.now.Add(-time.Hour)) {
				out = append(out, submittedAt(p, at)...)
			}
		}
	}
	return out
}

// submittedAt finalises and submits a period's report.
func submittedAt(period sla.Period, at time.Time) []event {
	step := func(at time.Time, action string, v values) event {
		return event{at, func(ctx context.Context, p *play) error {
			_, err := p.s.StepReport(ctx, period, action, v)
			return err
		}}
	}
	return []event{step(at, "finalise", nil), step(at.Add(30*time.Minute), "submit", values{"submitted": stamp(at.Add(30 * time.Minute))})}
}

// corrected gives a report out anew, as one of them had to be.
func corrected(week sla.Week, at time.Time) []event {
	return []event{{at, func(ctx context.Context, p *play) error {
		_, err := p.s.StepWeekly(ctx, week.String(), "correct", values{"reason": "漏写一项下周计划", "next": "配合居民养老集中缴费，安排专人值守。\n跟踪在途工单。"})
		return err
	}}, {at.Add(10 * time.Minute), func(ctx context.Context, p *play) error {
		_, err := p.s.StepWeekly(ctx, week.String(), "submit", values{"submitted": stamp(at.Add(10 * time.Minute))})
		return err
	}}}
}

// documents writes the last month's and quarter's reports, the month's attendance, the year's summary and its self-assessment.
func (p *play) documents(ctx context.Context) error {
	dir := filepath.Join(p.o.Dir, "报告")
	for _, kind := range []string{sla.Monthly, sla.Quarterly, sla.Annual, sla.Attendance} {
		period := sla.PeriodOf(kind, p.Now())
		if kind != sla.Annual {
			period = period.Before()
		}
		rep, err := p.s.ReadReport(ctx, app.ReportQuery{Type: kind, Period: period.Name})
		if err != nil {
			return err
		}
		files, err := boot.WriteReport(rep, dir, ".pdf", ".xlsx", ".docx")
		if err != nil {
			return err
		}
		p.made.Files = append(p.made.Files, files...)
		p.o.Say("%s", rep.Headline())
	}
	sheet, err := p.s.ScoreSheet(ctx, app.ScoreQuery{})
	if err != nil {
		return err
	}
	files, err := boot.WriteScore(sheet, dir, true)
	p.made.Files = append(p.made.Files, files...)
	return err
}

// draw writes the reports of so many weeks up to now into files, the oldest first.
func (p *play) draw(ctx context.Context, weeks int) error {
	for back := weeks; back >= 0; back-- {
		if err := ctx.Err(); err != nil {
			return err
		}
		week := sla.WeekOf(p.Now().AddDate(0, 0, -7*back))
		rep, err := p.s.Weekly(ctx, week.String(), time.Time{})
		if fault.Is(err, fault.NoReport) {
			continue // a week without a working day has none
		}
		if err != nil {
			return err
		}
		files, err := boot.WriteReport(rep, filepath.Join(p.o.Dir, "周报"), ".pdf", ".xlsx")
		if err != nil {
			return err
		}
		p.made.Files = append(p.made.Files, files...)
		if back <= 1 {
			p.o.Say("周报 %s：到达%d，办结%d，在途%d（%s%%），超时%d", week, rep.Arrived.Value, rep.Done.Value, rep.InTransit.Value, rep.Rate.Percent, rep.Overdue.Value)
		}
	}
	return nil
}
