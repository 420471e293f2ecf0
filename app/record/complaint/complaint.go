// Package complaint owns complaints and the yearly survey of satisfaction (R109–R110, R145–R147; A10, A21). It may not import
// other records, nor rules.
package complaint

import (
	"errors"
	"time"

	"opsledger/app/ledger"
)

// Verdicts of the center on a complaint; only the first two score (R147).
const (
	Valid   = "有效"
	Major   = "重大"
	Invalid = "无效"
)

// Complaint is one 投诉.
type Complaint struct {
	Title      string    `label:"投诉事项" need:"yes" search:"yes"`
	Sort       string    `label:"投诉类型" dict:"complaint_kind" need:"yes" index:"yes" help:"同类投诉会自动列出以前的投诉"`
	Received   time.Time `label:"接诉时间" step:"yes" index:"yes"`
	Via        string    `label:"投诉渠道" dict:"complaint_channel"`
	Unit       string    `label:"投诉单位" of:"unit" search:"yes"`
	By         string    `label:"投诉人" personal:"name"`
	Phone      string    `label:"联系电话" personal:"phone"`
	About      string    `label:"被投诉人或系统" search:"yes"`
	System     string    `label:"所属系统" dict:"system"`
	Content    string    `label:"投诉内容" type:"long" search:"yes"`
	Handler    string    `label:"处理人" of:"person" index:"yes"`
	SameBefore []string  `label:"以前的同类投诉" type:"list" step:"yes"`

	Reported   time.Time `label:"报告信息中心时间" step:"yes"`
	ReportedTo string    `label:"报告对象"`
	Cause      string    `label:"根本原因" type:"long" search:"yes"`
	Location   string    `label:"定位与评估" type:"long"`
	Prevention string    `label:"预防措施" type:"long" search:"yes"`
	Verdict    string    `label:"认定" step:"yes" choices:"有效,重大,无效"`
	Closed     time.Time `label:"办结时间" step:"yes"`

	Facts Facts
}

// Facts are the times and the ruling that the clock and the score read.
type Facts struct {
	Received time.Time `json:"received,omitzero"`
	Reported time.Time `json:"reported,omitzero"` // to the center, the first time
	Closed   time.Time `json:"closed,omitzero"`
	Verdict  string    `json:"verdict,omitempty"`
	Ruled    time.Time `json:"ruled,omitzero"`
	Paper    bool      `json:"paper,omitempty"`
}

var (
	errEarly  = errors.New("报告时间早于接诉时间")
	errOpen   = errors.New("办结前须先登记报告信息中心的时间")
	errReason = errors.New("办结须写明根本原因和预防措施")
)

// Kind describes the complaint. What was the same before is told by the program at entry.
var Kind = ledger.Define[Complaint]("complaint", "投诉",
	ledger.Numbered("TS", "title"),
	ledger.States("void:已作废", "open:处理中", "closed:已办结"),
	ledger.Told(
		ledger.Field{Key: "text", Label: "说明", Type: ledger.Long},
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "ruled", Label: "认定时间", Type: ledger.Time},
		ledger.Field{Key: "opinion", Label: "意见", Type: ledger.Long},
		ledger.Field{Key: "of", Label: "所针对的步骤", Type: ledger.Text},
	),
	ledger.Step("receive", "接诉登记", ledger.Creates(), ledger.To("open"), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center),
		ledger.Asks("title", "sort", "received", "via?", "unit?", "by?", "phone?", "about?", "system?", "content?", "handler?")),
	ledger.Step("report", "报告信息中心", ledger.From("open"), ledger.OnSheet(), ledger.Asks("reported", "reported_to?"), ledger.Checked(checkReport)),
	ledger.Step("assess", "评估定位", ledger.From("open"), ledger.Asks("location", "cause?", "prevention?", "handler?")),
	ledger.Step("note", "记事", ledger.From("open"), ledger.Asks("text")),
	ledger.Step("rule", "认定", ledger.ReservedToCenter(), ledger.Answering("receive"), ledger.Asks("of?", "ruled", "verdict", "opinion?")),
	ledger.Step("close", "办结", ledger.From("open"), ledger.To("closed"), ledger.OnSheet(), ledger.Asks("closed", "cause?", "prevention?", "text?"), ledger.Checked(checkClose)),
	ledger.Step("reopen", "重新处理", ledger.From("closed"), ledger.To("open"), ledger.Asks("reason")),
	ledger.Step("void", "作废", ledger.From("open"), ledger.To("void"), ledger.Asks("reason")),
	ledger.Derive(derive),
)

func checkReport(b ledger.Before, f ledger.Fields) error {
	if received := ledger.ParseTime(b.Fields["received"]); ledger.ParseTime(f["reported"]).Before(received) {
		return errEarly
	}
	return nil
}

func checkClose(b ledger.Before, f ledger.Fields) error {
	has := func(key string) bool { return f.Text(key) != "" || b.Fields.Text(key) != "" }
	switch {
	case !has("cause") || !has("prevention"):
		return errReason
	case !has("reported"):
		return errOpen
	}
	return nil
}

func derive(rec *ledger.Record) {
	var f Facts
	for _, s := range rec.Telling() {
		switch s.Entry.Action {
		case "receive":
			f.Received = ledger.ParseTime(s.Value("received"))
			if same, ok := s.Value("same_before").([]any); ok {
				rec.Fields["same_before"] = same
			}
		case "report":
			if f.Reported.IsZero() {
				f.Reported = ledger.ParseTime(s.Value("reported"))
			}
		case "close":
			f.Closed = ledger.ParseTime(s.Value("closed"))
		case "reopen":
			f.Closed = time.Time{}
		case "rule":
			f.Verdict, f.Ruled, f.Paper = s.Text("verdict"), ledger.ParseTime(s.Value("ruled")), s.Paper
		}
	}
	rec.Facts = f
	rec.Fields.Show("received", f.Received)
	rec.Fields.Show("reported", f.Reported)
	rec.Fields.Show("closed", f.Closed)
	if f.Verdict != "" {
		rec.Fields["verdict"] = f.Verdict
	}
}
