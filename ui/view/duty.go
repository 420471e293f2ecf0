package view

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/rule/duty"
)

// OnDuty says who is on duty now, until when, and how to reach them.
func OnDuty(list []duty.Held) string {
	if len(list) == 0 {
		return "此刻无人值班"
	}
	var parts []string
	for _, h := range list {
		text := "正在值班：" + h.Primary
		if h.Backup != "" {
			text += "，备 " + h.Backup
		}
		if h.Phone != "" {
			text += "，电话 " + h.Phone
		}
		parts = append(parts, text+"，至 "+h.Turn.To.In(ledger.Zone).Format("01-02 15:04"))
	}
	return strings.Join(parts, "；")
}

// DutyLine is a stretch of duty: when, and who.
type DutyLine struct {
	When, Who string
	Tone      Tone
	Record    ledger.RecordID // "" of a gap or an overlap
	Number    string

	from, to time.Time
}

// DutyAhead tells the turns of the days ahead, and first where nobody or several are first from now on.
func DutyAhead(c duty.Cover, now time.Time) (out []DutyLine) {
	for _, f := range faults(c) {
		if f.to.After(now) {
			f.When = dayAndClock(later(f.from, now)) + " 起"
			out = append(out, f)
		}
	}
	for _, h := range c.Turns {
		if h.Turn.To.After(now) {
			out = append(out, DutyLine{When: dayAndClock(h.Turn.From) + " 起", Who: whoHolds(h)})
		}
	}
	return out
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Turns tell all of a span of duty in order: what is wrong with it first.
func Turns(c duty.Cover) (out []DutyLine) {
	out = faults(c)
	for _, h := range c.Turns {
		out = append(out, DutyLine{When: span(h.Turn.From, h.Turn.To), Who: whoHolds(h), Record: h.Record, Number: h.Number})
	}
	return out
}

func whoHolds(h duty.Held) string {
	text := h.Primary
	if h.Backup != "" {
		text += "　备 " + h.Backup
	}
	if h.Swapped {
		text += "（换班）"
	}
	return text
}

func faults(c duty.Cover) (out []DutyLine) {
	for _, g := range c.Gaps {
		out = append(out, DutyLine{When: span(g.From, g.To), Who: "空档：无人值班", Tone: Bad, from: g.From, to: g.To})
	}
	for _, o := range c.Overlaps {
		out = append(out, DutyLine{When: span(o.From, o.To), Who: "重叠：" + strings.Join(o.People, "、"), Tone: Bad, from: o.From, to: o.To})
	}
	return out
}

func dayAndClock(t time.Time) string { return t.In(ledger.Zone).Format("01-02 15:04") }

func span(from, to time.Time) string { return dayAndClock(from) + " 至 " + dayAndClock(to) }

// DutyDay is a day of the duty calendar: what is wrong first, then who is first and who behind.
type DutyDay struct {
	Date              time.Time // its midnight
	Number            string
	Away, Rest, Today bool // of another month; off; today
	Lines             []DutyLine
}

// DutySpan is what a month's calendar shows: whole weeks, Monday first.
func DutySpan(month time.Time) (from, to time.Time) {
	from = month.AddDate(0, 0, -(int(month.Weekday())+6)%7)
	to = month.AddDate(0, 1, 0)
	return from, to.AddDate(0, 0, (8-int(to.Weekday()))%7)
}

// DutyDays lays the duty of a calendar out by days. off says which days are not worked.
func DutyDays(c duty.Cover, month, now time.Time, off func(time.Time) bool) (out []DutyDay) {
	today := now.In(ledger.Zone).Format(time.DateOnly)
	for at := c.From; at.Before(c.To); at = at.AddDate(0, 0, 1) {
		d := DutyDay{Date: at, Number: strconv.Itoa(at.Day()), Away: at.Month() != month.Month(), Rest: off(at), Today: at.Format(time.DateOnly) == today}
		end := at.AddDate(0, 0, 1)
		for _, g := range c.Gaps {
			if when, ok := within(g.From, g.To, at, end); ok {
				d.Lines = append(d.Lines, DutyLine{When: when, Who: "空档", Tone: Bad})
			}
		}
		for _, o := range c.Overlaps {
			if when, ok := within(o.From, o.To, at, end); ok {
				d.Lines = append(d.Lines, DutyLine{When: when, Who: "重叠", Tone: Bad})
			}
		}
		d.Lines = append(d.Lines, turnsOf(c, at, end)...)
		out = append(out, d)
	}
	return out
}

// turnsOf are a day's turns; who is behind stands on a line of its own where the turn holds all day.
func turnsOf(c duty.Cover, at, end time.Time) (out []DutyLine) {
	for _, h := range c.Turns {
		when, ok := within(h.Turn.From, h.Turn.To, at, end)
		if !ok {
			continue
		}
		l := DutyLine{When: when, Who: h.Primary, Record: h.Record, Number: h.Number}
		if h.Swapped {
			l.Tone = Soon
		}
		out = append(out, l)
		if h.Backup != "" && when == "" {
			out = append(out, DutyLine{Who: "备 " + h.Backup, Tone: Quiet})
		}
	}
	return out
}

// within is the part of a stretch that lies in a day: "" where it holds all of it.
func within(from, to, at, end time.Time) (when string, ok bool) {
	if !from.Before(end) || !to.After(at) {
		return "", false
	}
	a, b := "00:00", "24:00"
	if from.After(at) {
		a = from.In(ledger.Zone).Format("15:04")
	}
	if to.Before(end) {
		b = to.In(ledger.Zone).Format("15:04")
	}
	switch {
	case a == "00:00" && b == "24:00":
		return "", true
	case a == "00:00":
		return "至 " + b, true
	case b == "24:00":
		return a + " 起", true
	}
	return a + "–" + b, true
}

// DutySign is a day in the year's strip: 空 where a part of it has nobody, 叠 where several are first, else the surname of who is
// first at its noon.
func DutySign(c duty.Cover, day time.Time) Sign {
	at := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, ledger.Zone)
	end, noon := at.AddDate(0, 0, 1), at.Add(12*time.Hour)
	touches := func(s duty.Span) bool { return s.From.Before(end) && s.To.After(at) }
	switch {
	case slices.ContainsFunc(c.Gaps, touches):
		return Sign{Text: "空", Tone: Bad}
	case slices.ContainsFunc(c.Overlaps, touches):
		return Sign{Text: "叠", Tone: Bad}
	}
	for _, h := range c.Turns {
		if !h.Turn.From.After(noon) && h.Turn.To.After(noon) {
			return Sign{Text: string([]rune(h.Primary)[:1]), Tone: Going}
		}
	}
	return Sign{}
}

// DaySpan names days from one to another: 3 月 16 日 周一, or 3 月 16 日 至 18 日.
func DaySpan(from, to time.Time) string {
	from, to = from.In(ledger.Zone), to.In(ledger.Zone)
	one := strconv.Itoa(int(from.Month())) + " 月 " + strconv.Itoa(from.Day()) + " 日"
	switch {
	case from.Equal(to):
		return one + " 周" + string(weekdays[from.Weekday()])
	case from.Month() == to.Month():
		return one + " 至 " + strconv.Itoa(to.Day()) + " 日"
	}
	return one + " 至 " + strconv.Itoa(int(to.Month())) + " 月 " + strconv.Itoa(to.Day()) + " 日"
}

// Between writes a stretch of time: 03-16 08:30 至 03-17 08:30, with the years where they differ from each other.
func Between(from, to time.Time) string {
	if from.In(ledger.Zone).Year() != to.In(ledger.Zone).Year() {
		return from.In(ledger.Zone).Format("2006-01-02 15:04") + " 至 " + to.In(ledger.Zone).Format("2006-01-02 15:04")
	}
	return span(from, to)
}

// People joins names behind a word: ：陈立、李娜; nobody is "".
func People(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "：" + strings.Join(names, "、")
}
