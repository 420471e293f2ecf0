package person

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"opsledger/app/ledger"
)

var (
	errUntil  = errors.New("计划离场日期早于进场日期")
	errLeft   = errors.New("离场日期早于进场日期")
	errReturn = errors.New("再次进场的日期应晚于上次离场的日期")
)

func checkDates(b ledger.Before, f ledger.Fields) error {
	from, until := cmp.Or(f.Text("from"), b.Fields.Text("from")), cmp.Or(f.Text("until"), b.Fields.Text("until"))
	if from != "" && until != "" && until < from {
		return errUntil
	}
	return nil
}

func facts(b ledger.Before) Facts {
	f, _ := b.Facts.(Facts)
	return f
}

func checkGone(b ledger.Before, f ledger.Fields) error {
	if stays := facts(b).Stays; len(stays) > 0 && ledger.Day(f.Text("left")) < stays[len(stays)-1].From {
		return errLeft
	}
	return nil
}

// checkLeave holds that nothing a person may enter stays open behind them (R116, R151).
func checkLeave(b ledger.Before, f ledger.Fields) error {
	var open []string
	for _, a := range facts(b).Access {
		if a.Withdrawn == "" {
			open = append(open, a.What)
		}
	}
	if len(open) > 0 {
		return fmt.Errorf("尚未收回的权限：%s。请先登记收回（withdraw-access）", strings.Join(open, "、"))
	}
	return checkGone(b, f)
}

func checkReturn(b ledger.Before, f ledger.Fields) error {
	if stays := facts(b).Stays; len(stays) > 0 && ledger.Day(f.Text("from")) <= stays[len(stays)-1].Until {
		return errReturn
	}
	return nil
}
