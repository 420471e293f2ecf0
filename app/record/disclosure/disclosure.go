// Package disclosure owns the record of each time personal data was shown unmasked: who, when, why, what
// (R114, R118). It may not import other records, nor rules.
package disclosure

import "opsledger/app/ledger"

// Disclosure is one 明文查看.
type Disclosure struct {
	Reason string `label:"查看理由" need:"yes" search:"yes"`
	Means  string `label:"方式" need:"yes"` // list, show, export, report, window
	Of     string `label:"记录类型"`
	Filter string `label:"范围"`
	Count  int    `label:"记录数"`
}

// Kind describes the disclosure.
var Kind = ledger.Define[Disclosure]("disclosure", "明文查看",
	ledger.Numbered("MW", "reason"),
	ledger.States("made:已记录"),
	ledger.Step("make", "查看明文", ledger.Creates(), ledger.To("made"),
		ledger.By(ledger.Engineer, ledger.Lead, ledger.Center, ledger.Auditor, ledger.Sysadmin, ledger.Secadmin),
		ledger.Asks("reason", "means", "of?", "filter?", "count?")),
)
