package turnover

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"opsledger/app/ledger"
)

// Days before the planned leave: what the contract asks, and where it turns red (A5).
const (
	NoticeDays  = 30
	RedLineDays = 7
)

var (
	errDemand    = errors.New("信息中心要求更换的，须填写要求日期")
	errSame      = errors.New("替换人员不能是离场人员本人")
	errSuccessor = errors.New("提交须写明替换人员")
	errCompare   = errors.New("资历对照不能为空：每项一行，写作 项目|采购要求|替换人员情况|符合")
	errConsent   = errors.New("信息中心尚未同意，不能启动交接")
	errEarly     = errors.New("交接时间早于信息中心同意的时间")
	errList      = errors.New("交接清单不能为空：每项一行")
	errSigned    = errors.New("双方签认日期早于信息中心同意的日期")
	errAccepted  = errors.New("信息中心尚未检查、认可交接，不能离场")
	errLeft      = errors.New("离场日期早于信息中心认可的日期")
)

func checkDraft(b ledger.Before, f ledger.Fields) error {
	now := func(key string) string { return cmp.Or(f.Text(key), b.Fields.Text(key)) }
	switch {
	case now("asked_by") == ByCenter && now("demanded") == "":
		return errDemand
	case now("successor") != "" && now("successor") == now("leaver"):
		return errSame
	}
	return nil
}

// checkSubmit holds what R089 and R092 ask: all four parts (asked as files), every qualification ticked, and thirty days'
// notice, or a note that says why not. Where the center itself asked for the change there is no notice to keep.
func checkSubmit(b ledger.Before, f ledger.Fields) error {
	now := func(key string) string { return cmp.Or(f.Text(key), b.Fields.Text(key)) }
	if now("successor") == "" {
		return errSuccessor
	}
	if now("successor") == now("leaver") {
		return errSame
	}
	if err := checkComparison(f["comparison"]); err != nil {
		return err
	}
	days := notice(ledger.ParseTime(f["submitted"]), now("planned"))
	if now("asked_by") == ByContractor && days < NoticeDays && strings.TrimSpace(f.Text("exception")) == "" {
		return fmt.Errorf("提交日距计划离场日期%s，不足%d天：须填写例外说明（受理后提出P1扣分）", inDays(days), NoticeDays)
	}
	return nil
}

func inDays(n int) string {
	if n < 0 {
		return fmt.Sprintf("已过%d天", -n)
	}
	return fmt.Sprintf("%d天", n)
}

// notice is how many natural days lie between two dates.
func notice(submitted time.Time, planned string) int {
	at, err := time.ParseInLocation(time.DateOnly, planned, ledger.Zone)
	if err != nil || submitted.IsZero() {
		return NoticeDays
	}
	y, m, d := submitted.In(ledger.Zone).Date()
	return int(at.Sub(time.Date(y, m, d, 0, 0, 0, 0, ledger.Zone)) / (24 * time.Hour))
}

// checkComparison reads the qualifications item by item; each must be ticked, for none may lie below what was bought (R092).
func checkComparison(v any) error {
	list, _ := v.([]any)
	if len(list) == 0 {
		return errCompare
	}
	for i, it := range list {
		line, _ := it.(string)
		parts := strings.Split(strings.ReplaceAll(line, "｜", "|"), "|")
		for n := range parts {
			parts[n] = strings.TrimSpace(parts[n])
		}
		switch {
		case len(parts) != 4 || parts[0] == "" || parts[1] == "" || parts[2] == "":
			return fmt.Errorf("资历对照第%d行“%s”应写作 项目|采购要求|替换人员情况|符合", i+1, line)
		case parts[3] != "符合":
			return fmt.Errorf("资历对照第%d行“%s”没有勾选“符合”：替换人员资历不得低于采购要求", i+1, parts[0])
		}
	}
	return nil
}

func facts(b ledger.Before) Facts {
	f, _ := b.Facts.(Facts)
	return f
}

func checkHandover(b ledger.Before, f ledger.Fields) error {
	consented := facts(b).Consented
	list, _ := f["handover"].([]any)
	switch {
	case consented.IsZero():
		return errConsent
	case ledger.ParseTime(f["handed"]).Before(consented):
		return errEarly
	case len(list) == 0:
		return errList
	case min(f.Text("leaver_signed"), f.Text("successor_signed")) < date(consented):
		return errSigned
	}
	return nil
}

func checkLeft(b ledger.Before, f ledger.Fields) error {
	accepted := facts(b).Accepted
	switch {
	case accepted.IsZero():
		return errAccepted
	case f.Text("left") < date(accepted):
		return errLeft
	}
	return nil
}

func date(t time.Time) string { return t.In(ledger.Zone).Format(time.DateOnly) }
