package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	record "opsledger/app/record/attendance"
	"opsledger/app/rule/attendance"
	"opsledger/app/rule/presence"
	"opsledger/app/rule/score"
	"opsledger/app/rule/worktime"
)

// Column is a day of a month: 16 一.
type Column struct {
	Number, Name string
	Rest, Today  bool
}

// Sign is what stands for a day: one Han character, or "·" where all is as it should be; "" nothing.
type Sign struct {
	Text   string
	Tone   Tone
	Marked bool // entered belatedly (补录)
}

// SignRow is one person's month.
type SignRow struct {
	Name, Note    string
	Signs, Totals []Sign
}

// Month is a month of attendance as it is shown: people by days, and how many were on site each day.
type Month struct {
	Columns []Column
	Heads   []string
	Rows    []SignRow
	Foot    SignRow
}

// Legend explains the signs, in the order they are shown.
var Legend = []struct {
	Sign  Sign
	Words string
}{{Sign{Text: "·"}, "正常"}, {signs[record.Late], "迟到"}, {signs[record.Absent], "缺勤"}, {signs[record.OnLeave], "准假"}, {signs[record.Outside], "外出"},
	{signs[record.Overtime], "加班"}, {Sign{Text: "补"}, "补录（字旁一点）"}}

var signs = map[string]Sign{record.Normal: {Text: "·"}, record.Late: {"迟", Soon, false}, record.Absent: {"缺", Bad, false}, record.OnLeave: {"假", Waiting, false},
	record.Outside: {"外", Going, false}, record.Overtime: {"加", Good, false}}

// MonthName writes a month: 2026 年 3 月.
func MonthName(t time.Time) string { return fmt.Sprintf("%d 年 %d 月", t.Year(), int(t.Month())) }

var weekdays = []rune("日一二三四五六")

// Attendance lays a month out; site are the days of the month with who was there, cost is what the score takes off for it.
func Attendance(m attendance.Month, site []presence.Day, cost app.Docked, now time.Time) Month {
	out := Month{Heads: []string{"出勤", "迟到", "缺勤", "请假"}, Foot: SignRow{Name: "在岗人数"}}
	if cost.Clause != "" {
		out.Heads = append(out.Heads, cost.Clause)
	}
	var all score.Points
	today := ledger.Day(now.In(ledger.Zone).Format(time.DateOnly))
	for i, d := range m.Days {
		at, _ := time.Parse(time.DateOnly, string(d.Date)) // a rule's date is one
		out.Columns = append(out.Columns, Column{strconv.Itoa(at.Day()), string(weekdays[at.Weekday()]), !d.Workday, d.Date == today})
		out.Foot.Signs = append(out.Foot.Signs, headcount(d, site, i, today))
	}
	for _, r := range m.Rows {
		row := SignRow{Name: r.Person, Note: r.Role, Totals: totals(r.Totals)}
		if r.Unknown {
			row.Note = "不在人员名册"
		}
		for _, d := range r.Days {
			row.Signs = append(row.Signs, signOf(d))
		}
		if cost.Clause != "" {
			row.Totals = append(row.Totals, costSign(cost.Of(r.Person)))
			all += cost.Of(r.Person)
		}
		out.Rows = append(out.Rows, row)
	}
	out.Foot.Totals = totals(m.Totals)
	if cost.Clause != "" {
		out.Foot.Totals = append(out.Foot.Totals, costSign(all))
	}
	return out
}

// costSign writes what a month costs.
func costSign(p score.Points) Sign {
	return Sign{Text: decimal(p), Tone: map[bool]Tone{true: Bad}[p < 0]}
}

func signOf(d attendance.Day) Sign {
	s := signs[d.Status]
	if d.Belated && s.Text == "·" {
		return Sign{Text: "补"}
	}
	s.Marked = d.Belated && s.Text != ""
	return s
}

