package main

import (
	"context"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/record/routine"
	"opsledger/cmd/internal/boot"
)

var cmdRoutine = command{name: "routine", usage: "due | make [--until 日期]；raise 执行编号 ticket [字段=值]…", about: "到期的周期任务：列出还没有生成的，或生成；把执行中发现的异常转成工单",
	flags: []string{"until", "confirm-personal!"}, run: runRoutine}

func runRoutine(ctx context.Context, k *call) error {
	if err := k.need(1, -1); err != nil {
		return err
	}
	if k.args[0] == "raise" && len(k.args) >= 3 {
		return k.raise(ctx, routine.RunKind.Name, "raise-ticket", k.args[1], k.args[2], k.args[3:])
	}
	if len(k.args) != 1 || k.args[0] != "due" && k.args[0] != "make" {
		return fault.New(fault.Usage, k.usage())
	}
	until, err := k.until()
	if err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		if k.args[0] == "make" {
			list, err := s.EnsureRuns(ctx, until)
			return k.runs(list, "已生成%d条", err)
		}
		list, err := s.RunsOwed(ctx, until)
		return k.runs(list, "待生成%d条", err)
	})
}

func (k *call) until() (time.Time, error) {
	text := k.option("until", "")
	if text == "" {
		return time.Time{}, nil
	}
	return parseMoment(text)
}

func (k *call) runs(list []app.Owed, sum string, err error) error {
	if err != nil {
		return err
	}
	if k.json {
		if list == nil {
			list = []app.Owed{}
		}
		k.print(list)
		return nil
	}
	for _, o := range list {
		k.say("%s  %s  %s  %s", minute(o.Due), o.Type, o.Name, o.Routine)
	}
	k.say(sum, len(list))
	return nil
}
