package app

import (
	"context"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/change"
)

// guardExecution keeps whoever authorised a work from carrying it out, whatever name was typed (R099).
func guardExecution(_ context.Context, a *App, _ Reader, rec *ledger.Record, _ ledger.Fields) error {
	f, _ := rec.Facts.(change.Facts)
	for _, g := range f.Grants {
		if g.Key == string(a.Author.Actor()) {
			return fault.New(fault.Refused, "您是这份数据作业的授权人，不能登记执行").With("请由执行人登录自己的账号办理")
		}
	}
	return nil
}
