package main

import (
	"context"
	"encoding/json"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
)

var cmdTemplate = command{name: "template", usage: "类型 文件.xlsx", about: "生成空白表格", run: runTemplate}

func runTemplate(ctx context.Context, k *call) error {
	if err := k.need(2, 2); err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		columns, err := s.Template(ctx, k.args[0], k.args[1])
		if err != nil {
			return err
		}
		if k.json {
			k.print(map[string]any{"kind": k.args[0], "columns": columns})
		} else {
			k.say("已生成 %s，共%d列", k.args[1], len(columns))
		}
		return nil
	})
}

var cmdImport = command{name: "import", usage: "类型 文件.xlsx [--dry-run] [--all-or-nothing] [--mapping 文件]", about: "导入表格",
	flags: []string{"dry-run!", "all-or-nothing!", "mapping"}, run: runImport}

func runImport(ctx context.Context, k *call) error {
	if err := k.need(2, 2); err != nil {
		return err
	}
	in := app.Importing{DryRun: k.has("dry-run"), AllOrNothing: k.has("all-or-nothing"), Progress: k.progress("写入")}
	if path := k.option("mapping", ""); path != "" {
		raw, err := boot.ReadFile(path)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(raw, &in.Mapping); err != nil {
			return fault.New(fault.Usage, "--mapping 文件应为 {\"表头\": \"字段\"}").Because(err)
		}
	}
	var reading func(int)
	if p := k.progress("读取"); p != nil {
		reading = func(rows int) { p(rows, rows) }
	}
	return k.with(ctx, func(s *boot.Session) error {
		out, err := s.Import(ctx, k.args[0], k.args[1], in, reading)
		if err != nil {
			if fault.Is(err, fault.ImportFaults) && !k.json {
				k.faults(out)
			}
			return err
		}
		if k.json {
			k.print(out)
			return nil
		}
		verb := "导入完成"
		if in.DryRun {
			verb = "试导入（没有写入）"
		}
		k.say("%s：共%d行，新增%d，更新%d，未变%d，有误%d行", verb, out.Rows, out.Created, out.Updated, out.Unchanged, faultyRows(out))
		for _, c := range out.Changes {
			k.say("更新 %s：%s", c.Number, strings.Join(c.Labels, "、"))
		}
		k.faults(out)
		return nil
	})
}

func faultyRows(out app.Imported) int {
	rows := map[int]bool{}
	for _, f := range out.Faults {
		rows[f.Row] = true
	}
	return len(rows)
}

func (k *call) faults(out app.Imported) {
	for _, f := range out.Faults {
		k.say("%s", f.Message)
	}
	for _, f := range out.Warnings {
		k.say("提醒 %s", f.Message)
	}
	if len(out.Ignored) > 0 {
		k.say("未识别的列（没有导入）：%s", strings.Join(out.Ignored, "、"))
	}
}
