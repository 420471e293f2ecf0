package demo

import (
	"context"
	"maps"
	"time"

	"opsledger/app"
)

// event is something done at a moment.
type event struct {
	at time.Time
	do func(context.Context, *play) error
}

type values = map[string]string

// step is an event that takes one step on a ticket.
func (t *tale) step(at time.Time, action string, v values) event {
	return event{at, func(ctx context.Context, p *play) error { return p.act(ctx, t, action, v) }}
}

// byHand is all that is done about a ticket in the ledger itself.
func (y *year) byHand(t *tale) []event {
	t.entered = y.later(t.arrived, 4*time.Minute)
	if t.entered.After(y.now) {
		t.hand = nil
		return nil
	}
	out := []event{{t.entered, func(ctx context.Context, p *play) error { return p.receive(ctx, t) }}}
	if t.responded.IsZero() {
		return out
	}
	who := t.engineer
	if t.first != nil {
		who = t.first
	}
	out = append(out, t.step(t.responded, "accept", values{"responded": stamp(t.responded), "assignee": who.name}))
	return append(out, t.hand(t, y)...)
}

// described is what is typed where a ticket is registered.
func (t *tale) described() values {
	v := values{"outside_number": t.number, "title": t.title, "description": t.text, "system": t.system, "region": t.unit.region, "insurance": t.Insurance,
		"category": t.Category, "main_type": t.Kind, "channel": t.channel, "requester_unit": t.unit.name, "requester": t.requester,
		"requester_phone": t.phone, "requester_kind": t.requesterKind, "raised": stamp(t.raised), "arrived": stamp(t.arrived)}
	if t.tag {
		v["common_issue"] = t.Issue
	}
	maps.Copy(v, t.more)
	return v
}

// solve ends a ticket, where it has ended by now.
func (t *tale) solve() []event {
	if !t.done() {
		return nil
	}
	return []event{t.solved(t.resolved, t.result)}
}

func (t *tale) solved(at time.Time, result string) event {
	v := values{"resolved": stamp(at), "result": result, "category": t.Category, "main_type": t.Kind, "cause": t.Cause}
	if t.Category == "新增医院机构" {
		v["hospital_verified"] = "登记、结算各一笔通过"
	}
	maps.Copy(v, t.more) // an export does not tell them
	return t.step(at, "resolve", v)
}

// within is a moment so far through the work on a ticket, in open time.
func (y *year) within(t *tale, part float64) time.Time {
	end := t.resolved
	if end.IsZero() {
		end = y.now
	}
	return y.later(t.responded, time.Duration(part*float64(y.cal.Between(t.responded, end)))*time.Second)
}

func plain(t *tale, _ *year) []event { return t.solve() }

func noted(t *tale, y *year) []event {
	text := pick(y.chance, []string{"已电话联系申请单位，正在核对明细。", "已取得样例数据，复现成功。", "与省端专员沟通，确认处理口径。", "等待业务科室提供台账截图。"})
	return append([]event{t.step(y.within(t, 0.4), "note", values{"text": text})}, t.solve()...)
}

func sentUp(t *tale, y *year) []event {
	at, back := y.within(t, 0.2), y.within(t, 0.7)
	out := []event{t.step(at, "escalate", values{"escalated": stamp(at), "level": pick(y.chance, []string{"省端专员", "省厅", "公司"}), "to": "省端项目组", "reason": "现场无处理权限，需后台核查。"})}
	if !t.done() {
		return out
	}
	return append(append(out, t.step(back, "answer", values{"answered": stamp(back), "text": "已定位原因，后台处理完成，请现场验证。"})), t.solve()...)
}

func passedOn(t *tale, y *year) []event {
	at, back := y.within(t, 0.2), y.within(t, 0.8)
	return append([]event{t.step(at, "forward", values{"forwarded": stamp(at), "to": t.unit.name, "reason": "属业务经办事项，转经办机构答复。"}),
		t.step(back, "feed-back", values{"fed_back": stamp(back), "text": "已电话答复诉求人，本人认可。"})}, t.solve()...)
}

