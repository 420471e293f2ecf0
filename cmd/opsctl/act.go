package main

import (
	"context"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
)

var cmdAct = command{name: "act", usage: "类型 编号|new 步骤 [字段=值]…", about: "办理一个步骤", run: runAct}

func runAct(ctx context.Context, k *call) error {
	if err := k.need(3, -1); err != nil {
		return err
	}
	step := app.Step{Kind: k.args[0], Key: k.args[1], Action: k.args[2], Values: map[string]string{}}
	for _, pair := range k.args[3:] {
		key, value, ok := strings.Cut(pair, "=")
		if !ok {
			return fault.New(fault.Usage, "“"+pair+"”应写作 字段=值")
		}
		if path, list := strings.CutPrefix(value, "@"); list {
			raw, err := boot.ReadFile(path)
			if err != nil {
				return err
			}
			value = string(raw)
		}
		step.Values[key] = value
	}
	return k.with(ctx, func(s *boot.Session) error {
		rec, err := s.Act(ctx, step)
		if err != nil {
			return err
		}
		k.record(s, s.Present(rec))
		return nil
	})
}
