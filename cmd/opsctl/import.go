package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/rule/intake"
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

var cmdImport = command{name: "import", usage: "类型 文件.xlsx|文件.csv|- [--dry-run] [--all-or-nothing] [--mapping 文件] [--faults 文件.xlsx]", about: "导入表格；- 表示从标准输入读粘贴的单元格",
	flags: []string{"dry-run!", "all-or-nothing!", "mapping", "faults"}, run: runImport}

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
		if err := json.Unmarshal(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")), &in.Mapping); err != nil || in.Mapping == nil {
			return fault.New(fault.Usage, "--mapping 文件应为 {\"表头\": \"字段\"}").Because(err)
		}
	}
	return k.with(ctx, func(s *boot.Session) error {
		out, err := k.importFrom(ctx, s, in)
		if e := k.saveFaults(out); e != nil {
			return e
		}
		if err != nil {
			if fault.Is(err, fault.ImportFaults) && !k.json {
				k.faults(out)
			}
			return err
		}
		if k.json {
			k.print(out)
		} else {
			k.imported(out, in.DryRun)
		}
		if !in.DryRun {
			tidy(ctx, s)
		}
		return nil
	})
}

func (k *call) importFrom(ctx context.Context, s *boot.Session, in app.Importing) (app.Imported, error) {
	if k.args[1] == "-" {
		return s.ImportFrom(ctx, k.args[0], k.in, in)
	}
	var reading func(int)
	if p := k.progress("读取"); p != nil {
		reading = func(rows int) { p(rows, rows) }
	}
	return s.Import(ctx, k.args[0], k.args[1], in, reading)
}

// saveFaults writes the faults as a table where a file was named for them.
func (k *call) saveFaults(out app.Imported) error {
	path := k.option("faults", "")
	if path == "" || len(out.Faults) == 0 {
		return nil
	}
	return boot.WriteFaults(path, out.Faults)
}

// listed is how many changes are told one by one.
const listed = 50

func (k *call) imported(out app.Imported, dry bool) {
	verb := "导入完成"
	if dry {
		verb = "试导入（没有写入）"
	}
	k.say("%s：共%d行，新增%d，更新%d，未变%d，有误%d行", verb, out.Rows, out.Created, out.Updated, out.Unchanged, out.FaultyRows)
	if out.KeptMapping {
		k.say("使用了保存的对应关系：%s", out.Renamed())
	}
	for _, n := range out.Notes {
		k.say("提醒 %s", n)
	}
	for i, c := range out.Changes {
		if i == listed {
			k.say("……另有%d条更新，逐条见 --json", len(out.Changes)-listed+out.LeftOut)
			break
		}
		k.say("更新 %s", c)
	}
	k.faults(out)
}

func (k *call) faults(out app.Imported) {
	for _, g := range intake.Grouped(out.Faults) {
		k.say("%s", g.Message())
	}
	for _, g := range intake.Grouped(out.Warnings) {
		k.say("提醒 %s", g.Message())
	}
	if len(out.Ignored) > 0 {
		k.say("未识别的列（没有导入）：%s", strings.Join(out.Ignored, "、"))
	}
}
