// Package report owns the periodic reports (R057, R059, R074, R136): drafted, finalised for good, submitted, received;
// a finalised one is never changed, only followed by a corrected version. What a version shows is frozen in the step
// that finalises it. It may not import other records, nor rules.
package report

import (
	"time"

	"opsledger/app/ledger"
)

// Report is one 报告. Sections hold what a person wrote, one paragraph a line; an empty one is drafted from the
// figures. In More a line 【标题】 begins a further section. The ID follows from type and period, so that two
// colleagues draw up the same report.
type Report struct {
	OutsideNumber string `label:"编号" step:"yes" search:"yes"` // "weekly 2026-W11"
	Title         string `label:"名称" step:"yes" search:"yes"`
	Type          string `label:"报告类型" dict:"report_type" step:"yes"`
	Period        string `label:"期间" step:"yes" index:"yes"`
	Work          string `label:"本周工作" type:"long" search:"yes"`
	Problems      string `label:"存在问题" type:"long" search:"yes"`
	Next          string `label:"下周工作安排" type:"long" search:"yes"`
	More          string `label:"其他章节" type:"long" search:"yes"`

	Due       time.Time `label:"应报时刻" step:"yes" index:"yes"`
	Version   int       `label:"版本" step:"yes"`
	AsOf      time.Time `label:"截至" step:"yes"`
	Finalised time.Time `label:"定稿时间" step:"yes"`
	Submitted time.Time `label:"报送时间" step:"yes" index:"yes"`
	To        string    `label:"报送对象" step:"yes"`
	Received  time.Time `label:"接收时间" step:"yes"`
	Late      bool      `label:"迟交" step:"yes"`

	Facts Facts
}

// States of a report, in rising rank.
const (
	Void      ledger.State = "void"
	Draft     ledger.State = "draft"
	Final     ledger.State = "final"
	Submitted ledger.State = "submitted"
)

// Kind describes the report. What the program itself tells of a step (frozen figures, due, head code) is not asked.
// Receiving carries no label: it is the center's word on what was submitted.
var Kind = ledger.Define[Report]("report", "报告",
	ledger.Numbered("BG", "title"),
	ledger.OutsideNumber("outside_number"),
	ledger.States("void:已作废", "draft:草稿", "final:已定稿", "submitted:已报送"),
	ledger.Told(
		ledger.Field{Key: "frozen", Label: "固化内容", Type: ledger.Frozen},
		ledger.Field{Key: "code", Label: "台账代码", Type: ledger.Text},
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "note", Label: "说明", Type: ledger.Long},
	),
	ledger.Step("draft", "起草", ledger.Creates(), ledger.To(Draft), ledger.Asks("type", "period", "work?", "problems?", "next?", "more?"), ledger.Checked(checkDraft)),
	ledger.Step("edit", "编辑", ledger.From(Draft), ledger.Asks("work?", "problems?", "next?", "more?"), ledger.Checked(checkEdit)),
	ledger.Step("finalise", "定稿", ledger.From(Draft), ledger.To(Final), ledger.Checked(checkFrozen)),
	ledger.Step("submit", "报送登记", ledger.From(Final), ledger.To(Submitted), ledger.Asks("submitted", "to?"), ledger.Checked(checkSubmit)),
	ledger.Step("receive", "接收", ledger.From(Submitted), ledger.ReservedToCenter(), ledger.Asks("received", "note?"), ledger.Checked(checkReceive)),
	ledger.Step("correct", "更正", ledger.From(Final, Submitted), ledger.To(Final), ledger.Asks("reason", "work?", "problems?", "next?", "more?"), ledger.Checked(checkCorrect)),
	ledger.Step("void", "作废", ledger.From(Draft), ledger.To(Void), ledger.Asks("reason")),
	ledger.Step("redraft", "重新起草", ledger.From(Void), ledger.To(Draft), ledger.Asks("reason?")),
	ledger.Derive(derive),
)

// Number is the outside number of a report.
func Number(kind, period string) string { return kind + " " + period }
