package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"opsledger/app/rule/worktime"
)

// generator makes tickets that arrive as people work: mostly in office hours, more on Mondays, with the year's peaks.
type generator struct {
	rand *rand.Rand
	cal  *worktime.Calendar
	now  time.Time
}

var surnames = []rune("赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张")
var givens = []rune("伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华玉兰")

func (g *generator) name() string {
	n := []rune{surnames[g.rand.IntN(len(surnames))], givens[g.rand.IntN(len(givens))]}
	if g.rand.IntN(3) > 0 {
		n = append(n, givens[g.rand.IntN(len(givens))])
	}
	return string(n)
}

// idCard makes a number that looks valid and belongs to nobody: its area code is of a county long dissolved.
func (g *generator) idCard() string {
	s := fmt.Sprintf("321199%04d%02d%02d%03d", 1950+g.rand.IntN(50), 1+g.rand.IntN(12), 1+g.rand.IntN(28), g.rand.IntN(1000))
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	return s + string("10X98765432"[sum%11])
}

// arrivals gives n moments of the past year in order.
func (g *generator) arrivals(n int) []time.Time {
	var out []time.Time
	for len(out) < n {
		t := g.now.Add(-time.Duration(g.rand.Int64N(int64(365 * 24 * time.Hour))))
		open := g.cal.IsOpen(t)
		switch {
		case !open && g.rand.IntN(20) > 0: // few come at night or on holidays
		case t.Weekday() != time.Monday && g.rand.IntN(4) == 0:
		default:
			out = append(out, t.Truncate(time.Minute))
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

func (g *generator) subject(at time.Time) subject {
	for {
		s := subjects[g.rand.IntN(len(subjects))]
		if s.peak == 0 || s.peak == at.Month() || g.rand.IntN(5) == 0 {
			return s
		}
	}
}

func (g *generator) year(n int) ([][]string, error) {
	var rows [][]string
	for i, at := range g.arrivals(n) {
		row, err := g.ticket(i+1, at)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func (g *generator) ticket(n int, arrived time.Time) ([]string, error) {
	s, u := g.subject(arrived), units[g.rand.IntN(len(units))]
	person := g.name()
	text := fmt.Sprintf("%s反映：%s，涉及%s，请协助核查处理。", u[0], s.title, person)
	if g.rand.IntN(12) == 0 {
		text += "身份证号" + g.idCard() + "。"
	}
	responded, err := g.cal.Add(arrived, int64(300+g.rand.IntN(6600)))
	if err != nil {
		return nil, err
	}
	resolved, err := g.cal.Add(responded, g.effort())
	if err != nil {
		return nil, err
	}
	confirmed, err := g.cal.Add(resolved, int64(1800+g.rand.IntN(40000)))
	if err != nil {
		return nil, err
	}
	state, rework, reason := "已确认", "否", ""
	if g.rand.IntN(90) == 0 {
		rework, reason = "是", "数据修改后仍有差异"
	}
	result := "已核对并处理，结果已反馈申请单位。"
	for _, cut := range []struct {
		at   *time.Time
		word string
	}{{&confirmed, "已办结"}, {&resolved, "处理中"}, {&responded, "待签收"}} {
		if cut.at.After(g.now) {
			*cut.at, state = time.Time{}, cut.word
		}
	}
	if resolved.IsZero() {
		rework, reason, result = "否", "", ""
	}
	engineer := ""
	if !responded.IsZero() {
		engineer = engineers[g.rand.IntN(len(engineers))]
	}
	return []string{fmt.Sprintf("GD%s%05d", arrived.Format("20060102"), n), s.title, text, s.system, s.insurance, u[1], s.category, s.kind, "工单系统",
		u[0], person, fmt.Sprintf("138%08d", g.rand.IntN(1e8)), stamp(arrived.Add(-time.Duration(5+g.rand.IntN(50)) * time.Minute)), stamp(arrived), stamp(responded),
		engineer, state, stamp(resolved), stamp(confirmed), result, s.cause, rework, reason, ""}, nil
}

// effort is open time to resolve: most within the day, some late.
func (g *generator) effort() int64 {
	hours := g.rand.ExpFloat64() * 2.2
	if g.rand.IntN(40) == 0 {
		hours += 8 + g.rand.Float64()*50
	}
	return int64(hours*3600) + 600
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02 15:04")
}
