// Package unit owns the departments the team works for (单位科室; R003, R060). It may not import other records,
// nor rules.
package unit

import "opsledger/app/ledger"

// Unit is one department.
type Unit struct {
	Name    string `label:"单位名称" need:"yes" search:"yes"`
	Region  string `label:"区域" dict:"region" need:"yes"`
	Side    string `label:"部门类别" dict:"unit_kind"`
	Contact string `label:"联系人" personal:"name"`
	Phone   string `label:"联系电话" personal:"phone"`
}

// Kind describes the unit.
var Kind = ledger.Define[Unit]("unit", "单位科室",
	ledger.Numbered("DW", "name"),
	ledger.OutsideNumber("name"),
	ledger.Standing(),
	ledger.States("active:在用", "void:已停用"),
	ledger.Told(ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long}),
	ledger.Step("record", "登记", ledger.Creates(), ledger.To("active"), ledger.Asks("name", "region", "side?", "contact?", "phone?")),
	ledger.Step("update", "更新", ledger.From("active"), ledger.Asks("region?", "side?", "contact?", "phone?", "reason?")),
	ledger.Step("void", "停用", ledger.From("active"), ledger.To("void"), ledger.Asks("reason")),
)
