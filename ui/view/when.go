package view

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// ParseWhen understands a day and a time of day as people type them: 3-5, 3/5 9:05, 0305, 2026-03-05 9:05, 昨天 9:05,
// 周四 18:00, 9:05 for today, full-width digits too. hasClock tells whether a time of day was given; without one the
// moment is midnight. A day without a year is the one of this year, unless that is more than 300 days away and a
// neighbouring year is nearer. All is in the ledger's zone; an error is a fault with what is wrong and what to write.
func ParseWhen(text string, now time.Time) (when time.Time, hasClock bool, err error) {
	now = now.In(ledger.Zone)
	plain := narrow(text)
	switch plain {
	case "":
		return when, false, fault.New(fault.BadWhen, "还没有填日期")
	case "现在", "刚才":
		return now.Truncate(time.Minute), true, nil
	}
	if m := packed.FindStringSubmatch(plain); m != nil {
		plain = fmt.Sprintf("%s-%s-%s %s:%s", m[1], m[2], m[3], m[4], m[5])
	}
	d, rest, err := readDay(plain, now)
	if err != nil {
		return when, false, err
	}
	if rest == "" && d.given {
		return d.midnight(), false, nil
	}
	hour, minute, err := readClock(rest, d.given, text)
	if err != nil {
		return when, false, err
	}
	return time.Date(d.year, d.month, d.day, hour, minute, 0, 0, ledger.Zone), true, nil
}

// day is a calendar day; given tells that it was typed and not taken for today.
type day struct {
	year  int
	month time.Month
	day   int
	given bool
}

func (d day) midnight() time.Time {
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, ledger.Zone)
}

func dayOf(t time.Time, given bool) day {
	y, m, d := t.Date()
	return day{y, m, d, given}
}

// narrow maps full-width signs to ASCII and runs of space to one.
func narrow(text string) string {
	s := strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '—' || r == '–' || r == '−':
			return '-'
		}
		return r
	}, text)
	return strings.Join(strings.Fields(isoT.ReplaceAllString(s, "$1 $2")), " ")
}

var (
	isoT     = regexp.MustCompile(`(\d)[Tt](\d)`)
	packed   = regexp.MustCompile(`^(\d{4})(\d\d)(\d\d) ?(\d\d)(\d\d)$`)
	relative = regexp.MustCompile(`^(大前|前|昨|今|明|后|大后)[天日]`)
	weekday  = regexp.MustCompile(`^(上|本|这|下)?个?(?:周|星期|礼拜)([一二三四五六日天1-7])`)
	numeric  = []*regexp.Regexp{ // year, month, day; year may be missing
		regexp.MustCompile(`^(\d{4}|\d\d) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})(?:[日号]|\b)`),
		regexp.MustCompile(`^(\d{4})(\d\d)(\d\d)\b`),
		regexp.MustCompile(`^()(\d{1,2}) ?[-/.月] ?(\d{1,2})(?:[日号]|\b)`),
		regexp.MustCompile(`^()(\d\d)(\d\d)(?: |$)`),
	}
	ofMonth = regexp.MustCompile(`^(\d{1,2})[日号]`)
)

