// Package finding owns problems and suggestions found on visits, in tickets and answers (问题建议; R016, R060–R064): fed back,
// planned, put to the province, solved. Only the word of the department that raised one closes it. It may not import other
// records, nor rules.
package finding

import (
	"errors"
	"fmt"
	"time"

	"opsledger/app/ledger"
)

// Finding is one 问题建议.
type Finding struct {
	Title        string     `label:"问题摘要" need:"yes" search:"yes" names:"标题,问题"`
	Nature       string     `label:"性质" choices:"问题,建议" need:"yes"`
	Description  string     `label:"描述" type:"long" search:"yes"`
	Source       string     `label:"来源" dict:"finding_source" need:"yes" index:"yes"`
	Visit        string     `label:"来源巡访" to:"visit"`
	Ticket       string     `label:"相关工单" to:"ticket"`
	Found        ledger.Day `label:"提出日期" need:"yes" index:"yes"`
	Unit         string     `label:"提出单位" of:"unit" search:"yes" names:"提出部门"`
	By           string     `label:"提出人"`
	Region       string     `label:"区域" dict:"region"`
	System       string     `label:"所属系统" dict:"system"`
	Value        string     `label:"价值" choices:"高,中,低"`
	Owner        string     `label:"负责人" of:"person" search:"yes" index:"yes"`
	SolvedOnSite bool       `label:"现场解决"`
	FeedbackBy   time.Time  `label:"首次反馈期限" future:"yes" help:"来自巡访的默认为巡访后3个工作日，不填由程序推算"`

	FedBack    time.Time  `label:"首次反馈时间" step:"yes"`
	Feedback   string     `label:"反馈内容" type:"long" search:"yes"`
	Plan       string     `label:"解决方案" type:"long" search:"yes"`
	PlanDue    ledger.Day `label:"方案完成日期" future:"yes"`
	Submitted  ledger.Day `label:"提交省厅日期" step:"yes"`
	Batch      string     `label:"提交批次" step:"yes" search:"yes"`
	Conclusion string     `label:"省厅结论" type:"long" step:"yes" search:"yes"`
	Adopted    string     `label:"采纳情况" choices:"采纳,部分采纳,不采纳" step:"yes"`
	Solved     time.Time  `label:"解决时间" step:"yes"`
	Solution   string     `label:"解决结果" type:"long" search:"yes"`

	ConfirmedBy    string     `label:"部门确认人" step:"yes"`
	ConfirmedOn    ledger.Day `label:"部门确认日期" step:"yes"`
	ConfirmedMeans string     `label:"确认方式" choices:"当面,电话,书面,线上" step:"yes"`

	Facts Facts
}

// Facts are the times its clocks read.
type Facts struct {
	Found      ledger.Day `json:"found,omitempty"`
	FeedbackBy time.Time  `json:"feedback_by,omitzero"`
	FedBack    time.Time  `json:"fed_back,omitzero"` // the first time
	Submitted  ledger.Day `json:"submitted,omitempty"`
	Solved     time.Time  `json:"solved,omitzero"` // zero again once it was found not to be
}

// States of a finding, in rising rank.
const (
	Void      ledger.State = "void"
	Open      ledger.State = "open"
	Submitted ledger.State = "submitted"
	Solved    ledger.State = "solved"
	Declined  ledger.State = "declined"
	Closed    ledger.State = "closed"
)

// Kind describes the finding.
var Kind = ledger.Define[Finding]("finding", "问题建议",
	ledger.Numbered("WT", "title"),
	ledger.States("void:已作废", "open:处理中", "submitted:已提交省厅", "solved:待业务部门确认", "declined:不采纳", "closed:已关闭"),
	ledger.Told(
		ledger.Field{Key: "text", Label: "说明", Type: ledger.Long},
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "concluded", Label: "结论日期", Type: ledger.Date},
	),
	ledger.Step("record", "登记", ledger.Creates(), ledger.To(Open),
		ledger.Asks("title", "nature", "source", "found", "description?", "visit?", "ticket?", "unit?", "by?", "region?", "system?", "value?", "owner?", "solved_on_site?", "solution?", "feedback_by?"),
		ledger.Checked(checkRecord)),
	ledger.Step("feed-back", "反馈", ledger.From(Open, Submitted, Solved), ledger.OnSheet(), ledger.Asks("fed_back", "feedback"), ledger.Checked(checkFedBack)),
	ledger.Step("plan", "制定方案", ledger.From(Open, Submitted), ledger.Asks("plan", "plan_due?", "owner?")),
	ledger.Step("submit-province", "提交省厅", ledger.From(Open), ledger.To(Submitted), ledger.OnSheet(), ledger.Asks("submitted", "batch"), ledger.Checked(notBefore("submitted", "提交省厅日期"))),
	ledger.Step("conclude-province", "省厅结论", ledger.From(Submitted), ledger.To(Open), ledger.OnSheet(), ledger.Asks("conclusion", "adopted?", "concluded?")),
	ledger.Step("solve", "解决", ledger.From(Open, Submitted), ledger.To(Solved), ledger.OnSheet(), ledger.Asks("solved", "solution?"), ledger.Checked(checkSolve)),
	ledger.Step("reopen", "未解决退回", ledger.From(Solved), ledger.To(Open), ledger.Asks("reason")),
	ledger.Step("confirm-by-department", "业务部门确认", ledger.From(Open, Solved), ledger.To(Closed), ledger.OnSheet(), ledger.Asks("confirmed_by", "confirmed_on", "confirmed_means"), ledger.Checked(checkConfirm)),
	ledger.Step("decline", "不采纳", ledger.From(Open, Submitted), ledger.To(Declined), ledger.Asks("reason"), ledger.Checked(checkDecline)),
	ledger.Step("void", "作废", ledger.From(Open, Submitted, Solved, Declined, Closed), ledger.To(Void), ledger.Asks("reason")),
	ledger.Derive(derive),
)

