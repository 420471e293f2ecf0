package main

import (
	"context"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/check"
	"opsledger/cmd/internal/boot"
)

var cmdCheck = command{name: "check", usage: "take [--week 2026-W11] | list [--as-of 时间] [--known-at 时间]", about: "每周检查：补取到期未取的，或列出", flags: append([]string{"week"}, looking...), run: runCheck}

func runCheck(ctx context.Context, k *call) error {
	if err := k.need(1, 1); err != nil {
		return err
	}
	asOf, err := k.asOf()
	if err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		s.App = s.AsOf(asOf, check.Kind.Name)
		q := app.Query{Kind: check.Kind.Name, Sort: "at"}
		week := k.option("week", "")
		if week != "" {
			if _, err := app.ParseWeek(week); err != nil {
				return err
			}
		}
		switch {
		case k.args[0] == "take" && week != "":
			if _, err := s.Act(ctx, app.Step{Kind: check.Kind.Name, Key: week, Action: "take"}); err != nil {
				return err
			}
			q.Where = weeks(week)
		case k.args[0] == "take":
			taken, err := s.TakeChecks(ctx)
			if err != nil {
				return err
			}
			if q.Where = weeks(taken...); len(taken) == 0 && !k.json {
				k.say("没有到期未取的检查（只检查合同年度内的周）")
				return nil
			}
		case k.args[0] != "list":
			return fault.New(fault.Usage, k.usage())
		case week != "":
			q.Where = weeks(week)
		}
		return k.checks(ctx, s, q)
	})
}

// weeks narrows a query to some weeks; to none where none are named.
func weeks(names ...string) []app.Condition {
	return []app.Condition{{Key: "number", Op: app.Equal, Value: append([]string{"-"}, names...)}}
}

func (k *call) checks(ctx context.Context, s *boot.Session, q app.Query) error {
	list, err := s.List(ctx, q, "")
	if err != nil {
		return err
	}
	if k.json {
		k.print(list)
		return nil
	}
	for _, r := range list {
		c, err := ledger.Decode[check.Check](r.Fields)
		if err != nil {
			return err
		}
		k.say("%s%s", r.Number, app.CheckLine(c))
	}
	k.say("共%d条", len(list))
	return nil
}