func toVendor(t *tale, y *year) []event {
	at, back := y.within(t, 0.15), y.within(t, 0.8)
	whom := t.vendor
	if whom == "" {
		whom = pick(y.chance, banks)
	}
	out := []event{t.step(at, "add-vendor", values{"asked": stamp(at), "vendor": whom, "task": "核对并重新提供文件", "due": stamp(y.later(at, 6*time.Hour)), "lead": t.engineer.name})}
	if !t.done() {
		return out
	}
	return append(append(out, t.step(back, "close-vendor", values{"done": stamp(back), "text": "已重新提供，校验通过。"})), t.solve()...)
}

func paused(t *tale, y *year) []event {
	t.paused = [2]time.Time{y.within(t, 0.2), y.within(t, 0.75)}
	return append([]event{
		t.step(t.paused[0], "suspend", values{"suspended": stamp(t.paused[0]), "suspend_code": pick(y.chance, []string{"等待用户", "等待授权", "等待第三方"}), "reason": "待补充材料", "evidence": "电话记录"}),
		t.step(t.paused[1], "resume", values{"resumed": stamp(t.paused[1]), "reason": "材料已补齐"})}, t.solve()...)
}

func doneAgain(t *tale, y *year) []event {
	t.reworked = "数据修改后仍有差异"
	end, back := y.within(t, 0.5), y.within(t, 0.7)
	return append([]event{t.solved(end, "已处理，请核对。"), t.step(back, "rework", values{"returned": stamp(back), "nature": "质量", "returned_by": t.unit.name, "reason": t.reworked})}, t.solve()...)
}

func actedFirst(t *tale, y *year) []event { return ahead(t, y, 5*time.Hour) }
func filedLate(t *tale, y *year) []event  { return ahead(t, y, 14*time.Hour) }

// ahead is work done before its papers, which follow so much later.
func ahead(t *tale, y *year, after time.Duration) []event {
	at := y.within(t, 0.1)
	filed := y.later(at, after)
	return append([]event{t.step(at, "act-first", values{"acted": stamp(at), "approver": "信息中心值班负责人", "reason": "影响窗口办理，电话批准先行处理。"}),
		t.step(filed, "file-late", values{"filed": stamp(filed), "reason": "补齐审批单"})}, t.solve()...)
}

func takenOver(t *tale, y *year) []event {
	for t.first == nil || t.first == t.engineer {
		t.first = &engineers[1+y.IntN(3)]
	}
	return append([]event{t.step(y.within(t, 0.3), "assign", values{"assignee": t.engineer.name, "reason": "熟悉该模块"})}, t.solve()...)
}

func sentBack(t *tale, y *year) []event {
	at, again := y.within(t, 0.2), y.within(t, 0.4)
	t.returned = [2]time.Time{at, again}
	return append([]event{t.step(at, "return", values{"returned": stamp(at), "reason": "描述不清，请补充业务号"}),
		t.step(again, "accept", values{"responded": stamp(again), "assignee": t.engineer.name})}, t.solve()...)
}

func withdrawn(t *tale, y *year) []event {
	t.voided = y.within(t, 0.5)
	t.resolved, t.confirmed = time.Time{}, time.Time{}
	return []event{t.step(t.voided, "void", values{"reason": "申请单位撤回，问题已自行解决"})}
}

// receive registers a ticket by hand, unless an import has been quicker.
func (p *play) receive(ctx context.Context, t *tale) error {
	if t.exported != "" {
		return nil
	}
	rec, err := p.s.Act(ctx, app.Step{Kind: "ticket", Key: "new", Action: "receive", Values: t.described(), Confirmed: true})
	if err == nil {
		t.id = string(rec.ID)
	}
	return err
}

func (p *play) act(ctx context.Context, t *tale, action string, v values) error {
	_, err := p.s.Act(ctx, app.Step{Kind: "ticket", Key: t.key(), Action: action, Values: v, Confirmed: true})
	return err
}
