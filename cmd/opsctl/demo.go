package main

import (
	"context"

	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/demo"
)

var cmdDemo = command{name: "demo", usage: "文件夹 [--small|--years N] [--tickets N]", about: "生成演示数据", flags: []string{"small!", "years", "tickets"}, run: runDemo}

func runDemo(ctx context.Context, k *call) error {
	if err := k.need(1, 1); err != nil {
		return err
	}
	o := demo.Options{Dir: k.args[0], Now: k.now, Cost: k.cost}
	if o.Now == nil {
		o.Now = boot.Clock
	}
	size := demo.Full
	if k.has("small") {
		size = demo.Small
	}
	var err error
	if o.Tickets, err = k.count("tickets", size, 1, 100000); err != nil {
		return err
	}
	if o.Years, err = k.count("years", 1, 1, 3); err != nil {
		return err
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
