package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/intake"
)

// refersTo reports whether rows of a kind may name other records of the kind.
func refersTo(k *ledger.Kind, steps []ledger.Action) bool {
	for _, a := range steps {
		for _, ask := range a.Asks {
			if f, _ := k.Field(ask.Key); f.Type == ledger.Ref && f.To == k.Name {
				return true
			}
		}
	}
	return false
}

// looksAround reports whether a step is guarded: the rows above it are among what its guard looks at.
func looksAround(k *ledger.Kind, steps []ledger.Action) bool {
	return slices.ContainsFunc(steps, func(a ledger.Action) bool { return guards[k.Name+" "+a.Name] != nil })
}

// recordImport takes rows of any kind in by the steps its sheets tell: the first begins the record.
type recordImport struct {
	*importRun
	steps   []ledger.Action
	selfish bool              // a row may name one above it, or be refused for it
	known   map[Stranger]bool // names looked up: whether the roster has them
	met     []Stranger        // those it has not
}

// tells is a step that a row tells.
type tells struct {
	action ledger.Action
	fields ledger.Fields
}

// row takes one row in; what a value or a rule refuses is a fault of the row, the rest goes on.
func (r *recordImport) row(ctx context.Context, f intake.Filled) error {
	r.out.Warnings = append(r.out.Warnings, r.remarks(f)...)
	if r.selfish {
		if err := r.flush(ctx); err != nil {
			return err
		}
	}
	if err := r.meet(ctx, f.Values); err != nil {
		return err
	}
	err := r.take(ctx, f)
	var refused *fault.Fault
	if errors.As(err, &refused) && slices.Contains(rowFaults, refused.Code) {
		r.refuse(f.Row, strings.TrimRight(refused.Message, "。")+"。"+refused.Remedy)
		return nil
	}
	return err
}

// rowFaults are what one row can be refused for; anything else ends the import.
var rowFaults = []fault.Code{fault.BadValue, fault.Missing, fault.Refused, fault.WrongState, fault.NotAllowed}

func (r *recordImport) take(ctx context.Context, f intake.Filled) error {
	told, err := r.told(ctx, f)
	if err != nil {
		return err
	}
	id, err := r.identity(ctx, f, told[0].fields)
	if err != nil {
		return err
	}
	old, err := r.existing(ctx, id)
	if err != nil {
		return err
	}
	if old[id] == nil {
		return r.create(ctx, id, told, rowMark(f))
	}
	return r.addTo(ctx, f, old[id], told)
}

// told reads the steps a row tells.
func (r *recordImport) told(ctx context.Context, f intake.Filled) (out []tells, err error) {
	for i, action := range r.steps {
		if i > 0 && !action.ToldBy(f.Values) {
			continue
		}
		typed := map[string]string{}
		for _, ask := range action.Asks {
			if v := f.Values[ask.Key]; v != "" {
				typed[ask.Key] = v
			}
		}
		fields, err := r.values(ctx, r.w, r.kind, action, typed)
		if err != nil {
			return nil, err
		}
		out = append(out, tells{action, fields})
	}
	return out, nil
}

func (i *importRun) refuse(row int, why string) {
	i.out.Faults = append(i.out.Faults, intake.Refuse(row, why))
	i.out.FaultyRows++
}

// remarks points out personal data in the free text of a row.
func (r *recordImport) remarks(f intake.Filled) []intake.Fault {
	free := map[string]string{}
	for _, d := range r.kind.Fields {
		if v := f.Values[d.Key]; v != "" && isFree(r.kind, d) {
			free[d.Key] = v
		}
	}
	return remarks(f.Row, r.kind, free)
}

// identity is the record a row stands for: by its readable number, by what keys the kind, else by what it says, so that the
// same row again is the same record.
func (r *recordImport) identity(ctx context.Context, f intake.Filled, fields ledger.Fields) (ledger.RecordID, error) {
	if number := f.Values[ledger.NumberField]; number != "" {
		return r.numbered(ctx, number)
	}
	if key := r.kind.Key(fields); key != "" {
		return ledger.NewRecordID(r.Ledger, r.kind.Name, key), nil
	}
	raw, err := ledger.Canonical(fields)
	if err != nil {
		return "", fmt.Errorf("reading row: %w", err)
	}
	sum := sha256.Sum256(raw)
	return ledger.NewRecordID(r.Ledger, r.kind.Name, "row:"+hex.EncodeToString(sum[:])), nil
}

// numbered finds the record that has a readable number.
func (r *recordImport) numbered(ctx context.Context, number string) (id ledger.RecordID, err error) {
	q := Query{Kind: r.kind.Name, Where: []Condition{{Key: "number", Op: Equal, Value: []string{number}}}, Limit: 1}
	err = r.w.Each(ctx, q, func(row *Row) error {
		id = row.ID
		return nil
	})
	if err == nil && id == "" {
		err = fault.New(fault.Refused, "本台账没有"+r.kind.Label+" "+number).With("新登记的行请把“" + intake.NumberHeader + "”留空，编号由程序给出")
	}
	return id, err
}

// create writes a new record's steps as far as the row tells them.
func (r *recordImport) create(ctx context.Context, id ledger.RecordID, told []tells, mark string) error {
	rec := &ledger.Record{ID: id, Kind: r.kind.Name, Fields: ledger.Fields{}}
	var steps []stepEntry
	for _, t := range told {
		if err := r.check(ctx, t, rec); err != nil {
			return err
		}
		steps = append(steps, r.step(id, t.action.Name, t.fields, mark))
		advance(rec, t)
	}
	if r.kind.Outside == "" || told[0].fields.Text(r.kind.Outside) == "" {
		number, err := r.number(ctx, r.w, r.kind)
		if err != nil {
			return err
		}
		steps[0].entry.Fields[ledger.NumberField] = number
	}
	r.out.Created++
	return r.add(ctx, steps)
}

