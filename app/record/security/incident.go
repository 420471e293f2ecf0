// Package security owns what goes wrong with security and what is done about it: incidents, notices of faults, weaknesses found,
// accidents (R107–R108, R120, R124–R129), drills and rectifications (R112, R115, R150). It may not import other records, nor rules.
package security

import (
	"time"

	"opsledger/app/ledger"
)

// The classes of an incident: each is one clause of the contract's security figure (S1–S6).
const (
	Secrecy  = "保密要求" // S1, R124
	Rules    = "安全要求" // S2, R125
	Practice = "运维安全" // S3, R126: by person
	Noticed  = "安全通报" // S4, R127: named by a superior, with a date for putting right
	Event    = "安全事件" // S5, R128: 48 hours to the solution
	Weakness = "安全评估" // S6, R129: 48 hours to the passed retest
	Serious  = "重大"
	Grave    = "严重后果"
)

// Incident is one 安全事件.
type Incident struct {
	Title       string    `label:"事由" need:"yes" search:"yes"`
	Class       string    `label:"条款类别" choices:"保密要求,安全要求,运维安全,安全通报,安全事件,安全评估" need:"yes" index:"yes" names:"类别" help:"与考核办法“安全”六项一一对应，同一事实只归一类"`
	Grade       string    `label:"等级" choices:"一般,重大" need:"yes"`
	Found       time.Time `label:"发现时间" step:"yes" index:"yes" names:"发生时间,告知时间"`
	FoundBy     string    `label:"发现人或通报单位" of:"person" search:"yes"`
	Persons     []string  `label:"涉及人员" type:"list" of:"person" help:"每行一人；运维安全按人次计"`
	System      string    `label:"所属系统" dict:"system"`
	Description string    `label:"经过" type:"long" search:"yes"`
	Deadline    time.Time `label:"整改期限" future:"yes" help:"安全通报须填写通报要求的期限"`

	Responded  time.Time `label:"响应时间" step:"yes"`
	Means      string    `label:"支持方式" choices:"远程,现场"`
	Dispatched time.Time `label:"派员时间" step:"yes"`
	Backbone   []string  `label:"派出骨干" type:"list" of:"person" help:"每行一人"`
	Arrival    time.Time `label:"到场时间" step:"yes"`
	Solved     time.Time `label:"解决时间" step:"yes" names:"修复时间,整改完成时间"`
	Retested   time.Time `label:"复测通过时间" step:"yes"`
	Measures   string    `label:"处置与整改措施" type:"long" search:"yes"`

	Cause         string `label:"原因" type:"long" search:"yes"`
	Change        string `label:"关联作业单" search:"yes" help:"数据作业编号"`
	ScriptVersion string `label:"脚本版本"`
	Loss          string `label:"经济损失（元）" type:"points"`
	Liability     string `label:"责任认定" type:"long"`
	Compensation  string `label:"赔付状态" choices:"无需赔付,待赔付,已赔付"`

	Consequence string `label:"后果认定" step:"yes" choices:"一般,严重后果,不成立"`

	Facts Facts
}

// Facts are the times and rulings that clocks and the score read. A zero time means: has not happened.
type Facts struct {
	Class      string    `json:"class"`
	Persons    int       `json:"persons"` // at least 1
	Found      time.Time `json:"found,omitzero"`
	Deadline   time.Time `json:"deadline,omitzero"`
	Responded  time.Time `json:"responded,omitzero"`
	Dispatched time.Time `json:"dispatched,omitzero"`
	Arrived    time.Time `json:"arrived,omitzero"`
	Solved     time.Time `json:"solved,omitzero"`
	Retested   time.Time `json:"retested,omitzero"` // the first retest passed
	Verdict    string    `json:"verdict,omitempty"` // the center's: 一般, 严重后果, 不成立; "" unanswered
	Ruled      time.Time `json:"ruled,omitzero"`
	Paper      bool      `json:"paper,omitempty"`
}

// Ended is when the clock of its class stops: a weakness at the passed retest, all others when solved (A7).
func (f Facts) Ended() time.Time {
	if f.Class == Weakness {
		return f.Retested
	}
	return f.Solved
}

// Kind describes the incident.
var Kind = ledger.Define[Incident]("incident", "安全事件",
	ledger.Numbered("AQ", "title"),
	ledger.States("void:已作废", "open:处理中", "solved:已解决", "closed:已关闭"),
	ledger.Told(
		ledger.Field{Key: "text", Label: "说明", Type: ledger.Long},
		ledger.Field{Key: "reason", Label: "原因说明", Type: ledger.Long},
		ledger.Field{Key: "passed", Label: "复测结论", Type: ledger.Choice, Choices: []string{"通过", "未通过"}},
		ledger.Field{Key: "retested_by", Label: "复测人", Type: ledger.Text, Of: "person"},
		ledger.Field{Key: "evidence", Label: "依据", Type: ledger.File},
		ledger.Field{Key: "ruled", Label: "认定时间", Type: ledger.Time},
		ledger.Field{Key: "opinion", Label: "意见", Type: ledger.Long},
		ledger.Field{Key: "of", Label: "所针对的步骤", Type: ledger.Text},
		ledger.Field{Key: "closed", Label: "关闭时间", Type: ledger.Time},
	),
	ledger.Step("report", "登记", ledger.Creates(), ledger.To("open"),
		ledger.Asks("title", "class", "grade", "found", "found_by?", "persons?", "system?", "description?", "deadline?", "cause?", "change?", "script_version?", "loss?"),
		ledger.Checked(checkReport)),
	ledger.Step("respond", "响应", ledger.From("open", "solved"), ledger.OnSheet(), ledger.Asks("responded", "means", "text?"), ledger.Checked(notBeforeFound("responded"))),
	ledger.Step("dispatch", "派员", ledger.From("open", "solved"), ledger.OnSheet(), ledger.Asks("dispatched", "backbone", "arrival?"), ledger.Checked(checkDispatch)),
	ledger.Step("arrive", "到场", ledger.From("open", "solved"), ledger.Asks("arrival", "backbone?"), ledger.Checked(checkDispatch)),
	ledger.Step("note", "记事", ledger.From("open", "solved"), ledger.Asks("text")),
	ledger.Step("solve", "解决", ledger.From("open"), ledger.To("solved"), ledger.OnSheet(), ledger.Asks("solved", "measures", "cause?", "evidence?"), ledger.Checked(notBeforeFound("solved"))),
	ledger.Step("retest", "复测", ledger.From("solved"), ledger.Asks("retested", "passed", "retested_by", "evidence?", "text?"), ledger.Checked(checkRetest)),
	ledger.Step("reopen", "重新处理", ledger.From("solved"), ledger.To("open"), ledger.Asks("reason")),
	ledger.Step("assess", "损失与责任", ledger.From("open", "solved", "closed"), ledger.Asks("loss?", "liability?", "compensation?", "change?", "script_version?", "cause?"),
		ledger.Checked(checkAssess)),
	ledger.Step("rule", "认定后果", ledger.ReservedToCenter(), ledger.Answering("report"), ledger.Asks("of?", "ruled", "consequence", "opinion?")),
	ledger.Step("close", "关闭", ledger.From("solved"), ledger.To("closed"), ledger.Asks("closed", "text?"), ledger.Checked(checkClose)),
	ledger.Step("void", "作废", ledger.From("open", "solved"), ledger.To("void"), ledger.Asks("reason")),
	ledger.Derive(derive),
)
