package main

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
)

var cmdBundle = command{name: "bundle", usage: "export 文件.opsb|文件夹 [--to 设备] [--part-size 2GB] | import 文件.opsb|文件夹 | inspect 文件.opsb", about: "与信息中心交换",
	flags: []string{"to", "part-size"}, run: runBundle}

func runBundle(ctx context.Context, k *call) error {
	if err := k.need(2, 2); err != nil {
		return err
	}
	size, err := k.partSize()
	if err != nil {
		return err
	}
	send := app.Sending{Path: k.args[1], To: k.option("to", ""), PartSize: size, Progress: k.progress("导出（KB）")}
	receive := app.Receiving{Path: k.args[1], DryRun: k.args[0] == "inspect", Progress: k.progress("读取（KB）")}
	run := map[string]func(*boot.Session) (app.Exchanged, error){
		"export":  func(s *boot.Session) (app.Exchanged, error) { return s.Send(ctx, send) },
		"import":  func(s *boot.Session) (app.Exchanged, error) { return s.Receive(ctx, receive) },
		"inspect": func(s *boot.Session) (app.Exchanged, error) { return s.Receive(ctx, receive) },
	}[k.args[0]]
	if run == nil {
		return fault.New(fault.Usage, k.usage())
	}
	folder := isFolder(k.args[1])
	if folder && k.args[0] == "inspect" {
		return fault.New(fault.Usage, "inspect 一次看一个文件，“"+k.args[1]+"”是文件夹")
	}
	return k.with(ctx, func(s *boot.Session) error {
		switch {
		case folder && k.args[0] == "import":
			return k.takeFolder(ctx, s, k.args[1])
		case folder && k.args[0] == "export":
			return k.answerFolder(ctx, s, k.args[1], size)
		}
		x, err := run(s)
		if err != nil {
			return err
		}
		switch {
		case k.json:
			k.print(x)
		case k.args[0] == "export":
			k.tellExport(x)
		default:
			k.tellImport(s, x, receive.DryRun)
		}
		if k.args[0] == "import" {
			tidy(ctx, s)
		}
		return nil
	})
}

var sizeText = regexp.MustCompile(`^([1-9][0-9]{0,5}) ?(MB|GB|M|G|MiB|GiB)$`)

// partSize reads --part-size in bytes: 1 GB is 1024 MB, as sticks and file managers count. 0: not given.
func (k *call) partSize() (int64, error) {
	text := k.option("part-size", "")
	if text == "" {
		return 0, nil
	}
	m := sizeText.FindStringSubmatch(strings.ToUpper(text))
	if m == nil {
		return 0, fault.New(fault.Usage, "--part-size 请写成 500MB 或 2GB")
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return 0, fault.New(fault.Usage, "--part-size 请写成 500MB 或 2GB")
	}
	return n << map[byte]int{'M': 20, 'G': 30}[m[2][0]], nil
}

func (k *call) tellExport(x app.Exchanged) {
	k.say("已导出：%s（%d个提交，%d个附件），发给：%s。已读回核对", x.File, x.Commits, x.Blobs, strings.Join(x.To, "、"))
	if len(x.Files) > 0 {
		k.say("分成%d个文件，请按顺序逐个导入：%s", len(x.Files), strings.Join(x.Files, "、"))
	}
	if x.Missing > 0 {
		k.say("本机有%d个附件未到，已在交换包中请对方补发", x.Missing)
	}
}

func (k *call) tellImport(s *boot.Session, x app.Exchanged, dry bool) {
	done := map[bool]string{false: "已导入", true: "导入后将新增（现在没有改动）"}[dry]
	part := ""
	if x.Of > 0 {
		part = fmt.Sprintf("（共%d份中的第%d份）", x.Of, x.Part)
	}
	k.say("%s%s：来自“%s”的%d个提交、%d条步骤、%d个附件", done, part, x.From, x.Commits, x.Entries, x.Blobs)
	for _, t := range x.Records {
		k.say("  %s：新增%d条，变更%d条", s.Kinds.Kind(t.Kind).Label, t.New, t.Changed)
	}
	if x.Until != "" {
		k.say("  最晚一步：%s（对方%s导出）", minute(ledger.ParseTime(x.Until)), minute(ledger.ParseTime(x.Made)))
	}
	switch {
	case len(x.Held) > 0 && x.Part > 1:
		k.say("其中%d个提交在等前面几份的内容，相关记录暂时显示“不完整”；请把前面几份也导入", len(x.Held))
	case len(x.Held) > 0:
		k.say("其中%d个提交在等更早的内容，相关记录显示“不完整”；请导出交换包交给对方，对方再导出时会补上所缺的", len(x.Held))
	}
	if x.Missing > 0 {
		k.say("有%d个附件未到；下次导出时会请对方补发", x.Missing)
	}
	if len(x.Conflicts) > 0 {
		k.say("有待裁决的冲突：%s", strings.Join(x.Conflicts, "、"))
	}
	for _, c := range x.Cautions() {
		k.say("%s", c.Words)
	}
	if x.Late {
		k.say("这是“%s”较早的一份交换包（第%d份；第%d份已经导入），不影响后来的内容", x.From, x.Number, x.Latest)
	}
	if x.Returned > 0 {
		k.say("其中%d个是本机以前写过、现在补回的", x.Returned)
	}
	for _, m := range x.Alarms {
		k.say("%s", alarmed(m))
	}
	if x.Receipt != "" { // a new feed has no head yet
		k.say("回执：%s", x.Receipt)
	}
}
