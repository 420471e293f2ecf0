// Package ticket owns the work order: its fields, its steps, and the times that score, read off the steps
// (R001–R011, R021–R022, R032–R036, R055, R065, R070, R082, R097–R098, R130–R134). It may not import other records, nor rules.
package ticket

import (
	"slices"
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
	RequesterKind  string `label:"诉求人类别" dict:"requester_kind"` // R021
	RequesterUnit  string `label:"申请单位" search:"yes"`
	Requester      string `label:"申请人" personal:"name"`
	RequesterPhone string `label:"联系电话" personal:"phone"`
	Judgement      string `label:"初判" type:"long"` // R021

	Raised      time.Time `label:"提单时间" step:"yes"`
	Arrived     time.Time `label:"到达时间" step:"yes" index:"yes"`
	Responded   time.Time `label:"签收时间" step:"yes"`
	Assignee    string    `label:"处理人" search:"yes" index:"yes"`
	Resolved    time.Time `label:"处理完毕时间" step:"yes" index:"yes"`
	Confirmed   time.Time `label:"确认时间" step:"yes"`
	Result      string    `label:"处理结果" type:"long" search:"yes"`
	Cause       string    `label:"原因分类" dict:"cause"`
	Quality     bool      `label:"质量返工" step:"yes"`
	Delay       string    `label:"延误责任"`
	More        []string  `label:"类别附加项" type:"list"` // "批次号=20260305-01", as the category's dictionary item asks
	CommonIssue string    `label:"共性问题" search:"yes" index:"yes"`
	Lead        string    `label:"牵头人" search:"yes"`
	Waiting     string    `label:"等待" step:"yes"`                      // what a suspended or escalated ticket waits for
	Pending     string    `label:"待裁定" step:"yes"`                     // what the information center has not answered: 延期, 免责
	Appeal      string    `label:"诉求流转" step:"yes" choices:"处理,转发,反馈"` // R022

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
var Kind = ledger.Define[Ticket]("ticket", "工单", slices.Concat([]ledger.Option{
	ledger.Numbered("GD", "title"),
	ledger.OutsideNumber("outside_number"),
	ledger.CountedByDays("arrived", "resolved"),
	ledger.States("void:已作废", "new:待签收", "accepted:处理中", "suspended:已挂起", "resolved:已办结", "confirmed:已确认"),
	ledger.Derive(derive),
}, told, handling, waiting, appeals, rulings, joint)...)
