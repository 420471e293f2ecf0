// Package change owns work on data and batch runs (数据作业): applied for, reviewed, authorised by the information center, carried
// out, delivered, rolled back, filed (R012, R014–R015, R051–R052, R099–R100, R113, R117–R120). No step can be jumped: what must be
// there before the next is checked on the record as its author saw it. It may not import other records, nor rules.
package change

import (
	"slices"
	"time"

	"opsledger/app/ledger"
)

// Change is one 数据作业.
type Change struct {
	Title          string    `label:"作业名称" need:"yes" search:"yes"`
	Type           string    `label:"作业类型" dict:"change_type" need:"yes" index:"yes"`
	Batch          string    `label:"批处理类别" dict:"batch_kind" help:"批处理类作业填写：调资、计息、重算等"`
	System         string    `label:"所属系统" dict:"system" need:"yes"`
	Region         string    `label:"区域" dict:"region" need:"yes"`
	Insurance      string    `label:"险种" dict:"insurance"`
	ApplicantUnit  string    `label:"申请单位" of:"unit" need:"yes" search:"yes" names:"申请部门,提出单位"`
	Applicant      string    `label:"申请人" personal:"name" need:"yes"`
	ApplicantPhone string    `label:"联系电话" personal:"phone"`
	Applied        time.Time `label:"申请时间" step:"yes" index:"yes"`
	Purpose        string    `label:"用途" type:"long" need:"yes" search:"yes" names:"申请事由,事由"`
	Definition     string    `label:"口径" type:"long" search:"yes" help:"取哪些人、哪些字段、什么时间段；查询统计和外部比对必填"`
	Source         string    `label:"数据源" dict:"data_source"`
	Tables         []string  `label:"涉及的表" search:"yes"`
	Summary        string    `label:"SQL摘要" type:"long" help:"只写做法，不写人员信息"`
	ScriptVersion  string    `label:"脚本版本" search:"yes"`
	ScriptHash     string    `label:"脚本SHA-256" search:"yes" help:"64位十六进制；登记脚本时选了附件就不必填写" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	Expected       int       `label:"预计影响行数"`
	Affected       int       `label:"实际影响行数"`
	Sensitive      bool      `label:"敏感数据"`
	External       bool      `label:"外部数据"`
	Ticket         string    `label:"工单" to:"ticket"`
	Planned        time.Time `label:"计划执行时间" future:"yes"`

	Reviewed      time.Time  `label:"审核时间" step:"yes"`
	Reviewer      string     `label:"审核人" step:"yes"`
	Authorisation string     `label:"授权情况" step:"yes" choices:"待审核,待授权,待二次授权,已授权,不予授权"`
	Authorised    time.Time  `label:"授权时间" step:"yes"`
	Authoriser    string     `label:"授权人" step:"yes" search:"yes"`
	Stages        []string   `label:"五段签认" step:"yes"` // "备份：李工 2026-03-10 20:00"
	Unsigned      []string   `label:"未签认" step:"yes"`
	Executed      time.Time  `label:"执行时间" step:"yes" index:"yes"`
	Executor      string     `label:"执行人" step:"yes" search:"yes"`
	Result        string     `label:"执行结果" type:"long" search:"yes"`
	SourceCount   int        `label:"迁出笔数" step:"yes"`
	TargetCount   int        `label:"迁入笔数" step:"yes"`
	Deliveries    []string   `label:"交付" step:"yes"`
	DestroyBy     ledger.Day `label:"最早应销毁日期" step:"yes" index:"yes"` // of what was handed out and is not destroyed
	OutputHash    string     `label:"产出SHA-256" step:"yes" search:"yes"`
	RolledBack    time.Time  `label:"回退时间" step:"yes"`
	Closed        time.Time  `label:"归档时间" step:"yes"`

	Facts Facts
}

// States of a change, in rising rank. What the center authorised is no state: it is read off the grants that count.
const (
	Void       ledger.State = "void"
	Rejected   ledger.State = "rejected"
	Applied    ledger.State = "applied"
	Reviewed   ledger.State = "reviewed"
	Executed   ledger.State = "executed"
	RolledBack ledger.State = "rolled_back"
	Closed     ledger.State = "closed"
)

// The five stages every work on data is secured by (R015, R119).
const (
	Safety  = "安全"
	Backup  = "备份"
	Test    = "测试"
	Verify  = "验证"
	Restore = "恢复"
)

// StageNames are the stages in the order of the contract.
var StageNames = []string{Safety, Backup, Test, Verify, Restore}

// Types of work that ask for more than the others.
const (
	Migration = "迁移"
	Query     = "数据查询统计"
	Matching  = "外部比对"
	Batch     = "批处理"
)

// Kind describes the change.
var Kind = ledger.Define[Change]("change", "数据作业", slices.Concat([]ledger.Option{
	ledger.Numbered("SJ", "title"),
	ledger.States("void:已作废", "rejected:已退回", "applied:待审核", "reviewed:待执行", "executed:已执行", "rolled_back:已回退", "closed:已归档"),
	ledger.Derive(derive),
}, told, approval, work, handing)...)
