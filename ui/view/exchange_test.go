package view

import (
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

func TestADevicesMarkIsTheWorstThatIsToBeSaid(t *testing.T) {
	got := app.Transfer{At: now.Add(-26 * time.Hour), File: "a.opsb"}
	for name, c := range map[string]struct {
		peer app.Peer
		mark string
		says []string
	}{
		"well":          {app.Peer{Exchange: true, Got: &got}, "正常", nil},
		"silent":        {app.Peer{Exchange: true, Silent: 14}, "14 天没有来包", []string{"请联系对方导出"}},
		"almost silent": {app.Peer{Exchange: true, Silent: 13}, "正常", nil},
		"forked":        {app.Peer{Exchange: true, Silent: 20, Forked: true, Held: 3}, "日志分叉", []string{"两支", "已搬来", "3 个提交", "20 天"}},
		"gap":           {app.Peer{Exchange: true, Held: 3}, "缺前面的包", []string{"请对方重新导出"}},
		"revoked":       {app.Peer{Exchange: true, Silent: 90, Held: 1, Revoked: true}, "已吊销", []string{"以前签名的记录仍然有效"}},
		"pending":       {app.Peer{Exchange: true, Pending: true}, "等第一个包", []string{"请先导出一个包"}},
		"no key":        {app.Peer{}, "不能收包", nil},
	} {
		l := Peers([]app.Peer{c.peer}, now)[0]
		if l.Mark.Words != c.mark {
			t.Errorf("%s: %q", name, l.Mark.Words)
		}
		all := ""
		for _, m := range l.Alarms {
			all += m.Words
		}
		for _, words := range c.says {
			if !strings.Contains(all, words) {
				t.Errorf("%s does not say %q: %s", name, words, all)
			}
		}
	}
	if l := Peers([]app.Peer{{Exchange: true, Got: &got, Waiting: 12, Accounts: []string{"陈立", "李娜"}, Roles: []ledger.Role{ledger.Lead}}}, now)[0]; l.Got != "11-23 08:00" || l.Sent != "从未" || l.Waiting != "12 个提交" || l.Accounts != "陈立、李娜（项目经理）" {
		t.Errorf("%+v", l)
	}
	for want, p := range map[string]app.Peer{"没有": {Exchange: true}, "只等回执": {Exchange: true, Owed: true}, "2 个提交": {Exchange: true, Owed: true, Waiting: 2}} {
		if l := Peers([]app.Peer{p}, now)[0]; l.Waiting != want {
			t.Errorf("%q, should be %q", l.Waiting, want)
		}
	}
	sum := PeersSummary([]app.Peer{{Exchange: true, Silent: 17}, {Exchange: true, Silent: 15}, {Exchange: true, Silent: 99, Revoked: true}, {Held: 1}, {Forked: true}})
	if len(sum) != 3 || sum[0].Words != "2 台超过 14 天没有来包，最久 17 天" || sum[1].Words != "1 台日志分叉" {
		t.Errorf("%+v", sum)
	}
}

func TestWhatAFileBringsAndWhatIsToBeNoticed(t *testing.T) {
	kinds := app.Kinds()
	x := app.Exchanged{Records: []app.TouchedKind{{Kind: "ticket", New: 3, Changed: 2}, {Kind: "visit", Changed: 1}, {Kind: "of_a_newer_version", New: 1}},
		Asks: []app.Asked{{Kind: "ticket", Matter: "批准延期", N: 2}}, Conflicts: []string{"A1", "A2", "A3", "A4", "A5", "A6"}, Held: []string{"x"}, Forks: []string{"f"}, Part: 2, Of: 3, Missing: 4,
		Gaps: []app.Gap{{Device: "二号机", From: 3, To: 7}}, Passed: 2, Ahead: 3, Doubtful: 4, Unknown: 5, App: "opsledger/9", Invalid: 6, From: "一号机", Lost: []app.Device{{Device: "旧中心", Fingerprint: "12345"}}}
	lines, notes := Brought(kinds, x)
	if len(lines) != 3 || lines[0].Label != "工单" || lines[0].What != "新 3，有新步骤 2" || lines[1].What != "有新步骤 1" || lines[2].Label != "of_a_newer_version" {
		t.Errorf("%+v", lines)
	}
	all := ""
	for _, m := range notes {
		all += m.Words + "\n"
		if m.Icon == "" {
			t.Errorf("%q has no sign", m.Words)
		}
	}
	for _, words := range []string{"工单批准延期 2", "3 个文件中的第 2 个", "4 个附件还没到", "6 条记录两边写得不一样，要裁决：A1、A2、A3、A4、A5 等", "1 个提交在等更早的内容", "1 台设备的日志分叉", "缺少“二号机”第3至7号提交", "有2个附件在本机没有对应的记录",
		"其中3个提交的时间比本机的时钟晚", "其中4个提交的时间存疑", "其中5条步骤由更新的版本（opsledger/9）写成", "另有6个提交是别处来的、由“一号机”转交", "另一个信息中心“旧中心”的内容，还没有承接"} {
		if !strings.Contains(all, words) {
			t.Errorf("%q is not said: %s", words, all)
		}
	}
	if got := Transfers([]app.Transfer{{At: now, Peers: []string{"甲"}}, {At: now, Out: true, Commits: 3, Entries: 5, Blobs: 1}}, now); got[0].Way != "收到" || got[0].What != "没有新内容" || got[1].Way != "发出" || got[1].What != "3 个提交、5 条步骤、1 个附件" {
		t.Errorf("%+v", got)
	}
}

func TestTheQueueOfRulings(t *testing.T) {
	kinds := app.Kinds()
	list := []app.Waiting{
		{Kind: "ticket", Number: "GD1", Title: "待遇核对", Matter: "批准延期", Answers: []string{"grant-extension", "deny-extension"}, Asked: now.Add(-72 * time.Hour), Reason: "等省厅"},
		{Kind: "report", Number: "monthly 2026-01", Title: "月报 2026-01", Matter: "接收", Answers: []string{"receive"}, Asked: now},
		{Kind: "attendance", Number: "2026-01", Title: "2026年1月考勤", Matter: "月度确认", Answers: []string{"confirm-month"}, Month: "2026-01", Days: 85, Asked: now},
		{Kind: "attendance", Number: "张伟 2026-03-02", Title: "张伟", Matter: "裁定", Asked: now},
	}
	got := Rulings(kinds, list, now)
	if got[0].Record != "GD1　待遇核对" || got[0].Matter != "工单：批准延期" || got[0].Since != "已等 3 天" || got[0].Tone != Soon || got[1].Record != "月报 2026-01" || got[1].Since != "今天提请" ||
		got[2].Record != "2026年1月考勤" || got[2].Reason != "85 条考勤记录没有确认" || got[3].Record != "张伟 2026-03-02" {
		t.Errorf("%+v", got)
	}
	if answers, why := Together([]app.Waiting{list[0], list[0]}); len(answers) != 2 || why != "" {
		t.Errorf("%v %q", answers, why)
	}
	for words, some := range map[string][]app.Waiting{"选中的事项不同": {list[0], list[1]}, "请到考勤月历": {list[2]}, "须由信息中心办理": {{Kind: "ticket", Matter: "批准延期", Barred: "须由信息中心办理"}}} {
		if answers, why := Together(some); answers != nil || !strings.Contains(why, words) {
			t.Errorf("%s: %v %q", words, answers, why)
		}
	}
}

func TestFiguresOfStationsAndScores(t *testing.T) {
	lines := StationLines([]app.StationRow{{Label: "甲", Tickets: 1200, Open: 3, Overdue: 1, Fallen: 8, OnTime: 7, Percent: "87.5"}, {Label: "乙"}})
	if lines[0].Tickets != "1,200" || !lines[0].Late || lines[0].Rate != "87.5%" || lines[1].Rate != "—" || lines[1].Late {
		t.Errorf("%+v", lines)
	}
	if note := StationsNote(app.Stations{From: "2026-01-01", AsOf: now, Older: 2}); !strings.Contains(note, "另有 2 张以前到达") {
		t.Error(note)
	}
	l := OmittedLines([]app.Omitted{{Number: "GD1", Label: "登记", Field: "到达时间", Fact: now.Add(-48 * time.Hour), Closed: now.Add(-24 * time.Hour), Written: now, Actor: "张伟", Device: "一号机"}}, now)[0]
	if l.What != "登记：到达时间 11-22 10:00" || l.When != "10:00 写入，11-23 10:00 的包里没有" || l.Who != "张伟，一号机" {
		t.Errorf("%+v", l)
	}
}
