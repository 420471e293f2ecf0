package app

import (
	"slices"
	"strings"

	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
)

// progress adds the steps that a row stands for, from a state on. Local steps are kept: what the province says later is told
// beside them. What an export says without a time is told at the moment of the import.
func (t *taking) progress(f ticket.Facts, state ledger.State) {
	d := t.draft
	if state == ticket.Open && !d.Responded.IsZero() && !f.Accepted.Equal(d.Responded) { // given back since, it waits to be accepted anew
		t.step("accept", ledger.Fields{"responded": ledger.FormatTime(d.Responded)})
		state = ticket.Accepted
	}
	state = t.pause(f, state)
	if state != ticket.Resolved && state != ticket.Confirmed && state != ticket.Void && !d.Resolved.IsZero() && !t.returned(f) {
		t.resolve(f)
		state = ticket.Resolved
	}
	if state == ticket.Resolved && !d.Confirmed.IsZero() {
		t.step("confirm", ledger.Fields{"confirmed": ledger.FormatTime(d.Confirmed)})
		state = ticket.Confirmed
	}
	if d.State == ticket.Void && state != ticket.Void {
		t.step("void", ledger.Fields{"reason": "导入的状态为已作废"})
		return
	}
	t.claim(f)
}

// pause suspends what the export calls 已挂起, and resumes what it no longer does. A pause begun here is not ended by it.
func (t *taking) pause(f ticket.Facts, state ledger.State) ledger.State {
	switch {
	case t.draft.State == ticket.Suspended && (state == ticket.Open || state == ticket.Accepted):
		t.step("suspend", ledger.Fields{"suspended": t.now, "suspend_code": "其他", "reason": "导入的状态为已挂起，未给出挂起时间，按导入时间"})
		return ticket.Suspended
	case t.draft.State == ticket.Accepted && state == ticket.Suspended && len(f.Pauses) > 0 && f.Pauses[len(f.Pauses)-1].Imported:
		t.step("resume", ledger.Fields{"resumed": t.now, "reason": "导入的状态为处理中"})
		return ticket.Accepted
	}
	return state
}

// returned reports whether the resolve a row tells was given back here since.
func (t *taking) returned(f ticket.Facts) bool {
	return slices.ContainsFunc(f.Resolves, func(r ticket.Resolve) bool { return r.At.Equal(t.draft.Resolved) && !r.Returned.IsZero() })
}

// claim asks the center to rule on a delay that the export puts down to others, once a reason.
func (t *taking) claim(f ticket.Facts) {
	code := t.draft.Excuse
	if code == "" || slices.ContainsFunc(f.Excuses, func(e ticket.Excuse) bool { return e.Imported && e.Code == code }) {
		return
	}
	t.step("claim-excuse", ledger.Fields{"claimed": t.now, "excuse_code": code, "evidence": "导入的延误责任：" + t.draft.Delay})
}

// resolve writes the end of the work. A row that says 返工 without saying when is returned and resolved at the same
// moment: the rework counts, the clock does not move.
func (t *taking) resolve(f ticket.Facts) {
	d := t.draft
	end := ledger.Fields{"resolved": ledger.FormatTime(d.Resolved), "result": d.Result, "cause": d.Cause}
	t.step("resolve", end)
	if !d.Rework || len(f.Resolves) > 0 {
		return
	}
	t.step("rework", ledger.Fields{"returned": ledger.FormatTime(d.Resolved), "nature": nature(d.ReworkReason), "reason": d.ReworkReason})
	t.step("resolve", ledger.Fields{"resolved": ledger.FormatTime(d.Resolved)})
}

// nature reads an imported rework as one for quality unless its reason says otherwise: in doubt it counts against us
// (A19).
func nature(reason string) string {
	for _, other := range []string{"非质量", "需求变更", "用户变更", "资料补充", "政策调整", "非我方", "省厅"} {
		if strings.Contains(reason, other) {
			return "非质量"
		}
	}
	return "质量"
}
