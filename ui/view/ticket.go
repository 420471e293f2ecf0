// Package view turns what the use cases give into what a person reads: words, colours by meaning, order. It imports
// no Fyne, so that it is tested plainly.
package view

import (
	"fmt"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/sla"
)

// Tone is what a colour would mean.
type Tone int

// Tones.
const (
	Plain Tone = iota
	Good
	Soon
	Bad
	Quiet
	Going   // under way
	Waiting // on others
)

func text(s app.Shown, key string) string {
	t, _ := s.Fields[key].(string)
	return t
}

func late(c sla.Clock) string {
	if n := len(c.LateDays); n > 0 {
		return fmt.Sprintf("延误 %d 个工作日", n)
	}
	return "当日超时"
}

func sameDay(a, b time.Time) bool {
	return a.In(ledger.Zone).Format(time.DateOnly) == b.In(ledger.Zone).Format(time.DateOnly)
}

// Moment writes a time as lists do: 14:20 today, 11-18 10:20 this year, else 2025-11-18.
func Moment(rfc string, now time.Time) string {
	t := ledger.ParseTime(rfc)
	switch n := now.In(ledger.Zone); {
	case t.IsZero():
		return rfc
	case sameDay(t, n):
		return t.Format("15:04")
	case t.Year() == n.Year():
		return t.Format("01-02 15:04")
	}
	return t.Format(time.DateOnly)
}

// Value writes a field's value for reading.
func Value(f ledger.Field, v any) string {
	if f.Type == ledger.Frozen {
		return "" // drawn as the document it is
	}
	switch t := v.(type) {
	case nil:
		return ""
	case bool:
		return map[bool]string{true: "是", false: "否"}[t]
	case string:
		if at := ledger.ParseTime(t); f.Type == ledger.Time && !at.IsZero() {
			return at.Format("2006-01-02 15:04")
		}
		return t
	case []any:
		var parts []string
		for _, it := range t {
			parts = append(parts, fmt.Sprint(it))
		}
		return strings.Join(parts, "；")
	}
	return fmt.Sprint(v)
}