var (
	errSolution = errors.New("须填写解决结果")
	errOnSite   = errors.New("现场解决的须填写解决结果")
	errVisit    = errors.New("来源是巡访的，请填写来源巡访的编号或提出单位")
	errUnsolved = errors.New("还没有登记解决，不能确认关闭")
	errProblem  = errors.New("“问题”须解决并经业务部门确认才能关闭，只有“建议”可以不采纳")
)

func checkRecord(_ ledger.Before, f ledger.Fields) error {
	switch {
	case f["solved_on_site"] == true && f.Text("solution") == "":
		return errOnSite // R061
	case f.Text("source") == "巡访" && f.Text("visit") == "" && f.Text("unit") == "":
		return errVisit
	}
	return nil
}

func checkFedBack(b ledger.Before, f ledger.Fields) error {
	if at := ledger.ParseTime(f["fed_back"]).Format(time.DateOnly); at < b.Fields.Text("found") {
		return fmt.Errorf("反馈时间 %s 早于提出日期 %s", at, b.Fields.Text("found"))
	}
	return nil
}

// notBefore checks that a date does not lie before the finding's.
func notBefore(key, label string) func(ledger.Before, ledger.Fields) error {
	return func(b ledger.Before, f ledger.Fields) error {
		if day := f.Text(key); day != "" && day < b.Fields.Text("found") {
			return fmt.Errorf("%s %s 早于提出日期 %s", label, day, b.Fields.Text("found"))
		}
		return nil
	}
}

func checkSolve(b ledger.Before, f ledger.Fields) error {
	if f.Text("solution") == "" && b.Fields.Text("solution") == "" {
		return errSolution
	}
	return nil
}

// checkConfirm lets the department's word close what is solved, on the spot or since (R064).
func checkConfirm(b ledger.Before, f ledger.Fields) error {
	if b.State == Open && b.Fields["solved_on_site"] != true {
		return errUnsolved
	}
	return notBefore("confirmed_on", "部门确认日期")(b, f)
}

func checkDecline(b ledger.Before, _ ledger.Fields) error {
	if b.Fields.Text("nature") != "建议" {
		return errProblem
	}
	return nil
}

func derive(rec *ledger.Record) {
	f := Facts{Found: ledger.Day(rec.Fields.Text("found")), FeedbackBy: ledger.ParseTime(rec.Fields["feedback_by"])}
	for _, s := range rec.Telling() {
		f.read(s, rec.Fields)
	}
	rec.Facts = f
	rec.Fields.Show("fed_back", f.FedBack)
	rec.Fields.Show("solved", f.Solved)
	if f.Submitted != "" {
		rec.Fields["submitted"] = string(f.Submitted)
	}
	for _, kind := range []string{"visit", "ticket"} {
		rec.Refer(kind, "来源", kind, ledger.RecordID(rec.Fields.Text(kind)))
	}
}

func (f *Facts) read(s *ledger.Taken, fields ledger.Fields) {
	tell := func(keys ...string) {
		for _, key := range keys {
			if v := s.Text(key); v != "" {
				fields[key] = v
			}
		}
	}
	switch s.Entry.Action {
	case "feed-back":
		if at := ledger.ParseTime(s.Value("fed_back")); f.FedBack.IsZero() || at.Before(f.FedBack) {
			f.FedBack = at
		}
	case "submit-province":
		f.Submitted = ledger.Day(s.Text("submitted"))
		tell("batch")
	case "conclude-province":
		tell("conclusion", "adopted")
	case "solve":
		f.Solved = ledger.ParseTime(s.Value("solved"))
	case "reopen":
		f.Solved = time.Time{}
	case "decline":
		fields["adopted"] = "不采纳"
	case "confirm-by-department":
		tell("confirmed_by", "confirmed_on", "confirmed_means")
	}
}
