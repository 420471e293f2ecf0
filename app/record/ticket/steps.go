package ticket

import "opsledger/app/ledger"

func moment(key, label string) ledger.Field {
	return ledger.Field{Key: key, Label: label, Type: ledger.Time}
}

// told are the fields that only steps carry.
var told = []ledger.Option{ledger.Told(
	moment("returned", "退回时间"),
	ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
	ledger.Field{Key: "nature", Label: "返工性质", Type: ledger.Choice, Dict: "rework_reason"},
	ledger.Field{Key: "returned_by", Label: "认定人", Type: ledger.Text},
	ledger.Field{Key: "of", Label: "所针对的步骤", Type: ledger.Text},
	ledger.Field{Key: "text", Label: "说明", Type: ledger.Long},
	ledger.Field{Key: "confirmed_by", Label: "确认人", Type: ledger.Text},
	ledger.Field{Key: "source", Label: "来源", Type: ledger.Text},
	moment(ProvinceEnd, "省系统处理完毕时间"),
	moment("suspended", "挂起时间"), moment("resumed", "恢复时间"),
	ledger.Field{Key: "suspend_code", Label: "挂起原因", Type: ledger.Choice, Dict: "suspend_reason"},
	ledger.Field{Key: "evidence", Label: "依据", Type: ledger.Long},
	moment("answered", "答复时间"),
	ledger.Field{Key: "question", Label: "问题", Type: ledger.Long},
	ledger.Field{Key: "answer_kind", Label: "答疑类型", Type: ledger.Choice, Choices: []string{"操作类", "业务咨询类", "其他"}},
	ledger.Field{Key: "minutes", Label: "用时（分钟）", Type: ledger.Int},
	moment("escalated", "升级时间"),
	ledger.Field{Key: "level", Label: "升级对象", Type: ledger.Choice, Choices: []string{"省端专员", "省厅", "公司"}},
	ledger.Field{Key: "to", Label: "对方", Type: ledger.Text},
	moment("forwarded", "转发时间"), moment("fed_back", "反馈时间"),
	moment("requested", "申请时间"),
	ledger.Field{Key: "workload", Label: "工作量", Type: ledger.Text},
	ledger.Field{Key: "proposed", Label: "建议时限", Type: ledger.Time, Future: true},
	ledger.Field{Key: "due", Label: "期限", Type: ledger.Time, Future: true},
	moment("ruled", "认定时间"),
	ledger.Field{Key: "opinion", Label: "意见", Type: ledger.Long},
	moment("claimed", "提请时间"),
	ledger.Field{Key: "excuse_code", Label: "免责原因", Type: ledger.Choice, Dict: "excuse_reason"},
	moment("excuse_from", "免责起"), moment("excuse_to", "免责止"),
	moment("acted", "先行实施时间"), moment("filed", "补单时间"),
	ledger.Field{Key: "approver", Label: "批准人", Type: ledger.Text},
	ledger.Field{Key: "vendor", Label: "厂商", Type: ledger.Text},
	ledger.Field{Key: "task", Label: "事项", Type: ledger.Long},
	moment("asked", "提出时间"), moment("done", "完成时间"),
	ledger.Field{Key: "with", Label: "合并的工单", Type: ledger.Ref, To: "ticket"},
)}

// handling is the ticket's way from arrival to confirmation (R032–R033).
var handling = []ledger.Option{
	ledger.Step("receive", "登记", ledger.Creates(), ledger.To(Open),
		ledger.Asks("title", "system", "region", "insurance?", "arrived", "raised?", "outside_number?", "description?", "category?",
			"main_type?", "channel?", "requester_kind?", "requester_unit?", "requester?", "requester_phone?", "judgement?", "assignee?",
			"common_issue?", "lead?", "more?", "delay?", "source?"),
		ledger.Checked(checkReceive)),
	ledger.Step("accept", "签收", ledger.From(Open), ledger.To(Accepted), ledger.Asks("responded", "assignee?", "source?"),
		ledger.Checked(notBefore("responded", "arrived"))),
	ledger.Step("assign", "转派", ledger.From(Open, Accepted, Suspended), ledger.Asks("assignee", "reason?")),
	ledger.Step("return", "退回", ledger.From(Open, Accepted, Suspended), ledger.To(Open), ledger.Asks("returned", "reason", "assignee?"),
		ledger.Checked(notBefore("returned", "arrived"))),
	ledger.Step("note", "记事", ledger.From(Open, Accepted, Suspended, Resolved, Confirmed), ledger.Asks("text", ProvinceEnd+"?", "source?")),
	ledger.Step("answer", "答复", ledger.From(Open, Accepted, Suspended, Resolved, Confirmed), ledger.Naming("escalate", "forward", "add-vendor"),
		ledger.Asks("answered", "text", "of?", "question?", "answer_kind?", "minutes?"), ledger.Checked(afterNamed("answered"))),
	ledger.Step("resolve", "办结", ledger.From(Open, Accepted, Suspended), ledger.To(Resolved),
		ledger.Asks("resolved", "result", "category!", "main_type!", "cause?", "common_issue?", "more?", "source?"), ledger.Checked(checkResolve)),
	ledger.Step("confirm", "确认", ledger.From(Resolved), ledger.To(Confirmed), ledger.Asks("confirmed", "confirmed_by?", "source?"),
		ledger.Checked(notBefore("confirmed", "resolved"))),
	ledger.Step("rework", "返工", ledger.From(Resolved, Confirmed), ledger.To(Accepted), ledger.NamingLast("resolve"),
		ledger.Asks("returned", "nature", "returned_by?", "reason?", "of?", "source?"), ledger.Checked(notBefore("returned", "resolved"))),
	ledger.Step("correct-times", "更正时间", ledger.From(Open, Accepted, Suspended, Resolved, Confirmed), ledger.Asks("arrived?", "raised?", "reason"), ledger.Corrects(),
		ledger.Checked(checkCorrection)),
	ledger.Step("void", "作废", ledger.From(Open, Accepted, Suspended, Resolved, Confirmed), ledger.To(Void), ledger.Asks("reason"), ledger.Corrects()),
}

