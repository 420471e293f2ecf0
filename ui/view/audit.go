package view

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// AuditLine is a line of the log as the list shows it.
type AuditLine struct {
	Key, When, Who, Device, Kind, What, Label, Reason string
	Tone                                              Tone // of Label
	Opens                                             bool // it is about a record that has a list
}

// marked are the steps an auditor looks at twice.
var marked = []string{ledger.Erase, ledger.RosterRevoke, "void"}

// AuditLog writes lines of the log; kind names what each is about.
func AuditLog(list []app.Logged, kind func(app.Logged) string, now time.Time) []AuditLine {
	out := make([]AuditLine, len(list))
	for i, l := range list {
		out[i] = AuditLine{Key: auditKey(l.Mark), When: seconds(l.Time, now), Who: l.Actor, Device: l.Device, Kind: kind(l), What: l.Title, Label: l.Label, Reason: l.Reason, Opens: l.Kind != ledger.RosterKind}
		switch {
		case l.Number == "" || strings.HasPrefix(l.Title, l.Number):
		case l.Title == "" || strings.HasPrefix(l.Number, l.Title):
			out[i].What = l.Number
		default:
			out[i].What = l.Number + "　" + l.Title
		}
		switch {
		case slices.Contains(marked, l.Action):
			out[i].Tone = Bad
		case l.Kind == "disclosure":
			out[i].Tone = Soon
		}
	}
	return out
}

func auditKey(m app.AuditMark) string {
	return strconv.FormatInt(m.Commit, 10) + "." + strconv.Itoa(m.Entry)
}

// seconds writes a moment of the log: with its seconds, as what was done in the same minute has an order.
func seconds(text string, now time.Time) string {
	t := ledger.ParseTime(text).In(ledger.Zone)
	switch {
	case t.IsZero():
		return text
	case sameDay(t, now):
		return "今天 " + t.Format("15:04:05")
	case t.Year() == now.In(ledger.Zone).Year():
		return t.Format("01-02 15:04:05")
	}
	return t.Format("2006-01-02 15:04")
}

// DaysOf are the first and the last day of a day, a month or a year as a condition has it; empty where it is none.
func DaysOf(part string) (from, to ledger.Day) {
	for _, p := range []struct {
		layout              string
		years, months, days int
	}{{"2006", 1, 0, 0}, {"2006-01", 0, 1, 0}, {time.DateOnly, 0, 0, 1}} {
		if t, err := time.Parse(p.layout, part); err == nil {
			return ledger.Day(t.Format(time.DateOnly)), ledger.Day(t.AddDate(p.years, p.months, p.days-1).Format(time.DateOnly))
		}
	}
	return "", ""
}

// DayRange writes a span of days of which either end may be open.
func DayRange(from, to string) string {
	switch {
	case from == "" && to == "":
		return "不限"
	case from == "":
		return "至 " + to
	case to == "":
		return "自 " + from
	}
	return from + " 至 " + to
}

// VerifyStage says what a verification is at, from how far it is: it goes through the store three times.
func VerifyStage(done, total int) string {
	switch third := total / 3; {
	case done < third:
		return "第 1 步，共 3 步：读出每一页"
	case done < 2*third:
		return "第 2 步，共 3 步：核验每一步的签名和哈希"
	}
	return "第 3 步，共 3 步：重新归并，与现有的记录比较"
}
