package digest

import (
	"fmt"
	"strings"
	"time"
)

// draft writes the three sections from the figures; a person edits them afterwards (R074).
func (b *builder) draft() {
	w := b.w
	w.Notes = []string{fmt.Sprintf("统计周期：%s至%s；截至%s。", w.From.Format("2006年1月2日"), w.To.AddDate(0, 0, -1).Format("2006年1月2日"), stamp(w.AsOf))}
	if !w.counts() {
		return // what it tells comes from other records
	}
	w.Work = append(w.Work, fmt.Sprintf("%s到达工单%d件，办结%d件，其中办结往期到达的%d件。", w.this(), w.Arrived.Value, w.Done.Value, b.oldDone))
	for _, d := range w.Breakdowns {
		if d.By == "system" || d.By == "insurance" {
			if line := shares(d); line != "" {
				w.Work = append(w.Work, line)
			}
		}
	}
	b.problems()
	b.next()
	b.notes()
}

// shares names the groups that brought most of the week's tickets.
func shares(d Breakdown) string {
	var parts []string
	for _, g := range d.Groups {
		if g.Arrived.Value > 0 && len(parts) < 5 {
			parts = append(parts, fmt.Sprintf("%s%d件", g.Label, g.Arrived.Value))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "到达工单按" + d.Label + "分：" + strings.Join(parts, "、") + "。"
}

func (b *builder) problems() {
	w := b.w
	verb := "未超过"
	if w.Rate.Over {
		verb = "超过"
	}
	if w.Rate.Percent != "" {
		w.Problems = append(w.Problems, fmt.Sprintf("年工单在途率%s%%（在途%d件，年累计%d件），%s3.5%%。", w.Rate.Percent, w.Rate.Numerator, w.Rate.Denominator, verb))
	}
	open := 0
	for _, l := range w.Late {
		if l.Open {
			open++
		}
	}
	if w.Overdue.Value == 0 {
		w.Problems = append(w.Problems, w.this()+"没有超时工单。")
	} else {
		w.Problems = append(w.Problems, fmt.Sprintf("超时工单%d件，其中尚未办结%d件：%s。", w.Overdue.Value, open, some(w.Overdue.Records)))
	}
	if w.Rework.Value > 0 {
		w.Problems = append(w.Problems, fmt.Sprintf("返工%d件，其中因质量问题返工%d件：%s。", w.Rework.Value, w.Quality.Value, some(w.Rework.Records)))
	}
	if len(b.unsorted) > 0 {
		w.Problems = append(w.Problems, fmt.Sprintf("尚未分类的工单%d件：%s。", len(b.unsorted), some(b.unsorted)))
	}
}

func (b *builder) next() {
	w := b.w
	var open []string
	for _, l := range w.Late {
		if l.Open {
			open = append(open, l.Number)
		}
	}
	if len(open) > 0 {
		w.Next = append(w.Next, fmt.Sprintf("优先处理已超时的%d件工单：%s。", len(open), some(open)))
	}
	if len(b.upcoming) > 0 {
		w.Next = append(w.Next, fmt.Sprintf("按时办结在途的%d件工单：%s。", len(b.upcoming), some(b.upcoming)))
	}
	if len(w.Next) == 0 {
		w.Next = append(w.Next, "按常规受理和处理新到达的工单。")
	}
}

func (b *builder) notes() {
	w := b.w
	w.Notes = append(w.Notes,
		"办结以处理完毕时间为准；超时按考核时限（下一工作日同一钟点）计算，当日超时延误为0个工作日。",
		fmt.Sprintf("年工单在途率＝%s时仍未处理完毕的工单÷本考核年度累计到达及上年结转的工单，不含作废。", stamp(earlier(b.in.Now, b.in.At))))
	if !w.Since.Equal(w.From) {
		w.Notes = append(w.Notes, fmt.Sprintf("自%s起计：其前的事项已列入上期，或上期没有周报。", stamp(w.Since)))
	}
	if years := b.in.Calendar.Uncovered(w.From, w.To.Add(-time.Second)); len(years) > 0 {
		w.Notes = append(w.Notes, fmt.Sprintf("%d年没有节假日数据，按周一至周五推算。", years[0]))
	}
}

// some names a few records and says how many more there are.
func some(numbers []string) string {
	if len(numbers) <= 6 {
		return strings.Join(numbers, "、")
	}
	return fmt.Sprintf("%s等%d件", strings.Join(numbers[:6], "、"), len(numbers))
}