// waiting stops the clock that is shown (A27), and tells whom the ticket waits for (R070, R082).
var waiting = []ledger.Option{
	ledger.Step("suspend", "挂起", ledger.From(Open, Accepted), ledger.To(Suspended),
		ledger.Asks("suspended", "suspend_code", "reason?", "evidence?", "source?"), ledger.Checked(afterReturn("suspended"))),
	ledger.Step("resume", "恢复", ledger.From(Suspended), ledger.To(Accepted), ledger.NamingLast("suspend"),
		ledger.Asks("resumed", "reason?", "of?", "source?"), ledger.Checked(afterNamed("resumed"))),
	ledger.Step("escalate", "升级", ledger.From(Open, Accepted, Suspended), ledger.Asks("escalated", "level", "to?", "reason"),
		ledger.Checked(notBefore("escalated", "arrived"))),
}

// appeals are what online requests ask beyond other tickets (R021–R022).
var appeals = []ledger.Option{
	ledger.Step("forward", "转发", ledger.From(Open, Accepted, Suspended), ledger.Asks("forwarded", "to", "reason?"),
		ledger.Checked(notBefore("forwarded", "arrived"))),
	ledger.Step("feed-back", "反馈", ledger.From(Open, Accepted, Suspended, Resolved, Confirmed), ledger.Asks("fed_back", "text", "to?"),
		ledger.Checked(notBefore("fed_back", "arrived"))),
}

// rulings are requests to the information center and its answers (R035, R132), and work done before its ticket (R130).
var rulings = []ledger.Option{
	ledger.Step("request-extension", "申请延期评估", ledger.From(Open, Accepted, Suspended),
		ledger.Asks("requested", "reason", "workload?", "proposed"), ledger.Checked(checkRequest)),
	ledger.Step("grant-extension", "批准延期", ledger.ReservedToCenter(), ledger.Answering("request-extension"),
		ledger.Asks("of?", "ruled", "due", "opinion?"), ledger.Checked(checkDue)),
	ledger.Step("deny-extension", "不批准延期", ledger.ReservedToCenter(), ledger.Answering("request-extension"),
		ledger.Asks("of?", "ruled", "opinion"), ledger.Checked(afterNamed("ruled"))),
	ledger.Step("claim-excuse", "提请免责", ledger.From(Open, Accepted, Suspended, Resolved, Confirmed), ledger.NamingLast("suspend"),
		ledger.Asks("claimed", "excuse_code", "evidence", "reason?", "of?", "excuse_from?", "excuse_to?", "source?"), ledger.Checked(checkClaim)),
	ledger.Step("grant-excuse", "认定免责", ledger.ReservedToCenter(), ledger.Answering("claim-excuse"), ledger.Asks("of?", "ruled", "opinion?"),
		ledger.Checked(afterNamed("ruled"))),
	ledger.Step("deny-excuse", "不予免责", ledger.ReservedToCenter(), ledger.Answering("claim-excuse"), ledger.Asks("of?", "ruled", "opinion"),
		ledger.Checked(afterNamed("ruled"))),
	ledger.Step("act-first", "先行实施", ledger.From(Open, Accepted, Suspended), ledger.Asks("acted", "approver", "reason")),
	ledger.Step("file-late", "补单", ledger.From(Open, Accepted, Suspended, Resolved, Confirmed), ledger.Answering("act-first"),
		ledger.Asks("filed", "of?", "outside_number?", "reason?"), ledger.Checked(afterNamed("filed"))),
}

// joint is work with others: vendors' tasks under one lead (R009), and tickets that are one.
var joint = []ledger.Option{
	ledger.Step("add-vendor", "交厂商办理", ledger.From(Open, Accepted, Suspended), ledger.Asks("asked", "vendor", "task", "due", "lead?")),
	ledger.Step("close-vendor", "厂商办结", ledger.From(Open, Accepted, Suspended, Resolved, Confirmed), ledger.Answering("add-vendor"),
		ledger.Asks("done", "of?", "text"), ledger.Checked(afterNamed("done"))),
	ledger.Step("merge", "合并", ledger.From(Open, Accepted, Suspended, Resolved, Confirmed), ledger.Asks("with", "reason?"), ledger.Corrects()),
	ledger.Step("unmerge", "取消合并", ledger.From(Open, Accepted, Suspended, Resolved, Confirmed), ledger.Answering("merge"), ledger.Asks("of?", "reason"), ledger.Corrects()),
}
