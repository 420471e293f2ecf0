// Package person owns the people who work on site or behind it (R002, R068, R069, R084, R085). The turnover path,
// skills and equipment hang on it later. It may not import other records, nor rules.
package person

import "opsledger/app/ledger"

// Person is one member of the team. Staff names are never masked; a telephone number is.
type Person struct {
	Name    string     `label:"姓名" need:"yes" search:"yes"`
	Role    string     `label:"角色" dict:"person_role" need:"yes"`
	Core    bool       `label:"核心人员"`
	Company string     `label:"所属公司"`
	From    ledger.Day `label:"进场日期" need:"yes"`
	Until   ledger.Day `label:"离场日期"`
	Phone   string     `label:"联系电话" personal:"phone"`
}

// Kind describes the person.
var Kind = ledger.Define[Person]("person", "人员",
	ledger.Numbered("RY", "name"),
	ledger.Standing(),
	ledger.States("on_site:在岗", "left:已离场", "void:已作废"),
	ledger.Told(ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long}),
	ledger.Step("join", "进场登记", ledger.Creates(), ledger.To("on_site"),
		ledger.Asks("name", "role", "from", "core?", "company?", "phone?", "until?")),
	ledger.Step("update", "更新", ledger.From("on_site"), ledger.Asks("role?", "core?", "company?", "phone?", "until?", "reason?")),
	ledger.Step("void", "作废", ledger.From("on_site"), ledger.To("void"), ledger.Asks("reason"), ledger.Corrects()),
)
