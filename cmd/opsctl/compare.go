package main

import (
	"context"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/rule/compare"
	"opsledger/app/rule/intake"
	"opsledger/cmd/internal/boot"
)

var cmdCompare = command{name: "compare", usage: "甲.xlsx 乙.xlsx --key 列[=乙的列]… --out 结果.xlsx [--reveal 理由]", about: "按关键列比对两份名单（默认脱敏）",
	flags: []string{"key", "out", "reveal"}, run: runCompare}

// runCompare needs no store, unless what it writes is to be shown unmasked: that is recorded first.
func runCompare(ctx context.Context, k *call) error {
	c, out, err := k.comparing()
	if err != nil {
		return err
	}
	reveal, err := k.reveal()
	if err != nil {
		return err
	}
	tell := k.progress("读取")
	lists, err := boot.CompareLists(ctx, c, func(_ string, rows int) {
		if tell != nil {
			tell(rows, rows)
		}
	})
	if err != nil {
		return outside(err)
	}
	if reveal != "" {
		if err := k.with(ctx, func(s *boot.Session) error { return s.ClearComparison(ctx, reveal, lists) }); err != nil {
			return err
		}
	}
	if err := boot.WriteCompared(ctx, out, lists, reveal != ""); err != nil {
		return outside(err)
	}
	k.compared(lists.Result, out)
	return nil
}

// comparing reads what is to be compared. A word behind the two files is a key column too: --key 姓名 出生日期.
func (k *call) comparing() (c app.Comparing, out string, err error) {
	if err := k.need(2, -1); err != nil {
		return c, "", err
	}
	c.A, c.B, out = k.args[0], k.args[1], k.option("out", "")
	for _, key := range append(k.options["key"], k.args[2:]...) {
		a, b, two := strings.Cut(key, "=")
		if !two {
			b = a
		}
		if strings.TrimSpace(a) == "" || strings.TrimSpace(b) == "" {
			return c, "", fault.New(fault.Usage, "--key 后面应写列名；两份名单列名不同时写作 甲的列=乙的列")
		}
		c.KeysA, c.KeysB = append(c.KeysA, a), append(c.KeysB, b)
	}
	if len(c.KeysA) == 0 || len(k.options["key"]) == 0 || out == "" {
		return c, "", fault.New(fault.Usage, k.usage())
	}
	return c, out, nil
}

// outside says of a failure that it left the files alone: no ledger is open that could have stayed as it was.
func outside(err error) error {
	f := fault.Of(err)
	g := *f
	g.Kept = "没有写出结果文件，两份名单没有改动"
	return &g
}

func (k *call) compared(r *compare.Result, out string) {
	if k.json {
		k.print(struct {
			A        int `json:"a"` // rows of each list
			B        int `json:"b"`
			Both     int `json:"both"`
			OnlyA    int `json:"only_a"`
			OnlyB    int `json:"only_b"`
			Differ   int `json:"differ"` // of both
			Faults   int `json:"faults"` // rows that were not compared
			Warnings int `json:"warnings"`
		}{r.A.Rows, r.B.Rows, r.Both, r.OnlyA, r.OnlyB, r.Differ, r.A.Faulty + r.B.Faulty, r.A.Doubtful + r.B.Doubtful})
		return
	}
	k.say("甲%d行，乙%d行：两边都有%d行（其中不一致%d行），仅甲有%d行，仅乙有%d行，没有比对%d行", r.A.Rows, r.B.Rows, r.Both, r.Differ, r.OnlyA, r.OnlyB, r.A.Faulty+r.B.Faulty)
	for _, side := range []struct {
		name string
		list *compare.List
	}{{"甲", r.A}, {"乙", r.B}} {
		for _, g := range intake.Grouped(side.list.Faults) {
			k.say("  %s %s", side.name, g.Message())
		}
		for _, g := range intake.Grouped(side.list.Warnings) {
			k.say("  %s 提醒 %s", side.name, g.Message())
		}
	}
	if why := r.Caution(); why != "" {
		k.say("  %s", why)
	}
	k.say("结果已写到 %s", out)
}
