// Package turnover owns how one person's place goes to another: notice, dossier, consent, handover, acceptance, leaving
// (R089–R093, R141, R142; A5, A17, A28). It may not import other records, nor rules.
package turnover

import (
	"time"

	"opsledger/app/ledger"
)

// Turnover is one 人员变更.
type Turnover struct {
	Leaver    string     `label:"离场人员" of:"person" need:"yes" search:"yes" index:"yes" names:"原驻场人员,离岗人员"`
	Successor string     `label:"替换人员" of:"person" search:"yes" names:"接替人员,替代人员" example:"示例二"`
	AskedBy   string     `label:"提出方" choices:"承建方,信息中心" need:"yes" help:"信息中心要求更换的，须写要求日期和理由"`
	Demanded  ledger.Day `label:"要求日期" help:"信息中心要求更换时填写"`
	Post      string     `label:"岗位" dict:"person_role" help:"不填则取离场人员的角色"`
	Core      bool       `label:"核心人员" help:"项目经理等核心人员未经同意更换，每次扣10分"`
	Why       string     `label:"变更理由" type:"long" search:"yes" need:"yes" names:"理由,更换原因"`
	Planned   ledger.Day `label:"计划离场日期" need:"yes" index:"yes" future:"yes"`

	Submitted  time.Time  `label:"提交时间" step:"yes" index:"yes"`
	Notice     int        `label:"提前天数" step:"yes"`
	RedLine    bool       `label:"不足7天" step:"yes"`
	Exception  string     `label:"例外说明" step:"yes" search:"yes"`
	Comparison []string   `label:"资历对照" type:"list" step:"yes"` // "学历|本科及以上|硕士|符合"
	Proposal   string     `label:"扣分提议" step:"yes"`
	Consented  time.Time  `label:"同意时间" step:"yes"`
	Handed     time.Time  `label:"交接时间" step:"yes"`
	Handover   []string   `label:"交接清单" type:"list" step:"yes"`
	Accepted   time.Time  `label:"认可时间" step:"yes"`
	Left       ledger.Day `label:"离场日期" step:"yes"`

	Facts Facts
}

// Who asks for a change.
const (
	ByContractor = "承建方"
	ByCenter     = "信息中心"
)

// States of a turnover, in rising rank.
const (
	Void      ledger.State = "void"
	Rejected  ledger.State = "rejected"
	Draft     ledger.State = "draft"
	Submitted ledger.State = "submitted"
	Handed    ledger.State = "handed"
	Left      ledger.State = "left"
)

const attachFirst = "先把文件作为附件添加，再填附件名"

// Kind describes the turnover. Consent and acceptance are the center's word and set no state: the next step looks for them.
var Kind = ledger.Define[Turnover]("turnover", "人员变更",
	ledger.Numbered("RB", "leaver"),
	ledger.States("void:已作废", "rejected:已退回", "draft:草拟", "submitted:已提交", "handed:已交接", "left:已离场"),
	ledger.Told(
		ledger.Field{Key: "plan", Label: "更换方案", Type: ledger.File, Help: attachFirst},
		ledger.Field{Key: "resume", Label: "工作简历", Type: ledger.File, Help: attachFirst},
		ledger.Field{Key: "diploma", Label: "学历证书", Type: ledger.File, Help: attachFirst},
		ledger.Field{Key: "certificate", Label: "专业资格证书", Type: ledger.File, Help: attachFirst},
		ledger.Field{Key: "leaver_signed", Label: "交出人签认日期", Type: ledger.Date},
		ledger.Field{Key: "successor_signed", Label: "接收人签认日期", Type: ledger.Date},
		ledger.Field{Key: "handover_paper", Label: "交接单扫描件", Type: ledger.File, Help: attachFirst},
		ledger.Field{Key: "opinion", Label: "意见", Type: ledger.Long},
		ledger.Field{Key: "rejected", Label: "退回时间", Type: ledger.Time},
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "of", Label: "所针对的步骤", Type: ledger.Text},
	),
	ledger.Step("draft", "草拟", ledger.Creates(), ledger.To(Draft), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center),
		ledger.Asks("leaver", "asked_by", "planned", "why", "successor?", "demanded?", "post?", "core?"), ledger.Checked(checkDraft)),
	ledger.Step("update", "修改", ledger.From(Draft, Rejected), ledger.To(Draft),
		ledger.Asks("planned?", "successor?", "demanded?", "post?", "core?", "why?"), ledger.Checked(checkDraft)),
	ledger.Step("submit", "提交", ledger.From(Draft, Rejected), ledger.To(Submitted),
		ledger.Asks("submitted", "successor?", "planned?", "plan", "resume", "diploma", "certificate", "comparison", "exception?"), ledger.Checked(checkSubmit)),
	ledger.Step("consent", "同意", ledger.ReservedToCenter(), ledger.Answering("submit"), ledger.Asks("consented", "of?", "opinion?")),
	ledger.Step("reject", "退回", ledger.From(Submitted, Handed), ledger.To(Rejected), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center),
		ledger.Asks("reason", "rejected")),
	ledger.Step("hand-over", "工作交接", ledger.From(Submitted, Handed), ledger.To(Handed),
		ledger.Asks("handed", "handover", "leaver_signed", "successor_signed", "handover_paper?"), ledger.Checked(checkHandover)),
	ledger.Step("accept", "认可交接", ledger.ReservedToCenter(), ledger.Answering("hand-over"), ledger.Asks("accepted", "of?", "opinion?")),
	ledger.Step("left", "离场", ledger.From(Handed), ledger.To(Left), ledger.Asks("left"), ledger.Checked(checkLeft)),
	ledger.Step("void", "作废", ledger.From(Draft, Rejected, Submitted, Handed), ledger.To(Void), ledger.Asks("reason")),
	ledger.Derive(derive),
)
