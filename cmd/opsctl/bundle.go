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
		k.say("其中%d个提交在等更早的内容，相关记录显示“不完整”；请导出交换包交给对方，对方再导出时会补上所缺的", len(x.Held))
	}
	for _, g := range x.Gaps {
		k.say("缺少“%s”第%d至%d号提交", g.Device, g.From, g.To)
	}
	if len(x.Conflicts) > 0 {
		k.say("有待裁决的冲突：%s", strings.Join(x.Conflicts, "、"))
	}
	if x.Ahead > 0 {
		k.say("其中%d个提交的时间比本机的时钟晚一天以上，请核对两边的时钟；先后次序不受影响", x.Ahead)
	}
	if x.Doubtful > 0 {
		k.say("其中%d个提交的时间存疑，依据它们的计分待裁定", x.Doubtful)
	}
	if x.Unknown > 0 {
		k.say("其中%d条步骤由更新的版本（%s）写成，本版本不认识，已原样保存，相关记录显示“不完整”；升级后自动计入", x.Unknown, x.App)
	}
	if x.Invalid > 0 {
		k.say("另有%d个提交是别处来的、由“%s”转交，签名不符或次序不对（可能是伪造的），已留存，不计入；请告知信息中心", x.Invalid, x.From)
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
	if x.Receipt != "" { // a new feed has no head yet
		k.say("回执：%s", x.Receipt)
	}
}
