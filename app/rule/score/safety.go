package score

import (
	"time"

	"opsledger/app/ledger"
)

// Verdicts of the center on an incident.
const (
	grave     = "严重后果"
	unfounded = "不成立"
)

// breaches are cases of one class; a grave one costs its own rate instead (S1, S2; R124, R125).
func breaches(class string) func(Evidence, Clause, string) []piece {
	return func(e Evidence, c Clause, _ string) (out []piece) {
		for _, i := range e.incidents(class) {
			each, severe := c.Points["each"], c.Points["severe"]
			p := c.piece(i.Fact, dayOf(i.Found), 1, each).because("%s 违反%s，每次%s分", minute(i.Found), class, -each)
			switch i.Verdict {
			case grave:
				p = p.ruled(severe).because("%s 违反%s，认定造成严重后果，直接扣%s分", minute(i.Found), class, -severe)
			case unfounded:
				p = p.dismissed()
			case "":
				p.mark(Unruled)
			default:
				p = p.ruled(each)
			}
			out = append(out, p)
		}
		return out
	}
}

// dismissed is a case the center did not uphold.
func (p piece) dismissed() piece {
	p = p.ruled(0).because("信息中心认定不成立，不扣分")
	p.mark(Dismissed)
	return p
}

func (e Evidence) incidents(class string) (out []Incident) {
	for _, i := range e.Incidents {
		if i.Class == class && e.within(dayOf(i.Found)) {
			out = append(out, i)
		}
	}
	return out
}

// verdict puts the center's word on an incident that has no grave form.
func (p piece) verdict(word string) piece {
	switch word {
	case unfounded:
		return p.dismissed()
	case "":
		p.mark(Unruled)
		return p
	}
	return p.ruled(p.Self)
}

// practice counts the people involved (S3; R126).
func practice(e Evidence, c Clause, reading string) (out []piece) {
	for _, i := range e.incidents("运维安全") {
		n := max(i.Persons, 1)
		if reading == "by_case" {
			n = 1
		}
		each := c.Points["each"]
		p := c.piece(i.Fact, dayOf(i.Found), n, each.times(n)).because("%s 运维安全风险，涉及%d人次，每人次%s分", minute(i.Found), n, -each).verdict(i.Verdict)
		p.units = n
		out = append(out, p)
	}
	return out
}

// notices cost twice where they were not rectified in time: for the notice, and for that (S4, A8; R127).
func notices(e Evidence, c Clause, reading string) (out []piece) {
	for _, i := range e.Incidents {
		if i.Class != "安全通报" {
			continue
		}
		each, overdue := c.Points["each"], c.Points["overdue"]
		late := !i.Deadline.IsZero() && after(i.Ended, i.Deadline, e.AsOf)
		if e.within(dayOf(i.Found)) && !(late && reading == "instead") {
			out = append(out, c.piece(i.Fact, dayOf(i.Found), 1, each).because("%s 被通报，每次%s分", minute(i.Found), -each).verdict(i.Verdict))
		}
		if on := dayOf(i.Deadline); late && e.within(on) {
			p := c.piece(i.Fact, on, 1, overdue).because("整改期限 %s，%s，加扣%s分", minute(i.Deadline), ended("整改", i.Ended), -overdue).verdict(i.Verdict)
			if e.within(dayOf(i.Found)) && reading != "instead" {
				p.Count = 0 // one notice
			}
			out = append(out, p)
		}
	}
	return out
}

// after reports whether something ended after its limit, or has not and the limit is past.
func after(end, limit, now time.Time) bool {
	if end.IsZero() || end.After(now) {
		return now.After(limit)
	}
	return end.After(limit)
}

func ended(what string, at time.Time) string {
	if at.IsZero() {
		return "尚未" + what
	}
	return minute(at) + " " + what
}

// unsolved are cases not ended within the hours: natural ones, as the contract does not say working (S5, S6, A7; R128, R129).
func unsolved(class, what string) func(Evidence, Clause, string) []piece {
	return func(e Evidence, c Clause, reading string) (out []piece) {
		for _, i := range e.Incidents {
			if i.Class != class || i.Found.IsZero() {
				continue
			}
			limit, ok := e.hours(i.Found, c.Limits["hours"], reading == "working")
			on := dayOf(limit)
			if !ok || !e.within(on) || !after(i.Ended, limit, e.AsOf) {
				continue
			}
			each := c.Points["each"]
			out = append(out, c.piece(i.Fact, on, 1, each).
				because("%s 发现，%s小时至 %s，%s，每次%s分", minute(i.Found), c.Limits["hours"], minute(limit), ended(what, i.Ended), -each).verdict(i.Verdict))
		}
		return out
	}
}

// hours is so many hours after a moment, natural or open ones.
func (e Evidence) hours(from time.Time, n Points, open bool) (time.Time, bool) {
	seconds := int64(n) * 3600 / thousand
	if !open {
		return from.In(ledger.Zone).Add(time.Duration(seconds) * time.Second), true
	}
	if e.Calendar == nil {
		return from, false
	}
	at, err := e.Calendar.Add(from, seconds)
	return at, err == nil
}
