package sla

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/worktime"
)

// gap is time the clock leaves out, with its reason in words.
type gap struct {
	worktime.Interval
	why string
}

// excusedGaps are what the assessed clock leaves out: the time between a resolve and its return, and pauses whose
// excuse was granted.
func excusedGaps(f ticket.Facts, now time.Time) []gap {
	gaps := append(reworkGaps(f), pauseGaps(f, now, func(p ticket.Pause) bool { return p.Excuse == ticket.Granted })...)
	for _, e := range f.Excuses {
		if e.Answer == ticket.Granted && !e.From.IsZero() {
			gaps = append(gaps, gap{worktime.Interval{From: e.From, To: e.To}, "认定免责（" + e.Code + "）"})
		}
	}
	return gaps
}

// forgiven is the moment up to which all of a ticket's delay was ruled to be others' doing (R132); zero: none of it. What comes
// after the ruling counts again.
func forgiven(f ticket.Facts) (until time.Time) {
	for _, e := range f.Excuses {
		if e.Answer == ticket.Granted && e.Whole() && e.Ruled.After(until) {
			until = e.Ruled
		}
	}
	return until
}

func shownGaps(f ticket.Facts, now time.Time) []gap {
	return append(reworkGaps(f), pauseGaps(f, now, func(ticket.Pause) bool { return true })...)
}

func reworkGaps(f ticket.Facts) []gap {
	var out []gap
	for _, r := range f.Resolves {
		if !r.Returned.IsZero() {
			out = append(out, gap{worktime.Interval{From: r.At, To: r.Returned}, "处理完毕至退回"})
		}
	}
	return out
}

func pauseGaps(f ticket.Facts, now time.Time, counts func(ticket.Pause) bool) []gap {
	var out []gap
	for _, p := range f.Pauses {
		if !counts(p) {
			continue
		}
		to := p.To
		if to.IsZero() {
			if to = f.Resolved; to.IsZero() {
				to = now
			}
		}
		out = append(out, gap{worktime.Interval{From: p.From, To: to}, "暂停（" + p.Reason + "）"})
	}
	return out
}

