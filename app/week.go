package app

import (
	"regexp"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/check"
	"opsledger/app/record/report"
	"opsledger/app/rule/sla"
)

// ParseWeek reads a week's name as a person gave it: 2026-W11. One that is not there is refused.
func ParseWeek(text string) (sla.Week, error) {
	week, err := sla.ParseWeek(text)
	if err != nil {
		return week, fault.New(fault.BadPeriod, text).Because(err)
	}
	return week, nil
}

var weekLike = regexp.MustCompile(`(?i)^\d+-?W`)

// namesWeek reports whether a value that a field is compared with must be a week.
func namesWeek(k *ledger.Kind, key, value string) bool {
	return k == check.Kind && (key == "week" || key == "number") || k == report.Kind && key == "period" && weekLike.MatchString(value)
}
