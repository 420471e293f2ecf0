package app

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/intake"
	"opsledger/app/rule/privacy"
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
	t := &taking{now: ledger.FormatTime(i.group.wall), source: fingerprint(d), draft: d}
	if d.Number != "" {
		t.id = ledger.NewRecordID(i.Ledger, ticket.Kind.Name, d.Number)
	}
	i.drafts = append(i.drafts, t)
	if len(i.drafts) < together {
		return nil
	}
	return i.settle(ctx)
}

func (i *ticketImport) settle(ctx context.Context) error {
	var ids []ledger.RecordID
	for _, t := range i.drafts {
		if t.id != "" {
			ids = append(ids, t.id)
		}
	}
	old, err := i.existing(ctx, ids...)
	if err != nil {
		return err
	}
	if err := i.byNumber(ctx, old); err != nil {
		return err
	}
	for _, t := range i.drafts {
		if t.refused != "" {
			i.refuse(t.draft.Row, t.refused)
			continue
		}
		if err := i.ticket(ctx, t, old[t.id]); err != nil {
			return err
		}
	}
	i.drafts = i.drafts[:0]
	return nil
}

// byNumber finds tickets that were begun here: by the outside number they got later, as one done first and filed late does,
// else by the ledger's own. A row that names two tickets, or by its own number none, is refused.
func (i *ticketImport) byNumber(ctx context.Context, old map[ledger.RecordID]*Row) error {
	missing, own := map[string]*taking{}, map[string]*taking{}
	var numbers []string
	for _, t := range i.drafts {
		if d := t.draft; d.Number != "" && old[t.id] == nil {
			missing[d.Number], numbers = t, append(numbers, d.Number)
		}
		if d := t.draft; d.Own != "" {
			own[d.Own], numbers = t, append(numbers, d.Own)
		}
	}
	if len(numbers) == 0 {
		return nil
	}
	begun := map[*taking]*Row{}
	err := i.w.Each(ctx, Query{Kind: i.kind.Name, Where: []Condition{{Key: "number", Op: Equal, Value: numbers}}}, func(row *Row) error {
		if t := missing[row.Number]; t != nil {
			t.id, old[row.ID] = row.ID, row
		}
		if t := own[row.Number]; t != nil {
			begun[t] = row
		}
		return nil
	})
	for _, t := range own {
		t.begun(begun[t], old)
	}
	return err
}

// begun settles which ticket a row with an own number is for; row is the one that has this number, nil for none.
func (t *taking) begun(row *Row, old map[ledger.RecordID]*Row) {
	there := t.id != "" && old[t.id] != nil
	switch {
	case row == nil && t.draft.Number == "":
		t.refused = "台账里没有编号为" + t.draft.Own + "的工单。本机编号的工单只能更新：请核对编号，或填写工单号"
	case row != nil && there && row.ID != t.id:
		t.refused = "工单号" + t.draft.Number + "与台账编号" + t.draft.Own + "是两件工单。请核对；确是一件时请先合并"
	case row != nil && !there:
		t.id, old[row.ID] = row.ID, row
	}
}

// ticket takes the steps a row stands for, beyond those its ticket already has; old is nil where it is new.
func (i *importRun) ticket(ctx context.Context, t *taking, old *Row) error {
	if old == nil {
		i.out.Created++
		if d := t.draft; len(i.out.Samples) < MaxSamples {
			i.out.Samples = append(i.out.Samples, Sample{d.Row, privacy.Scrub(d.Number), privacy.Scrub(d.Title)})
		}
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
	now    string // the moment of the import
	id     ledger.RecordID
	source string
	draft  intake.Draft

	refused string // why the row is not taken; "": it is
	steps   []stepEntry
	labels  []string
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

// described are the fields a row describes a ticket by, as the ledger keeps them. Masks stand for no data.
func (t *taking) described() ledger.Fields {
	d := t.draft
	for kind, text := range map[string]*string{privacy.Name: &d.Requester, privacy.Phone: &d.Phone} {
		if privacy.Masked(kind, *text) {
			*text = ""
		}
	}
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
