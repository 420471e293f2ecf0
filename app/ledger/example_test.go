package ledger_test

import (
	"fmt"

	"opsledger/app/ledger"
)

// Two stations work on one job without a network. Each step is signed and chained; what they hand each other is
// folded alike on both sides, and where they disagree, both see it.
func Example() {
	p := world(ledger.Lead, ledger.Engineer) // the first station certified the second
	zhang, li := p[0], p[1]
	id := job1(1) // from the outside number: both would make the same record

	zhang.step(id, "receive", ledger.Fields{"title": "养老待遇核对"})
	zhang.step(id, "accept", nil)
	exchange(zhang, li) // a USB stick goes over

	zhang.step(id, "resolve", nil)   // Zhang finishes the job …
	void := li.step(id, "void", nil) // … while Li, who has not seen that, voids it
	exchange(zhang, li)

	show := func(who string, p *peer) {
		rec := p.record(id)
		fmt.Println(who, jobKind.StateLabel(rec.State), "未决冲突", len(rec.Conflicts))
	}
	show("张工:", zhang)
	show("李工:", li)

	zhang.step(id, ledger.Settle, ledger.Fields{"take": string(void)}) // a person decides
	exchange(zhang, li)
	show("裁决后:", li)
	// Output:
	// 张工: 办结 未决冲突 1
	// 李工: 办结 未决冲突 1
	// 裁决后: 作废 未决冲突 0
}
