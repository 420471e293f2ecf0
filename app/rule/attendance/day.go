// Package attendance says what a person's day amounts to, from what was signed, the working hours of the day, leave, outings
// and rulings (R076, R143; A15, A16), and lays a month of it out. It is pure, over records' facts and a calendar.
package attendance

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"opsledger/app/ledger"
	record "opsledger/app/record/attendance"
	"opsledger/app/rule/worktime"
)

// Day is one person's day as it stands. Status is one of the record's words, or "" where there is nothing to say: a day off, or
// one that has not been worked yet.
type Day struct {
	Date     ledger.Day      `json:"date"`
	Record   ledger.RecordID `json:"record,omitempty"`
	Number   string          `json:"number,omitempty"`
	Status   string          `json:"status"`
	Ruled    bool            `json:"ruled,omitempty"` // Status is the center's word
	In       time.Time       `json:"signed_in,omitzero"`
	Out      time.Time       `json:"signed_out,omitzero"`
	Late     int             `json:"late_minutes,omitempty"`
	Absent   int             `json:"absent_halves,omitempty"` // one or two make one person-time (A16)
	Leave    int             `json:"leave_halves,omitempty"`  // granted
	Worked   int             `json:"worked_minutes,omitempty"`
	Overtime int             `json:"overtime_minutes,omitempty"`
	Belated  bool            `json:"belated,omitempty"` // something of it was entered more than one working day after (补录)
	Remarks  []string        `json:"remarks,omitempty"`

	Facts record.Facts `json:"-"` // what it is reckoned from
}

// MarshalJSON writes the day; a moment that has not come is null.
func (d Day) MarshalJSON() ([]byte, error) {
	type plain Day
	at := func(t time.Time) *time.Time {
		if t.IsZero() {
			return nil
		}
		return &t
	}
	return json.Marshal(struct {
		plain
		In  *time.Time `json:"signed_in"`
		Out *time.Time `json:"signed_out"`
	}{plain(d), at(d.In), at(d.Out)})
}

// Told is what is known of a person's day.
type Told struct {
	Record ledger.RecordID // "" where nothing was written down
	Number string
	Facts  record.Facts
	Leaves []record.LeaveFacts // granted ones of the person, of any days
}

// Rule is how days are judged.
type Rule struct {
	Calendar *worktime.Calendar
	Grace    time.Duration // after which one is late (A16)
	Now      time.Time     // what lies ahead is not judged
}

// half is half a working day, and what a person made of it.
type half struct {
	worktime.Interval
	from, to time.Time // what of it they had to be there for: outings at its ends are left out
}

// Judge says what a day amounts to. date is any moment of it.
func (r Rule) Judge(date time.Time, t Told) Day {
	d := Day{Date: ledger.Day(worktime.DayOf(date, r.Calendar.Zone)), Record: t.Record, Number: t.Number, In: t.Facts.In.At, Out: t.Facts.Out.At, Facts: t.Facts}
	halves := r.halves(date)
	r.count(&d, t.Facts)
	var owed []half
	for i, h := range halves {
		if t.onLeave(record.HalfOf(d.Date, i > 0)) {
			d.Leave++
			continue
		}
		owed = append(owed, h.without(t.Facts.Outings))
	}
	open := r.attend(&d, owed)
	d.Status = status(d, t.Facts, len(halves), open)
	if t.Facts.Ruling != "" {
		d.Status, d.Ruled = t.Facts.Ruling, true
	}
	r.remark(&d, t.Facts, owed)
	return d
}

// halves parts a working day at its first break, or in its middle where it has none.
func (r Rule) halves(date time.Time) (out []half) {
	open := r.Calendar.Open(date)
	if len(open) == 1 {
		middle := open[0].From.Add(open[0].To.Sub(open[0].From) / 2)
		open = []worktime.Interval{{From: open[0].From, To: middle}, {From: middle, To: open[0].To}}
	}
	for i, o := range open {
		if i > 1 {
			out[1].To = o.To
			continue
		}
		out = append(out, half{Interval: o})
	}
	return out
}

func (t Told) onLeave(h record.Half) bool {
	for _, l := range t.Leaves {
		if l.Covers(h) {
			return true
		}
	}
	return false
}

// without leaves out the outings that a half begins or ends with; from then is not before to where nothing is left.
func (h half) without(outings []record.Span) half {
	h.from, h.to = h.From, h.To
	for range outings { // one may end where the next begins
		for _, o := range outings {
			if !o.From.After(h.from) && o.To.After(h.from) {
				h.from = o.To
			}
			if !o.To.Before(h.to) && o.From.Before(h.to) {
				h.to = o.From
			}
		}
	}
	return h
}

