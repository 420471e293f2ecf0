package view

import (
	"fmt"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// WaitingLine is something that waits for the information center, as its queue shows it.
type WaitingLine struct {
	Key    string // names it in the list
	Matter string // 工单：批准延期
	Record string // number and title
	Reason string
	By     string
	Device string
	Since  string // 已等 3 天
	Tone   Tone   // of Since
	Wished string
}

// OnPaper marks what was ruled from paper before the center had a key here.
const OnPaper = "已有凭据认定"

// longWait is after how many days a request is marked.
const longWait = 3

// Rulings writes the queue.
func Rulings(k *ledger.Registry, list []app.Waiting, now time.Time) []WaitingLine {
	out := make([]WaitingLine, len(list))
	for i, w := range list {
		l := WaitingLine{Key: WaitingKey(w), Matter: MatterOf(k, w), Record: w.Number, Reason: w.Reason, By: w.By, Device: w.Device, Wished: w.Wished}
		switch {
		case w.Title == "":
		case lastWord(w.Number) == lastWord(w.Title): // the number says the same in the program's own words
			l.Record = w.Title
		case !strings.HasPrefix(w.Number, w.Title):
			l.Record += "　" + w.Title
		}
		if w.Month != "" {
			l.Record, l.Reason = w.Title, fmt.Sprintf("%d 条考勤记录没有确认", w.Days)
		}
		if l.Since, l.Tone = waited(w.Asked, now); w.Paper != "" {
			l.Since, l.Tone = OnPaper, Plain
			l.Reason = strings.TrimPrefix(l.Reason+"；凭据日期 "+w.Paper+"，现在不计算，签认后恢复", "；")
		}
		out[i] = l
	}
	return out
}

func lastWord(text string) string { return text[strings.LastIndex(text, " ")+1:] }

// WaitingKey names something that waits.
func WaitingKey(w app.Waiting) string {
	return w.Kind + " " + string(w.Record) + " " + string(w.Request) + " " + w.Month
}

// MatterOf says what is asked: the kind and the step that would answer.
func MatterOf(k *ledger.Registry, w app.Waiting) string {
	return k.Kind(w.Kind).Label + "：" + w.Matter
}

// waited says how long something waits, in calendar days.
func waited(since, now time.Time) (string, Tone) {
	day := func(t time.Time) time.Time {
		y, m, d := t.In(ledger.Zone).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, ledger.Zone)
	}
	days := int(day(now).Sub(day(since)).Hours() / 24)
	switch {
	case days <= 0:
		return "今天提请", Plain
	case days >= longWait:
		return fmt.Sprintf("已等 %d 天", days), Soon
	}
	return fmt.Sprintf("已等 %d 天", days), Plain
}

// Together are the names of the steps that answer all of some requests, in order; none where they are of different kinds. why says
// that no step answers them at once.
func Together(list []app.Waiting) (answers []string, why string) {
	if len(list) == 0 {
		return nil, ""
	}
	first := list[0]
	for _, w := range list {
		switch {
		case w.Barred != "":
			return nil, w.Barred
		case w.Month != "":
			return nil, "月度确认请到考勤月历办理"
		case w.Kind != first.Kind || w.Matter != first.Matter:
			return nil, "选中的事项不同，不能一起办"
		}
	}
	return first.Answers, ""
}
