package reports

import (
	"strconv"
	"strings"

	"opsledger/reports/paper"
)

const signed = "签字（盖章）：　　　　　　　　年　　月　　日"

// is a box with a field's label and value.
func is(key string) blank { return blank{keys: []string{key}} }

// text is a box for longer text.
func text(key string, lines int) blank { return blank{keys: []string{key}, lines: lines} }

// two sets boxes two to a row.
func two(keys ...string) (rows [][]blank) {
	for i := 0; i+1 < len(keys); i += 2 {
		rows = append(rows, []blank{is(keys[i]), is(keys[i+1])})
	}
	return rows
}

// one sets boxes one to a row.
func one(blanks ...blank) (rows [][]blank) {
	for _, b := range blanks {
		rows = append(rows, []blank{b})
	}
	return rows
}

// opinion is where a side writes what it thinks, with what the ledger already holds of it.
func opinion(label string, lines int, keys ...string) blank {
	return blank{label: label, keys: keys, lines: lines, sign: signed}
}

func join(parts ...[][]blank) (rows [][]blank) {
	for _, p := range parts {
		rows = append(rows, p...)
	}
	return rows
}

// forms are the papers the contract and the offices ask for (R137, R067, R089, R091, R099, R035, R107, R109), by their names on
// the command line.
var forms = map[string]form{
	"visit": {kind: "visit", title: "用户巡访记录",
		rows: join(two("date", "means", "unit", "side", "region", "system", "asked", "phone", "asker", "satisfaction"),
			one(text("content", 7), text("opinion", 5), blank{label: "问题及处理", keys: []string{"problems"}, lines: 6})),
		after: two("confirmed_by", "confirmed_on"),
		sides: []string{"巡访人", "受访部门", "信息中心"}},
	"training": {kind: "training", title: "培训签到表",
		rows: join(one(is("topic")), two("type", "trainer"), [][]blank{{{label: "时间", keys: []string{"start/planned"}}, is("place")}}, two("invited", "trained"), one(is("systems"), is("units"))),
		roll: &roll{key: "participants", columns: []paper.Column{{Head: "序号", Weight: 1, Align: paper.Center}, {Head: "姓名", Weight: 2}, {Head: "单位", Weight: 4},
			{Head: "所属方", Weight: 2}, {Head: "签名", Weight: 3}}, row: participant, lines: 2, least: 10, spare: 3},
		sides: []string{"主讲人", "组织单位"}},
	"turnover": {kind: "turnover", title: "驻场人员变更报备表",
		rows: join(two("leaver", "successor", "post", "core", "asked_by", "demanded", "submitted", "planned"),
			[][]blank{{{label: "提前天数", keys: []string{"notice"}}, is("exception")}},
			one(text("why", 3), text("comparison", 4),
				blank{label: "所附材料", keys: []string{"submit.plan", "submit.resume", "submit.diploma", "submit.certificate"}, lines: 4},
				opinion("承建方意见", 4), opinion("信息中心意见", 5, "consented", "consent.opinion")))},
	"handover": {kind: "turnover", title: "工作交接单",
		rows: join([][]blank{{{label: "移交人", keys: []string{"leaver"}}, {label: "接收人", keys: []string{"successor"}}}}, two("post", "handed", "planned", "left")),
		roll: &roll{key: "handover", columns: []paper.Column{{Head: "序号", Weight: 1, Align: paper.Center}, {Head: "交接内容", Weight: 6}, {Head: "移交人确认", Weight: 2.2},
			{Head: "接收人确认", Weight: 2.2}, {Head: "备注", Weight: 1.8}}, row: handed, lines: 1, least: 8, spare: 2},
		after: join([][]blank{{{label: "移交人签认", keys: []string{"hand-over.leaver_signed"}, lines: 2}, {label: "接收人签认", keys: []string{"hand-over.successor_signed"}, lines: 2}}},
			one(opinion("信息中心检查认可意见", 5, "accepted", "accept.opinion")))},
	"change": {kind: "change", title: "数据作业审批单",
		rows: join(one(is("title")), two("type", "batch", "system", "insurance", "region", "ticket", "applicant_unit", "applicant", "applicant_phone", "applied"),
			one(text("purpose", 3), text("definition", 3)), two("source", "planned"), one(is("tables"), text("summary", 2), is("script_hash")), two("script_version", "expected", "sensitive", "external"),
			one(opinion("项目经理审核意见", 4, "reviewed", "reviewer", "review.opinion"), opinion("信息中心授权意见", 5, "authorisation", "authorised", "authoriser", "authorise.opinion"),
				opinion("二次授权意见", 4, "authorise-again.authorised", "authorise-again.authoriser", "authorise-again.opinion"), text("stages", 5)),
			two("executed", "executor", "affected", "closed"), one(text("result", 3), text("deliveries", 2))),
		sides: []string{"申请单位", "承建方", "信息中心"}},
	"extension": {kind: "ticket", title: "工单延期评估申请表",
		rows: join([][]blank{{{label: "工单号", keys: []string{"number"}}, is("system")}}, one(is("title")), two("requester_unit", "region", "arrived", "assignee"), one(text("description", 5)),
			two("request-extension.requested", "request-extension.workload"), one(blank{label: "延期原因", keys: []string{"request-extension.reason"}, lines: 5}, is("request-extension.proposed"),
				opinion("承建方意见", 4), opinion("信息中心评估意见", 6, "pending", "grant-extension.ruled", "grant-extension.due", "grant-extension.opinion", "deny-extension.ruled", "deny-extension.opinion")))},
	"incident": {kind: "incident", title: "安全事件报告",
		rows: join(one(is("title")), two("class", "grade", "found", "found_by", "system", "persons", "responded", "means", "dispatched", "backbone", "arrival", "solved", "retested", "deadline"),
			one(text("description", 3), text("cause", 2), text("measures", 2)), two("loss", "compensation"), one(is("liability"),
				opinion("信息中心认定意见", 4, "consequence", "rule.ruled", "rule.opinion"))),
		sides: []string{"报告人", "承建方", "信息中心"}},
	"complaint": {kind: "complaint", title: "投诉处理单",
		rows: join(one(is("title")), two("sort", "via", "unit", "received", "by", "phone", "about", "system"), one(text("content", 3)), two("reported", "reported_to", "handler", "closed"),
			one(text("location", 2), text("cause", 2), text("prevention", 2), is("same_before"), opinion("信息中心认定意见", 4, "verdict", "rule.ruled", "rule.opinion"))),
		sides: []string{"处理人", "承建方", "信息中心"}},
}

// participant is a row of the roll: the line is 姓名 | 单位 | 所属方 | 成绩.
func participant(n int, line string) []string {
	parts := strings.Split(line+"|||", "|")
	row := []string{strconv.Itoa(n)}
	for _, p := range parts[:3] {
		row = append(row, strings.TrimSpace(p))
	}
	return row
}

func handed(n int, line string) []string { return []string{strconv.Itoa(n), line} }
