package main

import (
	"context"
	"slices"

	"opsledger/app"
	"opsledger/cmd/internal/boot"
)

var cmdExport = command{name: "export", usage: "类型 文件.xlsx|.csv|.jsonl [--view 视图] [--where 字段=值]… [--search 文字] [--sort 字段] [--as-of 时间] [--known-at 时间] [--reveal 理由]", about: "导出记录（默认脱敏）",
	flags: slices.Concat([]string{"reveal"}, looking, filterFlags), run: runExport}

func runExport(ctx context.Context, k *call) error {
	if err := k.need(2, 2); err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		e := app.Export{Progress: k.progress("导出")}
		var err error
		if e.Query, err = k.query(ctx, s); err != nil {
			return err
		}
		if e.Reveal, err = k.reveal(); err != nil {
			return err
		}
		asOf, err := k.asOf()
		if err != nil {
			return err
		}
		s.App = s.AsOf(asOf, k.args[0])
		rows, err := s.ExportFile(ctx, e, k.args[1])
		if err != nil {
			return err
		}
		if k.json {
			k.print(map[string]int{"rows": rows})
			return nil
		}
		k.say("已导出%d条到 %s", rows, k.args[1])
		return nil
	})
}
