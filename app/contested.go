package app

import (
	"context"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/privacy"
)

// Contested is an open conflict with what each side says, masked.
type Contested struct {
	ID     string          `json:"id"` // kind/record, and /field where it is a field's
	Record string          `json:"record"`
	Field  string          `json:"field"` // "": the state
	Sides  []ContestedSide `json:"sides"`
}

// ContestedSide is one of the steps that disagree.
type ContestedSide struct {
	Hash  ledger.EntryRef `json:"hash"`
	Actor string          `json:"actor"`
	Time  string          `json:"time"`
	Value any             `json:"value"`
}

// ContestedAll lists every open conflict, by kind.
func (a *App) ContestedAll(ctx context.Context) (out []Contested, err error) {
	out = []Contested{}
	err = a.Store.View(ctx, func(r Reader) error {
		roster, err := r.Roster(ctx)
		if err != nil {
			return err
		}
		return a.eachDisputed(ctx, r, func(k *ledger.Kind, id ledger.RecordID) error {
			rec, err := r.Record(ctx, k.Name, string(id))
			if err != nil {
				return err
			}
			out = append(out, contestedOf(k, rec, roster)...)
			return nil
		})
	})
	return out, err
}

// Disputed are the records with open conflicts, by kind, each with its history.
func (a *App) Disputed(ctx context.Context) (out []Shown, err error) {
	type key struct {
		kind string
		id   ledger.RecordID
	}
	var keys []key
	if err := a.Store.View(ctx, func(r Reader) error {
		return a.eachDisputed(ctx, r, func(k *ledger.Kind, id ledger.RecordID) error {
			keys = append(keys, key{k.Name, id})
			return nil
		})
	}); err != nil {
		return nil, err
	}
	for _, k := range keys {
		s, err := a.Show(ctx, k.kind, string(k.id), true, "")
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// eachDisputed gives the records that have an open conflict.
func (a *App) eachDisputed(ctx context.Context, r Reader, fn func(*ledger.Kind, ledger.RecordID) error) error {
	for _, k := range a.Kinds.Kinds() {
		ids, err := r.Disputed(ctx, k.Name)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := fn(k, id); err != nil {
				return err
			}
		}
	}
	return nil
}

func contestedOf(k *ledger.Kind, rec *ledger.Record, roster *ledger.Roster) (out []Contested) {
	for _, c := range rec.Conflicts {
		one := Contested{ID: k.Name + "/" + string(rec.ID), Record: privacy.Scrub(rec.Number), Field: c.Field}
		if c.Field != "" {
			one.ID += "/" + c.Field
		}
		f, _ := k.Field(c.Field)
		for _, s := range c.Sides {
			side := ContestedSide{Hash: s.Ref, Value: s.Value}
			if f.Personal != "" {
				side.Value = "（个人信息）"
			} else if text, ok := s.Value.(string); ok {
				side.Value = privacy.Scrub(text)
			}
			if s.Step != nil {
				cert := signer(roster, s.Step.Node.Actor)
				side.Actor, side.Time = cert.Account, ledger.FormatTime(s.Step.Node.Wall)
			}
			one.Sides = append(one.Sides, side)
		}
		out = append(out, one)
	}
	return out
}

// SettleContested settles a conflict named as ContestedAll does, by the side whose hash begins so.
func (a *App) SettleContested(ctx context.Context, id, take string) (*ledger.Record, error) {
	all, err := a.ContestedAll(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		if c.ID != id {
			continue
		}
		var found []ledger.EntryRef
		for _, s := range c.Sides {
			if len(take) >= 4 && strings.HasPrefix(string(s.Hash), strings.ToLower(take)) {
				found = append(found, s.Hash)
			}
		}
		if len(found) != 1 {
			return nil, fault.New(fault.Refused, "“"+take+"”没有指明冲突的一方").With("请写 conflict list 所列的散列，至少前4位")
		}
		part := strings.SplitN(id, "/", 3)
		return a.Settle(ctx, part[0], part[1], c.Field, found[0])
	}
	return nil, fault.New(fault.Refused, "没有待裁决的冲突“"+id+"”").With("各冲突见 opsctl conflict list；可能已由他人裁决")
}
