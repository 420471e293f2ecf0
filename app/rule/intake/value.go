package intake

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
)

var zone = ledger.Zone

var errDate = errors.New("日期或时间不存在")

// dateParts takes the spellings met: 2026-03-05 14:20:00, 2026/3/5 14:20, 2026.3.5, 2026年3月5日 14时20分,
// 20260305142000, 2026-03-05T14:20, with 上午 or 下午 before the clock.
var (
	dateParts  = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]*(上午|下午|AM|PM)?\s*(\d{1,2})(?:[:时点](\d{1,2})(?:[:分](\d{1,2})?秒?(?:\.\d+)?)?|[时点])\s*(AM|PM)?(Z|[+-][01]\d:?[0-5]\d)?)?$`)
	compactish = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2}):?(\d{2}):?(\d{2})?)?$`)
)

// ParseTime reads a time as people and exports write it: in Asia/Shanghai, unless it names another offset. hasClock is false for a bare
// date.
func ParseTime(s string) (at time.Time, hasClock bool, err error) {
	s = strings.ToUpper(strings.TrimSpace(Fold(s)))
	var p []string
	half, in := "", zone
	if m := dateParts.FindStringSubmatch(s); m != nil {
		p, half, in = []string{m[1], m[2], m[3], m[5], m[6], m[7]}, m[4]+m[8], offset(m[9])
	} else if m := compactish.FindStringSubmatch(s); m != nil {
		p = m[1:]
	} else {
		return at, false, fmt.Errorf("不是日期时间")
	}
	n := make([]int, len(p))
	for i, part := range p {
		if part != "" {
			n[i], _ = strconv.Atoi(part) // digits only, by the pattern
		}
	}
	switch {
	case (half == "下午" || half == "PM") && n[3] < 12:
		n[3] += 12
	case half == "AM" && n[3] == 12:
		n[3] = 0
	}
	at = time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, in)
	if at.Year() != n[0] || int(at.Month()) != n[1] || at.Day() != n[2] || at.Hour() != n[3] || at.Minute() != n[4] || at.Second() != n[5] {
		return time.Time{}, false, errDate
	}
	return at.In(zone), p[3] != "", nil
}

// offset is the zone that a time's ending names: Z, +08:00, +0900; without one, Asia/Shanghai.
func offset(text string) *time.Location {
	if at, err := time.Parse("Z0700", strings.ReplaceAll(text, ":", "")); err == nil {
		return at.Location()
	}
	return zone
}

// serial turns a spreadsheet's day number into a time. Numbers below 61 carry Excel's leap-year mistake of 1900 and
// mean nothing here.
func serial(s string, epoch1904 bool) (time.Time, bool, error) {
	days, err := strconv.ParseFloat(s, 64)
	if err != nil || days < 61 || days > 2958465 {
		return time.Time{}, false, errDate
	}
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, zone)
	if epoch1904 {
		base = time.Date(1904, 1, 1, 0, 0, 0, 0, zone)
	}
	whole, part := math.Modf(days)
	seconds := math.Round(part * 86400)
	return base.AddDate(0, 0, int(whole)).Add(time.Duration(seconds) * time.Second), part > 0, nil
}

// dayPart is a cell that holds a time of day alone: a part of a day, without one.
func dayPart(s string) (time.Time, bool) {
	part, err := strconv.ParseFloat(s, 64)
	if err != nil || part < 0 || part >= 1 {
		return time.Time{}, false
	}
	return time.Date(2000, 1, 1, 0, 0, int(math.Round(part*86400)), 0, zone), true
}

// Fold narrows full-width letters, digits and signs and drops what hides in cells.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 0x3000, r == 0xA0:
			return ' '
		case r == 0xFEFF, r == 0x200B, r == '\'':
			return -1
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFEE0
		}
		return r
	}, s)
}

// nearest gives the label closest to what was written, "" where none is near.
func nearest(d dictionary.Dictionary, text string) string {
	best, name := 3, ""
	for _, l := range d.Labels() {
		if n := distance([]rune(text), []rune(l)); n < best && n < len([]rune(l)) {
			best, name = n, l
		}
	}
	return name
}

// distance is the Levenshtein distance.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := diagonal
			if x != y {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// Rounded reports whether a numeric cell holds more digits than a spreadsheet keeps: the last ones are invented.
func Rounded(c Cell) bool {
	if c.Kind == Text {
		return exponent.MatchString(strings.TrimSpace(c.Text))
	}
	if c.Kind != Number {
		return false
	}
	s := strings.ToUpper(c.Text)
	if strings.Contains(s, "E+") {
		exp, _ := strconv.Atoi(s[strings.Index(s, "E+")+2:])
		return exp >= 15
	}
	digits := strings.Count(strings.TrimLeft(strings.SplitN(s, ".", 2)[0], "-"), "")
	return digits-1 >= 16
}

// Plain is what a person sees in a cell, as text: a day number as its date, the rest as it is stored.
func (c Cell) Plain(epoch1904 bool) string {
	text := strings.Trim(strings.TrimSpace(c.Text), "\ufeff\u200b")
	switch c.Kind {
	case Date:
		at, clock, err := serial(text, epoch1904)
		switch {
		case err != nil:
			return text
		case clock:
			return stamp(at)
		}
		return at.Format(time.DateOnly)
	case Logical:
		return map[string]string{"1": "TRUE", "0": "FALSE"}[text]
	}
	return text
}
