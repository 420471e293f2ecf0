package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/intake"
)

// ImportRecords takes a filled template of any kind in: a row becomes a record by its creating step. A row of a
// record already here adds nothing where it says the same; where the kind has an outside number and the row says
// something else, it amends.
func (a *App) ImportRecords(ctx context.Context, kind string, in Importing) (Imported, error) {
	k := a.Kinds.Kind(kind)
	if k == nil {
		return Imported{}, fault.New(fault.UnknownKind, kind)
	}
	if k == ticket.Kind {
		return a.ImportTickets(ctx, in)
	}
	creating, ok := creatingStep(k)
	if !ok {
		return Imported{}, fault.New(fault.NotYet, "import "+kind)
	}
	filled, result, err := intake.Records(k, creating, in.Rows, intake.Options{Mapping: in.Mapping, Now: a.Now(), Epoch1904: in.Epoch1904})
	if err != nil {
		return Imported{}, err
	}
	out := Imported{Rows: result.Rows, Faults: append([]intake.Fault{}, result.Faults...), Ignored: result.Ignored}
	undo := errors.New("dry run")
	err = a.Store.Write(ctx, func(w Writer) error {
		if err := a.checkClock(ctx, w); err != nil {
			return err
		}
		g, err := a.newGroup()
		if err != nil {
			return err
		}
		r := &recordImport{App: a, w: w, kind: k, creating: creating, group: g, out: &out}
		for _, f := range filled {
			if err := r.row(ctx, f); err != nil {
				return err
			}
		}
		if in.AllOrNothing && len(out.Faults) > 0 {
			return fault.New(fault.ImportFaults, len(out.Faults))
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

func creatingStep(k *ledger.Kind) (ledger.Action, bool) {
	for _, a := range k.Actions {
		if a.Creates {
			return a, true
		}
	}
	return ledger.Action{}, false
}

type recordImport struct {
	*App
	w        Writer
	kind     *ledger.Kind
	creating ledger.Action
	group    group
	out      *Imported
}

// row takes one row in; what a value or a rule refuses is a fault of the row, the rest goes on.
func (r *recordImport) row(ctx context.Context, f intake.Filled) error {
	r.out.Warnings = append(r.out.Warnings, r.remarks(f)...)
	fields, err := r.values(ctx, r.w, r.kind, r.creating, f.Values)
	var refused *fault.Fault
	if errors.As(err, &refused) && refused.Code != fault.Internal {
		r.out.Faults = append(r.out.Faults, intake.Refuse(f.Row, refused.Message+"。"+refused.Remedy))
		return nil
	}
	if err != nil {
		return err
	}
	id, err := r.identity(fields)
	if err != nil {
		return err
	}
	old, err := r.w.Record(ctx, r.kind.Name, string(id))
	switch {
	case errors.Is(err, ErrNotFound):
		return r.create(ctx, f, id, fields)
	case err != nil:
		return err
	}
	return r.amend(ctx, old, fields)
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

// identity is the record a row stands for: by its outside number, else by what it says, so that the same row again
// is the same record.
func (r *recordImport) identity(fields ledger.Fields) (ledger.RecordID, error) {
	if outside := fields.Text(r.kind.Outside); outside != "" {
		return ledger.NewRecordID(r.Ledger, r.kind.Name, outside), nil
	}
	raw, err := ledger.Canonical(fields)
	if err != nil {
		return "", fmt.Errorf("reading row: %w", err)
	}
	sum := sha256.Sum256(raw)
	return ledger.NewRecordID(r.Ledger, r.kind.Name, "row:"+hex.EncodeToString(sum[:])), nil
}

func (r *recordImport) create(ctx context.Context, f intake.Filled, id ledger.RecordID, fields ledger.Fields) error {
	before := ledger.Before{Fields: ledger.Fields{}}
	if err := r.allowed(ctx, r.w, r.kind, r.creating, &ledger.Record{ID: id}, fields); err != nil {
		return err
	}
	if err := r.creating.Check(before, fields); err != nil {
		r.out.Faults = append(r.out.Faults, intake.Refuse(f.Row, err.Error()))
		return nil
	}
	if fields.Text(r.kind.Outside) == "" {
		number, err := r.number(ctx, r.w, r.kind)
		if err != nil {
			return err
		}
		fields[ledger.NumberField] = number
	}
	r.out.Created++
	return r.writeIn(ctx, r.w, r.group, []stepEntry{split(r.kind, ledger.Entry{Record: id, Kind: r.kind.Name, Action: r.creating.Name, Fields: fields})})
}

func (r *recordImport) amend(ctx context.Context, old *ledger.Record, fields ledger.Fields) error {
	changed := ledger.Fields{}
	var labels []string
	for key, v := range fields {
		d, ok := r.kind.Field(key)
		if ok && !d.Step && v != "" && fmt.Sprint(old.Fields[key]) != fmt.Sprint(v) && !masks(r.kind, key, old.Fields[key], v) {
			changed[key] = v
			labels = append(labels, d.Label)
		}
	}
	if len(changed) == 0 {
		r.out.Unchanged++
		return nil
	}
	r.out.Updated++
	r.out.Changes = append(r.out.Changes, Change{Number: old.Number, Labels: labels})
	return r.writeIn(ctx, r.w, r.group, []stepEntry{split(r.kind, ledger.Entry{Record: old.ID, Kind: r.kind.Name, Action: ledger.Amend, Fields: changed})})
}