var offsets = map[string]int{"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}

// readDay takes the day off the front; without one it is today.
func readDay(s string, now time.Time) (day, string, error) {
	if m := relative.FindStringSubmatch(s); m != nil {
		return dayOf(now.AddDate(0, 0, offsets[m[1]]), true), after(s, m[0]), nil
	}
	if m := weekday.FindStringSubmatch(s); m != nil {
		return dayOf(now.AddDate(0, 0, daysTo(m[1], m[2], now)), true), after(s, m[0]), nil
	}
	for _, form := range numeric {
		if m := form.FindStringSubmatch(s); m != nil {
			d, err := calendarDay(m[1], number(m[2]), number(m[3]), now)
			return d, after(s, m[0]), err
		}
	}
	if m := ofMonth.FindStringSubmatch(s); m != nil {
		d, err := calendarDay(strconv.Itoa(now.Year()), int(now.Month()), number(m[1]), now)
		return d, after(s, m[0]), err
	}
	return dayOf(now, false), s, nil
}

func after(s, taken string) string { return strings.TrimSpace(s[len(taken):]) }

func number(s string) int { n, _ := strconv.Atoi(s); return n }

// daysTo counts from today to a day of this week, the last or the next; weeks begin on Monday.
func daysTo(week, name string, now time.Time) int {
	target := strings.IndexAny("1234567", name)
	if target < 0 {
		target = strings.Index("一二三四五六日", strings.Replace(name, "天", "日", 1)) / len("一")
	}
	today := (int(now.Weekday()) + 6) % 7
	return target - today + map[string]int{"上": -7, "下": 7}[week]
}

// calendarDay checks a day against the calendar.
func calendarDay(year string, month, d int, now time.Time) (day, error) {
	if month < 1 || month > 12 {
		return day{}, fault.New(fault.BadWhen, fmt.Sprintf("没有 %d 月", month))
	}
	y := number(year)
	switch len(year) {
	case 0:
		y = nearYear(time.Month(month), d, now)
	case 2:
		y += 2000
	}
	if y < 1950 || y > 2100 {
		return day{}, fault.New(fault.BadWhen, fmt.Sprintf("%d 年不在 1950 到 2100 之间", y))
	}
	last := time.Date(y, time.Month(month)+1, 0, 0, 0, 0, 0, ledger.Zone).Day()
	if d < 1 || d > last {
		what := fmt.Sprintf("%d 月没有 %d 日", month, d)
		if month == 2 && d == 29 {
			what = fmt.Sprintf("%d 年 2 月没有 29 日", y)
		}
		return day{}, fault.New(fault.BadWhen, what).With(fmt.Sprintf("请改成 %d-%02d-%02d 这样的日期", y, month, last))
	}
	return day{y, time.Month(month), d, true}, nil
}

// nearYear is this year, or a neighbour where this year's day is more than 300 days away.
func nearYear(month time.Month, d int, now time.Time) int {
	days := time.Date(now.Year(), month, d, 12, 0, 0, 0, ledger.Zone).Sub(now).Hours() / 24
	switch {
	case days > 300:
		return now.Year() - 1
	case days < -300:
		return now.Year() + 1
	}
	return now.Year()
}

var (
	clock = regexp.MustCompile(`^(凌晨|早上|早|上午|中午|下午|晚上|晚)? ?(\d{1,2}) ?(?:[:点时] ?(?:(\d{1,2})(?:分|:\d\d)?|(半)|整)?)$`)
	bare  = regexp.MustCompile(`^()(\d{1,2})(\d\d)()$`) // 0905, only behind a day
)

// readClock reads a time of day.
func readClock(s string, behindDay bool, whole string) (hour, minute int, err error) {
	m := clock.FindStringSubmatch(s)
	if m == nil && behindDay {
		m = bare.FindStringSubmatch(s)
	}
	if m == nil {
		return 0, 0, fault.New(fault.BadWhen, fmt.Sprintf("看不懂“%s”", clip(whole)))
	}
	hour, minute = number(m[2]), number(m[3])
	if m[4] != "" {
		minute = 30
	}
	if hour < 12 && (m[1] == "下午" || m[1] == "晚上" || m[1] == "晚" || m[1] == "中午" && hour < 3) {
		hour += 12
	}
	if hour > 23 {
		return 0, 0, fault.New(fault.BadWhen, fmt.Sprintf("没有 %d 点", hour)).With("一天到 23:59 为止，半夜 12 点请写成后一天 0:00")
	}
	if minute > 59 {
		return 0, 0, fault.New(fault.BadWhen, fmt.Sprintf("没有 %d 分", minute)).With("分钟从 00 到 59")
	}
	return hour, minute, nil
}

// clip keeps what was typed short enough to be told.
func clip(s string) string {
	if r := []rune(strings.Join(strings.Fields(s), " ")); len(r) > 20 {
		return string(r[:20]) + "…"
	} else {
		return string(r)
	}
}
