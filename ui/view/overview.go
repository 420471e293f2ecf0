package view

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/check"
	"opsledger/app/record/ticket"
)

// Figure is a number of the first screen in words.
type Figure struct {
	Label, Number, Unit, Icon, Note string
	Tone                            Tone
	Open                            app.Filter // lists the tickets behind it
	Today                           bool       // not tickets alone: the list of what is due today tells them
}

// Figures are the five numbers of the first screen.
func Figures(o app.Overview) []Figure {
	return []Figure{transit(o), dueToday(o), overdue(o), done(o), rate(o)}
}

// OwnFigureList are the numbers of what the account handles.
func OwnFigureList(o app.Overview) []Figure {
	own := o.Own
	transit := Figure{Label: "我的在途", Number: count(own.InTransit.N), Unit: "张", Icon: "ticket", Note: fmt.Sprintf("全组 %s 张", count(o.InTransit.N)), Open: own.InTransit.Filter}
	fresh := Figure{Label: "待签收", Number: count(own.Waiting.N), Unit: "张", Icon: "circle-check", Note: "都已签收", Open: own.Waiting.Filter}
	if own.Waiting.N > 0 {
		fresh.Icon, fresh.Note, fresh.Tone = "alarm", "签收后响应时钟停止", Soon
	}
	due := Figure{Label: "今天到期", Number: count(own.DueToday.N), Unit: "项", Icon: "circle-check", Note: "今天没有到期的", Open: own.DueToday.Filter, Today: own.DueToday.N > 0}
	if own.DueToday.N > 0 {
		due.Icon, due.Note, due.Tone = "alarm", fmt.Sprintf("全组 %s 项", count(o.DueToday.N)), Soon
	}
	late := Figure{Label: "已超期", Number: count(own.Overdue.N), Unit: "张", Icon: "circle-check", Note: "没有超期的在途工单", Tone: Good, Open: own.Overdue.Filter}
	if own.Overdue.N > 0 {
		late.Icon, late.Note, late.Tone = "alert-circle", fmt.Sprintf("共延误 %s 个工作日", count(own.Overdue.Days)), Bad
	}
	done := Figure{Label: "本周办结", Number: count(own.Done.N), Unit: "张", Icon: "circle-check", Note: fmt.Sprintf("全组 %s 张", count(o.Done.N)), Open: own.Done.Filter}
	return []Figure{transit, fresh, due, late, done}
}

func transit(o app.Overview) Figure {
	f := Figure{Label: "在途工单", Number: count(o.InTransit.N), Unit: "张", Icon: "minus", Note: "还没有每周检查", Open: o.InTransit.Filter}
	if n := len(o.Checks); n > 0 {
		last := o.Checks[n-1]
		by := o.InTransit.N - last.Numerator
		f.Icon = map[bool]string{true: "trending-up", false: "trending-down"}[by > 0]
		if by == 0 {
			f.Icon = "minus"
		}
		f.Note = fmt.Sprintf("较 %s 检查 %s", last.At.In(ledger.Zone).Format("01-02"), change(by))
	}
	return f
}

// change writes a difference with its sign; the minus is the mathematical one, as wide as the plus.
func change(by int) string {
	switch {
	case by > 0:
		return "+" + count(by)
	case by < 0:
		return "−" + count(-by)
	}
	return "持平"
}

func dueToday(o app.Overview) Figure {
	f := Figure{Label: "今天到期", Number: count(o.DueToday.N), Unit: "项", Icon: "circle-check", Note: "今天没有到期的", Tone: Plain, Open: o.DueToday.Filter}
	if o.DueToday.N == 0 {
		return f
	}
	soon := 0
	for _, d := range o.Due.Today {
		f.Today = f.Today || d.Kind != ticket.Kind.Name
		if d.Due.Sub(o.AsOf) < 2*time.Hour {
			soon++
		}
	}
	f.Icon, f.Tone, f.Note = "alarm", Soon, fmt.Sprintf("%d 项不足 2 小时", soon)
	if soon == 0 {
		f.Note = "最近一项" + rest(o.Due.Today[0].Due.Sub(o.AsOf))
	}
	return f
}

func overdue(o app.Overview) Figure {
	f := Figure{Label: "已超期", Number: count(o.Overdue.N), Unit: "张", Icon: "circle-check", Note: "没有超期的在途工单", Tone: Good, Open: o.Overdue.Filter}
	if o.Overdue.N > 0 {
		f.Icon, f.Tone, f.Note = "alert-circle", Bad, fmt.Sprintf("共延误 %s 个工作日", count(o.Overdue.Days))
	}
	return f
}

