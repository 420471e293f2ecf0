package app

import (
	"context"
	"maps"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/finding"
	"opsledger/app/record/ticket"
	"opsledger/app/record/visit"
	"opsledger/app/rule/privacy"
)

// Raising begins a record from another and lets a step of that one name it: a ticket from a visit's problem, from an inspection.
type Raising struct {
	Kind, Key, Action string // the record it comes from, and the step that names the new one
	Of                string // the step the problem was told by; "" the last not handed on
	To                string // the kind begun: ticket, finding
	Values            map[string]string
	Confirmed         bool
}

// Raise writes both steps or none, in one go. What was not typed is taken over from where the new record comes from.
func (a *App) Raise(ctx context.Context, q Raising) (from, raised *ledger.Record, err error) {
	err = a.Store.Write(ctx, func(w Writer) error {
		if err := a.checkClock(ctx, w); err != nil {
			return err
		}
		if raised, err = a.raise(ctx, w, q); err != nil {
			return err
		}
		from, err = w.Record(ctx, q.Kind, q.Key)
		return err
	})
	return from, raised, err
}

func (a *App) raise(ctx context.Context, w Writer, q Raising) (*ledger.Record, error) {
	k, to := a.Kinds.Kind(q.Kind), a.Kinds.Kind(q.To)
	if k == nil || to == nil {
		return nil, fault.New(fault.UnknownKind, q.Kind+" "+q.To)
	}
	action, ok := k.Action(q.Action)
	if !ok || !asks(action, q.To) {
		return nil, fault.New(fault.UnknownAction, k.Label, q.Action)
	}
	rec, err := a.find(ctx, w, q.Kind, q.Key)
	if err != nil {
		return nil, err
	}
	values := takenOver(rec, action, q)
	maps.Copy(values, q.Values)
	g, err := a.newGroup()
	if err != nil {
		return nil, err
	}
	begun, _, err := a.prepare(ctx, w, to, Step{Kind: q.To, Key: "new", Action: to.Sheet()[0].Name, Values: values, Confirmed: q.Confirmed})
	if err != nil {
		return nil, err
	}
	if err := a.writeIn(ctx, w, g, []stepEntry{begun}); err != nil {
		return nil, err
	}
	naming := map[string]string{q.To: string(begun.entry.Record)}
	if q.Of != "" {
		naming["of"] = q.Of
	}
	named, _, err := a.prepare(ctx, w, k, Step{Kind: q.Kind, Key: string(rec.ID), Action: q.Action, Values: naming})
	if err != nil {
		return nil, err
	}
	if err := a.writeIn(ctx, w, g, []stepEntry{named}); err != nil {
		return nil, err
	}
	return w.Record(ctx, q.To, string(begun.entry.Record))
}

// takenOver is what a new record has from the one it comes from.
func takenOver(rec *ledger.Record, action ledger.Action, q Raising) map[string]string {
	f := rec.Fields
	out := map[string]string{"system": f.Text("system"), "region": f.Text("region")}
	text := cutShort(f.Text("name"))
	if told := nameable(rec, action, q.Of); told != nil {
		text = told.Text("problem")
		if q.To == finding.Kind.Name {
			out["nature"] = told.Text("nature")
		}
	}
	out["title"], out["description"] = cutShort(text), text
	switch {
	case q.To == ticket.Kind.Name && rec.Kind == visit.Kind.Name:
		out["channel"], out["requester_unit"] = "走访", f.Text("unit")
	case q.To == finding.Kind.Name && rec.Kind == visit.Kind.Name:
		out["source"], out["visit"], out["unit"], out["by"], out["found"] = "巡访", string(rec.ID), f.Text("unit"), f.Text("asked"), f.Text("date")
		if out["nature"] == "" {
			out["nature"] = "问题"
		}
	}
	maps.DeleteFunc(out, func(_, v string) bool { return v == "" })
	return out
}

// cutShort is a text as a title holds it.
func cutShort(text string) string {
	text = privacy.Scrub(text)
	if r := []rune(text); len(r) > maxShown {
		return string(r[:maxShown]) + "…"
	}
	return text
}
