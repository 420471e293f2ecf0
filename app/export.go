package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/intake"
	"opsledger/app/rule/privacy"
)

// Export is a list on its way out. Reveal is the reason for unmasked data; "" masks.
type Export struct {
	Query    Query
	Reveal   string
	Progress func(done, total int) // may be nil
}

// Sink takes an export's records one at a time: as rows of text under the header, one unless a list in it fills more than a cell, and
// whole.
type Sink interface {
	// Begin tells the kind's label, the header and how many rows will come.
	Begin(label string, head []string, rows int) error
	Row(rows [][]string, s Shown) error
	End() error
}

// Export gives the records of a query to a sink, all of one moment, and how many there were. What is shown unmasked is
// recorded before the first of them leaves.
func (a *App) Export(ctx context.Context, e Export, to Sink) (rows int, err error) {
	k := a.Kinds.Kind(e.Query.Kind)
	if k == nil {
		return 0, fault.New(fault.UnknownKind, e.Query.Kind)
	}
	if e.Reveal != "" {
		var n int
		if err := a.Store.View(ctx, func(r Reader) error { n, err = found(ctx, r, e.Query); return err }); err != nil {
			return 0, err
		}
		if err := a.disclosed(ctx, e.Reveal, "export", k.Name, filterText(k, e.Query), n); err != nil {
			return 0, err
		}
	}
	err = a.Store.View(ctx, func(r Reader) error {
		rows, err = a.export(ctx, r, k, e, to)
		return err
	})
	return rows, err
}

// tellEvery is after how many records progress is told.
const tellEvery = 500

func (a *App) export(ctx context.Context, r Reader, k *ledger.Kind, e Export, to Sink) (rows int, err error) {
	t, err := a.tabling(ctx, r, k)
	if err != nil {
		return 0, err
	}
	total, err := found(ctx, r, e.Query)
	if err != nil {
		return 0, err
	}
	more, err := a.continued(ctx, r, e, t)
	if err != nil {
		return 0, err
	}
	show, err := a.presenter(ctx, r, k)
	if err != nil {
		return 0, err
	}
	if err := to.Begin(k.Label, t.head(), total+more); err != nil {
		return 0, err
	}
	err = a.each(ctx, r, e.Query, func(row *Row) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		s, err := show(row, e.Reveal != "")
		if err != nil {
			return err
		}
		cells, lists, err := t.cells(row, s)
		if err != nil {
			return err
		}
		if rows++; e.Progress != nil && (rows%tellEvery == 0 || rows == total) {
			e.Progress(rows, total)
		}
		return to.Row(t.rows(cells, lists), s)
	})
	if err != nil {
		return rows, err
	}
	return rows, to.End()
}

// continued is how many rows beyond one a record an export has.
func (a *App) continued(ctx context.Context, r Reader, e Export, t *tabling) (more int, err error) {
	if !slices.Contains(t.spread, true) {
		return 0, nil
	}
	err = a.each(ctx, r, e.Query, func(row *Row) error {
		most := 1
		for i, c := range t.columns {
			if t.spread[i] {
				most = max(most, len(parted(texts(row.Fields[c.Key]))))
			}
		}
		more += most - 1
		return ctx.Err()
	})
	return more, err
}

// found is how many records a query gives, its page counted.
func found(ctx context.Context, r Reader, q Query) (int, error) {
	all, err := r.Count(ctx, q.counted(), 0)
	n := max(0, all-q.Offset)
	if q.Limit > 0 {
		n = min(n, q.Limit)
	}
	return n, err
}

// tabling writes records as rows of text, so that a table of them can be brought back in.
type tabling struct {
	kind    *ledger.Kind
	columns []ledger.Field
	spread  []bool // columns of lists that may fill more than a cell
	dicts   dictionary.Set
	number  func(kind, id string) (string, error) // of a record referred to
}

