// Package contract owns the contract years of a ledger: start, end, fee, working hours; everything that scores
// counts within one (R080, R095, R123, A11, A30). It may not import other records, nor rules.
package contract

import (
	"time"

	"opsledger/app/ledger"
)

// Contract is one year of the service (合同). Hours are "08:30-12:00,13:30-18:00".
type Contract struct {
	Name  string     `label:"合同名称" need:"yes" search:"yes"`
	Start ledger.Day `label:"开始日期" need:"yes"`
	End   ledger.Day `label:"结束日期" need:"yes" example:"2026-12-31"`
	Fee   string     `label:"年度服务费（元）" type:"points"`
	Hours string     `label:"工作时段" example:"08:30-12:00,13:30-18:00"`
	Days  string     `label:"每周工作日" example:"1-5"` // "1-5", 1 = Monday
	From  ledger.Day `label:"时段生效日期"`

	TicketMode    string `label:"一个工作日的口径" choices:"下一工作日同一钟点,下一工作日下班前,N工时,取两者较早"` // A1
	TicketHours   int    `label:"口径为N工时的工时数"`
	ResponseHours int    `label:"响应工时"`   // A29
	FileLateDays  int    `label:"补单工作日数"` // A20

	QuarterDays      int    `label:"季报期限（季后工作日）" help:"不填：10"`      // A13
	MonthDays        int    `label:"月报、月检期限（月后工作日）" help:"不填：5"`    // A14
	PassMark         int    `label:"半年考核及格线" help:"不填：60"`          // A18
	LateGrace        int    `label:"迟到宽限（分钟）" help:"不填：0"`          // A16
	IncidentMinutes  int    `label:"安全事件响应（分钟）" help:"不填：15"`       // R107
	ComplaintMinutes int    `label:"投诉报告（分钟）" help:"不填：30"`         // A21
	FeedbackDays     int    `label:"走访后首次反馈（工作日）" help:"不填：3"`      // R063
	ManualDays       int    `label:"手册更新（工作日）" help:"不填：5"`         // R018
	Promised         int    `label:"承诺驻场人数" help:"不填：3"`            // R068
	IssueTickets     int    `label:"共性问题建议培训的工单数" help:"不填：5"`      // R122
	Scheme           string `label:"考核方案" help:"不填：随程序提供的镇江2025方案"` // R123

	Closed   time.Time `label:"年度结账时间" step:"yes"`
	Official string    `label:"正式总分" type:"points" step:"yes"`    // A10: as the center set it
	Deducted string    `label:"实扣金额（元）" type:"points" step:"yes"` // A9: what was really held back

	Facts Facts
}

// Readings of "one working day", as TicketMode names them (A1).
const (
	SameTime  = "下一工作日同一钟点"
	NextClose = "下一工作日下班前"
	OpenHours = "N工时"
	Earlier   = "取两者较早"
)

var terms = []string{"fee?", "hours?", "days?", "from?", "ticket_mode?", "ticket_hours?", "response_hours?", "file_late_days?",
	"quarter_days?", "month_days?", "pass_mark?", "late_grace?", "incident_minutes?", "complaint_minutes?", "feedback_days?", "manual_days?", "promised?", "issue_tickets?", "scheme?"}

// Kind describes the contract.
var Kind = ledger.Define[Contract]("contract", "合同",
	ledger.Numbered("HT", "name"),
	ledger.Standing(),
	ledger.States("signed:履行中", "void:已作废"),
	ledger.Told(
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "scheme_text", Label: "考核方案内容", Type: ledger.Frozen},
		ledger.Field{Key: "frozen", Label: "固化的评分卡", Type: ledger.Frozen},
		ledger.Field{Key: "hash", Label: "评分卡校验值", Type: ledger.Text},
		ledger.Field{Key: "heads", Label: "各设备日志末端", Type: ledger.List},
		ledger.Field{Key: "opinion", Label: "意见", Type: ledger.Long},
	),
	ledger.Step("sign", "登记", ledger.Creates(), ledger.By(ledger.Lead, ledger.Center, ledger.Engineer), ledger.To("signed"),
		ledger.Asks(append([]string{"name", "start", "end"}, terms...)...), ledger.Checked(checkDates)),
	ledger.Step("amend-terms", "变更条款", ledger.From("signed"), ledger.By(ledger.Lead, ledger.Center),
		ledger.Asks(append([]string{"start?", "end?", "reason?"}, terms...)...), ledger.Checked(checkDates)),
	ledger.Step("close-year", "年度结账", ledger.From("signed"), ledger.ReservedToCenter(), ledger.Asks("closed", "official?", "deducted?", "opinion?"), ledger.Checked(checkClose)),
	ledger.Step("void", "作废", ledger.From("signed"), ledger.By(ledger.Lead, ledger.Center), ledger.To("void"), ledger.Asks("reason"), ledger.Corrects()),
	ledger.Derive(derive),
)
