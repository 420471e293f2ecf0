package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/intake"
)

// ImportRecords takes a filled template of any kind in: a row becomes a record by its creating step and takes the other steps
// it tells. A row of a record already here, known by its number, its outside number or what keys the kind, adds what is new
// in it and nothing where it says the same or was taken in before.
func (a *App) ImportRecords(ctx context.Context, kind string, in Importing) (Imported, error) {
	k := a.Kinds.Kind(kind)
	if k == nil {
		return Imported{}, fault.New(fault.UnknownKind, kind)
	}
	if k == ticket.Kind {
		return a.ImportTickets(ctx, in)
	}
	steps := k.Sheet()
	if len(steps) == 0 {
		return Imported{}, fault.New(fault.NotYet, "import "+kind)
	}
	return a.importRows(ctx, k, in, func(run *importRun, o intake.Options) (intake.Result, error) {
		r := &recordImport{importRun: run, steps: steps, selfish: refersTo(k, steps)}
		if err := run.allowed(ctx, run.w, k, steps[0], &ledger.Record{Kind: kind, Fields: ledger.Fields{}}, ledger.Fields{}); err != nil {
			return intake.Result{}, err
		}
		named := mentioned{}
		result, err := intake.Records(k, in.Rows, o, func(f intake.Filled) error {
			named.tell(a, k, f.Values)
			return r.row(ctx, f)
		})
		if err == nil {
			run.out.Unknown, err = named.unknown(ctx, a, run.w)
		}
		return result, err
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
