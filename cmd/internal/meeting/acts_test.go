package meeting

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/intake"
)

func (w *world) typed() string { return w.now.Format("2006-01-02T15:04") }

// received is what is typed of a new ticket; outside is its number at the province, or "".
func (w *world) received(outside string) map[string]string {
	v := map[string]string{"title": "待遇未到账", "region": "丹徒区", "system": "社会保险系统", "insurance": "企业职工养老", "arrived": "2026-03-10T09:00",
		"requester": "李小芳", "requester_phone": "13812345678"}
	if outside != "" {
		v["outside_number"] = outside
	}
	return v
}

// values are what is typed of a step on a ticket.
func (w *world) values(action string, r *rand.Rand) map[string]string {
	at := w.typed()
	switch action {
	case "accept":
		return map[string]string{"responded": at}
	case "resolve":
		return map[string]string{"resolved": at, "result": "已处理", "category": "指导答疑", "main_type": "业务"}
	case "confirm":
		return map[string]string{"confirmed": at}
	case "rework":
		return map[string]string{"returned": at, "nature": "同一问题未解决"}
	case "void":
		return map[string]string{"reason": "重复"}
	case "suspend":
		return map[string]string{"suspended": at, "suspend_code": "等待用户"}
	case "resume":
		return map[string]string{"resumed": at}
	case "note":
		return map[string]string{"text": "已联系"}
	case "request-extension":
		return map[string]string{"requested": at, "reason": "须省厅修数", "proposed": "2026-03-20T18:00"}
	case "grant-extension":
		return map[string]string{"ruled": at, "due": fmt.Sprintf("2026-03-%dT18:00", 17+r.IntN(3))}
	case "deny-extension":
		return map[string]string{"ruled": at, "opinion": "理由不足"}
	case ledger.Amend:
		return map[string]string{"title": fmt.Sprint("第", r.IntN(4), "种说法")}
	}
	return nil
}

var steps = []string{"accept", "resolve", "confirm", "rework", "void", "suspend", "resume", "note", "request-extension", "grant-extension", "deny-extension", ledger.Amend}

// work is what a person does at a PC.
func (w *world) work(r *rand.Rand) error {
	st := w.anyone(r)
	st.ConfirmDate(st.now().Format(time.DateOnly))
	switch n := r.IntN(20); {
	case n < 3:
		outside := ""
		if r.IntN(2) == 0 {
			outside = fmt.Sprint("JS2026-", r.IntN(5))
		}
		return w.receive(st, outside)
	case n == 3:
		return w.importing(st, r)
	case n == 4:
		return w.did(st, "visit", func(*ledger.Record) error {
			_, err := st.Act(ctx, app.Step{Kind: "visit", Key: "new", Action: "record", Values: map[string]string{"date": "2026-03-05", "means": "走访", "unit": "养老科",
				"side": "业务", "region": "丹徒区", "asked": "周科长", "asker": "李工", "content": "听取意见"}})
			return err
		}, r)
	}
	return w.onTicket(st, r)
}

func (w *world) receive(st *station, outside string) error {
	values := w.received(outside)
	if _, knows := st.kinds.Kind("ticket").Field("lead"); knows {
		values["lead"] = "李工"
	}
	return w.acknowledged(st, "receive", func() error {
		_, err := st.Act(ctx, app.Step{Kind: "ticket", Key: "new", Action: "receive", Values: values})
		return err
	})
}

// importing takes in a provincial export of three tickets that others may take in too.
func (w *world) importing(st *station, r *rand.Rand) error {
	first := r.IntN(4)
	rows := func(yield func(intake.Row, error) bool) {
		line := func(n int, texts ...string) bool {
			row := intake.Row{Number: n}
			for _, t := range texts {
				row.Cells = append(row.Cells, intake.Cell{Text: t})
			}
			return yield(row, nil)
		}
		if !line(1, "工单号", "标题", "所属系统", "险种", "区域", "申请人", "联系电话", "到达时间") {
			return
		}
		for i := range 3 {
			if !line(2+i, fmt.Sprint("JS2026-", first+i), "计息有误", "社会保险系统", "企业职工养老", "丹徒区", "王小明", "13900000000", "2026-03-09 10:00") {
				return
			}
		}
	}
	return w.acknowledged(st, "import", func() error {
		_, err := st.App.ImportTickets(ctx, app.Importing{Rows: rows})
		return err
	})
}

