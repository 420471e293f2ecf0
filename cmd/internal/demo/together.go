package demo

import (
	"context"
	"time"

	"opsledger/app"
)

// twins makes so many tickets be told of twice; the second is merged into the first once both are here.
func (y *year) twins(n int) {
	var out []*tale
	for range 60 * n {
		t := pick(y.chance, y.tickets)
		if n == 0 || t.fixed || t.resolved.After(y.now) || t.twin != nil {
			continue
		}
		twin := *t
		twin.arrived = t.arrived.Add(time.Duration(8+y.IntN(30)) * time.Minute)
		twin.responded = later(t.responded, twin.arrived)
		twin.resolved, twin.raised = later(t.resolved, twin.responded), twin.arrived.Add(-5*time.Minute)
		twin.confirmed = later(t.confirmed, twin.resolved)
		twin.requester, twin.phone, twin.fixed = y.name(), y.phone(), true
		t.twin, t.fixed = &twin, true
		out = append(out, &twin)
		n--
	}
	// They take the place of as many others: the number of tickets is what was asked for.
	for i := 0; len(out) > 0 && i < len(y.tickets); i += 7 {
		if t := y.tickets[i]; !t.fixed && !t.resolved.After(y.now) {
			y.tickets[i], out = out[0], out[1:]
		}
	}
	byArrival(y.tickets)
}

// later is the later of two moments.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// joined merges a ticket's twin into it at a moment.
func (t *tale) joined(at time.Time) event {
	return event{at, func(ctx context.Context, p *play) error {
		return p.act(ctx, t.twin, "merge", values{"with": t.key(), "reason": "同一问题重复提单"})
	}}
}

// tagged notes the common problem a ticket is a case of.
func (t *tale) tagged(at time.Time) event {
	return t.step(at, "amend", values{"common_issue": t.Issue})
}

// sought asks others for help about tickets that have waited a while, about twice a month.
func (y *year) sought() (out []event) {
	last := time.Time{}
	for i, t := range y.tickets {
		at := y.later(t.responded, 2*workday)
		if !t.long || t.hand == nil || t.entered.IsZero() || at.After(y.now) || at.Before(last.AddDate(0, 0, 17)) || !t.open(at) {
			continue
		}
		last = at
		out = append(out, y.request(t, y.alongside(i, at), at)...)
	}
	return out
}

// alongside are further tickets that wait at a moment.
func (y *year) alongside(first int, at time.Time) (out []*tale) {
	for _, t := range y.tickets[:first] {
		if t.long && t.hand != nil && !t.entered.IsZero() && t.entered.Before(at) && t.open(at) && len(out) < 2 && y.one(3) {
			out = append(out, t)
		}
	}
	return out
}

// request sends, links, and hears the answer of one such asking.
func (y *year) request(t *tale, more []*tale, at time.Time) []event {
	var id string
	act := func(at time.Time, action string, v values) event {
		return event{at, func(ctx context.Context, p *play) error {
			key := id
			if action == "send" {
				key = "new"
			}
			rec, err := p.s.Act(ctx, app.Step{Kind: "coordination", Key: key, Action: action, Values: v})
			if err == nil {
				id = string(rec.ID)
			}
			return err
		}}
	}
	with := pick(y.chance, []string{"省厅处置小组", "省端", "省端", "公司", "厂商"})
	out := []event{act(at, "send", values{"with": with, "party": "一体化平台项目组", "subject": t.title, "lead": t.engineer.name, "sent": stamp(at),
		"content": "现场已排查，需协助核查后台处理逻辑。" + t.title, "due": stamp(y.later(at, 5*workday)), "waiting": "修正程序或给出处理口径"})}
	for _, o := range append([]*tale{t}, more...) {
		out = append(out, event{at.Add(2 * time.Minute), func(ctx context.Context, p *play) error {
			_, err := p.s.LinkRecords(ctx, "coordination", id, "ticket", o.key(), "涉及工单")
			return err
		}})
	}
	if with == "厂商" {
		done := y.later(at, y.hours(10, 30))
		out = append(out, act(at.Add(5*time.Minute), "add-action", values{"vendor": pick(y.chance, banks), "task": "提供报文样例和日志", "task_due": stamp(y.later(at, 3*workday))}),
			act(done, "close-action", values{"done": stamp(done), "text": "已提供"}))
	}
	answered := y.later(at, y.hours(30, 60))
	closed := y.later(answered, y.hours(4, 20))
	return append(out, act(answered, "answer", values{"answered": stamp(answered), "text": "已列入下一版本修正，先按临时方案处理。"}),
		act(closed, "close", values{"closed": stamp(closed), "outcome": "版本已发布，现场验证通过。"}))
}
