package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/disclosure"
	"opsledger/app/rule/privacy"
	"opsledger/app/rule/score"
	"opsledger/app/rule/worktime"
)

// Shown is a record as people and scripts see it: masked unless its disclosure was recorded.
type Shown struct {
	ID         ledger.RecordID `json:"id"`
	Number     string          `json:"number"`
	Kind       string          `json:"kind"`
	State      ledger.State    `json:"state"`
	Incomplete bool            `json:"incomplete"`
	Conflicts  []ShownConflict `json:"conflicts"`
	Fields     map[string]any  `json:"fields"`
	Attached   []ShownFile     `json:"attachments,omitempty"`
	Links      []ShownLink     `json:"links,omitempty"`
	History    []ShownStep     `json:"history,omitempty"`
}

// ShownFile is an attachment; its name is masked where it holds personal data.
type ShownFile struct {
	Name string      `json:"name"`
	Size int64       `json:"size"`
	Hash ledger.Hash `json:"hash"`
	// Missing: its bytes did not come yet (附件未到); the next exchange file asks for them.
	Missing bool `json:"missing,omitempty"`
}

// ShownLink is a link to another record, or from one.
type ShownLink struct {
	Relation string          `json:"relation"`
	Kind     string          `json:"kind"`
	Record   ledger.RecordID `json:"record"`
	Number   string          `json:"number"`
	Incoming bool            `json:"incoming,omitempty"`
}

// ShownConflict is an open conflict.
type ShownConflict struct {
	Field string            `json:"field"`
	Sides []ledger.EntryRef `json:"sides"`

	Barred []string `json:"-"` // why this session can't take each side, "" it can; with the history only
}

// ShownStep is a line of a record's history.
type ShownStep struct {
	Ref     ledger.EntryRef `json:"ref"`
	Code    string          `json:"code"` // names the step for a person, within its record
	Time    string          `json:"time"`
	Actor   string          `json:"actor"`
	Device  string          `json:"device"`
	Action  string          `json:"action"`
	Label   string          `json:"label"`
	Changes map[string]any  `json:"changes"`
	Note    string          `json:"note,omitempty"`          // 违反, 撤回, 时间存疑 …
	Group   string          `json:"group,omitempty"`         // joins what was done in one go
	Undo    bool            `json:"may_take_back,omitempty"` // by this session, now
	Stands  bool            `json:"-"`                       // it counts, and was not taken back
}

// List gives the records of a query, masked.
func (a *App) List(ctx context.Context, q Query, reveal string) (out []Shown, err error) {
	k := a.Kinds.Kind(q.Kind)
	if k == nil {
		return nil, fault.New(fault.UnknownKind, q.Kind)
	}
	out = []Shown{}
	err = a.Store.View(ctx, func(r Reader) error {
		show, err := a.presenter(ctx, r, k)
		if err != nil {
			return err
		}
		return a.each(ctx, r, q, func(row *Row) error {
			s, err := show(row, reveal != "")
			out = append(out, s)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	return out, a.disclosed(ctx, reveal, "list", q.Kind, filterText(k, q), len(out))
}

// PageRows is how many records a page shows; CountMax is where counting what a list holds stops.
const (
	PageRows = 50
	CountMax = 1000
)

// Page is one page of a list. Total is how many there are in all, CountMax where More says there are more still.
type Page struct {
	Rows  []Shown `json:"rows"`
	Total int     `json:"total"`
	More  bool    `json:"more"`
}

// Page gives a page of a query, masked, and how many it finds: both of one moment.
func (a *App) Page(ctx context.Context, q Query) (p Page, err error) {
	k := a.Kinds.Kind(q.Kind)
	if k == nil {
		return p, fault.New(fault.UnknownKind, q.Kind)
	}
	if q.Limit <= 0 {
		q.Limit = PageRows
	}
	p.Rows = []Shown{}
	err = a.Store.View(ctx, func(r Reader) error {
		n, err := r.Count(ctx, q.counted(), CountMax+1)
		if err != nil {
			return err
		}
		p.Total, p.More = min(n, CountMax), n > CountMax
		show, err := a.presenter(ctx, r, k)
		if err != nil {
			return err
		}
		return a.each(ctx, r, q, func(row *Row) error {
			s, err := show(row, false)
			p.Rows = append(p.Rows, s)
			return err
		})
	})
	return p, err
}

// Tally gives how many records of a kind have each state and each choice, by field and value.
func (a *App) Tally(ctx context.Context, kind string) (out map[string]map[string]int, err error) {
	if a.Kinds.Kind(kind) == nil {
		return nil, fault.New(fault.UnknownKind, kind)
	}
	err = a.Store.View(ctx, func(r Reader) error {
		out, err = r.Tally(ctx, kind)
		return err
	})
	return out, err
}

// Has reports whether a record of that ID or number is here.
func (a *App) Has(ctx context.Context, kind, key string) (has bool, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		_, err := r.Record(ctx, kind, key)
		if has = err == nil; errors.Is(err, ErrNotFound) {
			err = nil
		}
		return err
	})
	return has, err
}

// Count counts what a query finds, up to limit.
func (a *App) Count(ctx context.Context, q Query, limit int) (n int, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		n, err = r.Count(ctx, q.counted(), limit)
		return err
	})
	return n, err
}

