package main

import (
	"context"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/sla"
	"opsledger/cmd/internal/boot"
)

var cmdClock = command{name: "clock", usage: "编号… | --all [--as-of 时间] [--known-at 时间]", about: "工单的各个时钟与推算", flags: append([]string{"all!"}, looking...), run: runClock}

// shownClock is a clock as JSON; points of time that do not exist yet are null.
type shownClock struct {
	ID      string   `json:"id"`
	Number  string   `json:"number"`
	Clock   string   `json:"clock"`
	From    *string  `json:"from"`
	Due     *string  `json:"due"`
	Stopped *string  `json:"stopped"`
	State   string   `json:"state"`
	Late    int      `json:"late_workdays"`
	Reasons []string `json:"reasons"`
}

func runClock(ctx context.Context, k *call) error {
	if len(k.args) == 0 && !k.has("all") {
		return fault.New(fault.Usage, k.usage())
	}
	asOf, err := k.asOf()
	if err != nil {
		return err
	}
	keys := k.args
	if k.has("all") {
		keys = nil
	}
	return k.with(ctx, func(s *boot.Session) error {
		clocks, err := s.Clocks(ctx, keys, asOf)
		if err != nil {
			return err
		}
		out := []shownClock{}
		for _, c := range clocks {
			out = append(out, shownClock{string(c.ID), c.Number, c.Name, stamp(c.From), stamp(c.Due), stamp(c.Stopped), string(c.State), len(c.LateDays), c.Reasons})
			if !k.json {
				k.say("%s %s %s", c.Number, c.Label, clockStates[c.State])
				for _, r := range c.Reasons {
					k.say("    %s", r)
				}
			}
		}
		if k.json {
			k.print(out)
		}
		return nil
	})
}

var clockStates = map[sla.State]string{sla.Running: "计时中", sla.Paused: "已暂停", sla.Overdue: "已超时", sla.Met: "按时", sla.Missed: "未按时"}

func stamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.In(zone).Format(time.RFC3339)
	return &s
}

var zone = ledger.Zone
