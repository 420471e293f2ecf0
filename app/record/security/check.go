package security

import (
	"errors"
	"fmt"

	"opsledger/app/ledger"
)

// The checks' own wording is Chinese: it is shown as it is, at entry and as 违反 in the history.
var (
	errDeadline = errors.New("安全通报须填写通报要求的整改期限；有自行整改期限的也请填写")
	errBackbone = errors.New("派员须写明派出骨干的姓名")
	errArrival  = errors.New("到场时间早于派员时间")
	errRetest   = errors.New("复测时间早于解决时间")
	errNothing  = errors.New("损失、责任、赔付、作业单、原因都没有填写")
	errMeans    = errors.New("关闭前须登记响应时间和支持方式")
	errTeam     = errors.New("重大安全事件关闭前须登记派员时间、骨干姓名和到场时间")
	errUntested = errors.New("安全漏洞和隐患须复测通过后才能关闭")
)

func checkReport(_ ledger.Before, f ledger.Fields) error {
	if f.Text("class") == Noticed && f.Text("deadline") == "" {
		return errDeadline
	}
	return nil
}

func notBeforeFound(key string) func(ledger.Before, ledger.Fields) error {
	return func(b ledger.Before, f ledger.Fields) error {
		found, at := ledger.ParseTime(b.Fields["found"]), ledger.ParseTime(f[key])
		if !found.IsZero() && !at.IsZero() && at.Before(found) {
			return fmt.Errorf("时间早于发现时间 %s", found.Format("2006-01-02 15:04"))
		}
		return nil
	}
}

func checkDispatch(b ledger.Before, f ledger.Fields) error {
	sent, arrived := ledger.ParseTime(f["dispatched"]), ledger.ParseTime(f["arrival"])
	if sent.IsZero() {
		sent = ledger.ParseTime(b.Fields["dispatched"])
	}
	names, told := f["backbone"].([]any)
	switch {
	case told && len(names) == 0:
		return errBackbone
	case !sent.IsZero() && !arrived.IsZero() && arrived.Before(sent):
		return errArrival
	}
	return notBeforeFound("dispatched")(b, f)
}

func checkRetest(b ledger.Before, f ledger.Fields) error {
	if solved, at := ledger.ParseTime(b.Fields["solved"]), ledger.ParseTime(f["retested"]); at.Before(solved) {
		return errRetest
	}
	return nil
}

func checkAssess(_ ledger.Before, f ledger.Fields) error {
	for _, key := range []string{"loss", "liability", "compensation", "change", "script_version", "cause"} {
		if f.Text(key) != "" {
			return nil
		}
	}
	return errNothing
}

// checkClose asks what the contract asks of the grade (R107, R108) and of the class.
func checkClose(b ledger.Before, _ ledger.Fields) error {
	has := func(key string) bool { return b.Fields.Text(key) != "" }
	switch names, _ := b.Fields["backbone"].([]any); {
	case b.Fields.Text("class") == Weakness && !has("retested"):
		return errUntested
	case b.Fields.Text("grade") == Serious && !(has("dispatched") && has("arrival") && len(names) > 0):
		return errTeam
	case !has("responded") || !has("means"):
		return errMeans
	}
	return nil
}