// onTicket is a step on one of the tickets there are.
func (w *world) onTicket(st *station, r *rand.Rand) error {
	action := ""
	switch n := r.IntN(16); n {
	case 0, 1:
		action = ledger.Attach
	case 2:
		action = ledger.Erase
	case 3:
		action = ledger.TakeBack
	case 4, 5:
		action = ledger.Settle
	case 6:
		action = ledger.Detach
	}
	if action == ledger.Erase {
		return w.erase(st, r)
	}
	return w.did(st, action, func(rec *ledger.Record) error {
		key := string(rec.ID)
		switch action {
		case ledger.Attach:
			_, err := st.Attach(ctx, "ticket", key, app.File{Name: "截图.png", Data: []byte(fmt.Sprint("content ", r.IntN(6)))})
			return err
		case ledger.Detach:
			_, err := st.Attach(ctx, "ticket", key, app.File{Name: "误加.png", Data: []byte(fmt.Sprint("content ", r.IntN(6)))})
			if err == nil {
				_, err = st.Detach(ctx, "ticket", key, "误加.png")
			}
			return err
		case ledger.TakeBack:
			_, err := st.TakeBack(ctx, "ticket", key, rec.Steps[len(rec.Steps)-1].Ref())
			return err
		case ledger.Settle:
			return w.settle(st, rec, r)
		}
		return w.act(st, rec, w.possible(st, rec, r), r)
	}, r)
}

// act takes a step of the ticket's own.
func (w *world) act(st *station, rec *ledger.Record, action string, r *rand.Rand) error {
	_, err := st.Act(ctx, app.Step{Kind: "ticket", Key: string(rec.ID), Action: action, Values: w.values(action, r)})
	if err == nil {
		w.count[action]++
	}
	return err
}

// erase drops the personal data of a ticket.
func (w *world) erase(st *station, r *rand.Rand) error {
	return w.did(st, ledger.Erase, func(rec *ledger.Record) error {
		_, err := st.EraseRecord(ctx, "ticket", string(rec.ID), "本人要求")
		return err
	}, r)
}

// settle takes a side of one of the record's conflicts.
func (w *world) settle(st *station, rec *ledger.Record, r *rand.Rand) error {
	if len(rec.Conflicts) == 0 {
		return errNoTarget
	}
	c := rec.Conflicts[r.IntN(len(rec.Conflicts))]
	_, err := st.Settle(ctx, "ticket", string(rec.ID), c.Field, c.Sides[r.IntN(len(c.Sides))].Ref)
	return err
}

// possible is a step the record's state allows.
func (w *world) possible(st *station, rec *ledger.Record, r *rand.Rand) string {
	var may []string
	for _, name := range steps {
		if a, ok := st.kinds.Kind("ticket").Action(name); name == ledger.Amend || ok && a.Leads(rec.State) {
			may = append(may, name)
		}
	}
	return may[r.IntN(len(may))]
}

// did does something to a ticket, if there is one.
func (w *world) did(st *station, what string, do func(*ledger.Record) error, r *rand.Rand) error {
	rec, err := st.someTicket(r)
	if err != nil {
		return err
	}
	return w.acknowledged(st, what, func() error { return do(rec) })
}

func (st *station) someTicket(r *rand.Rand) (rec *ledger.Record, err error) {
	err = st.Store.View(ctx, func(rd app.Reader) error {
		var ids []string
		err := rd.Each(ctx, app.Query{Kind: "ticket"}, func(row *app.Row) error {
			ids = append(ids, string(row.ID))
			return nil
		})
		if err != nil || len(ids) == 0 {
			return orNone(err)
		}
		slices.Sort(ids)
		rec, err = rd.Record(ctx, "ticket", ids[r.IntN(len(ids))])
		return err
	})
	return rec, err
}

// acknowledged does something and remembers the commit by which it was acknowledged. What is refused with a reason is no finding.
func (w *world) acknowledged(st *station, what string, do func() error) error {
	before, err := st.tip()
	if err != nil {
		return err
	}
	err = do()
	var told *fault.Fault
	switch {
	case errors.Is(err, errNoTarget):
		return err
	case errors.As(err, &told) && told.Code != fault.Internal:
		w.count["not allowed"]++
		return nil
	case err != nil:
		return fmt.Errorf("%s, %s: %w", st.name, what, err)
	}
	tip, err := st.tip()
	if err != nil || tip.Prev == nil || before.Prev != nil && before.Prev.Hash == tip.Prev.Hash {
		return err
	}
	if at := st.now().Truncate(time.Second); !tip.Prev.Wall.Equal(at) {
		return fmt.Errorf("%s, %s: its clock says %v, the commit %v", st.name, what, at, tip.Prev.Wall)
	}
	w.acked[tip.Prev.Hash] = st.name + ", " + what
	w.count["step"]++
	if what != "" {
		w.count[what]++
	}
	return nil
}
