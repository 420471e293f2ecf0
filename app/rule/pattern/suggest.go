package pattern

import (
	"fmt"
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/rule/coverage"
)

// shownUnits is how many of those who ask most a suggestion names.
const shownUnits = 3

// Suggest says what to do about a pattern: hold a training, wait and see, or train again. effects are of the trainings held on it, the
// latest first.
func (p Pattern) Suggest(effects []coverage.Effect) string {
	if len(effects) == 0 {
		who := ""
		for _, u := range p.Units[:min(len(p.Units), shownUnits)] {
			who += fmt.Sprintf("、%s（%d件）", u.Name, u.Tickets)
		}
		if who != "" {
			who = "，可先请提单最多的" + strings.TrimPrefix(who, "、")
		}
		return fmt.Sprintf("还没有就此培训。建议组织一次专项培训%s", who)
	}
	e := effects[0]
	told := fmt.Sprintf("%s已培训，前%d天%d件，后%d天%d件", e.Start.In(ledger.Zone).Format(time.DateOnly), e.Days, e.Before, e.Days, e.After)
	switch {
	case !e.Whole:
		return told + "；还不满期，先看一段再定"
	case e.After < e.Before && p.Trend != Rising:
		return told + "；已经减少，继续观察"
	case e.After < e.Before:
		return told + "；减少后近来又多了，建议再培训一次"
	}
	return told + "；没有减少，建议换一种办法再培训，或列为改进项"
}

// About reports whether a training on an issue, or of a topic, is about the pattern.
func (p Pattern) About(issue, topic string) bool {
	return plain(issue) == plain(p.Label) || p.Basis != Sorted && strings.Contains(plain(topic), plain(p.Label))
}

// SystemNames are the systems of the pattern, the most frequent first.
func (p Pattern) SystemNames() (out []string) {
	for _, s := range p.Systems {
		out = append(out, s.Name)
	}
	return out
}
