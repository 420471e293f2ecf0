package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/privacy"
)

// Bulk is one step on many records. Keys are IDs or numbers; one named twice is taken once.
type Bulk struct {
	Kind      string
	Keys      []string
	Action    string
	Values    map[string]string
	Own       map[string]map[string]string // by key: what the step tells on that record alone, beside Values
	Confirmed bool
	Files     map[string]File       // by field: attached to each of the records first, then named in the step
	Progress  func(done, total int) // may be nil
}

// ActAll takes one step on many records, on all or on none: one transaction, one time, one group of commits. Where any
// refuses, all that do are told with their reasons (fault.BulkRefused).
func (a *App) ActAll(ctx context.Context, b Bulk) (out []*ledger.Record, err error) {
	k := a.Kinds.Kind(b.Kind)
	switch {
	case k == nil:
		return nil, fault.New(fault.UnknownKind, b.Kind)
	case len(b.Keys) == 0:
		return nil, fault.New(fault.Refused, "没有选定记录").With("请给出编号或条件")
	case b.Action == ledger.TakeBack:
		return nil, fault.New(fault.Refused, "撤回须逐条办理").With("要撤回一次批量办理的全部步骤，请对其中一条用“连同整批撤回”（命令行用 group=是）")
	}
	err = a.Store.Write(ctx, func(w Writer) error {
		if err := a.checkClock(ctx, w); err != nil {
			return err
		}
		g, err := a.newGroup()
		if err != nil {
			return err
		}
		if b, err = a.attachAll(ctx, w, g, b); err != nil {
			return err
		}
		entries, err := a.prepareAll(ctx, w, k, b)
		if err != nil {
			return err
		}
		if err := a.writeIn(ctx, w, g, entries); err != nil {
			return err
		}
		out, err = records(ctx, w, k, entries)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// attachAll joins the files of a step to every record that lacks them, and has the step name them. A record that is not here is told by the
// step itself.
func (a *App) attachAll(ctx context.Context, w Writer, g group, b Bulk) (Bulk, error) {
	if len(b.Files) == 0 {
		return b, nil
	}
	if err := a.worksOn(ctx, w, ledger.Attach); err != nil {
		return b, err
	}
	b.Values = maps.Clone(b.Values)
	for _, field := range slices.Sorted(maps.Keys(b.Files)) {
		var entries []stepEntry
		seen := map[ledger.RecordID]bool{}
		for _, key := range b.Keys {
			rec, err := a.find(ctx, w, b.Kind, key)
			if fault.Is(err, fault.NotFound) || err == nil && seen[rec.ID] {
				continue
			}
			if err != nil {
				return b, err
			}
			seen[rec.ID] = true
			steps, at, err := attaching(ctx, w, rec, b.Files[field])
			if err != nil {
				return b, err
			}
			b.Values[field], entries = string(at.Blob), append(entries, steps...)
		}
		if err := a.writeIn(ctx, w, g, entries); err != nil {
			return b, err
		}
	}
	return b, nil
}

func (a *App) prepareAll(ctx context.Context, w Writer, k *ledger.Kind, b Bulk) (out []stepEntry, err error) {
	no := refusals{kind: k, doing: b.Action}
	if action, ok := k.Action(b.Action); ok {
		no.doing = action.Label
	} else if b.Action == ledger.Amend {
		no.doing = amending(k).Label
	}
	seen := map[ledger.RecordID]bool{}
	for i, key := range b.Keys {
		if err := ctx.Err(); err != nil {
			return nil, fault.New(fault.Cancelled).Because(err)
		}
		if b.Progress != nil {
			b.Progress(i, len(b.Keys))
		}
		if key == "new" {
			return nil, fault.New(fault.Refused, "批量办理只用于已有的记录")
		}
		e, number, err := a.prepare(ctx, w, k, Step{Kind: k.Name, Key: key, Action: b.Action, Values: b.of(key), Confirmed: b.Confirmed})
		if err != nil {
			if number == "" {
				number = key
			}
			if err := no.add(number, err); err != nil {
				return nil, err
			}
			continue
		}
		if !seen[e.entry.Record] {
			seen[e.entry.Record] = true
			out = append(out, e)
		}
	}
	return out, no.fault()
}

// of are the values of the step on one record.
func (b Bulk) of(key string) map[string]string {
	if len(b.Own[key]) == 0 {
		return b.Values
	}
	out := maps.Clone(b.Values)
	if out == nil {
		out = map[string]string{}
	}
	maps.Copy(out, b.Own[key])
	return out
}

func records(ctx context.Context, r Reader, k *ledger.Kind, entries []stepEntry) (out []*ledger.Record, err error) {
	for _, e := range entries {
		rec, err := r.Record(ctx, k.Name, string(e.entry.Record))
		if err != nil {
			return nil, err
		}
		out = append(out, rec)
	}
	return out, nil
}

// refusals gathers why records refuse a step, those of one reason together.
type refusals struct {
	kind    *ledger.Kind
	doing   string
	n       int
	reasons []string
	numbers map[string][]string
}

// sameForAll are reasons that lie in the step and not in a record: told once, they need no list.
var sameForAll = map[fault.Code]bool{fault.UnknownAction: true, fault.UnknownField: true, fault.BadValue: true, fault.Missing: true,
	fault.PersonalText: true, fault.Backdated: true, fault.Internal: true}

// add takes a record's refusal; it gives the error back where going on makes no sense.
func (r *refusals) add(number string, err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) || sameForAll[f.Code] || fault.Barred(err) {
		return err
	}
	reason := strings.TrimPrefix(f.Message, r.kind.Label+" "+number)
	number = privacy.Scrub(number)
	if f.Code == fault.NotFound {
		reason = "没有这条记录"
	}
	if r.numbers == nil {
		r.numbers = map[string][]string{}
	}
	if r.numbers[reason] == nil {
		r.reasons = append(r.reasons, reason)
	}
	r.numbers[reason] = append(r.numbers[reason], number)
	r.n++
	return nil
}

func (r *refusals) fault() error {
	if r.n == 0 {
		return nil
	}
	var parts []string
	for _, reason := range r.reasons {
		parts = append(parts, reason+"（"+strings.Join(r.numbers[reason], "、")+"）")
	}
	return fault.New(fault.BulkRefused, fmt.Sprintf("有%d条%s不能%s", r.n, r.kind.Label, r.doing), strings.Join(parts, "；"))
}