// Show gives one record, with its history where asked.
func (a *App) Show(ctx context.Context, kind, key string, history bool, reveal string) (s Shown, err error) {
	k := a.Kinds.Kind(kind)
	if k == nil {
		return s, fault.New(fault.UnknownKind, kind)
	}
	err = a.Store.View(ctx, func(r Reader) error {
		rec, err := a.find(ctx, r, kind, key)
		if err != nil {
			return err
		}
		roster, err := r.Roster(ctx)
		if err != nil {
			return err
		}
		show, err := a.presenter(ctx, r, k)
		if err != nil {
			return err
		}
		if s, err = show(&Row{Record: *rec}, reveal != ""); err != nil {
			return err
		}
		if s.Links, err = a.links(ctx, r, rec); err != nil {
			return err
		}
		if err := markMissing(ctx, r, s.Attached); err != nil {
			return err
		}
		if history {
			cal, err := a.Calendar(ctx, r)
			if err != nil {
				return err
			}
			s.History = telling{k, roster, cal, reveal != ""}.of(rec)
			if a.present != nil {
				return nil // the past is not taken back
			}
			a.markBarred(rec, roster, s.Conflicts)
			if err := a.markOmitted(ctx, r, k, rec, s.History); err != nil {
				return err
			}
			return a.markUndo(ctx, r, rec, s.History)
		}
		return nil
	})
	if err != nil {
		return s, err
	}
	return s, a.disclosed(ctx, reveal, "show", kind, s.Number, 1)
}

// Present renders a folded record, masked.
func (a *App) Present(rec *ledger.Record) Shown { return present(a.Kinds.Kind(rec.Kind), rec, false) }

func present(k *ledger.Kind, rec *ledger.Record, reveal bool) Shown {
	s := Shown{ID: rec.ID, Number: privacy.Scrub(rec.Number), Kind: k.Name, State: rec.State, Incomplete: rec.Incomplete, Conflicts: []ShownConflict{}, Fields: map[string]any{}}
	for _, c := range rec.Conflicts {
		shown := ShownConflict{Field: c.Field}
		for _, side := range c.Sides {
			shown.Sides = append(shown.Sides, side.Ref)
		}
		s.Conflicts = append(s.Conflicts, shown)
	}
	for _, f := range k.Fields {
		if v, ok := rec.Fields[f.Key]; ok {
			s.Fields[f.Key] = masked(f, v, reveal)
		} else if f.Type == ledger.Time && !f.Told {
			s.Fields[f.Key] = nil
		}
	}
	for _, at := range rec.Attached {
		name := at.Name
		if !reveal {
			name = privacy.Scrub(name)
		}
		s.Attached = append(s.Attached, ShownFile{Name: name, Size: at.Size, Hash: at.Blob})
	}
	return s
}

// markMissing marks the files that records name and that did not come yet. Those erased are named by no record.
func markMissing(ctx context.Context, r Reader, files []ShownFile) error {
	for i, f := range files {
		named, size, err := r.Attached(ctx, f.Hash)
		if err != nil {
			return err
		}
		files[i].Missing = named && size < 0
	}
	return nil
}

