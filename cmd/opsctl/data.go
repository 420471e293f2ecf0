package main

import (
	"context"
	"slices"
	"sort"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/worktime"
	"opsledger/cmd/internal/boot"
)

var cmdWorktime = command{name: "worktime", usage: "算例.json", about: "按文件中的日历回答算例", run: runWorktime}

func runWorktime(_ context.Context, k *call) error {
	if err := k.need(1, 1); err != nil {
		return err
	}
	raw, err := boot.ReadFile(k.args[0])
	if err != nil {
		return err
	}
	answers, err := worktime.Answer(raw)
	if err != nil {
		return fault.New(fault.BadCases, err.Error()).Because(err)
	}
	if k.json {
		k.print(answers)
		return nil
	}
	for _, a := range answers {
		k.say("%s %v %s", a.ID, a.Got, a.Error)
	}
	return nil
}

var cmdKinds = command{name: "kinds", usage: "", about: "记录类型、字段与步骤", run: runKinds}

type shownKind struct {
	Kind    string              `json:"kind"`
	Label   string              `json:"label"`
	Fields  []ledger.Field      `json:"fields"`
	States  []ledger.StateLabel `json:"states"`
	Actions []ledger.Action     `json:"actions"`
}

// spelled gives actions with what the description leaves to the rule: who may, and empty lists in place of none.
func spelled(actions []ledger.Action) []ledger.Action {
	out := slices.Clone(actions)
	for i := range out {
		out[i].Roles = out[i].Open()
		if out[i].From == nil {
			out[i].From = []ledger.State{}
		}
		if out[i].Asks == nil {
			out[i].Asks = []ledger.Ask{}
		}
	}
	return out
}

func runKinds(_ context.Context, k *call) error {
	if err := k.need(0, 0); err != nil {
		return err
	}
	var out []shownKind
	for _, kind := range app.Kinds().Kinds() {
		out = append(out, shownKind{kind.Name, kind.Label, kind.Fields, kind.States, spelled(append(slices.Clone(kind.Actions), app.EveryKind(kind)...))})
		if k.json {
			continue
		}
		k.say("%s %s", kind.Name, kind.Label)
		for _, f := range kind.Fields {
			k.say("    %-18s %s（%s）", f.Key, f.Label, f.Type)
		}
		for _, a := range kind.Actions {
			k.say("    步骤 %-12s %s", a.Name, a.Label)
		}
	}
	if k.json {
		k.print(out)
	}
	return nil
}

var cmdDict = command{name: "dict", usage: "list 字典 | add 字典 代码 名称", about: "字典", run: runDict}

func runDict(ctx context.Context, k *call) error {
	if err := k.need(1, 4); err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		switch {
		case k.args[0] == "list" && len(k.args) <= 2:
			return k.dictList(ctx, s)
		case k.args[0] == "add" && len(k.args) == 4:
			rec, err := s.AddWord(ctx, k.args[1], k.args[2], k.args[3])
			if err != nil {
				return err
			}
			k.record(s, s.Present(rec))
			return nil
		}
		return fault.New(fault.Usage, k.usage())
	})
}

func (k *call) dictList(ctx context.Context, s *boot.Session) error {
	set, err := s.AllDictionaries(ctx)
	if err != nil {
		return err
	}
	if len(k.args) == 1 {
		var ids []string
		for id := range set {
			ids = append(ids, id)
		}
		sort.Strings(ids)
		for _, id := range ids {
			if !k.json {
				k.say("%s %s", id, set[id].Label)
			}
		}
		if k.json {
			k.print(ids)
		}
		return nil
	}
	d, ok := set[k.args[1]]
	if !ok {
		return fault.New(fault.NotFound, "字典", k.args[1])
	}
	if k.json {
		k.print(d.Items)
		return nil
	}
	for _, it := range d.Items {
		k.say("%s  %s", it.Key, it.Label)
	}
	return nil
}
