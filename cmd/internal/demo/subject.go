package demo

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

//go:embed subjects.json
var subjectData []byte

// subject is a kind of trouble. Peak are the months in which it comes more often; Issue is the common problem it is a
// case of, if any. Texts hold places in braces that each ticket fills.
type subject struct {
	system                                                       string
	Insurance, Category, Kind, Cause, Title, Text, Issue, Vendor string
	Fix                                                          []string
	Peak                                                         []time.Month
	Weight                                                       int
}

func readSubjects() ([]subject, error) {
	var groups []struct {
		System   string
		Subjects []subject
	}
	if err := json.Unmarshal(subjectData, &groups); err != nil {
		return nil, fmt.Errorf("reading demo subjects: %w", err)
	}
	var out []subject
	for _, g := range groups {
		for _, s := range g.Subjects {
			s.system = g.System
			out = append(out, s)
		}
	}
	return out, nil
}

// trained are the common problems that a training ends, all but: after that part of the year they grow rare.
var trained = map[string]float64{"转移接续操作": 0.55, "账号与权限": 0.7}

// waves are common problems that come at once, by the parts of the year in which they do.
var waves = map[string][][2]float64{"代发回盘异常": {{0.15, 0.2}, {0.62, 0.66}}, "结算单重复上传": {{0.3, 0.36}}, "参保信息不一致": {{0.45, 0.5}}, "疑点数据核查": {{0.8, 0.84}}}

// weightAt is how often a subject comes at a moment that lies at a part of its contract year.
func (s *subject) weightAt(at time.Time, part float64) int {
	w := 10 * s.Weight
	if slices.Contains(s.Peak, at.Month()) {
		w *= 4
	} else if len(s.Peak) > 0 {
		w /= 2
	}
	if end, ok := trained[s.Issue]; ok && part > end {
		w /= 8
	}
	for _, span := range waves[s.Issue] {
		if span[0] <= part && part < span[1] {
			w *= 4
		}
	}
	return w
}

// subject draws what a ticket is about.
func (c chance) subject(list []subject, at time.Time, part float64) *subject {
	sum := 0
	for i := range list {
		sum += list[i].weightAt(at, part)
	}
	n := c.IntN(sum)
	for i := range list {
		if n -= list[i].weightAt(at, part); n < 0 {
			return &list[i]
		}
	}
	return &list[0]
}

// filler fills the places of a subject's texts, the same way throughout one ticket.
func (c chance) filler(at time.Time, region string) *strings.Replacer {
	month := at.AddDate(0, -c.IntN(3), 1-at.Day())
	return strings.NewReplacer("{月}", month.Format("2006年1月"), "{批}", fmt.Sprintf("P%s-%02d", at.AddDate(0, 0, -c.IntN(6)).Format("20060102"), 1+c.IntN(8)),
		"{笔}", fmt.Sprint(2+c.IntN(60)), "{元}", fmt.Sprintf("%d.%02d", 12+c.IntN(900), c.IntN(100)), "{人}", c.name(), "{证}", c.idCard(),
		"{卡}", c.bankCard(), "{企}", c.firm(), "{行}", pick(c, banks), "{院}", pick(c, hospitals), "{街}", pick(c, streets[region]))
}
