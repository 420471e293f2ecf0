package attendance

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"opsledger/app/ledger"
)

var (
	errWhose   = errors.New("请填写人员和日期")
	errOther   = errors.New("人员或日期与这条考勤不符：请在那一天的考勤上登记，编号处写 new")
	errOrder   = errors.New("签退时间须晚于签到时间")
	errNothing = errors.New("没有要更正的时刻：请填写签到时间或签退时间")
	errOuting  = errors.New("返回时间须晚于外出时间")
	errOver    = errors.New("加班结束须晚于加班开始")
)

// nextNoon is how long after its date's midnight a day may still be signed out of: a night's work ends the next morning.
const nextNoon = 36 * time.Hour

// checkDay holds that a step says whose day it means, or is taken on it.
func checkDay(b ledger.Before, f ledger.Fields) error {
	for _, key := range []string{"person", "date"} {
		said, known := f.Text(key), b.Fields.Text(key)
		switch {
		case said == "" && known == "":
			return errWhose
		case said != "" && known != "" && said != known:
			return errOther
		}
	}
	return nil
}

func checkSign(b ledger.Before, f ledger.Fields) error {
	if err := checkDay(b, f); err != nil {
		return err
	}
	in, out := f.Text("signed_in"), f.Text("signed_out")
	for _, t := range []struct{ label, text string }{{"签到时间", in}, {"签退时间", out}} {
		if err := within(b, f, t.label, ledger.ParseTime(t.text), t.label == "签退时间"); err != nil {
			return err
		}
	}
	return ordered(cmp.Or(in, b.Fields.Text("signed_in")), cmp.Or(out, b.Fields.Text("signed_out")))
}

func ordered(in, out string) error {
	if from, to := ledger.ParseTime(in), ledger.ParseTime(out); !from.IsZero() && !to.IsZero() && !to.After(from) {
		return errOrder
	}
	return nil
}

// within holds that a time belongs to its date; what ends a day may lie on the next morning.
func within(b ledger.Before, f ledger.Fields, label string, at time.Time, ends bool) error {
	date := cmp.Or(f.Text("date"), b.Fields.Text("date"))
	day, err := time.ParseInLocation(time.DateOnly, date, ledger.Zone)
	if err != nil || at.IsZero() {
		return nil
	}
	last := 24 * time.Hour
	if ends {
		last = nextNoon
	}
	if at.Before(day) || !at.Before(day.Add(last)) {
		return fmt.Errorf("%s %s 不属于考勤日期 %s", label, at.Format("2006-01-02 15:04"), date)
	}
	return nil
}

func checkOuting(b ledger.Before, f ledger.Fields) error {
	return checkSpan(b, f, "out_from", "out_to", errOuting)
}

func checkOvertime(b ledger.Before, f ledger.Fields) error {
	return checkSpan(b, f, "over_from", "over_to", errOver)
}

func checkSpan(b ledger.Before, f ledger.Fields, from, to string, wrong error) error {
	if err := checkDay(b, f); err != nil {
		return err
	}
	start, end := ledger.ParseTime(f[from]), ledger.ParseTime(f[to])
	if !end.After(start) {
		return wrong
	}
	if err := within(b, f, "开始时间", start, false); err != nil {
		return err
	}
	return within(b, f, "结束时间", end, true)
}

func checkCorrect(b ledger.Before, f ledger.Fields) error {
	if f.Text("signed_in") == "" && f.Text("signed_out") == "" {
		return errNothing
	}
	return checkSign(b, f)
}