// links gives a record's links, both ways.
func (a *App) links(ctx context.Context, r Reader, rec *ledger.Record) (out []ShownLink, err error) {
	for _, l := range rec.Links {
		out = append(out, ShownLink{Relation: l.Relation, Kind: l.Kind, Record: l.To})
	}
	incoming, err := r.LinksTo(ctx, rec.ID)
	for _, l := range incoming {
		out = append(out, ShownLink{Relation: l.Relation, Kind: l.Kind, Record: l.From, Incoming: true})
	}
	for i := range out {
		other, e := r.Record(ctx, out[i].Kind, string(out[i].Record))
		if errors.Is(e, ErrNotFound) {
			continue // not here yet
		}
		err = errors.Join(err, e)
		if e == nil {
			out[i].Number = privacy.Scrub(other.Number)
		}
	}
	return out, err
}

// masked hides personal fields by their kind, and personal data that stands in free text.
func masked(f ledger.Field, v any, reveal bool) any {
	text, ok := v.(string)
	if reveal || text == ledger.ErasedMark {
		return v
	}
	if ok && f.Personal != "" {
		return privacy.Mask(f.Personal, text)
	}
	if ok && (f.Type == ledger.Text || f.Type == ledger.Long) {
		return privacy.Scrub(text)
	}
	if list, ok := v.([]any); ok {
		var out []any
		for _, it := range list {
			if t, ok := it.(string); ok {
				it = privacy.Scrub(t)
			}
			out = append(out, it)
		}
		return out
	}
	return v
}

// telling is how a record's history is told.
type telling struct {
	kind   *ledger.Kind
	roster *ledger.Roster
	cal    *worktime.Calendar
	reveal bool
}

func (t telling) of(rec *ledger.Record) (out []ShownStep) {
	for _, s := range rec.Steps {
		c := signer(t.roster, s.Node.Actor)
		step := ShownStep{Ref: s.Ref(), Code: codeOf(rec, s), Time: s.Node.Wall.In(ledger.Zone).Format(time.RFC3339), Actor: c.Account, Device: c.Device,
			Action: s.Entry.Action, Label: s.Action.Label, Changes: map[string]any{}, Note: t.note(s), Group: s.Node.Group, Stands: s.Counts && !s.TakenBack && !s.LeftOut}
		for _, part := range []ledger.Fields{s.Entry.Fields, s.Personal} {
			for key, v := range part {
				f, ok := t.kind.Field(key)
				if !ok {
					f = ledger.Field{Key: key, Type: ledger.Text}
				}
				step.Changes[key] = masked(f, v, t.reveal)
			}
		}
		out = append(out, step)
	}
	return out
}

func (t telling) note(s *ledger.Taken) string {
	var out []string
	for _, n := range []struct {
		is   bool
		text string
	}{{!s.Counts, "不计：" + s.Why}, {s.Violates, "违反：" + s.Why}, {s.Counts && !s.Violates && s.Why != "", s.Why}, {s.Paper, "凭据认定"}, {s.TakenBack, "已撤回"}, {s.LeftOut, "裁决未取"}, {s.Erased, ledger.ErasedMark}, {s.Node.Doubt, "时间存疑"},
		{s.Counts && !s.TakenBack && belated(t.cal, t.kind, s), score.Belated}} {
		if n.is {
			out = append(out, n.text)
		}
	}
	return strings.Join(out, "；")
}

// filterText tells what a query asked for, masked.
func filterText(k *ledger.Kind, q Query) string {
	var out []string
	for _, c := range q.Where {
		f, _ := k.Field(c.Key)
		values := make([]string, len(c.Value))
		for i, v := range c.Value {
			if values[i] = privacy.Scrub(v); f.Personal != "" {
				values[i] = privacy.Mask(f.Personal, v)
			}
		}
		out = append(out, c.Key+string(c.Op)+strings.Join(values, "|"))
	}
	if q.Search != "" {
		out = append(out, "“"+privacy.Scrub(q.Search)+"”")
	}
	return strings.Join(out, " ")
}

// disclosed records that personal data was shown unmasked; without a reason nothing was.
func (a *App) disclosed(ctx context.Context, reason, means, kind, filter string, count int) error {
	if reason == "" {
		return nil
	}
	if a.present != nil {
		a = a.present
	}
	_, err := a.Act(ctx, Step{Kind: disclosure.Kind.Name, Key: "new", Action: "make", Values: map[string]string{
		"reason": reason, "means": means, "of": kind, "filter": filter, "count": itoa(count)}})
	var f *fault.Fault
	if errors.As(err, &f) && f.Code == fault.PersonalText {
		return f.With("理由会长期保存，请从中删去个人信息")
	}
	return err
}
