package app

import (
	"context"
	"strings"
)

// logHead is the header of the log as a table.
var logHead = []string{"时间", "人员", "设备", "记录类型", "编号", "标题", "动作", "理由", "提交"}

// logLines are named at a time.
const logLines = 500

// ExportLog gives the log to a sink, personal data masked, and how many lines there were. It is read twice: a table says beforehand how
// long it is.
func (a *App) ExportLog(ctx context.Context, q AuditQuery, to Sink, progress func(done, total int)) (rows int, err error) {
	q.Limit, q.After = 0, AuditMark{}
	err = a.Store.View(ctx, func(r Reader) error {
		total := 0
		if _, err := a.eachLogged(ctx, r, q, func(Logged) error { total++; return nil }); err != nil {
			return err
		}
		if err := to.Begin("操作日志", logHead, total); err != nil {
			return err
		}
		var some []Logged
		flush := func() error {
			err := a.nameLogged(ctx, r, some)
			for _, l := range some {
				if err == nil {
					err = to.Row([][]string{a.logRow(l)}, Shown{})
				}
			}
			rows += len(some)
			if some = some[:0]; progress != nil {
				progress(rows, total)
			}
			return err
		}
		_, err := a.eachLogged(ctx, r, q, func(l Logged) error {
			if some = append(some, l); len(some) < logLines {
				return nil
			}
			return flush()
		})
		if err == nil {
			err = flush()
		}
		if err != nil {
			return err
		}
		return to.End()
	})
	return rows, err
}

func (a *App) logRow(l Logged) []string {
	return []string{strings.TrimSuffix(strings.Replace(l.Time, "T", " ", 1), "+08:00"), l.Actor, l.Device, a.LoggedKind(l), l.Number, l.Title, l.Label, l.Reason, string(l.Commit)}
}