// measure reckons start, due, what moves it, and lateness.
func measure(f ticket.Facts, cal *worktime.Calendar, p Policy, now time.Time, gaps []gap) (Clock, error) {
	c := Clock{From: f.Arrived, Stopped: f.Resolved}
	if err := c.begin(cal, f.Arrived); err != nil {
		return c, err
	}
	if err := c.first(cal, p, f.Arrived); err != nil {
		return c, err
	}
	merged := mergeGaps(gaps)
	granted := c.extend(f)
	if err := c.leaveOut(cal, merged, granted); err != nil {
		return c, err
	}
	c.judge(now)
	finish := c.Stopped
	if finish.IsZero() {
		finish = now
		if inside(merged, now) {
			c.State = Paused
		}
	}
	c.countLate(cal, finish, merged)
	if years := cal.Uncovered(c.From, later(c.Due, finish)); len(years) > 0 {
		c.say("%s没有节假日数据，按周一至周五推算", yearList(years))
	}
	return c, nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func yearList(years []int) string {
	var out []string
	for _, y := range years {
		out = append(out, fmt.Sprintf("%d年", y))
	}
	return strings.Join(out, "、")
}

// begin moves the start to the next opening where the ticket arrived outside working hours.
func (c *Clock) begin(cal *worktime.Calendar, arrived time.Time) error {
	if cal.IsOpen(arrived) {
		c.say("到达 %s，即时起算", stamp(arrived))
		return nil
	}
	open, err := cal.NextOpen(arrived)
	if err != nil {
		return err
	}
	c.From = open
	c.say("到达 %s，%s，自 %s 起算", stamp(arrived), whyClosed(cal, arrived), stamp(open))
	return nil
}

func whyClosed(cal *worktime.Calendar, t time.Time) string {
	if name := cal.DayName(t); name != "" {
		return name + "放假"
	}
	opening, workday := cal.Opening(t)
	closing, _ := cal.Closing(t)
	switch {
	case !workday:
		return weekday(t) + "休息"
	case t.Before(opening):
		return "尚未上班"
	case t.Before(closing):
		return "午间关门"
	}
	return "已下班"
}

// first is the due before anything moves it.
func (c *Clock) first(cal *worktime.Calendar, p Policy, arrived time.Time) (err error) {
	switch p.Mode {
	case OpenHours:
		c.Due, err = cal.Add(c.From, int64(max(p.Hours, 1))*3600)
		c.say("应完 %s（%d 工时）", stamp(c.Due), p.Hours)
	case NextClose:
		c.Due, err = cal.AddWorkdaysEnd(c.From, 1)
		c.say("应完 %s（下一工作日下班前）", stamp(c.Due))
	default:
		c.Due, err = nextWorkday(cal, c.From)
		c.say("应完 %s（下一工作日同一钟点%s）", stamp(c.Due), skipped(cal, c.From, c.Due))
		if natural := arrived.Add(24 * time.Hour); p.Mode == Earlier && natural.Before(c.Due) {
			c.Due = natural
			c.say("取两者较早：24小时按自然时间，至 %s%s", stamp(natural), closed(cal, natural))
		}
	}
	return err
}

// closed remarks that a due lies in closed time: 24 natural hours are not moved to the next opening, or they would not be the
// earlier of the two (A1).
func closed(cal *worktime.Calendar, due time.Time) string {
	if cal.IsOpen(due) || cal.AtClosing(due) {
		return ""
	}
	return "，在非工作时间，不顺延"
}

// nextWorkday is A1: the next working day at the same clock time; where that falls in closed time, the next
// opening; exactly at closing it stays.
func nextWorkday(cal *worktime.Calendar, from time.Time) (time.Time, error) {
	days := cal.WorkdaysIn(from, from.AddDate(0, 0, 60))
	if len(days) == 0 {
		return from, worktime.ErrNeverOpen
	}
	d, f := days[0], from.In(cal.Zone)
	at := time.Date(d.Year(), d.Month(), d.Day(), f.Hour(), f.Minute(), f.Second(), 0, cal.Zone)
	if cal.IsOpen(at) || cal.AtClosing(at) {
		return at, nil
	}
	return cal.NextOpen(at)
}

// skipped names the closed dates between, and make-up days met.
func skipped(cal *worktime.Calendar, from, to time.Time) string {
	var closed []string
	f := from.In(cal.Zone)
	for d := time.Date(f.Year(), f.Month(), f.Day()+1, 12, 0, 0, 0, cal.Zone); d.Before(to) && worktime.DayOf(d, cal.Zone) != worktime.DayOf(to, cal.Zone); d = d.AddDate(0, 0, 1) {
		name := cal.DayName(d)
		if name == "" {
			name = weekday(d)
		}
		closed = append(closed, d.Format("1月2日")+name)
	}
	if len(closed) > 0 {
		return "；跳过 " + strings.Join(closed, "、")
	}
	if w := to.In(cal.Zone).Weekday(); w == time.Saturday || w == time.Sunday {
		return "；" + to.In(cal.Zone).Format("1月2日") + weekday(to) + "调休上班"
	}
	return ""
}

// extend puts the latest granted due in the place of the first, which stays beside it. It returns when that was
// granted: what was left out before then no longer moves the due.
func (c *Clock) extend(f ticket.Facts) time.Time {
	var granted time.Time
	var how string
	for _, e := range f.Extensions {
		if granted.IsZero() || e.Due.After(c.Due) {
			if c.First.IsZero() {
				c.First = c.Due
			}
			c.Due, granted, how = e.Due, e.Granted, ""
			if e.Paper {
				how = "，凭据认定"
			}
		}
	}
	if !granted.IsZero() {
		c.say("批准延期至 %s（原应完 %s 保留%s）", stamp(c.Due), stamp(c.First), how)
	}
	return granted
}

// leaveOut adds the open seconds of each gap that begins by the due, as far as they lie after an extension's grant.
func (c *Clock) leaveOut(cal *worktime.Calendar, gaps []gap, granted time.Time) error {
	for _, g := range gaps {
		from := later(g.From, granted)
		if from.After(c.Due) {
			continue
		}
		from = later(from, c.From)
		seconds := cal.Between(from, g.To)
		if seconds == 0 {
			continue
		}
		due, err := cal.Add(c.Due, seconds)
		if err != nil {
			return err
		}
		c.Due = due
		c.say("%s %s 至 %s，共 %s 开门时间，应完顺延至 %s", g.why, stamp(from), stamp(g.To), spell(seconds), stamp(due))
	}
	return nil
}

// countLate lists the working dates in (due date, finish date], less those a gap after the due covers whole.
func (c *Clock) countLate(cal *worktime.Calendar, finish time.Time, gaps []gap) {
	verb := "完成"
	if c.Stopped.IsZero() {
		verb = "至查看时点"
	}
	if !finish.After(c.Due) {
		if !c.Stopped.IsZero() {
			c.say("完成 %s，按时", stamp(finish))
		}
		return
	}
	var intervals []worktime.Interval
	for _, g := range gaps {
		intervals = append(intervals, g.Interval)
	}
	days := cal.WorkdaysIn(c.Due, finish)
	if c.LateDays = days; len(intervals) > 0 {
		c.LateDays = slices.DeleteFunc(slices.Clone(days), func(d time.Time) bool { return cal.Covered(d, intervals) })
	}
	if left := len(days) - len(c.LateDays); left > 0 {
		c.say("应完之后不计的整工作日 %d 个", left)
	}
	if len(c.LateDays) == 0 {
		c.say("%s %s，当日超时，延误 0 个工作日，计未按时", verb, stamp(finish))
		return
	}
	c.say("%s %s，延误 %d 个工作日：%s", verb, stamp(finish), len(c.LateDays), dates(c.LateDays))
}

func dates(days []time.Time) string {
	var out []string
	for i, d := range days {
		if i == 10 {
			out = append(out, "…")
			break
		}
		out = append(out, d.Format("1月2日"))
	}
	return strings.Join(out, "、")
}

// mergeGaps joins gaps that overlap, so that a moment counts once.
func mergeGaps(gaps []gap) []gap {
	gaps = slices.DeleteFunc(slices.Clone(gaps), func(g gap) bool { return !g.To.After(g.From) })
	slices.SortFunc(gaps, func(a, b gap) int { return a.From.Compare(b.From) })
	var out []gap
	for _, g := range gaps {
		if n := len(out); n > 0 && !g.From.After(out[n-1].To) {
			out[n-1].To = later(out[n-1].To, g.To)
			if !strings.Contains(out[n-1].why, g.why) {
				out[n-1].why += "、" + g.why
			}
			continue
		}
		out = append(out, g)
	}
	return out
}

func inside(gaps []gap, t time.Time) bool {
	return slices.ContainsFunc(gaps, func(g gap) bool { return !t.Before(g.From) && !t.After(g.To) && g.To.Equal(t) })
}

func (c *Clock) say(format string, args ...any) {
	c.Reasons = append(c.Reasons, fmt.Sprintf(format, args...))
}

var zone = ledger.Zone

func stamp(t time.Time) string {
	t = t.In(zone)
	return t.Format("2006-01-02 15:04") + "（" + weekday(t) + "）"
}

var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

func weekday(t time.Time) string { return weekdays[t.In(zone).Weekday()] }

func spell(seconds int64) string {
	h, m, s := seconds/3600, seconds/60%60, seconds%60
	var out string
	if h > 0 {
		out += fmt.Sprintf("%d小时", h)
	}
	if m > 0 {
		out += fmt.Sprintf("%d分", m)
	}
	if s > 0 || out == "" {
		out += fmt.Sprintf("%d秒", s)
	}
	return out
}
