package dictionary

import "opsledger/app/ledger"

// Word is an item added to a dictionary on site; seeded items are assets.
type Word struct {
	Dict  string `label:"字典" need:"yes"`
	Key   string `label:"代码" need:"yes"`
	Label string `label:"名称" need:"yes"`
}

// Kind describes the added item.
var Kind = ledger.Define[Word]("word", "字典项",
	ledger.Numbered("ZD", "label"),
	ledger.Standing(),
	ledger.States("active:在用", "retired:已停用"),
	ledger.Told(ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long}),
	ledger.Step("add", "增加", ledger.Creates(), ledger.To("active"),
		ledger.By(ledger.Engineer, ledger.Lead, ledger.Center, ledger.Sysadmin), ledger.Asks("dict", "key", "label")),
	ledger.Step("retire", "停用", ledger.From("active"), ledger.To("retired"),
		ledger.By(ledger.Engineer, ledger.Lead, ledger.Center, ledger.Sysadmin), ledger.Asks("reason?")),
)
