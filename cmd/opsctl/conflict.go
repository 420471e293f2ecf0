package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
)

var cmdConflict = command{name: "conflict", usage: "list | settle 编号 --take 散列", about: "待裁决的冲突", flags: []string{"take"}, run: runConflict}

func runConflict(ctx context.Context, k *call) error {
	if err := k.need(1, 2); err != nil {
		return err
	}
	switch {
	case k.args[0] == "list" && len(k.args) == 1:
		return k.with(ctx, func(s *boot.Session) error { return k.conflicts(ctx, s) })
	case k.args[0] == "settle" && len(k.args) == 2 && k.has("take"):
		return k.with(ctx, func(s *boot.Session) error {
			if _, err := s.SettleContested(ctx, k.args[1], k.option("take", "")); err != nil {
				return err
			}
			return k.conflicts(ctx, s)
		})
	}
	return fault.New(fault.Usage, k.usage())
}

func (k *call) conflicts(ctx context.Context, s *boot.Session) error {
	all, err := s.ContestedAll(ctx)
	return tellAll(k, all, err, "没有待裁决的冲突", func(c app.Contested) (string, any) {
		lines := []string{fmt.Sprintf("%s\t%s\t%s", c.ID, c.Record, cmp.Or(c.Field, "状态"))}
		for _, side := range c.Sides {
			lines = append(lines, fmt.Sprintf("  %s\t%v\t%s\t%s", string(side.Hash)[:12], side.Value, side.Actor, side.Time))
		}
		return strings.Join(lines, "\n"), c
	})
}
