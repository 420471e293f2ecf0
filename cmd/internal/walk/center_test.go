package walk

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/clerk"
	"opsledger/cmd/internal/demo"
	"opsledger/cmd/internal/sight"
)

const (
	morning = "2026-03-12T09:30"
	noon    = "2026-03-12T12:00"
	late    = "W2026-0101" // an extension is asked for it
	blamed  = "W2026-0102" // an excuse was claimed for it
	why     = "等数据局明细"
	verdict = "材料不足"
)

// TestTheCentersDayInARealWindow lets a station ask for an extension and send its file; the center takes it in, rules, and sends its reply; the
// station takes that in: three sittings at two stores, with real exchange files between them.
func TestTheCentersDayInARealWindow(t *testing.T) {
	store := station(t, morning)
	center := meet(t, store)
	dir := t.TempDir()
	keyboard := why + verdict + "交换登记申请延期评估" + late

	w := sit(t, keyboard, store, morning)
	login(w)
	w.Reads("待办与时限")
	askExtension(w)
	sent := sendFile(w, dir)
	w.End()

	w = sit(t, keyboard, center, noon, sent)
	login(w)
	takeFile(w, "驻场一号机")
	w.Press("去裁定台")
	rule(w)
	reply := sendReply(w, dir)
	w.End()

	w = sit(t, keyboard, store, noon, reply)
	login(w)
	takeFile(w, "信息中心")
	w.Press("知道了")
	seek(w, late)
	w.Reads("批准延期至 2026-03-17 18:00")
	w.Shot("granted")
	w.End()

	for _, l := range []clerk.Ledger{ledgerOf(t, store, demo.Password), ledgerOf(t, center, demo.Password)} {
		checkRuled(t, l)
	}
}

// meet makes a center's store and lets it and the station know each other; the station has two tickets the center is to hear of.
func meet(t *testing.T, store string) (center string) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	at := momentOf(t, morning)
	center = filepath.Join(t.TempDir(), "台账")
	o := boot.Options{Dir: center, User: "王科", Password: demo.Password, Program: "test", Now: func() time.Time { return at }, Cost: cheap}
	there, _, err := boot.Init(ctx, boot.Setup{Options: o, Name: "信息中心", Role: "center", AccountRole: ledger.Center, Station: "90"})
	must(err)
	defer there.Close()
	o.Dir, o.User = store, demo.User
	here, err := boot.Open(ctx, o)
	must(err)
	defer here.Close()

	request, d, err := here.Ask(ctx)
	must(err)
	answer, _, err := there.Certify(ctx, request, d.Fingerprint, ledger.Lead)
	must(err)
	self, err := there.Self(ctx)
	must(err)
	_, err = here.Accept(ctx, answer, self.Fingerprint)
	must(err)

	act := func(key, action string, values map[string]string) string {
		rec, err := here.Act(ctx, app.Step{Kind: "ticket", Key: key, Action: action, Values: values})
		must(err)
		return string(rec.ID)
	}
	for number, title := range map[string]string{late: "失业金重复发放疑点核查", blamed: "三家医院目录对照缺失"} {
		id := act("new", "receive", map[string]string{"title": title, "outside_number": number, "system": "社会保险系统", "region": "京口区", "insurance": "企业职工养老", "arrived": "2026-03-12 08:40"})
		act(id, "accept", map[string]string{"responded": "2026-03-12 08:50"})
		if number == blamed {
			act(id, "claim-excuse", map[string]string{"claimed": "2026-03-12 09:10", "excuse_code": "省厅", "evidence": "省厅回函", "reason": "省厅目录版本未发"})
		}
	}
	return center
}

// askExtension asks for more time for a ticket, by what else can be done about it.
func askExtension(w *clerk.Clerk) {
	w.Test().Helper()
	seek(w, late)
	w.Command("申请延期评估 " + late)
	w.Fill("原因", why)
	w.Fill("建议时限", "2026-03-17 18:00")
	w.Shot("ask-extension")
	w.Keys("ctrl+Return")
	w.Reads("已记录：申请延期评估")
}

