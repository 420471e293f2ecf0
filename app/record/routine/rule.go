package routine

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Period is how long a rule's round is.
type Period int

// Periods.
const (
	Workday Period = iota // every working day
	Week
	Month
	Quarter
	Half
	Year
)

// Months is how many months a round has; 0 for those shorter.
func (p Period) Months() int { return [...]int{0, 0, 1, 3, 6, 12}[p] }

// Rule says when a routine falls due, before closed days are looked at.
type Rule struct {
	Every    Period
	Weeks    int            // of a Week: every so many
	Weekdays []time.Weekday // of a Week
	Month    int            // within a Quarter, Half or Year, from 1; 0: its last
	Day      int            // of the month, from 1; 0: its last
	Nth      int            // the n-th working day of the round instead; 0: by Day
}

var (
	weekly  = regexp.MustCompile(`^每(|两|双|2)(?:周|星期)((?:周|星期)?[一二三四五六日天1-7](?:、?(?:周|星期)?[一二三四五六日天1-7])*)$`)
	nth     = regexp.MustCompile(`^每(月|季|季度|半年|年)(?:后)?第(\d{1,2})个工作日$`)
	monthly = regexp.MustCompile(`^每月(?:(\d{1,2})[日号]|末|最后一[日天])?$`)
	longer  = regexp.MustCompile(`^每(季|季度|半年|年)(?:第?(\d{1,2})个?月(?:(\d{1,2})[日号]|末|最后一[日天]))?$`)
)

var periods = map[string]Period{"月": Month, "季": Quarter, "季度": Quarter, "半年": Half, "年": Year}

// ParseRule reads a rule as people write it. Its error says how it is written.
func ParseRule(text string) (Rule, error) {
	s := strings.Map(narrow, text)
	if s == "每工作日" || s == "每个工作日" || s == "每天" || s == "每日" {
		return Rule{Every: Workday}, nil
	}
	if m := weekly.FindStringSubmatch(s); m != nil {
		return weekdays(m[1], m[2]), nil
	}
	if m := nth.FindStringSubmatch(s); m != nil {
		if n := number(m[2]); n >= 1 && n <= 15 {
			return Rule{Every: periods[m[1]], Nth: n}, nil
		}
	}
	if m := monthly.FindStringSubmatch(s); m != nil {
		if r := (Rule{Every: Month, Day: number(m[1])}); r.Day <= 31 && (m[1] == "" || r.Day >= 1) {
			return r, nil
		}
	}
	if m := longer.FindStringSubmatch(s); m != nil {
		r := Rule{Every: periods[m[1]], Month: number(m[2]), Day: number(m[3])}
		if r.Month <= r.Every.Months() && r.exists(m[2] != "", m[3] != "") {
			return r, nil
		}
	}
	return Rule{}, fmt.Errorf("周期“%s”看不懂，应写作：每工作日、每周四、每周一、三、五、每两周周四、每月5日、每月最后一日、每月第5个工作日、每季、每季第10个工作日、每半年、每年、每年12月31日（每季1月15日指每季的第一个月）", text)
}

// exists reports whether the day told is one: 0月 and 2月30日 are none.
func (r Rule) exists(month, day bool) bool {
	if month && r.Month < 1 || day && r.Day < 1 {
		return false
	}
	longest := 31
	if r.Every == Year && r.Month > 0 {
		longest = time.Date(2024, time.Month(r.Month)+1, 0, 0, 0, 0, 0, time.UTC).Day() // a leap year
	}
	return r.Day <= longest
}

// narrow drops spaces and folds full-width digits.
func narrow(r rune) rune {
	switch {
	case r == ' ' || r == '\t' || r == 0x3000:
		return -1
	case r >= '０' && r <= '９':
		return r - '０' + '0'
	case r == '，' || r == ',':
		return '、'
	}
	return r
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0 // not told
	}
	return n
}

const dayNames = "日一二三四五六"

func weekdays(every, text string) Rule {
	r := Rule{Every: Week, Weeks: 1}
	if every != "" {
		r.Weeks = 2
	}
	for _, c := range text {
		day := -1
		switch i := strings.IndexRune(dayNames, c); {
		case c == '天':
			day = 0
		case c >= '1' && c <= '7':
			day = int(c-'0') % 7
		case i >= 0:
			day = i / 3 // bytes of a character
		}
		if day >= 0 && !slices.Contains(r.Weekdays, time.Weekday(day)) {
			r.Weekdays = append(r.Weekdays, time.Weekday(day))
		}
	}
	return r
}
