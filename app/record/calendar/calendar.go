// Package calendar owns holiday years brought in after the program was shipped (R080). The shipped years are assets.
// It may not import other records, nor rules.
package calendar

import "opsledger/app/ledger"

// Year is one year's notice of the State Council: "2027-01-01 元旦", one date an item.
type Year struct {
	Year     string   `label:"年份" need:"yes"`
	Source   string   `label:"依据" need:"yes"`
	Holidays []string `label:"节假日" need:"yes"`
	Workdays []string `label:"调休上班"`
}

// Kind describes the holiday year.
var Kind = ledger.Define[Year]("calendar", "节假日",
	ledger.Numbered("JR", "year"),
	ledger.OutsideNumber("year"),
	ledger.Standing(),
	ledger.States("active:有效"),
	ledger.Step("record", "登记", ledger.Creates(), ledger.To("active"), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center, ledger.Sysadmin),
		ledger.Asks("year", "source", "holidays", "workdays?")),
	ledger.Step("replace", "更换", ledger.From("active"), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center, ledger.Sysadmin),
		ledger.Asks("source", "holidays", "workdays?")),
)