// attend counts the halves owed and not attended, and how late the first one was begun. open is how many can't be said yet.
func (r Rule) attend(d *Day, owed []half) (open int) {
	late := 0
	for _, h := range owed {
		switch there := d.there(h); {
		case !h.from.Before(h.to):
		case !there && r.Now.Before(h.To):
			open++
		case !there:
			d.Absent++
		case late == 0 && d.In.After(h.from.Add(r.Grace)):
			late = int((d.In.Sub(h.from) + time.Minute - 1) / time.Minute)
		}
	}
	if d.Absent == 0 {
		d.Late = late
	}
	return open
}

// there reports whether a person was there in a half: signed in before its end, not out before its beginning.
func (d *Day) there(h half) bool {
	return !d.In.IsZero() && d.In.Before(h.to) && (d.Out.IsZero() || d.Out.After(h.from))
}

func status(d Day, f record.Facts, halves, open int) string {
	switch {
	case halves == 0 && (len(f.Overtimes) > 0 || !d.In.IsZero()):
		return record.Overtime
	case halves == 0:
		return ""
	case d.Leave == halves:
		return record.OnLeave
	case d.Absent > 0:
		return record.Absent
	case d.Late > 0:
		return record.Late
	case open > 0 && d.In.IsZero():
		return ""
	case len(f.Outings) > 0:
		return record.Outside
	case d.Leave > 0:
		return record.OnLeave
	}
	return record.Normal
}

// count adds up the time worked in working hours, outings among it, and the overtime told.
func (r Rule) count(d *Day, f record.Facts) {
	var at []worktime.Interval
	if !d.In.IsZero() && d.Out.After(d.In) {
		at = append(at, worktime.Interval{From: d.In, To: d.Out})
	}
	for _, i := range worktime.Merge(append(at, intervals(f.Outings)...)) {
		d.Worked += int(r.Calendar.Between(i.From, i.To) / 60)
	}
	for _, i := range worktime.Merge(intervals(f.Overtimes)) {
		d.Overtime += int(i.To.Sub(i.From) / time.Minute)
	}
}

func intervals(list []record.Span) (out []worktime.Interval) {
	for _, s := range list {
		out = append(out, worktime.Interval{From: s.From, To: s.To})
	}
	return out
}

// remark says what a day's status does not: none of it scores.
func (r Rule) remark(d *Day, f record.Facts, owed []half) {
	say := func(is bool, format string, args ...any) {
		if is {
			d.Remarks = append(d.Remarks, fmt.Sprintf(format, args...))
		}
	}
	say(d.Late > 0, "迟到%d分钟", d.Late)
	say(d.Absent == 1 && !d.Ruled, "缺勤半天")
	say(d.Leave == 1, "请假半天")
	if n := len(owed); n > 0 && !d.In.IsZero() && d.there(owed[n-1]) {
		end := owed[n-1].to
		say(d.Out.IsZero() && r.Now.After(owed[n-1].To), "未签退")
		say(!d.Out.IsZero() && d.Out.Before(end), "早退%d分钟", int(end.Sub(d.Out)/time.Minute))
	}
	say(f.Noted != "", "登记缺勤：%s", f.Noted)
	say(f.Waiting, "申辩待裁定：%s", f.Appeal)
	say(d.Ruled, "裁定为%s%s", f.Ruling, map[bool]string{true: "：" + f.Opinion}[f.Opinion != ""])
	say(d.Ruled && f.Paper, "凭据认定")
	late := Belated(r.Calendar, f)
	d.Belated = len(late) > 0
	for _, what := range late {
		say(true, "%s补录", what)
	}
	say(f.Changed, "确认后有变化")
}

// Belated names what of a day was entered belatedly (补录), each once: 签到, 签退, 外出, 加班.
func Belated(cal *worktime.Calendar, f record.Facts) (out []string) {
	note := func(what string, at, entered time.Time) {
		if !at.IsZero() && cal.Belated(at, entered) && !slices.Contains(out, what) {
			out = append(out, what)
		}
	}
	note("签到", f.In.At, f.In.Entered)
	note("签退", f.Out.At, f.Out.Entered)
	for _, s := range f.Outings {
		note("外出", s.To, s.Entered)
	}
	for _, s := range f.Overtimes {
		note("加班", s.To, s.Entered)
	}
	return out
}
