package contract

import (
	"errors"

	"opsledger/app/ledger"
)

var errDates = errors.New("结束日期必须晚于开始日期")

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
	return nil
}
