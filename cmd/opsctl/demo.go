package main

import (
	"context"
	"fmt"
	"strconv"

	"opsledger/app/fault"
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
	if o.Tickets, err = k.count("tickets", size, 100000); err != nil {
		return err
	}
	if o.Years, err = k.count("years", 1, 3); err != nil {
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

// count reads an option that is a number from 1 to most.
func (k *call) count(name string, fallback, most int) (int, error) {
	text := k.option(name, strconv.Itoa(fallback))
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > most {
		return 0, fault.New(fault.Usage, fmt.Sprintf("--%s 应为 1 至 %d", name, most))
	}
	return n, nil
}
