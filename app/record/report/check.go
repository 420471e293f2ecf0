package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"opsledger/app/ledger"
)

// Sections are the keys of the sections a person may write, in their order; the first three are the contract's (R074).
var Sections = []string{"work", "problems", "next", "more"}

// labels name the sections as each type does.
var labels = map[string]map[string]string{
	"weekly":     {"work": "本周工作", "problems": "存在问题", "next": "下周工作安排", "more": "其他章节"},
	"monthly":    {"work": "本月问题处理情况", "problems": "存在问题", "next": "下月工作安排", "more": "其他章节"},
	"quarterly":  {"work": "本季运维情况", "problems": "主要问题", "next": "改进思路和下季工作安排", "more": "其他章节"},
	"annual":     {"work": "本年工作", "problems": "存在问题", "next": "下年工作安排", "more": "其他章节"},
	"attendance": {"work": "考勤情况", "problems": "异常情况", "next": "需要说明的事项", "more": "其他章节"},
}

// Labels name the sections of a type's reports by their keys; "" is the weekly one.
func Labels(kind string) map[string]string {
	if l, ok := labels[kind]; ok {
		return l
	}
	return labels["weekly"]
}

// The checks' own wording is Chinese: it is shown as it is, at entry and as 违反 in the history.
var (
	errNumber  = errors.New("报告的编号与类型、期间不符")
	errNothing = errors.New("没有要改的章节")
	errFrozen  = errors.New("定稿没有固化的内容")
	errPeriod  = errors.New("固化的内容不是本期的")
	errReason  = errors.New("更正须写明原因")
)

var periods = map[string]*regexp.Regexp{
	"weekly": regexp.MustCompile(`^\d{4}-W\d{2}$`), "monthly": regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])$`),
	"quarterly": regexp.MustCompile(`^\d{4}-Q[1-4]$`), "annual": regexp.MustCompile(`^\d{4}$`), "attendance": regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])$`),
}

func checkDraft(_ ledger.Before, f ledger.Fields) error {
	kind, period := f.Text("type"), f.Text("period")
	form := periods[kind]
	switch {
	case form == nil || !form.MatchString(period):
		return fmt.Errorf("期间“%s”不对：周报写作 2026-W11，月报 2026-03，季报 2026-Q1，年报 2026", period)
	case f.Text("outside_number") != Number(kind, period):
		return errNumber
	}
	return nil
}

func checkEdit(_ ledger.Before, f ledger.Fields) error {
	for _, key := range Sections {
		if _, ok := f[key]; ok {
			return nil
		}
	}
	return errNothing
}

// checkFrozen holds that what is frozen is this period's, and that none of the three sections is empty (R074).
func checkFrozen(b ledger.Before, f ledger.Fields) error {
	var doc struct {
		Period               string
		Work, Problems, Next []string
	}
	raw, err := Unpack(f.Text("frozen"))
	if err == nil {
		err = json.Unmarshal(raw, &doc)
	}
	if err != nil {
		return errFrozen
	}
	if doc.Period != b.Fields.Text("period") {
		return errPeriod
	}
	for i, lines := range [][]string{doc.Work, doc.Problems, doc.Next} {
		if strings.TrimSpace(strings.Join(lines, "")) == "" {
			return fmt.Errorf("“%s”一节为空，三个章节都写了才能定稿", Labels(b.Fields.Text("type"))[Sections[i]])
		}
	}
	return nil
}

func checkCorrect(b ledger.Before, f ledger.Fields) error {
	if strings.TrimSpace(f.Text("reason")) == "" {
		return errReason
	}
	return checkFrozen(b, f)
}

// checkSubmit lets a submission be entered after the fact, but not before its period's figures exist.
func checkSubmit(b ledger.Before, f ledger.Fields) error { return order(b, f, "as_of", "submitted") }

func checkReceive(b ledger.Before, f ledger.Fields) error {
	return order(b, f, "submitted", "received")
}

var timeLabels = map[string]string{"as_of": "截至时间", "submitted": "报送时间", "received": "接收时间"}

// order refuses a time typed that lies before the one it follows. What is typed has no seconds: within the same minute it follows.
func order(b ledger.Before, f ledger.Fields, early, late string) error {
	x, y := ledger.ParseTime(b.Fields[early]), ledger.ParseTime(f[late])
	if x.IsZero() || y.IsZero() || !y.Before(x.Truncate(time.Minute)) {
		return nil
	}
	return fmt.Errorf("%s %s 早于%s %s", timeLabels[late], y.Format("2006-01-02 15:04"), timeLabels[early], x.Format("2006-01-02 15:04"))
}
