package main

import (
	"context"
	"time"

	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
)

var cmdReport = command{name: "report", usage: "weekly 2026-W11 --out 文件夹 [--as-of 时间]", about: "报告（PDF、XLSX 和数字）",
	flags: []string{"out", "as-of", "finalise!", "submit!", "docx!", "reveal"}, run: runReport}

// shownReport is the command's answer.
type shownReport struct {
	Files   []string `json:"files"`
	Period  string   `json:"period"`
	Due     string   `json:"due"`
	Figures any      `json:"figures"`
}

func runReport(ctx context.Context, k *call) error {
	if err := k.need(2, 2); err != nil {
		return err
	}
	switch {
	case k.args[0] == "monthly" || k.args[0] == "quarterly" || k.args[0] == "annual" || k.args[0] == "attendance":
		return fault.New(fault.NotYet, "report "+k.args[0])
	case k.args[0] != "weekly":
		return fault.New(fault.Usage, k.usage())
	case k.has("finalise") || k.has("submit") || k.has("docx") || k.has("reveal"):
		return fault.New(fault.NotYet, "report --finalise、--submit、--docx、--reveal")
	case !k.has("out"):
		return fault.New(fault.Usage, "须用 --out 指明文件夹")
	}
	asOf, err := k.asOf()
	if err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		rep, err := s.Weekly(ctx, k.args[1], asOf)
		if err != nil {
			return err
		}
		files, err := boot.WriteWeekly(rep, k.option("out", ""))
		if err != nil {
			return err
		}
		if k.json {
			k.print(shownReport{files, rep.Period, rep.Due.Format(time.RFC3339), rep.Weekly})
			return nil
		}
		k.say("%s 周报：到达%d，办结%d，在途%d（%s%%），超时%d，返工%d", rep.Period, rep.Arrived.Value, rep.Done.Value, rep.InTransit.Value, rep.Rate.Percent, rep.Overdue.Value, rep.Rework.Value)
		for _, f := range files {
			k.say("%s", f)
		}
		return nil
	})
}
