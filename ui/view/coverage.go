package view

import (
	"fmt"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/coverage"
)

// CoverFigures are the numbers at the head of the coverage.
func CoverFigures(t app.Trained) []Line {
	rate := "—"
	if t.Percent != "" {
		rate = t.Percent + "%"
	}
	return []Line{{"覆盖率（已训／应训）", rate}, {"已训／应训", fmt.Sprintf("%d／%d 人次", t.Trained, t.Invited)}, {"举行培训", fmt.Sprintf("%d 场", t.Trainings)}, {"参加过的人", fmt.Sprintf("%d 人", t.People)}}
}

// CoverNote says what the rate leaves out; "" nothing.
func CoverNote(c coverage.Coverage) string {
	if c.Uncounted == 0 {
		return ""
	}
	return fmt.Sprintf("其中 %d 场没有填写应训人数，不计入覆盖率。", c.Uncounted)
}

// CoverLine is a line of the coverage: what it is of, how full it is (0 to 100), and the numbers.
type CoverLine struct {
	Label, Text, Note string
	Percent           int
	Tone              Tone
	Held              app.Held // of a training
}

// HeldLines tell each training's coverage, the latest first.
func HeldLines(t app.Trained, now time.Time) (out []CoverLine) {
	for _, h := range t.Held {
		l := CoverLine{Label: h.Topic, Note: Moment(ledger.FormatTime(h.Start), now), Held: h, Text: "没有填应训人数", Tone: Quiet}
		if h.Cover.Percent != "" {
			l.Text = fmt.Sprintf("%d／%d　%s%%", h.Cover.Trained, h.Cover.Invited, h.Cover.Percent)
			l.Percent, l.Tone = share(int(h.Cover.Trained), int(h.Cover.Invited))
		}
		out = append(out, l)
	}
	return out
}

// ReachLines tell trained of invited of each unit, the least first; where a unit's number was not told, that, and to how many trainings
// somebody came.
func ReachLines(list []coverage.Reach) (out []CoverLine) {
	for _, r := range list {
		l := CoverLine{Label: r.Unit, Note: fmt.Sprintf("到训 %d／%d 场", r.Came, r.Invited), Text: "应训未登记", Tone: Quiet}
		switch {
		case r.Due > 0:
			l.Text = fmt.Sprintf("%d／%d 人次　%s%%", r.Trained, r.Due, r.Percent)
			l.Percent, l.Tone = share(int(r.Trained), int(r.Due))
		case r.Invited == 0:
			l.Note, l.Text = fmt.Sprintf("%d 人", r.People), "未列入应训"
		}
		out = append(out, l)
	}
	return out
}

// share is a part as whole percent, cut at 100, and how it is to be seen.
func share(part, of int) (percent int, tone Tone) {
	percent = min(part*100/max(of, 1), 100)
	switch {
	case part == 0:
		return percent, Bad
	case percent < 80:
		return percent, Soon
	}
	return percent, Good
}

// EffectText compares the tickets of a common issue before and after the training meant to end it.
func EffectText(e coverage.Effect) (head, more string) {
	head = fmt.Sprintf("培训前 %d 天 %d 件 → 培训后 %d 天 %d 件", e.Days, e.Before, e.Days, e.After)
	more = e.From.In(ledger.Zone).Format(time.DateOnly) + " 至 " + e.Until.In(ledger.Zone).Format(time.DateOnly) + "，共性问题“" + e.Issue + "”的工单"
	if !e.Whole {
		more += "；培训后还没有满期，前后都按这么多天比"
	}
	return head, more
}
