package main

import (
	"context"

	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
)

var cmdQA = command{name: "qa", usage: "export 文件.jsonl|.xlsx|.csv", about: "导出已发布的问答，供人工智能客服使用（脱敏）", run: runQA}

func runQA(ctx context.Context, k *call) error {
	if len(k.args) != 2 || k.args[0] != "export" {
		return fault.New(fault.Usage, k.usage())
	}
	return k.with(ctx, func(s *boot.Session) error {
		rows, err := s.ExportAnswers(ctx, k.args[1])
		if err != nil {
			return err
		}
		if k.json {
			k.print(map[string]int{"rows": rows})
			return nil
		}
		k.say("已导出%d条问答到 %s", rows, k.args[1])
		return nil
	})
}
