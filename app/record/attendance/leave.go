package attendance

import (
	"errors"
	"strconv"
	"time"

	"opsledger/app/ledger"
)

// Leave is one 请假: whole days unless its first begins, or its last ends, with half a day.
type Leave struct {
	Person   string     `label:"人员" of:"person" need:"yes" search:"yes" index:"yes" names:"姓名,请假人"`
	From     ledger.Day `label:"开始日期" need:"yes" index:"yes" names:"请假开始,起始日期"`
	FromHalf string     `label:"开始半天" choices:"上午,下午" help:"从下午开始的填下午；不填为上午"`
	To       ledger.Day `label:"结束日期" need:"yes" index:"yes" names:"请假结束,截止日期"`
	ToHalf   string     `label:"结束半天" choices:"下午,上午" help:"到上午为止的填上午；不填为下午"`
	Type     string     `label:"请假类别" dict:"leave_type" names:"假别"`
	Reason   string     `label:"请假事由" type:"long" need:"yes" search:"yes" names:"事由,原因"`
	Approver string     `label:"批准人" names:"审批人"`
	Approved time.Time  `label:"批准时间" step:"yes"`
	Days     string     `label:"天数" type:"points" step:"yes"` // natural ones, halves counted

	Facts LeaveFacts
}

// Halves of a day.
const (
	Morning   = "上午"
	Afternoon = "下午"
)

// States of a leave.
const (
	LeaveVoid ledger.State = "void"
	Cancelled ledger.State = "cancelled"
	Denied    ledger.State = "rejected"
	Applied   ledger.State = "applied"
	Granted   ledger.State = "approved"
)

// LeaveFacts are the span in halves of days, both included.
type LeaveFacts struct {
	Person   string    `json:"person"`
	From     Half      `json:"from"`
	To       Half      `json:"to"`
	Approved time.Time `json:"approved,omitzero"`
	Type     string    `json:"type,omitempty"`
}

// Half is half a day: "2026-03-05 0" is its morning, "… 1" its afternoon. They order as text.
type Half string

// HalfOf makes one.
func HalfOf(day ledger.Day, afternoon bool) Half {
	if afternoon {
		return Half(string(day) + " 1")
	}
	return Half(string(day) + " 0")
}

// Covers reports whether the leave takes half a day.
func (f LeaveFacts) Covers(h Half) bool { return f.From <= h && h <= f.To }

// Overlaps reports whether two spans share half a day.
func (f LeaveFacts) Overlaps(o LeaveFacts) bool { return f.From <= o.To && o.From <= f.To }

// SpanOf reads the span off a leave's fields.
func SpanOf(f ledger.Fields) LeaveFacts {
	return LeaveFacts{Person: f.Text("person"), Type: f.Text("type"), From: HalfOf(ledger.Day(f.Text("from")), f.Text("from_half") == Afternoon),
		To: HalfOf(ledger.Day(f.Text("to")), f.Text("to_half") != Morning)}
}

var errSpan = errors.New("请假的结束早于开始")

// LeaveKind describes the leave. A granted leave is never an absence (A16); one applied for is none yet.
var LeaveKind = ledger.Define[Leave]("leave", "请假",
	ledger.Numbered("QJ", "person"),
	ledger.States("void:已作废", "cancelled:已取消", "rejected:未批准", "applied:待批准", "approved:已批准"),
	ledger.Told(
		ledger.Field{Key: "why", Label: "原因", Type: ledger.Long},
	),
	ledger.Step("apply", "申请", ledger.Creates(), ledger.To(Applied), ledger.Asks("person", "from", "to", "reason", "from_half?", "to_half?", "type?"), ledger.Checked(checkApply)),
	ledger.Step("approve", "批准", ledger.From(Applied), ledger.To(Granted), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center), ledger.OnSheet(), ledger.Asks("approver", "approved")),
	ledger.Step("reject", "不批准", ledger.From(Applied), ledger.To(Denied), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center), ledger.Asks("why")),
	ledger.Step("cancel", "取消", ledger.From(Applied, Granted), ledger.To(Cancelled), ledger.Asks("why?")),
	ledger.Step("void", "作废", ledger.From(Applied, Granted, Denied, Cancelled), ledger.To(LeaveVoid), ledger.Asks("why")),
	ledger.Derive(deriveLeave),
)

func checkApply(_ ledger.Before, f ledger.Fields) error {
	if s := SpanOf(f); s.To < s.From {
		return errSpan
	}
	return nil
}

func deriveLeave(rec *ledger.Record) {
	f := SpanOf(rec.Fields)
	for _, s := range rec.Telling() {
		if s.Entry.Action == "approve" {
			f.Approved = ledger.ParseTime(s.Value("approved"))
		}
	}
	rec.Fields.Show("approved", f.Approved)
	if n := f.halves(); n > 0 {
		rec.Fields["days"] = strconv.Itoa(n/2) + map[int]string{0: "", 1: ".5"}[n%2]
	}
	rec.Facts = f
}

// halves counts the halves of natural days.
func (f LeaveFacts) halves() int {
	parse := func(h Half) (time.Time, int) {
		day, err := time.Parse(time.DateOnly, string(h[:max(0, len(h)-2)]))
		if err != nil {
			return time.Time{}, 0
		}
		return day, int(h[len(h)-1] - '0')
	}
	from, a := parse(f.From)
	to, b := parse(f.To)
	if from.IsZero() || to.IsZero() {
		return 0
	}
	return int(to.Sub(from)/(24*time.Hour))*2 + b - a + 1
}