// check asks all that could refuse a step of a row.
func (r *recordImport) check(ctx context.Context, t tells, rec *ledger.Record) error {
	if err := r.allowed(ctx, r.w, r.kind, t.action, rec, t.fields); err != nil {
		return err
	}
	if err := r.guarded(ctx, r.w, t.action, rec, t.fields); err != nil {
		return err
	}
	if err := t.action.Check(ledger.Before{State: rec.State, Fields: rec.Fields, Facts: rec.Facts}, t.fields); err != nil {
		return fault.New(fault.Refused, err.Error())
	}
	return nil
}

// advance is the record after a step, as far as the next step of the same row looks at it.
func advance(rec *ledger.Record, t tells) {
	for key, v := range t.fields {
		rec.Fields[key] = v
	}
	if t.action.To != ledger.New {
		rec.State = t.action.To
	}
}

// rowMark is what every step of a row carries: the same row again adds nothing.
func rowMark(f intake.Filled) string {
	raw, err := ledger.Canonical(f.Values)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	return importMark + hex.EncodeToString(sum[:8])
}

// markKey carries rowMark; no description has it, so no form, table or history shows it.
const markKey = "row_mark"

func (r *recordImport) step(id ledger.RecordID, action string, fields ledger.Fields, mark string) stepEntry {
	s := split(r.kind, ledger.Entry{Record: id, Kind: r.kind.Name, Action: action, Fields: fields})
	s.entry.Fields[markKey] = mark
	return s
}

// addTo writes what a row says beyond the record it means: fields that differ, steps not taken yet.
func (r *recordImport) addTo(ctx context.Context, f intake.Filled, old *Row, told []tells) error {
	steps, labels, err := r.beyond(ctx, old, told, rowMark(f))
	if len(steps) == 0 && err == nil {
		r.out.Unchanged++
		return nil
	}
	if before, e := r.takenBefore(ctx, old.ID, rowMark(f)); e != nil || before {
		r.out.Unchanged++
		return e
	}
	if err != nil {
		return err
	}
	r.changed(f.Row, old, steps, labels)
	return r.add(ctx, steps)
}

// takenBefore reports whether this very row was taken in once: what was changed here since is not changed back.
func (r *recordImport) takenBefore(ctx context.Context, id ledger.RecordID, mark string) (bool, error) {
	rec, err := r.w.Record(ctx, r.kind.Name, string(id))
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(rec.Steps, func(s *ledger.Taken) bool { return s.Entry.Fields.Text(markKey) == mark }), nil
}

func (r *recordImport) beyond(ctx context.Context, old *Row, told []tells, mark string) (steps []stepEntry, labels []string, err error) {
	changed := ledger.Fields{}
	rec := old.Record
	var more []stepEntry
	for i, t := range told {
		fresh, err := r.fresh(i, t, old)
		if err != nil {
			return nil, nil, err
		}
		if fresh {
			if err := r.check(ctx, t, &rec); err != nil {
				return nil, nil, err
			}
			more, labels = append(more, r.step(old.ID, t.action.Name, t.fields, mark)), append(labels, t.action.Label)
			advance(&rec, t)
			continue
		}
		labels = append(labels, r.differing(old, t.fields, changed)...)
	}
	if len(changed) > 0 {
		steps = append(steps, r.step(old.ID, ledger.Amend, changed, mark))
	}
	return append(steps, more...), labels, nil
}

// fresh reports whether a step is not taken yet: what it tells first is not known of the record.
func (r *recordImport) fresh(i int, t tells, old *Row) (bool, error) {
	first, _ := r.kind.Field(t.action.Asks[0].Key)
	have, said := old.Fields[first.Key], t.fields[first.Key]
	switch {
	case i == 0:
		return r.again(t, old)
	case have == nil || have == "":
		return true, nil
	case first.Step && fmt.Sprint(have) != fmt.Sprint(said):
		return false, r.otherwise(first, have, said)
	}
	return false, nil
}

// again reports whether the step that begins a record is told of one begun otherwise: somebody went out, and the sheet says since
// when they were there.
func (r *recordImport) again(t tells, old *Row) (bool, error) {
	if !t.action.Leads(old.State) {
		return false, nil
	}
	for _, ask := range t.action.Asks {
		f, _ := r.kind.Field(ask.Key)
		have, said := old.Fields[f.Key], t.fields[f.Key]
		switch {
		case !f.Step || said == nil || said == "":
		case have == nil || have == "":
			return true, nil
		case fmt.Sprint(have) != fmt.Sprint(said):
			return false, r.otherwise(f, have, said)
		}
	}
	return false, nil
}

// otherwise refuses a row that tells another moment than the record does.
func (r *recordImport) otherwise(f ledger.Field, have, said any) error {
	return fault.New(fault.Refused, fmt.Sprintf("“%s”已登记为%s，表中是%s", f.Label, r.shown(f, have), r.shown(f, said))).With("请在该记录上更正")
}

// differing collects the fields that a row gives another value.
func (r *recordImport) differing(old *Row, fields, changed ledger.Fields) (labels []string) {
	for _, d := range r.kind.Fields {
		v, ok := fields[d.Key]
		if !ok || d.Step || v == "" || old.Fields[d.Key] == ledger.ErasedMark || masks(r.kind, d.Key, old.Fields[d.Key], v) {
			continue
		}
		if _, twice := changed[d.Key]; !twice && fmt.Sprint(old.Fields[d.Key]) != fmt.Sprint(v) {
			changed[d.Key] = v
			labels = append(labels, d.Label)
		}
	}
	return labels
}
