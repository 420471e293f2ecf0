package view

import (
	"fmt"
	"strconv"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/presence"
)

// YearName writes a year: 2026 年.
func YearName(year int) string { return fmt.Sprintf("%d 年", year) }

// OnSiteSign is how many were on site on a working day of the year that days are of; red where something was wrong. Days to come and
// days off are empty.
func OnSiteSign(days []presence.Day, day, now time.Time) Sign {
	i := day.YearDay() - 1
	if i >= len(days) || !days[i].Workday || string(days[i].Date) > now.In(ledger.Zone).Format(time.DateOnly) {
		return Sign{}
	}
	return Sign{Text: strconv.Itoa(days[i].Count), Tone: map[bool]Tone{true: Bad}[len(days[i].Faults) > 0]}
}

// OnSiteMark says in a word how a day stands.
func OnSiteMark(o app.OnSite) Mark {
	words := fmt.Sprintf("在岗 %d 人", o.Count)
	switch {
	case len(o.Faults) > 0:
		return Mark{"alert-circle", words, Bad}
	case !o.Workday:
		return Mark{"calendar", "休息日", Quiet}
	}
	return Mark{"circle-check", words, Good}
}

// Away says how much of a day someone is on leave.
func Away(p presence.Present) string {
	if p.Leave == "" {
		return ""
	}
	return p.Leave + "请假"
}

// Since writes since when; "" where it is not known.
func Since(day ledger.Day) string {
	if day == "" {
		return ""
	}
	return "自 " + string(day)
}
