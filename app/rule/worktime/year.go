package worktime

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Year is a year's holidays and make-up days as the State Council gave them.
type Year struct {
	Year     int     `json:"year"`
	Source   string  `json:"source"`
	Holidays []Named `json:"holidays"`
	Workdays []Named `json:"workdays"`
}

// Named is a date with its name.
type Named struct {
	Date string `json:"date"`
	Name string `json:"name"`
}

// UnmarshalJSON takes a bare date too: a make-up day needs no name.
func (n *Named) UnmarshalJSON(raw []byte) error {
	if json.Unmarshal(raw, &n.Date) == nil {
		return nil
	}
	type plain Named
	return json.Unmarshal(raw, (*plain)(n))
}

// ParseYear reads a year's file. Errors are Chinese sentences that name the entry: an administrator brings the
// file in.
func ParseYear(raw []byte) (Year, error) {
	dec := json.NewDecoder(strings.NewReader(strings.TrimPrefix(string(raw), "\ufeff")))
	dec.DisallowUnknownFields()
	var y Year
	if err := dec.Decode(&y); err != nil {
		return y, fmt.Errorf("不是节假日数据文件：%s。应写作 %s", misread(err), yearShape)
	}
	if y.Year < 2000 || y.Year > 2100 {
		return y, fmt.Errorf("年份%d不对", y.Year)
	}
	seen := map[string]string{}
	for what, list := range map[string][]Named{"节假日": y.Holidays, "调休上班": y.Workdays} {
		for i, n := range list {
			if err := y.check(n, fmt.Sprintf("%s第%d项", what, i+1), seen); err != nil {
				return y, err
			}
		}
	}
	if len(y.Holidays) == 0 {
		return y, fmt.Errorf("%d年没有任何节假日", y.Year)
	}
	return y, nil
}

// yearShape shows how a year's file is written.
const yearShape = `{"year":2027,"source":"来源","holidays":[{"date":"2027-01-01","name":"元旦"}],"workdays":["2027-01-09"]}`

// misread says in Chinese what a JSON file has that was not expected.
func misread(err error) string {
	var kind *json.UnmarshalTypeError
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return "没有" + name + "这一项"
	}
	if errors.As(err, &kind) && kind.Field != "" {
		return "“" + kind.Field + "”的写法不对"
	}
	return "不是完整的JSON"
}

func (y Year) check(n Named, where string, seen map[string]string) error {
	t, err := time.Parse(time.DateOnly, n.Date)
	switch {
	case err != nil:
		return fmt.Errorf("%s：日期“%s”不存在", where, n.Date)
	case t.Year() != y.Year:
		return fmt.Errorf("%s：日期%s不在%d年", where, n.Date, y.Year)
	case seen[n.Date] != "":
		return fmt.Errorf("%s：日期%s与%s重复", where, n.Date, seen[n.Date])
	}
	seen[n.Date] = where
	return nil
}

// China makes the calendar of hours and years in Asia/Shanghai.
func China(zone *time.Location, hours []Hours, years ...Year) *Calendar {
	c := &Calendar{Zone: zone, Versions: hours, Holidays: map[Day]string{}, Shifts: map[Day][]Span{}, Years: map[int]bool{}}
	for _, y := range years {
		c.Years[y.Year] = true
		for _, h := range y.Holidays {
			c.Holidays[Day(h.Date)] = h.Name
		}
		for _, w := range y.Workdays {
			c.Shifts[Day(w.Date)] = nil
		}
	}
	return c
}

// DefaultHours are the placeholder of A30: 08:30–12:00 and 13:30–18:00, Monday to Friday.
func DefaultHours() []Hours {
	h, err := ParseHours("", "08:30-12:00,13:30-18:00", "1-5")
	if err != nil {
		panic(err)
	}
	return []Hours{h}
}

// ParseHours reads "08:30-12:00,13:30-18:00" for the weekdays "1-5" (1 = Monday) from a date on.
func ParseHours(from Day, spans, days string) (Hours, error) {
	h := Hours{From: from}
	var list []Span
	last := 0
	for _, part := range strings.Split(spans, ",") {
		a, b, ok := strings.Cut(strings.TrimSpace(part), "-")
		if !ok {
			return h, fmt.Errorf("工作时段“%s”应写作 08:30-12:00,13:30-18:00", spans)
		}
		f, err1 := ParseClock(strings.TrimSpace(a))
		t, err2 := ParseClock(strings.TrimSpace(b))
		if err1 != nil || err2 != nil || f < last || t <= f {
			return h, fmt.Errorf("工作时段“%s”里的“%s”不对", spans, part)
		}
		last = t
		list = append(list, Span{f, t})
	}
	a, b, _ := strings.Cut(days, "-")
	if len(a) != 1 || len(b) != 1 || a < "1" || b > "7" || a > b {
		return h, fmt.Errorf("每周工作日“%s”应写作 1-5（1为周一）", days)
	}
	for d := a[0] - '0'; d <= b[0]-'0'; d++ {
		h.Weekly[d] = list
	}
	return h, nil
}