// headcount is how many were on site on a working day that has been.
func headcount(d attendance.Date, site []presence.Day, i int, today ledger.Day) Sign {
	if i >= len(site) || !d.Workday || d.Date > today {
		return Sign{}
	}
	return Sign{Text: strconv.Itoa(site[i].Count), Tone: map[bool]Tone{true: Bad}[site[i].Short]}
}

func totals(t attendance.Totals) []Sign {
	count := func(n int, tone Tone) Sign {
		if n == 0 {
			tone = Plain
		}
		return Sign{Text: strconv.Itoa(n), Tone: tone}
	}
	return []Sign{count(t.Normal+t.Late+t.Outside, Plain), count(t.Late, Soon), count(t.Absent, Bad), {Text: halves(t.Leave)}}
}

// halves writes halves of days as days.
func halves(n int) string { return strconv.Itoa(n/2) + map[int]string{1: ".5"}[n%2] }

// MonthMark says whether the center has confirmed a month.
func MonthMark(m attendance.Month) Mark {
	switch {
	case m.Confirmed+m.Open == 0:
		return Mark{"info-circle", "本月还没有考勤记录", Quiet}
	case m.Open == 0:
		return Mark{"circle-check", "中心已确认：" + strings.Join(m.By, "、"), Good}
	case m.Confirmed > 0:
		return Mark{"clock", fmt.Sprintf("已确认 %d 条，另有 %d 条待确认", m.Confirmed, m.Open), Soon}
	}
	return Mark{"clock", fmt.Sprintf("未确认，共 %d 条", m.Open), Quiet}
}

// DayTitle names a person's day: 3 月 16 日 周一　陈立.
func DayTitle(person string, day ledger.Day) string {
	at, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return person
	}
	return fmt.Sprintf("%d 月 %d 日 周%c　%s", int(at.Month()), at.Day(), weekdays[at.Weekday()], person)
}

// DayMark says what a day amounts to.
func DayMark(d attendance.Day) Mark {
	icons := map[string]string{record.Normal: "circle-check", record.Late: "clock", record.Absent: "x", record.OnLeave: "calendar", record.Outside: "map-pin-check", record.Overtime: "plus"}
	if d.Status == "" {
		return Mark{"minus", "没有要判的", Quiet}
	}
	words := d.Status
	if d.Ruled {
		words = "裁定为" + d.Status
	}
	tone := signs[d.Status].Tone
	if d.Status == record.Normal {
		tone = Good
	}
	return Mark{icons[d.Status], words, tone}
}

// DayLines tell a person's day: its facts, how it is reckoned, and what it costs and why.
func DayLines(d attendance.Day, of attendance.Date, person string, cost app.Docked) (out []Line) {
	add := func(label, text string) {
		if text != "" {
			out = append(out, Line{label, text})
		}
	}
	add("应到", hoursOf(of))
	add("签到", signed(d, d.In, "签到"))
	add("签退", signed(d, d.Out, "签退"))
	for _, s := range d.Facts.Outings {
		add("外出", spanLine(s, "批准"))
	}
	for _, s := range d.Facts.Overtimes {
		add("加班", spanLine(s, "要求"))
	}
	if d.Leave > 0 {
		add("准假", halves(d.Leave)+" 天")
	}
	add("情况", strings.Join(d.Remarks, "；"))
	if p, ok := cost.Day(person, d.Date); ok {
		add("扣分", costWords(p, cost))
	} else if d.Status == record.Late || d.Status == record.Absent {
		add("扣分", "不计分：这一天不在考核年度内，或在开始登记考勤之前")
	}
	if !d.Facts.Confirmed.IsZero() {
		add("确认", d.Facts.Confirmed.In(ledger.Zone).Format("01-02 15:04")+" "+d.Facts.By)
	}
	return out
}

