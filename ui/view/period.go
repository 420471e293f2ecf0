package view

import (
	"fmt"
	"strings"

	"opsledger/app/record/report"
	"opsledger/app/rule/sla"
)

// Period heads a period's report and tells its span: “2026 年第 11 周周报”, “03-06 至 03-12”.
func Period(p sla.Period) (title, span string) {
	from, to := p.From, p.To.AddDate(0, 0, -1)
	switch p.Type {
	case sla.Weekly:
		year, week, _ := strings.Cut(p.Name, "-W")
		title = fmt.Sprintf("%s 年第 %s 周", year, strings.TrimLeft(week, "0"))
	case sla.Quarterly:
		title = fmt.Sprintf("%d 年第 %d 季度", from.Year(), (int(from.Month())+2)/3)
	case sla.Annual:
		title = p.Name + " 年度"
	default:
		title = from.Format("2006 年 1 月")
	}
	return title + report.Name(p.Type), from.Format("01-02") + " 至 " + to.Format("01-02")
}
