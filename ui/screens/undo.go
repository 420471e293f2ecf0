package screens

import (
	"context"
	"fmt"

	"opsledger/app/ledger"
	"opsledger/ui/widgets"
)

// taken is a step of this session that may be taken back: on one record, or on all it was taken on in one go.
type taken struct {
	label     string
	kind, key string
	ref       ledger.EntryRef
	group     string // of a bulk step, "" of one
	n         int
}

// lastStep is what toasts of steps are about: only the last can be taken back from them.
const lastStep = "step"

// Recorded tells that a step was taken and offers to take it back; Ctrl+Z does so too. What begins a record can't be
// taken back: it is voided.
func (d *Desk) Recorded(f Frame, label string, recs ...*ledger.Record) {
	d.last = nil
	if len(recs) == 0 {
		return
	}
	f.Refresh()
	step := recs[0].Steps[len(recs[0].Steps)-1]
	toast := widgets.Toast{Key: lastStep, Tint: widgets.Good, Title: "已记录：" + label, Text: recs[0].Number}
	if len(recs) > 1 {
		toast.Text = fmt.Sprintf("%d %s", len(recs), unitOf(recs[0].Kind))
	}
	if !step.Action.Creates && step.Entry.Action != ledger.TakeBack && step.Entry.Action != ledger.Erase {
		d.last = &taken{label: label, kind: recs[0].Kind, key: string(recs[0].ID), ref: step.Ref(), n: len(recs)}
		if len(recs) > 1 {
			d.last.group = step.Node.Group
		}
		was := d.last
		toast.Action, toast.OnAction = "撤回", func() { d.takeBack(f, was) }
	}
	f.Tell(toast)
}

// Undo takes back the last step of this session.
func (d *Desk) Undo(f Frame) {
	if d.last == nil {
		f.Tell(widgets.Toast{Tint: widgets.Going, Title: "没有可撤回的步骤", Text: "这里只撤回本次登录后最近办的一步；更早的在记录的经过里撤回。"})
		return
	}
	d.takeBack(f, d.last)
}

func (d *Desk) takeBack(f Frame, s *taken) {
	run(d, func(ctx context.Context) (struct{}, error) {
		if s.group != "" {
			_, err := d.TakeBackGroup(ctx, s.group)
			return struct{}{}, err
		}
		_, err := d.TakeBack(ctx, s.kind, s.key, s.ref)
		return struct{}{}, err
	}, func(_ struct{}, err error) {
		if err != nil {
			Retry(f.Window(), d, err, func() { d.takeBack(f, s) })
			return
		}
		if d.last == s {
			d.last = nil
		}
		text := "经过里仍保留这一步和这次撤回。"
		if s.n > 1 {
			text = fmt.Sprintf("共 %d %s。", s.n, unitOf(s.kind)) + text
		}
		f.Tell(widgets.Toast{Key: lastStep, Tint: widgets.Good, Title: "已撤回：" + s.label, Text: text})
		f.Changed()
	})
}
