package view

import (
	"fmt"
	"time"

	"opsledger/app/rule/sla"
)

// Urgency says in a line of the list how a ticket's assessed clock stands, and how urgent it is: Bad overdue, Soon due today.
func Urgency(c sla.Clock, now time.Time) (icon, words string, tone Tone) {
	switch c.State {
	case sla.Met:
		return "circle-check", "按时", Good
	case sla.Missed:
		return "alert-circle", late(c), Plain
	case sla.Overdue:
		if n := len(c.LateDays); n > 0 {
			return "alert-circle", fmt.Sprintf("超 %d 工作日", n), Bad
		}
		return "alert-circle", "当日超时", Bad
	case sla.Paused:
		return "st-pause", "已暂停", Waiting
	}
	left := c.Due.Sub(now)
	switch {
	case left < 2*time.Hour:
		return "alarm", rest(left), Soon
	case sameDay(c.Due, now):
		return "clock", rest(left), Soon
	}
	return "clock", rest(left), Plain
}
