package main

import (
	"context"
	"fmt"

	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
)

var cmdComparison = command{name: "comparison", usage: "last", about: "各数据来源最近一次比对", run: runComparison}

func runComparison(ctx context.Context, k *call) error {
	if len(k.args) != 1 || k.args[0] != "last" {
		return fault.New(fault.Usage, k.usage())
	}
	return k.with(ctx, func(s *boot.Session) error {
		list, err := s.LastCompared(ctx)
		if err != nil {
			return err
		}
		if k.json {
			k.print(list)
			return nil
		}
		for _, c := range list {
			line := "从未比对"
			if !c.Last.IsZero() {
				line = fmt.Sprintf("最近 %s  %s  疑点%d个，已有结论%d个", minute(c.Last), c.Number, c.Suspects, c.Concluded)
			}
			if c.Overdue {
				line += "  已超期（" + minute(c.Due) + "）"
			}
			k.say("%s  %s", c.Source, line)
		}
		return nil
	})
}
