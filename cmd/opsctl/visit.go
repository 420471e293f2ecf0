package main

import (
	"context"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/record/visit"
	"opsledger/cmd/internal/boot"
)

var cmdVisit = command{name: "visit", usage: "last | raise 编号 ticket|finding [of=步骤] [字段=值]…", about: "各部门最近一次巡访；把巡访问题转成工单或问题建议", flags: []string{"confirm-personal!"}, run: runVisit}

func runVisit(ctx context.Context, k *call) error {
	if err := k.need(1, -1); err != nil {
		return err
	}
	switch {
	case k.args[0] == "last" && len(k.args) == 1:
		return k.with(ctx, func(s *boot.Session) error { return k.lastVisits(ctx, s) })
	case k.args[0] == "raise" && len(k.args) >= 3:
		return k.raise(ctx, visit.Kind.Name, "hand-on", k.args[1], k.args[2], k.args[3:])
	}
	return fault.New(fault.Usage, k.usage())
}

// raise begins a record from another, which names it by a step.
func (k *call) raise(ctx context.Context, kind, action, key, to string, args []string) error {
	if to != "ticket" && to != "finding" {
		return fault.New(fault.Usage, k.usage())
	}
	values, err := pairs(args)
	if err != nil {
		return err
	}
	q := app.Raising{Kind: kind, Key: key, Action: action, To: to, Of: values["of"], Values: values, Confirmed: k.has("confirm-personal")}
	delete(values, "of")
	return k.with(ctx, func(s *boot.Session) error {
		_, raised, err := s.Raise(ctx, q)
		if err != nil {
			return err
		}
		k.record(s, s.Present(raised))
		return nil
	})
}

func (k *call) lastVisits(ctx context.Context, s *boot.Session) error {
	list, err := s.LastVisits(ctx)
	if err != nil {
		return err
	}
	if k.json {
		k.print(list)
		return nil
	}
	for _, c := range list {
		last := "从未巡访"
		if c.Last != "" {
			last = "最近 " + string(c.Last)
		}
		k.say("%s  %s  %s  共%d次", c.Unit, c.Side, last, c.Visits)
	}
	return nil
}
