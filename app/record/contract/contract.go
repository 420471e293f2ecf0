// Package contract owns the contract years of a ledger: start, end, fee, working hours; everything that scores
// counts within one (R080, R095, R123, A11, A30). It may not import other records, nor rules.
package contract

import "opsledger/app/ledger"

// Contract is one year of the service (合同). Hours are "08:30-12:00,13:30-18:00".
type Contract struct {
	Name  string     `label:"合同名称" need:"yes" search:"yes"`
	Start ledger.Day `label:"开始日期" need:"yes"`
	End   ledger.Day `label:"结束日期" need:"yes"`
	Fee   string     `label:"年度服务费（元）" type:"points"`
	Hours string     `label:"工作时段"`
	Days  string     `label:"每周工作日"` // "1-5", 1 = Monday
	From  ledger.Day `label:"时段生效日期"`
}

// Kind describes the contract.
var Kind = ledger.Define[Contract]("contract", "合同",
	ledger.Numbered("HT", "name"),
	ledger.States("signed:履行中", "void:已作废"),
	ledger.Told(ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long}),
	ledger.Step("sign", "登记", ledger.Creates(), ledger.By(ledger.Lead, ledger.Center, ledger.Engineer), ledger.To("signed"),
		ledger.Asks("name", "start", "end", "fee?", "hours?", "days?", "from?"), ledger.Checked(checkDates)),
	ledger.Step("amend-terms", "变更条款", ledger.From("signed"), ledger.By(ledger.Lead, ledger.Center),
		ledger.Asks("start?", "end?", "fee?", "hours?", "days?", "from?", "reason?"), ledger.Checked(checkDates)),
	ledger.Step("void", "作废", ledger.From("signed"), ledger.By(ledger.Lead, ledger.Center), ledger.To("void"), ledger.Asks("reason")),
)
