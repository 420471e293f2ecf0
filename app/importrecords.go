package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

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
	return a.importRows(ctx, k, in, func(run *importRun, o intake.Options) (intake.Result, error) {
		r := &recordImport{importRun: run, creating: creating, selfish: refersTo(k, creating)}
		return intake.Records(k, creating, in.Rows, o, func(f intake.Filled) error { return r.row(ctx, f) })
	})
}

// ImportPasted takes in cells copied from a spreadsheet, as the clipboard gives them.
func (a *App) ImportPasted(ctx context.Context, kind, text string, in Importing) (Imported, error) {
	text = strings.ToValidUTF8(text, "\ufffd")
	in.Rows, in.Separated, in.Total = intake.Pasted(text), true, strings.Count(text, "\n")
	out, err := a.ImportRecords(ctx, kind, in)
	if err != nil {
		err = pastedFault(err, "粘贴的内容")
	}
	return out, err
}

// pastedFault words why what was pasted is not taken in.
func pastedFault(err error, name string) error {
	var e *intake.HeaderError
	var f *fault.Fault
	switch {
	case errors.As(err, &f):
		return err
	case errors.As(err, &e):
		return HeaderFault(e, name)
	case errors.Is(err, context.Canceled):
		return fault.New(fault.Cancelled).Because(err)
	case errors.Is(err, intake.ErrTooMany):
		return fault.New(fault.SheetTooBig, name, fmt.Sprintf("超过%d行", intake.MaxRows)).Because(err)
	}
	return err
}

// HeaderFault words what is wrong with a header of the file or text called name.
func HeaderFault(e *intake.HeaderError, name string) *fault.Fault {
	text := e.Error()
	if !errors.Is(e, intake.ErrNoHeader) {
		return fault.New(fault.Refused, "“"+name+"”的表头不能用："+text).With(e.Remedy()).Because(e)
	}
	f := fault.New(fault.SheetHeader, name).Because(e)
	if text != "" {
		f.Message += "（" + text + "）"
	}
	if len(e.Missing) > 0 && e.Row > 0 {
		f.Remedy = e.Remedy()
	} else if len(e.Missing) > 0 {
		f.Remedy = e.Required()
	}
	return f
}

func creatingStep(k *ledger.Kind) (ledger.Action, bool) {
	for _, a := range k.Actions {
		if a.Creates {
			return a, true
		}
	}
	return ledger.Action{}, false
}

// refersTo reports whether rows of a kind may name other records of the kind.
func refersTo(k *ledger.Kind, creating ledger.Action) bool {
	for _, ask := range creating.Asks {
		if f, _ := k.Field(ask.Key); f.Type == ledger.Ref && f.To == k.Name {
			return true
		}
	}
	return false
}

type recordImport struct {
	*importRun
	creating ledger.Action
	selfish  bool // a row may name one above it
}

// row takes one row in; what a value or a rule refuses is a fault of the row, the rest goes on.
func (r *recordImport) row(ctx context.Context, f intake.Filled) error {
	r.out.Warnings = append(r.out.Warnings, r.remarks(f)...)
	if r.selfish {
		if err := r.flush(ctx); err != nil {
			return err
		}
	}
	fields, err := r.values(ctx, r.w, r.kind, r.creating, f.Values)
	var refused *fault.Fault
	if errors.As(err, &refused) && refused.Code != fault.Internal {
		r.refuse(f.Row, refused.Message+"。"+refused.Remedy)
		return nil
	}
	if err != nil {
		return err
	}
	id, err := r.identity(fields)
	if err != nil {
		return err
	}
	old, err := r.existing(ctx, id)
	if err != nil {
		return err
	}
	if old[id] == nil {
		return r.create(ctx, f, id, fields)
	}
	return r.amend(ctx, f.Row, old[id], fields)
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
		r.refuse(f.Row, err.Error())
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
	return r.add(ctx, r.step(id, r.creating.Name, fields))
}

func (r *recordImport) step(id ledger.RecordID, action string, fields ledger.Fields) []stepEntry {
	return []stepEntry{split(r.kind, ledger.Entry{Record: id, Kind: r.kind.Name, Action: action, Fields: fields})}
}

func (r *recordImport) amend(ctx context.Context, row int, old *Row, fields ledger.Fields) error {
	changed := ledger.Fields{}
	var labels []string
	for _, d := range r.kind.Fields {
		v, ok := fields[d.Key]
		if ok && !d.Step && v != "" && old.Fields[d.Key] != ledger.ErasedMark && fmt.Sprint(old.Fields[d.Key]) != fmt.Sprint(v) && !masks(r.kind, d.Key, old.Fields[d.Key], v) {
			changed[d.Key] = v
			labels = append(labels, d.Label)
		}
	}
	if len(changed) == 0 {
		r.out.Unchanged++
		return nil
	}
	steps := r.step(old.ID, ledger.Amend, changed)
	r.changed(row, old, steps, labels)
	return r.add(ctx, steps)
}
