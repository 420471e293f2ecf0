package contract

import (
	"errors"
	"fmt"
	"strings"

	"opsledger/app/ledger"
)

var (
	errDates    = errors.New("结束日期必须晚于开始日期")
	errNegative = errors.New("工时、天数、分钟、分数和人数不能为负数")
)

// counts are the terms that are numbers of hours, days, minutes, points or people.
var counts = []string{"ticket_hours", "response_hours", "file_late_days", "quarter_days", "month_days", "pass_mark", "late_grace", "incident_minutes",
	"complaint_minutes", "feedback_days", "manual_days", "promised"}

func checkDates(b ledger.Before, f ledger.Fields) error {
	pick := func(key string) string {
		if v := f.Text(key); v != "" {
			return v
		}
		return b.Fields.Text(key)
	}
	if start, end := pick("start"), pick("end"); start != "" && end != "" && end <= start {
		return errDates
	}
	for _, key := range counts {
		if strings.HasPrefix(fmt.Sprint(f[key]), "-") {
			return errNegative
		}
	}
	return nil
}