// sendFile makes an exchange file for all.
func sendFile(w *clerk.Clerk, dir string) (path string) {
	w.Test().Helper()
	w.Command("交换")
	w.Reads("信息中心")
	w.Press("导出交换包…")
	path = w.Save(dir, "导出", "*.opsb")
	w.Reads("已导出并读回核对")
	w.Shot("sent")
	return path
}

// takeFile takes in the file the program was started with, after a look into it.
func takeFile(w *clerk.Clerk, from string) {
	w.Test().Helper()
	w.Reads("来自“" + from + "”的交换包")
	w.Shot("looked-into")
	w.Press("收下")
	w.Reads("已收下“" + from + "”的交换包")
	w.Shot("taken")
}

// rule grants the extension and refuses the excuse.
func rule(w *clerk.Clerk) {
	w.Test().Helper()
	w.Finds("驻场一号机")
	long := queue(w)
	newest(w, late)
	w.Press("批准延期…")
	w.Fill("期限", "2026-03-17 18:00")
	w.Shot("grant")
	w.Keys("ctrl+Return")
	w.Reads("已记录：批准延期")
	w.Until("a queue without it", func() bool { return queue(w) != "" && queue(w) != long })
	newest(w, blamed)
	w.Press("不予免责…")
	w.Fill("意见", verdict)
	w.Keys("ctrl+Return")
	w.Reads("已记录：不予免责")
	w.Shot("ruled")
}

// queue is what stands below the queue: how many wait.
func queue(w *clerk.Clerk) string {
	all := w.Look()
	i := slices.IndexFunc(all, func(s sight.Seen) bool { return strings.HasPrefix(s.Says, "共 ") && strings.Contains(s.Says, " 件") })
	if i < 0 {
		return ""
	}
	return all[i].Says
}

// newest goes to the end of the queue, where those asked for last stand, and chooses the one about a ticket.
func newest(w *clerk.Clerk, number string) {
	w.Test().Helper()
	w.Click(w.Finds("驻场一号机")) // the oldest; the keys go to the queue
	w.Keys("End")
	w.Click(w.Reads(number))
}

// sendReply makes the file that brings the answers back.
func sendReply(w *clerk.Clerk, dir string) (path string) {
	w.Test().Helper()
	w.Press("生成回执包")
	path = w.Save(dir, "生成", "交换包-信息中心-*.opsb")
	w.Reads("已导出并读回核对")
	return path
}

// checkRuled holds that the center's answers count, each on its ticket, and that the ledger holds.
func checkRuled(t *testing.T, l clerk.Ledger) {
	t.Helper()
	for number, want := range map[string]string{late: "grant-extension", blamed: "deny-excuse"} {
		var shown struct {
			History []struct{ Actor, Action, Note string }
		}
		l.Read(&shown, "show", "ticket", number, "--history")
		last := shown.History[len(shown.History)-1]
		if last.Actor != "王科" || last.Action != want || last.Note != "" {
			t.Errorf("%s: the last step of %s is %+v", l.Store, number, last)
		}
	}
	type clock struct {
		Clock, Due string
		Reasons    []string
	}
	var clocks []clock
	l.Read(&clocks, "clock", late)
	if !slices.ContainsFunc(clocks, func(c clock) bool {
		return c.Clock == "assessed" && c.Due == "2026-03-17T18:00:00+08:00" && strings.Contains(strings.Join(c.Reasons, ""), "批准延期至 2026-03-17 18:00")
	}) {
		t.Errorf("%s: the extension does not count: %+v", l.Store, clocks)
	}
	var audit struct{ OK bool }
	if l.Read(&audit, "audit", "verify"); !audit.OK {
		t.Errorf("%s: the audit finds faults", l.Store)
	}
}
