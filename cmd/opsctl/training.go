package main

import (
	"context"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/coverage"
	"opsledger/cmd/internal/boot"
)

var cmdTraining = command{name: "training", usage: "coverage [编号] [--from 日期] [--to 日期] | effect 编号 [--days 90]", about: "培训覆盖率；专项培训前后同类工单的对比", flags: []string{"from", "to", "days"}, run: runTraining}

func runTraining(ctx context.Context, k *call) error {
	if err := k.need(1, 2); err != nil {
		return err
	}
	switch {
	case k.args[0] == "coverage":
		return k.with(ctx, k.coverage(ctx))
	case k.args[0] == "effect" && len(k.args) == 2:
		return k.with(ctx, k.effect(ctx))
	}
	return fault.New(fault.Usage, k.usage())
}

func (k *call) coverage(ctx context.Context) func(*boot.Session) error {
	return func(s *boot.Session) error {
		key := ""
		if len(k.args) == 2 {
			key = k.args[1]
		}
		from, err := k.day("from")
		if err != nil {
			return err
		}
		to, err := k.day("to")
		if err != nil {
			return err
		}
		c, err := s.Trained(ctx, key, from, to)
		if err != nil {
			return err
		}
		if k.json {
			k.print(c)
			return nil
		}
		rate := "没有填写应训人数"
		if c.Percent != "" {
			rate = "覆盖率 " + c.Percent + "%"
		}
		k.say("培训%d场，已训%d人次／应训%d人，%s；参加过的共%d人", c.Trainings, c.Trained, c.Invited, rate, c.People)
		for _, u := range c.Absent {
			k.say("  无人参加：%s", u)
		}
		k.reach("单位", c.Units)
		k.reach("部门类别", c.Sorts)
		return nil
	}
}

// reach prints trained of invited of units, or kinds of them.
func (k *call) reach(what string, list []coverage.Reach) {
	for _, u := range list {
		switch {
		case u.Due > 0:
			k.say("  %s %s：已训%d人次／应训%d人次，覆盖率 %s%%；到训%d／%d场", what, u.Unit, u.Trained, u.Due, u.Percent, u.Came, u.Invited)
		case u.Invited > 0:
			k.say("  %s %s：应训未登记；到训%d／%d场，参加过%d人", what, u.Unit, u.Came, u.Invited, u.People)
		default:
			k.say("  %s %s：未列入应训；参加过%d人", what, u.Unit, u.People)
		}
	}
}

// day reads an option that is a date; "" where it is not given.
func (k *call) day(name string) (ledger.Day, error) {
	text := k.option(name, "")
	if text == "" {
		return "", nil
	}
	t, err := parseMoment(text)
	return ledger.Day(t.In(zone).Format("2006-01-02")), err
}

func (k *call) effect(ctx context.Context) func(*boot.Session) error {
	return func(s *boot.Session) error {
		days, err := k.count("days", 90, 1, 3660)
		if err != nil {
			return err
		}
		e, err := s.Effect(ctx, k.args[1], days)
		if err != nil {
			return err
		}
		if k.json {
			k.print(e)
			return nil
		}
		k.say("共性问题“%s”：培训前%d天 %d件，培训后%d天 %d件", e.Issue, e.Days, e.Before, e.Days, e.After)
		if !e.Whole {
			k.say("  培训后还不满%d天，前后都按%d天比", days, e.Days)
		}
		return nil
	}
}
