package main

import (
	"context"
	"strconv"

	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/demo"
)

var cmdDemo = command{name: "demo", usage: "文件夹 [--small] [--tickets N]", about: "生成演示数据", flags: []string{"small!", "years", "tickets"}, run: runDemo}

func runDemo(ctx context.Context, k *call) error {
	if err := k.need(1, 1); err != nil {
		return err
	}
	if k.has("years") {
		return fault.New(fault.NotYet, "demo --years")
	}
	o := demo.Options{Dir: k.args[0], Tickets: 2400, Now: k.now, Cost: k.cost}
	if o.Now == nil {
		o.Now = boot.Clock
	}
	if k.has("small") {
		o.Tickets = 240
	}
	if n := k.option("tickets", ""); n != "" {
		tickets, err := strconv.Atoi(n)
		if err != nil || tickets < 1 || tickets > 100000 {
			return fault.New(fault.Usage, "--tickets 应为 1 至 100000")
		}
		o.Tickets = tickets
	}
	if !k.json {
		o.Say = k.say
	}
	made, err := demo.Make(ctx, o)
	if err != nil {
		return err
	}
	if k.json {
		k.print(made)
		return nil
	}
	for _, f := range made.Files {
		k.say("%s", f)
	}
	return nil
}
