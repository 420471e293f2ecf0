package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/intake"
)

// Importing says how a spreadsheet is taken in.
type Importing struct {
	Rows         intake.Rows
	Mapping      map[string]string
	Epoch1904    bool
	DryRun       bool                  // say what would happen, write nothing
	AllOrNothing bool                  // one faulty row refuses all
	Progress     func(done, total int) // rows written; may be nil
}

// Imported is what came of it. Rows counts data rows.
type Imported struct {
	Rows      int            `json:"rows"`
	Created   int            `json:"created"`
	Updated   int            `json:"updated"`
	Unchanged int            `json:"unchanged"`
	Faults    []intake.Fault `json:"faults"`
	Warnings  []intake.Fault `json:"warnings,omitempty"`
	Ignored   []string       `json:"ignored,omitempty"`
	Changes   []Change       `json:"changes,omitempty"` // what an update changed, by number
}

// Change says what an update of a ticket changed.
type Change struct {
	Number string   `json:"number"`
	Labels []string `json:"labels"`
}

// ImportTickets takes a ticket export in: one transaction, one time, one group of commits. A row seen before adds
// nothing; a changed row updates. Faulty rows are reported, the rest goes in.
func (a *App) ImportTickets(ctx context.Context, in Importing) (Imported, error) {
	var out Imported
	var result intake.Result
	err := a.Store.View(ctx, func(r Reader) error {
		dicts, err := a.Dictionaries(ctx, r)
		if err != nil {
			return err
		}
		result, err = intake.Tickets(in.Rows, intake.Options{Dictionaries: dicts, Mapping: in.Mapping, Now: a.Now(), Epoch1904: in.Epoch1904})
		return err
	})
	if err != nil {
		return out, err
	}
	out = Imported{Rows: result.Rows, Faults: result.Faults, Warnings: append(result.Warnings, draftRemarks(ticket.Kind, result.Drafts)...), Ignored: result.Ignored, Unchanged: result.Repeated}
	if out.Faults == nil {
		out.Faults = []intake.Fault{}
	}
	if in.AllOrNothing && result.FaultyRows > 0 {
		return out, fault.New(fault.ImportFaults, result.FaultyRows)
	}
	undo := errors.New("dry run")
	err = a.Store.Write(ctx, func(w Writer) error {
		if err := a.checkClock(ctx, w); err != nil {
			return err
		}
		if err := a.takeIn(ctx, w, result.Drafts, &out, in.Progress); err != nil {
			return err
		}
		if in.DryRun {
			return undo
		}
		return nil
	})
	if errors.Is(err, undo) {
		err = nil
	}
	return out, err
}

func (a *App) takeIn(ctx context.Context, w Writer, drafts []intake.Draft, out *Imported, progress func(done, total int)) error {
	g, err := a.newGroup()
	if err != nil {
		return err
	}
	var entries []stepEntry
	for i, d := range drafts {
		if err := ctx.Err(); err != nil {
			return err
		}
		steps, err := a.stepsOf(ctx, w, d, out)
		if err != nil {
			return err
		}
		entries = append(entries, steps...)
		if progress != nil && i%200 == 0 {
			progress(i, len(drafts))
		}
		if len(entries) > 4*ledger.MaxEntries { // not all at once: a large export would fill the memory
			if err := a.writeIn(ctx, w, g, entries); err != nil {
				return err
			}
			entries = entries[:0]
		}
	}
	return a.writeIn(ctx, w, g, entries)
}

// stepsOf are the steps a row stands for, beyond those its ticket already has.
func (a *App) stepsOf(ctx context.Context, w Writer, d intake.Draft, out *Imported) ([]stepEntry, error) {
	id := ledger.NewRecordID(a.Ledger, ticket.Kind.Name, d.Number)
	source, err := fingerprint(d)
	if err != nil {
		return nil, err
	}
	old, err := one(ctx, w, id)
	if err != nil {
		return nil, err
	}
	t := &taking{id: id, source: source, draft: d}
	if old == nil {
		out.Created++
		t.begin()
		return t.steps, nil
	}
	var f ticket.Facts
	if err := json.Unmarshal(old.FactsJSON, &f); err != nil {
		return nil, fmt.Errorf("reading ticket %s: %w", old.Number, err)
	}
	if f.Source == source {
		out.Unchanged++
		return nil, nil
	}
	t.catchUp(old, f)
	if len(t.labels) == 0 {
		out.Unchanged++
		return nil, nil
	}
	out.Updated++
	out.Changes = append(out.Changes, Change{Number: d.Number, Labels: t.labels})
	return t.steps, nil
}

// one reads a ticket's row without its steps; nil where there is none.
func one(ctx context.Context, r Reader, id ledger.RecordID) (found *Row, err error) {
	q := Query{Kind: ticket.Kind.Name, Where: []Condition{{Key: "id", Op: Equal, Value: []string{string(id)}}}}
	err = r.Each(ctx, q, func(row *Row) error {
		found = row
		return nil
	})
	return found, err
}

// fingerprint tells whether a row says the same as when it was last imported.
func fingerprint(d intake.Draft) (string, error) {
	d.Row = 0
	raw, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("reading row: %w", err)
	}
	sum := sha256.Sum256(raw)
	return "导入:" + hex.EncodeToString(sum[:8]), nil
}

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

// catchUp adds what the row says beyond the ticket's row.
func (t *taking) catchUp(old *Row, f ticket.Facts) {
	amended := ledger.Fields{}
	for key, v := range t.described() {
		if v != "" && old.Fields[key] != v && !masks(ticket.Kind, key, old.Fields[key], v) {
			amended[key] = v
		}
	}
	for key, pair := range map[string][2]time.Time{"arrived": {f.Arrived, t.draft.Arrived}, "raised": {f.Raised, t.draft.Raised}} {
		if !pair[1].IsZero() && !pair[0].Equal(pair[1]) {
			amended[key] = ledger.FormatTime(pair[1])
		}
	}
	for key := range amended {
		d, _ := ticket.Kind.Field(key)
		t.labels = append(t.labels, d.Label)
	}
	if len(amended) > 0 {
		t.step(ledger.Amend, amended)
	}
	before := len(t.steps)
	t.progress(f, old.State)
	for _, s := range t.steps[before:] {
		a, _ := ticket.Kind.Action(s.entry.Action)
		t.labels = append(t.labels, a.Label)
	}
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
