// Package visit owns the calls on departments, in person or by telephone (巡访记录; R060–R063, R137): whom, what they said, and what
// problems came up. A problem not solved on the spot must become a ticket or a finding before the visit is confirmed. It may not
// import other records, nor rules.
package visit

import (
	"errors"
	"fmt"
	"time"

	"opsledger/app/ledger"
)

// Visit is one 巡访. The people asked work in the departments: they are named.
type Visit struct {
	Date         ledger.Day `label:"日期" need:"yes" index:"yes" names:"巡访日期,走访日期"`
	Means        string     `label:"方式" choices:"走访,电话" need:"yes" names:"巡访方式"`
	Unit         string     `label:"受访单位" of:"unit" need:"yes" search:"yes" index:"yes" names:"单位,部门,受访部门"`
	Side         string     `label:"部门类别" dict:"unit_kind" need:"yes"`
	Region       string     `label:"区域" dict:"region" need:"yes"`
	Asked        string     `label:"受访人" need:"yes" search:"yes"`
	Phone        string     `label:"受访人电话" personal:"phone"`
	Asker        string     `label:"巡访人" of:"person" need:"yes" search:"yes" index:"yes"`
	System       string     `label:"所属系统" dict:"system"`
	Content      string     `label:"巡访内容" type:"long" need:"yes" search:"yes" names:"内容"`
	Opinion      string     `label:"意见和建议" type:"long" search:"yes" names:"意见,建议"`
	Satisfaction string     `label:"满意度" choices:"满意,基本满意,不满意"`

	Problem      string   `label:"反映的问题" type:"long" step:"yes" search:"yes" names:"存在问题,问题"`
	Nature       string   `label:"性质" choices:"问题,建议" step:"yes"`
	SolvedOnSite bool     `label:"现场解决" step:"yes" names:"是否现场解决" example:"是"`
	Solution     string   `label:"解决结果" type:"long" step:"yes" names:"处理结果"`
	Problems     []string `label:"问题清单" step:"yes"`
	OpenProblems int      `label:"未解决未转出的问题数" step:"yes"`

	ConfirmedBy string     `label:"确认人" step:"yes"`
	ConfirmedOn ledger.Day `label:"确认日期" step:"yes"`

	Facts Facts
}

// Facts are the problems a visit brought up.
type Facts struct {
	Date     ledger.Day `json:"date,omitempty"`
	Problems []Problem  `json:"problems,omitempty"`
}

// Problem is one of them and what became of it.
type Problem struct {
	Nature   string          `json:"nature"`
	Text     string          `json:"text"`
	Solved   bool            `json:"solved,omitempty"` // on the spot
	Solution string          `json:"solution,omitempty"`
	Ticket   ledger.RecordID `json:"ticket,omitempty"`
	Finding  ledger.RecordID `json:"finding,omitempty"`
	Ref      string          `json:"ref"`
}

// Open reports whether nobody has taken the problem on yet (R061).
func (p Problem) Open() bool { return !p.Solved && p.Ticket == "" && p.Finding == "" }

// Open are the problems that are neither solved nor handed on.
func (f Facts) Open() (out []Problem) {
	for _, p := range f.Problems {
		if p.Open() {
			out = append(out, p)
		}
	}
	return out
}

// States of a visit, in rising rank.
const (
	Void      ledger.State = "void"
	Recorded  ledger.State = "recorded"
	Confirmed ledger.State = "confirmed"
)

// Kind describes the visit.
var Kind = ledger.Define[Visit]("visit", "巡访记录",
	ledger.Numbered("XF", "unit"),
	ledger.States("void:已作废", "recorded:已登记", "confirmed:已确认"),
	ledger.Told(
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "of", Label: "所针对的步骤", Type: ledger.Text},
		ledger.Field{Key: "ticket", Label: "转工单", Type: ledger.Ref, To: "ticket"},
		ledger.Field{Key: "finding", Label: "转问题建议", Type: ledger.Ref, To: "finding"},
	),
	ledger.Step("record", "登记", ledger.Creates(), ledger.To(Recorded),
		ledger.Asks("date", "means", "unit", "side", "region", "asked", "asker", "content", "opinion?", "satisfaction?", "system?", "phone?")),
	ledger.Step("add-problem", "登记问题", ledger.From(Recorded), ledger.OnSheet(), ledger.Asks("problem", "nature?", "solved_on_site?", "solution?"), ledger.Checked(checkProblem)),
	ledger.Step("hand-on", "转出问题", ledger.From(Recorded, Confirmed), ledger.Answering("add-problem"), ledger.Asks("of?", "ticket?", "finding?"), ledger.Checked(checkHandOn)),
	ledger.Step("confirm", "确认", ledger.From(Recorded), ledger.To(Confirmed), ledger.OnSheet(), ledger.Asks("confirmed_by", "confirmed_on"), ledger.Checked(checkConfirm)),
	ledger.Step("void", "作废", ledger.From(Recorded, Confirmed), ledger.To(Void), ledger.Asks("reason")),
	ledger.Derive(derive),
)

