// Package ticket owns the work order: its fields, its steps, and the times that score, read off the steps
// (R001–R011, R033–R036, R097, R130–R134). It may not import other records, nor rules.
package ticket

import (
	"time"

	"opsledger/app/ledger"
)

// Ticket is one 工单. Times are facts told by steps; see Facts for the ones that score.
type Ticket struct {
	OutsideNumber  string `label:"工单号" search:"yes"`
	Title          string `label:"标题" need:"yes" search:"yes"`
	Description    string `label:"问题描述" type:"long" search:"yes"`
	System         string `label:"所属系统" dict:"system" need:"yes"`
	Insurance      string `label:"险种" dict:"insurance"` // required for 社会保险系统 (R007)
	Region         string `label:"区域" dict:"region" need:"yes"`
	Category       string `label:"工单类别" dict:"category"`
	MainType       string `label:"主类型" dict:"main_type"`
	Channel        string `label:"渠道" dict:"channel"`
	RequesterUnit  string `label:"申请单位" search:"yes"`
	Requester      string `label:"申请人" personal:"name"`
	RequesterPhone string `label:"联系电话" personal:"phone"`

	Raised    time.Time `label:"提单时间" step:"yes"`
	Arrived   time.Time `label:"到达时间" step:"yes" index:"yes"`
	Responded time.Time `label:"签收时间" step:"yes"`
	Assignee  string    `label:"处理人" search:"yes" index:"yes"`
	Resolved  time.Time `label:"处理完毕时间" step:"yes" index:"yes"`
	Confirmed time.Time `label:"确认时间" step:"yes"`
	Result    string    `label:"处理结果" type:"long" search:"yes"`
	Cause     string    `label:"原因分类" dict:"cause"`
	Quality   bool      `label:"质量返工" step:"yes"`
	Delay     string    `label:"延误责任"`
	More      []string  `label:"类别附加项" type:"list"` // "批次号=20260305-01", as the category's dictionary item asks

	Facts Facts
}

// States of a ticket, in rising rank (design.md "Fold").
const (
	Void      ledger.State = "void"
	Open      ledger.State = "new"
	Accepted  ledger.State = "accepted"
	Suspended ledger.State = "suspended"
	Resolved  ledger.State = "resolved"
	Confirmed ledger.State = "confirmed"
)

// Kind describes the ticket.
var Kind = ledger.Define[Ticket]("ticket", "工单",
	ledger.Numbered("GD", "title"),
	ledger.OutsideNumber("outside_number"),
	ledger.States("void:已作废", "new:待签收", "accepted:处理中", "suspended:已挂起", "resolved:已办结", "confirmed:已确认"),
	ledger.Told(
		ledger.Field{Key: "returned", Label: "退回时间", Type: ledger.Time},
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "nature", Label: "返工性质", Type: ledger.Choice, Dict: "rework_reason"},
		ledger.Field{Key: "of", Label: "所针对的步骤", Type: ledger.Text},
		ledger.Field{Key: "text", Label: "说明", Type: ledger.Long},
		ledger.Field{Key: "confirmed_by", Label: "确认人", Type: ledger.Text},
		ledger.Field{Key: "source", Label: "来源", Type: ledger.Text},
	),
	ledger.Step("receive", "登记", ledger.Creates(), ledger.To(Open),
		ledger.Asks("title", "system", "region", "insurance?", "arrived", "raised?", "outside_number?", "description?", "category?",
			"main_type?", "channel?", "requester_unit?", "requester?", "requester_phone?", "assignee?", "more?", "delay?", "source?"),
		ledger.Checked(checkReceive)),
	ledger.Step("accept", "签收", ledger.From(Open), ledger.To(Accepted), ledger.Asks("responded", "assignee?", "source?"),
		ledger.Checked(notBefore("responded", "arrived"))),
	ledger.Step("assign", "转派", ledger.From(Open, Accepted, Suspended), ledger.Asks("assignee", "reason?")),
	ledger.Step("note", "记事", ledger.From(Open, Accepted, Suspended, Resolved, Confirmed), ledger.Asks("text")),
	ledger.Step("resolve", "办结", ledger.From(Open, Accepted), ledger.To(Resolved),
		ledger.Asks("resolved", "result", "category?", "main_type?", "cause?", "source?"), ledger.Checked(checkResolve)),
	ledger.Step("confirm", "确认", ledger.From(Resolved), ledger.To(Confirmed), ledger.Asks("confirmed", "confirmed_by?", "source?"),
		ledger.Checked(notBefore("confirmed", "resolved"))),
	ledger.Step("rework", "返工", ledger.From(Resolved, Confirmed), ledger.To(Accepted),
		ledger.Asks("returned", "nature", "reason?", "of?", "source?"), ledger.Checked(notBefore("returned", "resolved"))),
	ledger.Step("void", "作废", ledger.From(Open, Accepted, Suspended, Resolved, Confirmed), ledger.To(Void), ledger.Asks("reason")),
	ledger.Derive(derive),
)
