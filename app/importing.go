package app

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/intake"
)

// ImportTickets takes a ticket export in: one transaction, one time, one group of commits. A row seen before adds
// nothing; a changed row updates. Faulty rows are reported, the rest goes in.
func (a *App) ImportTickets(ctx context.Context, in Importing) (Imported, error) {
	return a.importRows(ctx, ticket.Kind, in, func(run *importRun, o intake.Options) (intake.Result, error) {
		t := &ticketImport{importRun: run}
		result, err := intake.Tickets(in.Rows, o, func(d intake.Draft) error { return t.collect(ctx, d) })
		if err == nil {
			err = t.settle(ctx)
		}
		return result, err
	})
}

// ticketImport looks tickets up many at a time: one by one would cost as much again as reading them. No number comes
// twice in one file.
type ticketImport struct {
	*importRun
	drafts []*taking
}

// together is how many tickets are looked up at once.
const together = 200

func (i *ticketImport) collect(ctx context.Context, d intake.Draft) error {
	i.drafts = append(i.drafts, &taking{id: ledger.NewRecordID(i.Ledger, ticket.Kind.Name, d.Number), source: fingerprint(d), draft: d})
	if len(i.drafts) < together {
		return nil
	}
	return i.settle(ctx)
}

func (i *ticketImport) settle(ctx context.Context) error {
	var ids []ledger.RecordID
	for _, t := range i.drafts {
		ids = append(ids, t.id)
	}
	old, err := i.existing(ctx, ids...)
	if err != nil {
		return err
	}
	for _, t := range i.drafts {
		if err := i.ticket(ctx, t, old[t.id]); err != nil {
			return err
		}
	}
	i.drafts = i.drafts[:0]
	return nil
}

// ticket takes the steps a row stands for, beyond those its ticket already has; old is nil where it is new.
func (i *importRun) ticket(ctx context.Context, t *taking, old *Row) error {
	if old == nil {
		i.out.Created++
		i.remark(t.draft)
		t.begin()
		return i.add(ctx, t.steps)
	}
	var f ticket.Facts
	if err := json.Unmarshal(old.FactsJSON, &f); err != nil {
		return fmt.Errorf("reading ticket %s: %w", old.Number, err)
	}
	told := &provincial{run: i, id: t.id}
	if err := i.beside(ctx, t, f, told); err != nil {
		return err
	}
	if f.Source != t.source {
		if err := i.catchUp(ctx, t, old, f, told); err != nil {
			return err
		}
	}
	if len(t.steps) == 0 {
		i.out.Unchanged++
		return nil
	}
	i.remark(t.draft)
	i.changed(t.draft.Row, old, t.steps, t.labels)
	return i.add(ctx, t.steps)
}

// fingerprint tells whether a row says the same as when it was last imported.
func fingerprint(d intake.Draft) string { return importMark + hex.EncodeToString(d.Sum[:]) }

// importMark begins the source of a step that an import wrote.
const importMark = "导入:"

// taking turns one draft into steps.
type taking struct {
	id     ledger.RecordID
	source string
	draft  intake.Draft
	steps  []stepEntry
	labels []string
}

func (t *taking) step(action string, fields ledger.Fields) {
	fields["source"] = t.source
	for k, v := range fields {
		if v == "" {
			delete(fields, k)
		}
	}
	t.steps = append(t.steps, split(ticket.Kind, ledger.Entry{Record: t.id, Kind: ticket.Kind.Name, Action: action, Fields: fields}))
}

// described are the fields a row describes a ticket by, as the ledger keeps them.
func (t *taking) described() ledger.Fields {
	d := t.draft
	return ledger.Fields{"outside_number": d.Number, "title": d.Title, "description": d.Description, "system": d.System,
		"insurance": d.Insurance, "region": d.Region, "category": d.Category, "main_type": d.MainType, "channel": d.Channel,
		"requester_unit": d.Unit, "requester": d.Requester, "requester_phone": d.Phone, "assignee": d.Assignee, "delay": d.Delay}
}

// begin writes a ticket's whole life as far as the row tells it.
func (t *taking) begin() {
	f := t.described()
	f["arrived"], f["raised"] = ledger.FormatTime(t.draft.Arrived), ledger.FormatTime(t.draft.Raised)
	t.step("receive", f)
	t.progress(ticket.Facts{}, ticket.Open)
}

// progress adds the steps from a state on. Local steps are kept: what the province says later is told beside them.
func (t *taking) progress(f ticket.Facts, state ledger.State) {
	d := t.draft
	if state == ticket.Open && !d.Responded.IsZero() {
		t.step("accept", ledger.Fields{"responded": ledger.FormatTime(d.Responded)})
		state = ticket.Accepted
	}
	if state != ticket.Resolved && state != ticket.Confirmed && state != ticket.Void && !d.Resolved.IsZero() {
		t.resolve(f)
		state = ticket.Resolved
	}
	if state == ticket.Resolved && !d.Confirmed.IsZero() {
		t.step("confirm", ledger.Fields{"confirmed": ledger.FormatTime(d.Confirmed)})
		state = ticket.Confirmed
	}
	if d.State == ticket.Void && state != ticket.Void {
		t.step("void", ledger.Fields{"reason": "导入的状态为已作废"})
	}
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