var (
	errSolution = errors.New("现场解决的问题须填写解决结果")
	errOne      = errors.New("请填写转成的工单或问题建议，只填一个")
	errBefore   = errors.New("确认日期早于巡访日期")
)

func checkProblem(_ ledger.Before, f ledger.Fields) error {
	if f["solved_on_site"] == true && f.Text("solution") == "" {
		return errSolution // R061
	}
	return nil
}

func checkHandOn(b ledger.Before, f ledger.Fields) error {
	facts, _ := b.Facts.(Facts)
	for _, p := range facts.Problems {
		if p.Ref == f.Text("of") && !p.Open() {
			return fmt.Errorf("“%s”已现场解决或已转出", p.Text)
		}
	}
	if (f.Text("ticket") == "") == (f.Text("finding") == "") {
		return errOne
	}
	return nil
}

// checkConfirm holds that no problem is left lying (R061). It rests on shown fields: a spreadsheet's row may tell the step.
func checkConfirm(b ledger.Before, f ledger.Fields) error {
	open := fmt.Sprint(b.Fields["open_problems"])
	switch {
	case b.Fields["open_problems"] == nil && b.Fields.Text("problem") != "" && b.Fields["solved_on_site"] != true:
		open = "1" // a row that tells the problem and the confirmation at once
	case f.Text("confirmed_on") < b.Fields.Text("date"):
		return errBefore
	case b.Fields["open_problems"] == nil:
		return nil
	}
	if open != "0" {
		return fmt.Errorf("还有%s个问题既没有现场解决，也没有转工单或问题建议，不能确认", open)
	}
	return nil
}

func derive(rec *ledger.Record) {
	f := Facts{Date: ledger.Day(rec.Fields.Text("date"))}
	at := map[string]int{}
	for _, s := range rec.Telling() {
		switch s.Entry.Action {
		case "add-problem":
			p := Problem{Nature: s.Text("nature"), Text: s.Text("problem"), Solved: s.Value("solved_on_site") == true, Solution: s.Text("solution"), Ref: string(s.Ref())}
			if p.Nature == "" {
				p.Nature = "问题"
			}
			at[p.Ref] = len(f.Problems)
			f.Problems = append(f.Problems, p)
		case "hand-on":
			if i, ok := at[s.Text("of")]; ok {
				f.handOn(rec, s, i)
			}
		case "confirm":
			rec.Fields["confirmed_by"], rec.Fields["confirmed_on"] = s.Text("confirmed_by"), s.Text("confirmed_on")
		}
	}
	rec.Facts = f
	f.show(rec.Fields)
}

// handOn notes what a problem became; it is a link too.
func (f *Facts) handOn(rec *ledger.Record, s *ledger.Taken, i int) {
	p := &f.Problems[i]
	for kind, to := range map[string]*ledger.RecordID{"ticket": &p.Ticket, "finding": &p.Finding} {
		if id := ledger.RecordID(s.Text(kind)); id != "" {
			*to = id
			rec.Refer(string(s.Ref())+" "+kind, "转出", kind, id)
		}
	}
}

func (f Facts) show(fields ledger.Fields) {
	var lines []any
	for _, p := range f.Problems {
		lines = append(lines, p.line())
	}
	if lines == nil {
		return
	}
	first := f.Problems[0]
	fields["problems"], fields["open_problems"] = lines, int64(len(f.Open()))
	fields["problem"], fields["nature"], fields["solved_on_site"] = first.Text, first.Nature, first.Solved
	if first.Solution != "" {
		fields["solution"] = first.Solution
	}
}

func (p Problem) line() string {
	line := p.Nature + "：" + p.Text
	switch {
	case p.Solved:
		return line + "（现场解决：" + p.Solution + "）"
	case p.Ticket != "":
		return line + "（已转工单）"
	case p.Finding != "":
		return line + "（已转问题建议）"
	}
	return line + "（待转出）"
}

// When is the day of the visit.
func (f Facts) When() time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, string(f.Date), ledger.Zone)
	return t
}