func (a *App) tabling(ctx context.Context, r Reader, k *ledger.Kind) (*tabling, error) {
	dicts, err := a.Dictionaries(ctx, r)
	t := &tabling{kind: k, columns: tableColumns(k), dicts: dicts}
	t.spread = spreads(k, t.columns)
	known := map[string]string{}
	t.number = func(kind, id string) (string, error) {
		if n, ok := known[id]; ok || id == "" {
			return n, nil
		}
		known[id] = id
		err := r.Each(ctx, Query{Kind: kind, Where: []Condition{{Key: "id", Op: Equal, Value: []string{id}}}}, func(row *Row) error {
			known[id] = row.Number
			return nil
		})
		return known[id], err
	}
	return t, err
}

// tableColumns are a kind's columns: of tickets those an import knows, of others the number, all fields and the state.
func tableColumns(k *ledger.Kind) (out []ledger.Field) {
	if k == ticket.Kind {
		for _, c := range intake.TicketColumns() {
			f, ok := k.Field(c.Key)
			if !ok {
				f = ledger.Field{Key: c.Key}
			}
			f.Label = c.Label
			out = append(out, f)
		}
		return append(out, ledger.Field{Key: intake.OwnNumber, Label: intake.OwnNumberLabel})
	}
	if k.Outside == "" {
		out = append(out, ledger.Field{Key: ledger.NumberField, Label: intake.NumberHeader})
	}
	for _, f := range k.Fields {
		if !f.Told && f.Type != ledger.File && f.Type != ledger.Frozen {
			out = append(out, f)
		}
	}
	return append(out, ledger.Field{Key: "state", Label: "状态"})
}

func (t *tabling) head() (out []string) {
	for _, c := range t.columns {
		out = append(out, c.Label)
	}
	return out
}

// cells are a record's row; its lists that may go on below it come apart.
func (t *tabling) cells(row *Row, s Shown) (out []string, lists map[int][]string, err error) {
	out = make([]string, len(t.columns))
	for i, c := range t.columns {
		if out[i], err = t.cell(c, row, s); err != nil {
			return nil, nil, err
		}
		if list := texts(s.Fields[c.Key]); t.spread[i] && len(list) > 0 {
			if lists == nil {
				lists = map[int][]string{}
			}
			lists[i] = list
		}
	}
	return out, lists, nil
}

func (t *tabling) cell(c ledger.Field, row *Row, s Shown) (string, error) {
	switch c.Key {
	case "number":
		return s.Number, nil
	case intake.OwnNumber:
		if row.Fields.Text(t.kind.Outside) != "" {
			return "", nil
		}
		return s.Number, nil
	case "state":
		return t.kind.StateLabel(s.State), nil
	case "rework", "rework_reason":
		return returned(c.Key, row)
	}
	v := s.Fields[c.Key]
	text, _ := v.(string)
	switch c.Type {
	case ledger.Time:
		if at := ledger.ParseTime(text); !at.IsZero() {
			return at.Format(time.DateTime), nil
		}
	case ledger.Choice:
		return t.dicts.Label(c.Dict, text), nil
	case ledger.Ref:
		return t.number(c.To, text)
	case ledger.File:
		return fileName(s.Attached, text), nil
	case ledger.Bool:
		return map[any]string{true: "是", false: "否"}[v], nil
	case ledger.List:
		return strings.Join(texts(v), listJoint), nil
	}
	if v == nil {
		return "", nil
	}
	return fmt.Sprint(v), nil
}

// fileName is the name of the attachment with a hash; its short code where it is no longer attached.
func fileName(files []ShownFile, hash string) string {
	for _, f := range files {
		if string(f.Hash) == hash {
			return f.Name
		}
	}
	return ledger.Hash(hash).Short()
}

// returned says whether a ticket came back, and why it did last.
func returned(key string, row *Row) (string, error) {
	var f ticket.Facts
	if err := json.Unmarshal(row.FactsJSON, &f); err != nil {
		return "", fmt.Errorf("reading ticket %s: %w", row.Number, err)
	}
	is, reason := "否", ""
	for _, r := range f.Resolves {
		if !r.Returned.IsZero() {
			is, reason = "是", r.Reason
		}
	}
	if key == "rework" {
		return is, nil
	}
	return privacy.Scrub(reason), nil
}
