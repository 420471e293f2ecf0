package view

import (
	"fmt"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/report"
)

// Next says which week it is, what is overdue, and what falls due next.
func Next(b app.Bearings, now time.Time) string {
	out := b.Week.String() + " 周"
	if b.Overdue > 0 {
		out += fmt.Sprintf("　已超时 %d 项", b.Overdue)
	}
	if b.Next == nil {
		return out + "　没有将到期的事项"
	}
	when := b.Next.Due.In(ledger.Zone)
	text := when.Format("01-02 15:04")
	if sameDay(when, now) {
		text = "今天 " + when.Format("15:04")
	}
	out += fmt.Sprintf("　下一项 %s %s", text, b.Next.Label)
	if b.Next.Kind == report.Kind.Name { // its label names the period already
		return out
	}
	return out + " " + b.Next.Number
}
