package contract

import (
	"errors"
	"fmt"
	"strings"

	"opsledger/app/ledger"
)

var (
	errDates    = errors.New("结束日期必须晚于开始日期")
	errNegative = errors.New("工时数、工作日数、分钟数和分数不能为负数")
)

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
	for _, key := range []string{"ticket_hours", "response_hours", "file_late_days", "late_grace", "pass_mark"} {
		if strings.HasPrefix(fmt.Sprint(f[key]), "-") {
			return errNegative
		}
	}
	return nil
}
