package worktime

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Answered is the answer to one case of a case file; Got has the form of the case's expected value.
type Answered struct {
	ID    string `json:"id"`
	Got   any    `json:"got"`
	Error string `json:"error,omitempty"` // why there is no answer
}

type caseFile struct {
	Calendars map[string]caseCalendar `json:"calendars"`
	Cases     []testCase              `json:"cases"`
}

type caseCalendar struct {
	TZ       string                 `json:"tz"`
	Weekly   map[string][][2]string `json:"weekly"`
	Holidays []string               `json:"holidays"`
	Annual   []string               `json:"annual_holidays"`
	Shifts   map[string][][2]string `json:"shifts"`
	Breaks   map[string][][2]string `json:"breaks"`
}

type testCase struct {
	ID       string          `json:"id"`
	Op       string          `json:"op"`
	Calendar string          `json:"calendar"`
	Start    string          `json:"start"`
	End      string          `json:"end"`
	Seconds  int64           `json:"seconds"`
	Workdays int             `json:"workdays"`
	Count    int             `json:"count"`
	Pauses   [][2]string     `json:"pauses"`
	Boundary string          `json:"boundary"`
	Truncate string          `json:"truncate"`
	Expected json.RawMessage `json:"expected"`
}

// Answer works every case of a file shaped like testdata/worktime.json. A file that can't be read is an error; a
// case that can't be worked says why in its answer.
func Answer(raw []byte) ([]Answered, error) {
	var f caseFile
	if err := json.Unmarshal(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")), &f); err != nil {
		return nil, errors.New(misread(err))
	}
	calendars, faults := map[string]*Calendar{}, map[string]error{}
	for name, c := range f.Calendars {
		cal, err := c.calendar()
		calendars[name], faults[name] = cal, err
	}
	out := make([]Answered, 0, len(f.Cases))
	for _, c := range f.Cases {
		a := Answered{ID: c.ID}
		cal, err := calendars[c.Calendar], faults[c.Calendar]
		if cal == nil && err == nil {
			err = fmt.Errorf("no calendar %q", c.Calendar)
		}
		if err == nil {
			a.Got, err = c.answer(cal.rolling(c.Boundary == "roll_to_next_open"))
		}
		if err != nil {
			a.Error = err.Error()
		}
		out = append(out, a)
	}
	return out, nil
}

func (f caseCalendar) calendar() (*Calendar, error) {
	zone, err := time.LoadLocation(f.TZ)
	if err != nil {
		return nil, fmt.Errorf("time zone %q: %w", f.TZ, err)
	}
	c := &Calendar{Zone: zone, Holidays: map[Day]string{}, Annual: map[string]bool{}, Versions: make([]Hours, 1)}
	for day, spans := range f.Weekly {
		if len(day) != 1 || day < "1" || day > "7" {
			return nil, fmt.Errorf("weekday %q", day)
		}
		if c.Versions[0].Weekly[day[0]-'0'], err = parseSpans(spans); err != nil {
			return nil, err
		}
	}
	for _, d := range f.Holidays {
		c.Holidays[Day(d)] = d
	}
	for _, d := range f.Annual {
		c.Annual[d] = true
	}
	if c.Shifts, err = parseDays(f.Shifts); err != nil {
		return nil, err
	}
	c.Breaks, err = parseDays(f.Breaks)
	return c, err
}

func parseDays(in map[string][][2]string) (map[Day][]Span, error) {
	out := map[Day][]Span{}
	for d, spans := range in {
		s, err := parseSpans(spans)
		if err != nil {
			return nil, err
		}
		if s == nil {
			s = []Span{}
		}
		out[Day(d)] = s
	}
	return out, nil
}

func parseSpans(in [][2]string) ([]Span, error) {
	var out []Span
	for _, s := range in {
		from, err := ParseClock(s[0])
		if err != nil {
			return nil, err
		}
		to, err := ParseClock(s[1])
		if err != nil {
			return nil, err
		}
		if to <= from {
			return nil, fmt.Errorf("span %s–%s does not run forward", s[0], s[1])
		}
		out = append(out, Span{from, to})
	}
	return out, nil
}

