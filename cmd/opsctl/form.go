package main

import (
	"context"

	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
)

var cmdForm = command{name: "form", usage: "记录类型 编号 --out 文件夹 [--reveal 理由]", about: "一条记录的打印件（PDF）", flags: []string{"out", "reveal"}, run: runForm}

func runForm(ctx context.Context, k *call) error {
	if err := k.need(2, 2); err != nil {
		return err
	}
	if !k.has("out") {
		return fault.New(fault.Usage, "须用 --out 指明文件夹")
	}
	reveal, err := k.reveal()
	if err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		p, err := s.Print(ctx, k.args[0], k.args[1], reveal)
		if err != nil {
			return err
		}
		files, err := boot.WriteRecord(p, k.option("out", ""))
		if err != nil {
			return err
		}
		if k.json {
			k.print(struct {
				Files []string `json:"files"`
			}{files})
			return nil
		}
		for _, f := range files {
			k.say("已写出 %s", f)
		}
		return nil
	})
}
