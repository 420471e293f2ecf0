package view

import (
	"fmt"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// PeerLine is another device as the list of them shows it.
type PeerLine struct {
	Key      string
	Device   string // with who uses it where two have one name
	Accounts string // with their roles
	Mark     Mark   // the worst that is to be said
	Got      string // when the last file came from it
	Sent     string // when the last one for it was made
	Waiting  string // what it has not acknowledged
	Alarms   []Mark // all that is to be said, in whole sentences; none where all is well
}

// Peers writes the list.
func Peers(list []app.Peer, now time.Time) (out []PeerLine) {
	named := map[string]int{}
	for _, p := range list {
		named[p.Device]++
	}
	for _, p := range list {
		l := PeerLine{Key: string(p.Key), Device: p.Device, Accounts: strings.Join(p.Accounts, "、"), Mark: Mark{"circle-check", "正常", Good}, Got: "从未", Sent: "从未"}
		if named[p.Device] > 1 { // two PCs of one name are told apart by who uses them
			l.Device += "（" + l.Accounts + "）"
		}
		if roles := app.RoleNames(p.Roles, "、"); roles != "" {
			l.Accounts += "（" + roles + "）"
		}
		if p.Got != nil {
			l.Got = Moment(ledger.FormatTime(p.Got.At), now)
		}
		if p.Sent != nil {
			l.Sent = Moment(ledger.FormatTime(p.Sent.At), now)
		}
		switch l.Waiting = "没有"; {
		case p.Waiting > 0:
			l.Waiting = fmt.Sprintf("%d 个提交", p.Waiting)
		case p.Owed:
			l.Waiting = "只等回执"
		}
		short, alarms := alarmsOf(p)
		if l.Alarms = alarms; len(alarms) > 0 {
			l.Mark = Mark{alarms[0].Icon, short, alarms[0].Tone}
		}
		out = append(out, l)
	}
	return out
}

// Silence says for how long nothing has come from a device.
func Silence(p app.Peer) string { return fmt.Sprintf("%d 天没有来包", p.Silent) }

// alarmsOf says what is wrong with a device, the worst first, and of that one a few words.
func alarmsOf(p app.Peer) (short string, out []Mark) {
	say := func(words string, m Mark) {
		if short == "" {
			short = words
		}
		out = append(out, m)
	}
	if p.Revoked {
		say("已吊销", Mark{"ban", "这台设备的证书已吊销。它以前签名的记录仍然有效，今后的不计，它做的交换包不收", Quiet})
		return short, out
	}
	if p.Forked {
		say("日志分叉", Mark{"alert-circle", "这台设备的日志有两支：同一份台账在两台电脑上继续写过。两支都保留并参与计算。请导出一个包交给它导入（是两台电脑的，两台都要），导入后按提示说明是“已搬来”还是“是副本”，以后各记各的", Bad})
	}
	if p.Held > 0 {
		say("缺前面的包", Mark{"link", fmt.Sprintf("收到的有 %d 个提交在等更早的内容，相关记录显示“不完整”。请对方重新导出一个包，会补上缺的部分", p.Held), Soon})
	}
	if p.Quiet() {
		say(Silence(p), Mark{"alert-circle", fmt.Sprintf("已 %d 天没有收到它的交换包。请联系对方导出", p.Silent), Bad})
	}
	if p.Pending {
		say("等第一个包", Mark{"clock", "证书已接受，还没有收到它的第一个交换包。请先导出一个包给对方", Going})
	}
	if !p.Exchange {
		say("不能收包", Mark{"info-circle", "这台设备没有登记交换密钥，不能给它导出", Plain})
	}
	return short, out
}

// PeersSummary says how many devices need looking after.
func PeersSummary(list []app.Peer) (out []Mark) {
	quiet, worst, forked, held := 0, 0, 0, 0
	for _, p := range list {
		if p.Revoked {
			continue
		}
		if p.Quiet() {
			quiet, worst = quiet+1, max(worst, p.Silent)
		}
		if p.Forked {
			forked++
		}
		if p.Held > 0 {
			held++
		}
	}
	if quiet > 0 {
		out = append(out, Mark{"alert-circle", fmt.Sprintf("%d 台超过 %d 天没有来包，最久 %d 天", quiet, app.SilentDays, worst), Bad})
	}
	if forked > 0 {
		out = append(out, Mark{"alert-circle", fmt.Sprintf("%d 台日志分叉", forked), Bad})
	}
	if held > 0 {
		out = append(out, Mark{"link", fmt.Sprintf("%d 台的包有缺口", held), Soon})
	}
	return out
}

// TransferLine is an exchange file that came or went.
type TransferLine struct {
	Icon, Way string // 收到, 发出
	When      string
	Peers     string
	File      string
	What      string
	Tone      Tone // Soon where something of it is to be looked at
}

// Transfers writes what came and went.
func Transfers(list []app.Transfer, now time.Time) (out []TransferLine) {
	for _, t := range list {
		l := TransferLine{Icon: "package-import", Way: "收到", When: Moment(ledger.FormatTime(t.At), now), Peers: strings.Join(t.Peers, "、"), File: t.File, Tone: Plain}
		l.What = fmt.Sprintf("新 %d 个提交、%d 条步骤", t.Commits, t.Entries)
		if t.Out {
			l.Icon, l.Way = "send", "发出"
			l.What = fmt.Sprintf("%d 个提交、%d 条步骤", t.Commits, t.Entries)
		}
		if t.Blobs > 0 {
			l.What += fmt.Sprintf("、%d 个附件", t.Blobs)
		}
		if t.Commits == 0 && t.Blobs == 0 {
			l.What = "没有新内容"
		}
		if t.Conflicts > 0 {
			l.What, l.Tone = l.What+fmt.Sprintf("，冲突 %d 处", t.Conflicts), Soon
		}
		if t.Held > 0 {
			l.What, l.Tone = l.What+fmt.Sprintf("，%d 个提交在等更早的内容", t.Held), Soon
		}
		out = append(out, l)
	}
	return out
}

// BroughtLine says what an exchange file brings of one kind.
type BroughtLine struct {
	Kind, Label string
	What        string // 新 3，有新步骤 2
}

// Brought writes what an exchange file brings, by kind, and below it what is to be noticed.
func Brought(k *ledger.Registry, x app.Exchanged) (lines []BroughtLine, notes []Mark) {
	for _, b := range x.Records {
		l := BroughtLine{Kind: b.Kind, Label: b.Kind}
		if of := k.Kind(b.Kind); of != nil {
			l.Label = of.Label
		}
		var parts []string
		if b.New > 0 {
			parts = append(parts, fmt.Sprintf("新 %d", b.New))
		}
		if b.Changed > 0 {
			parts = append(parts, fmt.Sprintf("有新步骤 %d", b.Changed))
		}
		l.What = strings.Join(parts, "，")
		lines = append(lines, l)
	}
	if len(x.Asks) > 0 {
		var parts []string
		for _, a := range x.Asks {
			parts = append(parts, fmt.Sprintf("%s%s %d", k.Kind(a.Kind).Label, a.Matter, a.N))
		}
		notes = append(notes, Mark{"clipboard-check", "等信息中心办理：" + strings.Join(parts, "、"), Going})
	}
	if x.Of > 1 {
		notes = append(notes, Mark{"info-circle", fmt.Sprintf("这是一次导出的 %d 个文件中的第 %d 个，请按顺序都导入", x.Of, x.Part), Going})
	}
	if x.Missing > 0 {
		notes = append(notes, Mark{"paperclip", fmt.Sprintf("有 %d 个附件还没到，已记下，本机下次导出时会请对方补发", x.Missing), Soon})
	}
	if n := len(x.Conflicts); n > 0 {
		notes = append(notes, Mark{"git-compare", fmt.Sprintf("%d 条记录两边写得不一样，要裁决：%s", n, someOf(x.Conflicts)), Soon})
	}
	if n := len(x.Held); n > 0 {
		notes = append(notes, Mark{"link", fmt.Sprintf("%d 个提交在等更早的内容，相关记录会显示“不完整”。请对方重新导出一个包", n), Soon})
	}
	for _, c := range x.Cautions() {
		m := cautions[c.About]
		notes = append(notes, Mark{m.Icon, c.Words, m.Tone})
	}
	for _, m := range x.Alarms {
		notes = append(notes, Mark{"alert-circle", m.Message + "。" + m.Remedy, Bad})
	}
	if x.Late {
		notes = append(notes, Mark{"history", "这是一份旧包：对方更新的包以前已经收过。旧包不会把内容退回去", Going})
	}
	if x.Returned > 0 {
		notes = append(notes, Mark{"arrow-back-up", fmt.Sprintf("补回了本机自己缺的 %d 个提交", x.Returned), Good})
	}
	if n := len(x.Forks); n > 0 && len(x.Alarms) == 0 {
		notes = append(notes, Mark{"alert-circle", fmt.Sprintf("%d 台设备的日志分叉：同一份台账被复制或回退后两边继续写过。请与对方核实", n), Bad})
	}
	return lines, notes
}

// cautions are how a file's cautions are marked, by what they are about.
var cautions = map[string]Mark{"gap": {Icon: "link", Tone: Soon}, "passed": {Icon: "paperclip", Tone: Soon}, "clock": {Icon: "clock", Tone: Soon}, "doubt": {Icon: "clock", Tone: Soon},
	"version": {Icon: "info-circle", Tone: Soon}, "forged": {Icon: "alert-circle", Tone: Bad}, "center": {Icon: "alert-circle", Tone: Soon}}

// someOf names a few of many.
func someOf(list []string) string {
	const few = 5
	if len(list) <= few {
		return strings.Join(list, "、")
	}
	return strings.Join(list[:few], "、") + " 等"
}

// Digits writes a fingerprint in its groups.
func Digits(fingerprint string) (groups []string) { return strings.Fields(fingerprint) }

// Amount says how much new there is in an exchange file.
func Amount(x app.Exchanged) string {
	if x.Commits == 0 && x.Blobs == 0 {
		return "没有新内容"
	}
	return fmt.Sprintf("新 %d 个提交、%d 条步骤、%d 个附件", x.Commits, x.Entries, x.Blobs)
}

// Sent says what an exchange file just made holds, and for whom.
func Sent(x app.Exchanged) string {
	out := fmt.Sprintf("发给 %s：%d 个提交、%d 个附件", strings.Join(x.To, "、"), x.Commits, x.Blobs)
	if n := len(x.Files); n > 1 {
		out += fmt.Sprintf("，分成 %d 个文件，请按顺序都交给对方", n)
	}
	return out
}
