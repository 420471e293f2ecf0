package main

import (
	"context"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
)

var cmdBundle = command{name: "bundle", usage: "export 文件.opsb [--to 设备] | import 文件.opsb | inspect 文件.opsb", about: "与信息中心交换",
	flags: []string{"to"}, run: runBundle}

func runBundle(ctx context.Context, k *call) error {
	if err := k.need(2, 2); err != nil {
		return err
	}
	run := map[string]func(*boot.Session) (app.Exchanged, error){
		"export":  func(s *boot.Session) (app.Exchanged, error) { return s.SendFile(ctx, k.args[1], k.option("to", "")) },
		"import":  func(s *boot.Session) (app.Exchanged, error) { return s.ReceiveFile(ctx, k.args[1], false) },
		"inspect": func(s *boot.Session) (app.Exchanged, error) { return s.ReceiveFile(ctx, k.args[1], true) },
	}[k.args[0]]
	if run == nil {
		return fault.New(fault.Usage, k.usage())
	}
	return k.with(ctx, func(s *boot.Session) error {
		x, err := run(s)
		if err != nil {
			return err
		}
		if k.json {
			k.print(x)
			return nil
		}
		k.tellExchange(k.args[0], x)
		return nil
	})
}

func (k *call) tellExchange(what string, x app.Exchanged) {
	if what == "export" {
		k.say("已导出：%s（%d个提交，%d个附件），发给：%s。已读回核对", x.File, x.Commits, x.Blobs, strings.Join(x.To, "、"))
		return
	}
	done := map[string]string{"import": "已导入", "inspect": "导入后将新增（现在没有改动）"}[what]
	k.say("%s：来自“%s”的%d个提交、%d条步骤、%d个附件", done, x.From, x.Commits, x.Entries, x.Blobs)
	if len(x.Held) > 0 {
		k.say("其中%d个提交在等更早的内容，相关记录显示“不完整”；请对方重新导出全部", len(x.Held))
	}
	if len(x.Conflicts) > 0 {
		k.say("有待裁决的冲突：%s", strings.Join(x.Conflicts, "、"))
	}
	if len(x.Forks) > 0 {
		k.say("注意：有%d台设备的日志出现分叉（同一台账被复制或回退后继续使用），请与信息中心核实", len(x.Forks))
	}
	k.say("回执：%s", x.Receipt)
}