func done(o app.Overview) Figure {
	return Figure{Label: "本周办结", Number: count(o.Done.N), Unit: "张", Icon: "circle-check", Note: fmt.Sprintf("本周到达 %s 张", count(o.Arrived.N)), Open: o.Done.Filter}
}

func rate(o app.Overview) Figure {
	f := Figure{Label: "在途率", Number: o.Rate.Percent, Unit: "%", Icon: "chart-line", Open: o.InTransit.Filter,
		Note: fmt.Sprintf("%s ÷ %s，上限 %s%%", count(o.Rate.Numerator), count(o.Rate.Denominator), o.Rate.Limit)}
	if o.Rate.Percent == "" {
		f.Number, f.Unit, f.Note = "—", "", "本年度还没有工单"
	}
	if o.Rate.Over {
		f.Icon, f.Tone = "alert-circle", Bad
	}
	return f
}

// count writes a number with commas.
func count(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// Nudge is the reminder to report before work ends; "" where there is nothing to.
func Nudge(o app.Overview) (head, text string) {
	if len(o.Nudges) == 0 {
		return "", ""
	}
	head = "下班前提醒"
	if o.AsOf.In(ledger.Zone).Weekday() == time.Friday {
		head = "周五提醒"
	}
	return head, fmt.Sprintf("%d 张工单的 24 小时在下班后走完，请在今天 %s 前办结或报信息中心评估。", len(o.Nudges), o.Nudges[0].Due.In(ledger.Zone).Format("15:04"))
}

// NudgeFilter lists the tickets the reminder is about.
func NudgeFilter(o app.Overview) app.Filter {
	var numbers []string
	for _, d := range o.Nudges {
		numbers = append(numbers, d.Number)
	}
	return app.Numbered(numbers)
}

// RatePoint is a weekly check on the line of rates.
type RatePoint struct {
	Label, Text, Tell string
	Value             float64
	Over              bool
	Open              app.Filter
}

// Rates are the weekly checks as points of a line; a check without a rate has none. Note tells the last week over the limit.
func Rates(o app.Overview) (points []RatePoint, note string) {
	for _, c := range o.Checks {
		v, err := strconv.ParseFloat(c.Percent, 64)
		if err != nil {
			continue
		}
		points = append(points, RatePoint{Label: weekNumber(c.Check), Text: c.Percent + "%", Value: v, Over: c.Over, Open: c.Filter,
			Tell: fmt.Sprintf("第 %s 周　%s%%　在途 %s ÷ 累计 %s", weekNumber(c.Check), c.Percent, count(c.Numerator), count(c.Denominator))})
		if c.Over {
			note = fmt.Sprintf("第 %s 周超线", weekNumber(c.Check))
		}
	}
	if n := len(points); n > 0 {
		points[n-1].Label += " 周"
	}
	return points, note
}

func weekNumber(c check.Check) string {
	_, n, _ := strings.Cut(c.Week, "-W")
	return strings.TrimPrefix(n, "0")
}

// Bar is a group with its number.
type Bar struct {
	Icon, Label, Text string
	Value             int
	Tone              Tone
	Open              app.Filter
}

// GroupBars are groups of what is in transit; one without a name is said to have none.
func GroupBars(list []app.Tallied) (out []Bar) {
	for _, t := range list {
		b := Bar{Label: t.Label, Text: count(t.N), Value: t.N, Open: t.Filter}
		if b.Label == "" {
			b.Label = "未填"
		}
		out = append(out, b)
	}
	return out
}

// StateBars are the states of what is in transit, with their shapes.
func StateBars(list []app.Tallied) []Bar {
	out := GroupBars(list)
	for i, t := range list {
		out[i].Icon, out[i].Tone = "st-open", Quiet
		switch ledger.State(t.Key) {
		case ticket.Accepted:
			out[i].Icon, out[i].Tone = "st-doing", Plain
		case ticket.Suspended:
			out[i].Icon = "st-pause"
		}
	}
	return out
}

// LateBars are who has overdue tickets: the bar is days late, the words tell both.
func LateBars(list []app.Tallied) []Bar {
	out := GroupBars(list)
	for i, t := range list {
		out[i].Value, out[i].Text, out[i].Icon, out[i].Tone = t.Days, fmt.Sprintf("%d 张 %s 日", t.N, count(t.Days)), "user", Bad
		if t.Label == "" {
			out[i].Label = "未分派"
		}
	}
	return out
}