// costWords say what a day costs, by which clause and why.
func costWords(p score.Piece, cost app.Docked) string {
	text := cost.Clause + " " + decimal(p.Points) + "：" + plainMinus(p.Reason)
	for _, mark := range p.Marks {
		text += "；" + mark
	}
	if cost.Capped {
		text += "；全年已超过这一条的上限，按上限扣"
	}
	return text
}

func hoursOf(d attendance.Date) string {
	if !d.Workday {
		return strings.TrimSpace("休息日 " + d.Name)
	}
	return intervals(d.Hours)
}

func intervals(list []worktime.Interval) string {
	var parts []string
	for _, i := range list {
		parts = append(parts, i.From.Format("15:04")+"–"+i.To.Format("15:04"))
	}
	return strings.Join(parts, "，")
}

// signed writes a moment of the day, with 补录 where it was entered belatedly.
func signed(d attendance.Day, at time.Time, what string) string {
	if at.IsZero() {
		return "没有记录"
	}
	text := at.In(ledger.Zone).Format("15:04")
	if day := at.In(ledger.Zone).Format(time.DateOnly); day != string(d.Date) {
		text = "次日 " + text
	}
	for _, r := range d.Remarks {
		if r == what+"补录" {
			return text + "（补录）"
		}
	}
	return text
}

func spanLine(s record.Span, by string) string {
	text := s.From.In(ledger.Zone).Format("15:04") + "–" + s.To.In(ledger.Zone).Format("15:04") + " " + s.Why
	if s.By != "" {
		text += "（" + by + "：" + s.By + "）"
	}
	return text
}

// Task is something in a month that waits or is wrong; Row and Day are where it stands, Row -1 in no person's.
type Task struct {
	Icon     string
	Tone     Tone
	Text     string
	Row, Day int
}

// Tasks are what waits in a month or is wrong with it: appeals first, then days short of people, then what was entered belatedly or
// changed after the center's word. Days to come are left out.
func Tasks(m attendance.Month, site []presence.Day, now time.Time) (out []Task) {
	var late []Task
	for r, row := range m.Rows {
		for i, d := range row.Days {
			where := monthDay(string(d.Date)) + " " + row.Person
			if d.Facts.Waiting {
				out = append(out, Task{"help-circle", Soon, where + "申辩待中心裁定", r, i})
			}
			if d.Facts.Changed {
				late = append(late, Task{"alert-triangle", Soon, where + "确认后有变化", r, i})
			}
			if d.Belated {
				late = append(late, Task{"pencil", Plain, where + " " + belatedOf(d), r, i})
			}
		}
	}
	for _, f := range Shortfalls(site, now) {
		out = append(out, Task{"alert-circle", Bad, f.Span + " " + f.Text, -1, f.Day})
	}
	return append(out, late...)
}

func belatedOf(d attendance.Day) string {
	var parts []string
	for _, r := range d.Remarks {
		if strings.HasSuffix(r, "补录") {
			parts = append(parts, r)
		}
	}
	return strings.Join(parts, "、")
}

// Shortfall is something wrong with who was on site, over working days that follow each other. Day is the first, counted from 0.
type Shortfall struct {
	Span, Text string
	Day        int
}

// Shortfalls join the working days that have the same wrong with them; days to come are left out.
func Shortfalls(site []presence.Day, now time.Time) (out []Shortfall) {
	today := now.In(ledger.Zone).Format(time.DateOnly)
	first, last := -1, -1
	end := func() {
		if first >= 0 {
			span := monthDay(string(site[first].Date))
			if last > first {
				span += " 至 " + monthDay(string(site[last].Date))
			}
			out = append(out, Shortfall{span, strings.Join(site[first].Faults, "；"), first})
		}
		first = -1
	}
	for i, d := range site {
		switch {
		case string(d.Date) > today || !d.Workday:
			continue
		case first >= 0 && slices.Equal(site[first].Faults, d.Faults):
			last = i
			continue
		}
		end()
		if len(d.Faults) > 0 {
			first, last = i, i
		}
	}
	end()
	return out
}
