package change

import "opsledger/app/ledger"

// told are the fields only steps carry.
var told = []ledger.Option{ledger.Told(
	ledger.Field{Key: "text", Label: "说明", Type: ledger.Long},
	ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
	ledger.Field{Key: "opinion", Label: "意见", Type: ledger.Long},
	ledger.Field{Key: "of", Label: "所针对的步骤", Type: ledger.Text},
	ledger.Field{Key: "letter", Label: "授权文件", Type: ledger.File, Help: "先把授权函添加为附件，再填附件名"},
	ledger.Field{Key: "deputy_for", Label: "代谁批准", Type: ledger.Text},
	ledger.Field{Key: "delegated_by", Label: "委托授权人", Type: ledger.Text},
	ledger.Field{Key: "delegation", Label: "委托书", Type: ledger.File},
	ledger.Field{Key: "delegation_from", Label: "委托起始日", Type: ledger.Date},
	ledger.Field{Key: "delegation_to", Label: "委托截止日", Type: ledger.Date, Future: true},
	ledger.Field{Key: "script", Label: "脚本文件", Type: ledger.File},
	ledger.Field{Key: "stage", Label: "环节", Type: ledger.Choice, Choices: StageNames},
	ledger.Field{Key: "signer", Label: "签认人", Type: ledger.Text, Of: "person"},
	ledger.Field{Key: "signed", Label: "签认时间", Type: ledger.Time},
	ledger.Field{Key: "evidence", Label: "依据附件", Type: ledger.File},
	ledger.Field{Key: "reconciled", Label: "核对时间", Type: ledger.Time},
	ledger.Field{Key: "delivered", Label: "交付时间", Type: ledger.Time},
	ledger.Field{Key: "leaves", Label: "数据带出", Type: ledger.Bool, Help: "数据离开用户方环境填“是”：介质、加密、接收人、签收时间、销毁期限都要填写"},
	ledger.Field{Key: "means", Label: "交付方式（介质）", Type: ledger.Choice, Dict: "delivery_means"},
	ledger.Field{Key: "encryption", Label: "加密方式", Type: ledger.Text},
	ledger.Field{Key: "receiver", Label: "接收人", Type: ledger.Text},
	ledger.Field{Key: "signed_for", Label: "签收时间", Type: ledger.Time},
	ledger.Field{Key: "due_destroyed", Label: "销毁期限", Type: ledger.Date, Future: true},
	ledger.Field{Key: "output", Label: "产出文件", Type: ledger.File},
	ledger.Field{Key: "output_sha", Label: "产出文件SHA-256", Type: ledger.Text},
	ledger.Field{Key: "destroyed", Label: "销毁时间", Type: ledger.Time},
	ledger.Field{Key: "destroyer", Label: "销毁人", Type: ledger.Text, Of: "person"},
)}

// approval is the way to the authorisation: two levels, none jumped (R117). A deputy names the delegation that lets him.
var approval = []ledger.Option{
	ledger.Step("apply", "申请", ledger.Creates(), ledger.To(Applied),
		ledger.Asks("title", "type", "system", "region", "applicant_unit", "applicant", "purpose", "applied", "batch?", "insurance?", "applicant_phone?", "definition?", "source?",
			"tables?", "summary?", "script_version?", "script_hash?", "expected?", "sensitive?", "external?", "ticket?", "planned?"), ledger.Checked(checkApply)),
	ledger.Step("review", "审核", ledger.By(ledger.Lead), ledger.From(Applied), ledger.To(Reviewed), ledger.Asks("reviewed", "reviewer", "sensitive?", "external?", "opinion?"),
		ledger.Checked(notBefore("applied", "reviewed"))),
	ledger.Step("reject", "退回", ledger.By(ledger.Lead), ledger.From(Applied, Reviewed), ledger.To(Rejected), ledger.Asks("reason")),
	ledger.Step("reapply", "重新申请", ledger.From(Rejected), ledger.To(Applied), ledger.Asks("applied", "purpose?", "definition?", "text?")),
	ledger.Step("authorise", "授权", ledger.ReservedToCenter(), ledger.Answering("review"), ledger.Asks(append([]string{"of?"}, granting...)...), ledger.Checked(checkGrant)),
	ledger.Step("authorise-again", "二次授权", ledger.ReservedToCenter(), ledger.Answering("authorise"), ledger.Asks(append([]string{"of?"}, granting...)...), ledger.Checked(checkGrant)),
	ledger.Step("deny", "不予授权", ledger.ReservedToCenter(), ledger.Answering("review"), ledger.Asks("of?", "authorised", "authoriser", "reason")),
}

var granting = []string{"authorised", "authoriser", "letter?", "opinion?", "deputy_for?", "delegated_by?", "delegation?", "delegation_from?", "delegation_to?"}

// work is what is done to the data, and the five stages that secure it.
var work = []ledger.Option{
	ledger.Step("script", "登记脚本", ledger.From(Applied, Reviewed, RolledBack), ledger.Asks("script_version", "script?", "script_hash?", "summary?", "tables?", "expected?"), ledger.Checked(checkScript)),
	ledger.Step("sign-stage", "环节签认", ledger.From(Applied, Reviewed, Executed, RolledBack), ledger.Asks("stage", "signer", "signed", "evidence", "text?"), ledger.Checked(checkStage)),
	ledger.Step("execute", "执行", ledger.From(Reviewed, RolledBack), ledger.To(Executed), ledger.Asks("executed", "executor", "affected?", "result?"), ledger.Checked(checkExecute)),
	ledger.Step("reconcile", "核对", ledger.From(Executed), ledger.Asks("reconciled", "source_count", "target_count", "text?"), ledger.Checked(checkReconcile)),
	ledger.Step("roll-back", "回退", ledger.From(Executed), ledger.To(RolledBack), ledger.Asks("rolled_back", "reason", "evidence?"), ledger.Checked(notBefore("executed", "rolled_back"))),
	ledger.Step("close", "归档", ledger.From(Executed, RolledBack), ledger.To(Closed), ledger.Asks("closed", "result?", "text?"), ledger.Checked(checkClose)),
	ledger.Step("void", "作废", ledger.From(Rejected, Applied, Reviewed), ledger.To(Void), ledger.Asks("reason")),
}

// handing is what leaves with the data and what becomes of it (R100, R113). It may be told after the work is filed.
var handing = []ledger.Option{
	ledger.Step("deliver", "交付", ledger.From(Executed, RolledBack, Closed),
		ledger.Asks("delivered", "leaves", "means", "receiver?", "encryption?", "signed_for?", "due_destroyed?", "output?", "output_sha?", "text?"), ledger.Checked(checkDelivery)),
	ledger.Step("destroy", "销毁", ledger.From(Executed, RolledBack, Closed), ledger.Answering("deliver"), ledger.Asks("of?", "destroyed", "destroyer", "evidence?", "text?"), ledger.Checked(checkDestroyed)),
}
