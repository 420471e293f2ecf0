// Package attendance owns a person's working day as it was signed, and leave (R068, R076, R077, R088, R143; A15, A16). What
// a day amounts to, late or absent, is a rule's to say: it needs the working hours, the holidays and the leave. It may not
// import other records, nor rules.
package attendance

import (
	"time"

	"opsledger/app/ledger"
)

// Attendance is one person's day. Two who write it down apart write the same record.
type Attendance struct {
	Person    string     `label:"人员" of:"person" need:"yes" search:"yes" index:"yes" names:"姓名,考勤人员"`
	Date      ledger.Day `label:"日期" need:"yes" index:"yes" names:"考勤日期" example:"2026-03-05"`
	SignedIn  time.Time  `label:"签到时间" step:"yes" names:"签到,上班,上班时间,上班打卡"`
	SignedOut time.Time  `label:"签退时间" step:"yes" names:"签退,下班,下班时间,下班打卡" example:"2026-03-05 18:05"`
	Outings   []string   `label:"外出" step:"yes"`
	Overtimes []string   `label:"加班" step:"yes"`
	Guard     string     `label:"保障任务" step:"yes" search:"yes" index:"yes" help:"重大事件、软件升级等保障期的名称"`
	Note      string     `label:"说明" search:"yes" names:"备注"`

	Appeal    string    `label:"申辩" step:"yes" search:"yes"`
	Waiting   bool      `label:"申辩待裁定" step:"yes" index:"yes"`
	Ruling    string    `label:"裁定" choices:"正常,迟到,缺勤,请假,外出,加班" step:"yes" index:"yes"`
	Confirmed time.Time `label:"月度确认时间" step:"yes" index:"yes"`
	By        string    `label:"确认人" step:"yes"`
	Changed   bool      `label:"确认后有变化" step:"yes"`
	Belated   string    `label:"补录" reckoned:"yes" help:"事后超过一个工作日才登记的：签到、签退、外出、加班"` // it takes the working days

	Facts Facts
}

// What a day can be ruled to be.
const (
	Normal   = "正常"
	Late     = "迟到"
	Absent   = "缺勤"
	OnLeave  = "请假"
	Outside  = "外出"
	Overtime = "加班"
)

// States of a day.
const (
	Void ledger.State = "void"
	Kept ledger.State = "kept"
)

// begins marks the steps that may be the first word on a day: whoever was out or worked on a Saturday did not sign in before.
func begins() ledger.StepOption {
	return func(a *ledger.Action) {
		ledger.Creates()(a)
		ledger.From(ledger.New, Kept)(a)
		ledger.To(Kept)(a)
	}
}

// Kind describes the day.
var Kind = ledger.Define[Attendance]("attendance", "考勤",
	ledger.Numbered("KQ", "person"),
	ledger.KeyedBy("person", "date"),
	ledger.States("void:已作废", "kept:已登记"),
	ledger.Told(
		ledger.Field{Key: "out_from", Label: "外出时间", Type: ledger.Time, Future: true},
		ledger.Field{Key: "out_to", Label: "返回时间", Type: ledger.Time, Future: true},
		ledger.Field{Key: "place", Label: "地点", Type: ledger.Text},
		ledger.Field{Key: "approver", Label: "批准人", Type: ledger.Text},
		ledger.Field{Key: "over_from", Label: "加班开始", Type: ledger.Time},
		ledger.Field{Key: "over_to", Label: "加班结束", Type: ledger.Time},
		ledger.Field{Key: "asked_by", Label: "要求方", Type: ledger.Text},
		ledger.Field{Key: "guard_task", Label: "保障任务名称", Type: ledger.Text, Help: "如 7月版本升级；不属保障期的不填"},
		ledger.Field{Key: "reason", Label: "事由", Type: ledger.Long},
		ledger.Field{Key: "appealed", Label: "申辩时间", Type: ledger.Time},
		ledger.Field{Key: "verdict", Label: "裁定结果", Type: ledger.Choice, Choices: []string{Normal, Late, Absent, OnLeave, Outside, Overtime}},
		ledger.Field{Key: "ruled", Label: "裁定时间", Type: ledger.Time},
		ledger.Field{Key: "opinion", Label: "裁定意见", Type: ledger.Long},
		ledger.Field{Key: "confirmer", Label: "月度确认人", Type: ledger.Text},
		ledger.Field{Key: "of", Label: "所针对的步骤", Type: ledger.Text},
	),
	ledger.Step("sign-in", "签到", begins(), ledger.Asks("person", "date", "signed_in", "note?"), ledger.DatedBy("signed_in"), ledger.Checked(checkSign)),
	ledger.Step("sign-out", "签退", begins(), ledger.OnSheet(), ledger.Asks("signed_out", "person?", "date?", "note?"), ledger.Checked(checkSign)),
	ledger.Step("outing", "外出", begins(), ledger.Asks("person?", "date?", "out_from", "out_to", "reason", "place?", "approver?"), ledger.Checked(checkOuting)),
	ledger.Step("overtime", "加班", begins(), ledger.Asks("person?", "date?", "over_from", "over_to", "asked_by", "reason", "guard_task?"), ledger.Checked(checkOvertime)),
	ledger.Step("note-absence", "登记缺勤", begins(), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center), ledger.Asks("person?", "date?", "reason"), ledger.Checked(checkDay)),
	ledger.Step("appeal", "申辩", begins(), ledger.Asks("person?", "date?", "reason", "appealed"), ledger.Checked(checkDay)),
	ledger.Step("rule", "裁定", ledger.ReservedToCenter(), ledger.Naming("appeal"), ledger.Asks("verdict", "ruled", "of?", "opinion?")),
	ledger.Step("confirm-month", "月度确认", ledger.ReservedToCenter(), ledger.Asks("confirmed", "confirmer?", "opinion?")),
	ledger.Step("correct", "更正时刻", ledger.From(Kept), ledger.Asks("reason", "signed_in?", "signed_out?"), ledger.Checked(checkCorrect)),
	ledger.Step("withdraw", "撤销外出、加班或申辩", ledger.From(Kept), ledger.Answering("outing", "overtime", "appeal"), ledger.Asks("of?", "reason")),
	ledger.Step("void", "作废", ledger.From(Kept), ledger.To(Void), ledger.Asks("reason")),
	ledger.Step("restore", "恢复", ledger.From(Void), ledger.To(Kept), ledger.Asks("reason")),
	ledger.Derive(derive),
)