// ParseClock reads 08:30 as seconds from midnight; 24:00 is the end of the day.
func ParseClock(s string) (int, error) {
	if s == "24:00" {
		return 86400, nil
	}
	t, err := time.Parse("15:04", s)
	if err != nil {
		return 0, fmt.Errorf("clock time %q", s)
	}
	return t.Hour()*3600 + t.Minute()*60, nil
}

const caseLayout = "2006-01-02 15:04:05"

func (t testCase) parse(c *Calendar, s string) (time.Time, error) {
	if z, ok := strings.CutSuffix(s, "Z"); ok {
		return time.ParseInLocation(caseLayout, z, time.UTC)
	}
	return time.ParseInLocation(caseLayout, s, c.Zone)
}

func (t testCase) format(c *Calendar, at time.Time) string {
	if t.Truncate == "minute" {
		at = at.Truncate(time.Minute)
	}
	utc := strings.HasSuffix(t.Start, "Z")
	if len(t.Expected) > 0 {
		utc = bytes.HasSuffix(t.Expected, []byte(`Z"`)) // the form asked for
	}
	if utc {
		return at.UTC().Format(caseLayout) + "Z"
	}
	return at.In(c.Zone).Format(caseLayout)
}

func (t testCase) answer(c *Calendar) (any, error) {
	start, err := t.parse(c, t.Start)
	if err != nil {
		return nil, err
	}
	pauses, err := t.pauses(c)
	if err != nil {
		return nil, err
	}
	switch t.Op {
	case "is_open":
		return c.IsOpen(start), nil
	case "between":
		end, err := t.parse(c, t.End)
		if err != nil {
			return nil, err
		}
		return c.Between(start, end, pauses...), nil
	case "periods":
		return t.periods(c, start)
	}
	at, err := t.instant(c, start, pauses)
	if errors.Is(err, errRefused) {
		return "error", nil
	}
	if err != nil {
		return nil, err
	}
	return t.format(c, at), nil
}

// errRefused is the answer to an operation that must fail.
var errRefused = errors.New("refused")

func (t testCase) instant(c *Calendar, start time.Time, pauses []Interval) (time.Time, error) {
	switch t.Op {
	case "add_seconds":
		return c.Add(start, t.Seconds, pauses...)
	case "add_seconds_invalid":
		if t.Seconds < 0 {
			return start, errRefused
		}
		return c.Add(start, t.Seconds, pauses...)
	case "add_workdays":
		return c.AddWorkdays(start, t.Workdays)
	case "add_workdays_eod":
		return c.AddWorkdaysEnd(start, t.Workdays)
	case "add_days_snap":
		return c.AddDaysSnap(start, t.Workdays)
	case "add_workdays_then_paused", "add_workdays_eod_then_paused":
		add := c.AddWorkdays
		if t.Op == "add_workdays_eod_then_paused" {
			add = c.AddWorkdaysEnd
		}
		due, err := add(start, t.Workdays)
		if err != nil {
			return due, err
		}
		var paused int64
		for _, p := range Merge(pauses) {
			paused += c.Between(p.From, p.To)
		}
		return c.Add(due, paused)
	}
	return start, fmt.Errorf("unknown operation %q", t.Op)
}

func (t testCase) pauses(c *Calendar) ([]Interval, error) {
	var out []Interval
	for _, p := range t.Pauses {
		from, err := t.parse(c, p[0])
		if err != nil {
			return nil, err
		}
		to, err := t.parse(c, p[1])
		if err != nil {
			return nil, err
		}
		out = append(out, Interval{from, to})
	}
	return out, nil
}

func (t testCase) periods(c *Calendar, start time.Time) (any, error) {
	if t.Count > 10000 {
		return nil, fmt.Errorf("count %d", t.Count)
	}
	list, err := c.Periods(start, t.Count)
	out := make([][2]string, 0, len(list))
	for _, i := range list {
		out = append(out, [2]string{t.format(c, i.From), t.format(c, i.To)})
	}
	return out, err
}

// rolling is the same calendar, going on to the next opening or not.
func (c *Calendar) rolling(roll bool) *Calendar {
	return &Calendar{Zone: c.Zone, Versions: c.Versions, Holidays: c.Holidays, Annual: c.Annual, Shifts: c.Shifts, Breaks: c.Breaks, Years: c.Years, Roll: roll}
}
