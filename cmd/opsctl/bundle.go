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
	if x.Late {
		k.say("这是“%s”较早的一份交换包（第%d份；第%d份已经导入），不影响后来的内容", x.From, x.Number, x.Latest)
	}
	if x.Returned > 0 {
		k.say("其中%d个是本机以前写过、现在补回的", x.Returned)
	}
	for _, m := range x.Alarms {
		k.tellAlarm(m)
	}
	k.say("回执：%s", x.Receipt)
}
