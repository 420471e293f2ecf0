// Package indicator owns the data indicators of each system (数据指标; R023, R028, R030, R038, R042, R045, R047): how each is defined,
// in which version, approved by whom; every change with what it was before. It may not import other records, nor rules.
package indicator

import (
	"errors"
	"fmt"

	"opsledger/app/ledger"
)

// Indicator is one 数据指标. The definition is told by steps, so that none changes without its approval.
type Indicator struct {
	Name       string     `label:"指标名称" need:"yes" search:"yes"`
	System     string     `label:"所属系统" dict:"system" need:"yes" index:"yes"`
	Definition string     `label:"口径" type:"long" step:"yes" search:"yes" names:"指标口径"`
	Measure    string     `label:"计量单位" names:"单位"`
	Source     string     `label:"取数来源" search:"yes"`
	Effective  ledger.Day `label:"生效日期" step:"yes" future:"yes"`
	Approver   string     `label:"审批人" step:"yes" search:"yes"`
	Approved   ledger.Day `label:"审批日期" step:"yes"`
	Ticket     string     `label:"变更单" to:"ticket"`
	Version    int        `label:"版本" step:"yes"`
	Before     string     `label:"变更前口径" type:"long" step:"yes"`
	Versions   []string   `label:"历次口径" step:"yes" search:"yes"`

	Facts Facts
}

// Facts are the versions in the order they were told.
type Facts struct {
	Versions []Version `json:"versions,omitempty"`
}

// Version is a definition and who approved it.
type Version struct {
	Number     int        `json:"number"`
	Definition string     `json:"definition"`
	Effective  ledger.Day `json:"effective"`
	Approver   string     `json:"approver"`
	Approved   ledger.Day `json:"approved"`
	Reason     string     `json:"reason,omitempty"`
	Approval   string     `json:"approval,omitempty"` // the paper's attachment
}

// On is the version that holds on a day; ok is false before the first.
func (f Facts) On(day ledger.Day) (v Version, ok bool) {
	for _, o := range f.Versions {
		if o.Effective <= day && (!ok || o.Effective >= v.Effective) {
			v, ok = o, true
		}
	}
	return v, ok
}

// Kind describes the indicator. Name and system say which it is.
var Kind = ledger.Define[Indicator]("indicator", "数据指标",
	ledger.Numbered("ZL", "name"),
	ledger.KeyedBy("system", "name"),
	ledger.States("void:已作废", "active:在用", "retired:已停用"),
	ledger.Told(
		ledger.Field{Key: "reason", Label: "变更原因", Type: ledger.Long},
		ledger.Field{Key: "approval", Label: "审批附件", Type: ledger.File},
	),
	ledger.Step("define", "定义", ledger.Creates(), ledger.To("active"), ledger.Asks("name", "system", "definition", "effective", "approver", "approved", "measure?", "source?", "ticket?"), ledger.Checked(checkApproval)),
	ledger.Step("change", "变更", ledger.From("active"), ledger.Asks("definition", "effective", "approver", "approved", "reason", "approval?", "ticket?"), ledger.Checked(checkChange)),
	ledger.Step("retire", "停用", ledger.From("active"), ledger.To("retired"), ledger.Asks("approver", "approved", "reason")),
	ledger.Step("restore", "恢复使用", ledger.From("retired"), ledger.To("active"), ledger.Asks("approver", "approved", "reason")),
	ledger.Step("void", "作废", ledger.From("active", "retired"), ledger.To("void"), ledger.Asks("reason")),
	ledger.Derive(derive),
)

var (
	errSame  = errors.New("口径与现行的相同，没有变更")
	errEarly = errors.New("生效日期早于审批日期：未审批的口径不能生效")
)

func checkApproval(_ ledger.Before, f ledger.Fields) error {
	if f.Text("effective") < f.Text("approved") {
		return errEarly
	}
	return nil
}

func checkChange(b ledger.Before, f ledger.Fields) error {
	facts, _ := b.Facts.(Facts)
	if n := len(facts.Versions); n > 0 && facts.Versions[n-1].Definition == f.Text("definition") {
		return errSame
	}
	return checkApproval(b, f)
}

func derive(rec *ledger.Record) {
	var f Facts
	for _, s := range rec.Telling() {
		if s.Entry.Action != "define" && s.Entry.Action != "change" {
			continue
		}
		f.Versions = append(f.Versions, Version{Number: len(f.Versions) + 1, Definition: s.Text("definition"), Effective: ledger.Day(s.Text("effective")),
			Approver: s.Text("approver"), Approved: ledger.Day(s.Text("approved")), Reason: s.Text("reason"), Approval: s.Text("approval")})
	}
	rec.Facts = f
	rec.Refer("ticket", "变更单", "ticket", ledger.RecordID(rec.Fields.Text("ticket")))
	f.show(rec.Fields)
}

func (f Facts) show(fields ledger.Fields) {
	n := len(f.Versions)
	if n == 0 {
		return
	}
	var lines []any
	for _, v := range f.Versions {
		lines = append(lines, fmt.Sprintf("第%d版（%s 起，%s %s 批准）：%s", v.Number, v.Effective, v.Approver, v.Approved, v.Definition))
	}
	last := f.Versions[n-1]
	fields["definition"], fields["effective"], fields["approver"], fields["approved"] = last.Definition, string(last.Effective), last.Approver, string(last.Approved)
	fields["version"], fields["versions"] = int64(n), lines
	if n > 1 {
		fields["before"] = f.Versions[n-2].Definition
	}
}
