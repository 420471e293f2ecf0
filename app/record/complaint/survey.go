package complaint

import (
	"errors"
	"time"

	"opsledger/app/ledger"
)

// Overall names the record that carries a year's whole grade, in place of a department.
const Overall = "综合考评"

// Survey is one department's answer in one contract year, or, under Overall, the year's conclusion (满意度).
type Survey struct {
	Year       string     `label:"考核年度" need:"yes" index:"yes" example:"2026" help:"合同开始日期所在年，如 2026"`
	Department string     `label:"部门" need:"yes" of:"unit" search:"yes"`
	Grade      string     `label:"等级" choices:"优,良,中,差" index:"yes"`
	On         ledger.Day `label:"日期" index:"yes"`
	By         string     `label:"填写人" personal:"name"`
	Opinion    string     `label:"意见" type:"long" search:"yes"`
	Result     string     `label:"综合等级" step:"yes" choices:"优,良,中,差"`

	Facts SurveyFacts
}

// SurveyFacts are what the score reads (R146).
type SurveyFacts struct {
	Year      string    `json:"year"`
	Overall   bool      `json:"overall,omitempty"`
	Grade     string    `json:"grade,omitempty"` // a department's, or the year's as the center concluded
	Concluded time.Time `json:"concluded,omitzero"`
	Paper     bool      `json:"paper,omitempty"`
}

var (
	errYear     = errors.New("考核年度应写作 2026")
	errOverall  = errors.New("“综合考评”由“发起综合考评”登记，不是部门")
	errAnswerOf = errors.New("综合等级只在“综合考评”上认定")
)

// SurveyKind describes the survey: answers begin their own records, so that the departments' sheet can be imported.
var SurveyKind = ledger.Define[Survey]("survey", "满意度",
	ledger.Numbered("MY", "department"),
	ledger.KeyedBy("year", "department"),
	ledger.States("void:已作废", "open:待结论", "answered:已答复"),
	ledger.Told(
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "concluded", Label: "认定时间", Type: ledger.Time},
		ledger.Field{Key: "of", Label: "所针对的步骤", Type: ledger.Text},
	),
	ledger.Step("answer", "登记部门意见", ledger.Creates(), ledger.To("answered"), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center),
		ledger.Asks("year", "department", "grade", "on", "by?", "opinion?"), ledger.Checked(checkAnswer)),
	ledger.Step("open", "发起综合考评", ledger.Creates(), ledger.To("open"), ledger.By(ledger.Lead, ledger.Center),
		ledger.Asks("year", "department", "on", "opinion?"), ledger.Checked(checkOpen)),
	ledger.Step("conclude", "认定综合等级", ledger.ReservedToCenter(), ledger.Answering("open"), ledger.Asks("of?", "concluded", "result", "opinion?"), ledger.Checked(checkConclude)),
	ledger.Step("void", "作废", ledger.From("open", "answered"), ledger.To("void"), ledger.Asks("reason")),
	ledger.Derive(deriveSurvey),
)

func checkYear(f ledger.Fields) error {
	if y := f.Text("year"); len(y) != 4 || y < "2000" || y > "2199" {
		return errYear
	}
	return nil
}

func checkAnswer(_ ledger.Before, f ledger.Fields) error {
	if f.Text("department") == Overall {
		return errOverall
	}
	return checkYear(f)
}

func checkOpen(_ ledger.Before, f ledger.Fields) error {
	if f.Text("department") != Overall {
		return errors.New("部门须填写“" + Overall + "”")
	}
	return checkYear(f)
}

func checkConclude(b ledger.Before, _ ledger.Fields) error {
	if b.Fields.Text("department") != Overall {
		return errAnswerOf
	}
	return nil
}

func deriveSurvey(rec *ledger.Record) {
	f := SurveyFacts{Year: rec.Fields.Text("year"), Grade: rec.Fields.Text("grade"), Overall: rec.Fields.Text("department") == Overall}
	for _, s := range rec.Telling() {
		if s.Entry.Action == "conclude" {
			f.Grade, f.Concluded, f.Paper = s.Text("result"), ledger.ParseTime(s.Value("concluded")), s.Paper
			rec.Fields["result"] = f.Grade
		}
	}
	rec.Facts = f
}
