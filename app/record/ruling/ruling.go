// Package ruling owns what is proposed, contested and ruled about points that no other record carries: orders not followed,
// work done without a ticket, staff changed without consent, waivers (R123–R135, R149–R150; A4, A17, A31). It may not import
// other records, nor rules.
package ruling

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"opsledger/app/ledger"
)

// Verdicts of the center.
const (
	Upheld    = "成立"
	Partly    = "部分成立"
	Dismissed = "不成立"
)

// Ruling is one 考核认定: so many cases under one clause on one date.
type Ruling struct {
	Clause   string     `label:"考核条款" dict:"clause" need:"yes" index:"yes"`
	On       ledger.Day `label:"事实日期" need:"yes" index:"yes"`
	Count    int        `label:"次数" need:"yes" help:"按条款的计数单位：次、人次、工单"`
	Title    string     `label:"事由" need:"yes" search:"yes"`
	Persons  []string   `label:"涉及人员" type:"list" of:"person"`
	Basis    string     `label:"依据" type:"long" search:"yes" help:"记录编号、文件、通报等"`
	Effect   string     `label:"主张" choices:"扣分,豁免,加分,核定" need:"yes" help:"豁免：主张同一条款下的事实不扣分；核定：由信息中心核定该条款全年得分"`
	Severe   bool       `label:"严重后果或核心人员" help:"安全条款的严重后果扣50分；未经同意更换核心人员扣10分"`
	Apart    bool       `label:"与同一事实另计" help:"同一事实只归一条（取较重）；人工拆分的选“是”，并在项目组意见中写明理由"`
	Opinion  string     `label:"项目组意见" type:"long"`
	Contest  string     `label:"异议" type:"long" step:"yes"`
	Verdict  string     `label:"认定" step:"yes" choices:"成立,部分成立,不成立"`
	Ruled    time.Time  `label:"认定时间" step:"yes"`
	Approved int        `label:"认定次数" step:"yes"`
	Score    string     `label:"核定分" type:"points" step:"yes" help:"主张为核定时填写：该条款全年得分，扣分写负数"`
	Word     string     `label:"信息中心意见" type:"long" step:"yes"`

	Facts Facts
}

// Facts are what the score reads. Counted is the number the center ruled; unruled, the number proposed.
type Facts struct {
	Clause  string     `json:"clause"`
	On      ledger.Day `json:"on"`
	Effect  string     `json:"effect"`
	Count   int        `json:"count"`
	Severe  bool       `json:"severe,omitempty"`
	Verdict string     `json:"verdict,omitempty"`
	Counted int        `json:"counted"`
	Ruled   time.Time  `json:"ruled,omitzero"`
	Paper   bool       `json:"paper,omitempty"`
	Apart   bool       `json:"apart,omitempty"` // counted beside the same fact under another clause (A31)
	Score   string     `json:"score,omitempty"` // what the center set the clause's points of the year to
}

// The effects a ruling may claim.
const (
	Deduct = "扣分"
	Waive  = "豁免"
	Add    = "加分"
	Set    = "核定"
)

var (
	errCount = errors.New("次数应为 1 至 1000")
	errPart  = errors.New("“部分成立”须填写认定次数")
	errApart = errors.New("与同一事实另计的，须在项目组意见中写明理由")
	errScore = errors.New("主张为核定的，认定时须填写核定分；其他主张不填")
)

// Kind describes the ruling.
var Kind = ledger.Define[Ruling]("ruling", "考核认定",
	ledger.Numbered("KH", "title"),
	ledger.States("void:已作废", "proposed:已提出", "contested:有异议"),
	ledger.Told(
		ledger.Field{Key: "text", Label: "说明", Type: ledger.Long},
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "evidence", Label: "附件依据", Type: ledger.File},
		ledger.Field{Key: "of", Label: "所针对的步骤", Type: ledger.Text},
	),
	ledger.Step("propose", "提出", ledger.Creates(), ledger.To("proposed"), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center),
		ledger.Asks("clause", "on", "count", "title", "effect", "severe?", "persons?", "basis?", "apart?", "opinion?"), ledger.Checked(checkPropose)),
	ledger.Step("contest", "提出异议", ledger.From("proposed", "contested"), ledger.To("contested"), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center),
		ledger.Asks("contest", "evidence?")),
	ledger.Step("rule", "认定", ledger.ReservedToCenter(), ledger.Answering("propose", "contest"), ledger.Asks("of?", "ruled", "verdict", "approved?", "score?", "word?"), ledger.Checked(checkRule)),
	ledger.Step("void", "撤销", ledger.From("proposed", "contested"), ledger.To("void"), ledger.By(ledger.Lead, ledger.Center), ledger.Asks("reason")),
	ledger.Derive(derive),
)

func checkPropose(_ ledger.Before, f ledger.Fields) error {
	apart, _ := f["apart"].(bool)
	switch n := number(f["count"]); {
	case n < 1 || n > 1000:
		return errCount
	case apart && strings.TrimSpace(f.Text("opinion")) == "":
		return errApart
	}
	return nil
}

func checkRule(b ledger.Before, f ledger.Fields) error {
	proposed, n := number(b.Fields["count"]), number(f["approved"])
	sets := b.Fields.Text("effect") == Set && f.Text("verdict") != Dismissed
	switch {
	case sets != (f.Text("score") != ""):
		return errScore
	case f.Text("verdict") == Partly && f["approved"] == nil:
		return errPart
	case f["approved"] != nil && (n < 0 || n > proposed):
		return fmt.Errorf("认定次数应在 0 至 %d 之间", proposed)
	}
	return nil
}

// number reads an Int, as typed here or as a commit's JSON gives it.
func number(v any) int {
	switch n := v.(type) {
	case int64:
		return int(n)
	case int:
		return n
	}
	return 0
}

func derive(rec *ledger.Record) {
	f := Facts{Clause: rec.Fields.Text("clause"), On: ledger.Day(rec.Fields.Text("on")), Effect: rec.Fields.Text("effect"), Count: number(rec.Fields["count"])}
	f.Severe, _ = rec.Fields["severe"].(bool)
	f.Apart, _ = rec.Fields["apart"].(bool)
	f.Counted = f.Count
	for _, s := range rec.Telling() {
		switch s.Entry.Action {
		case "contest":
			rec.Fields["contest"] = s.Text("contest")
		case "rule":
			f.rule(s)
			rec.Fields["verdict"], rec.Fields["approved"], rec.Fields["word"] = f.Verdict, int64(f.Counted), s.Text("word")
			if rec.Fields["score"] = f.Score; f.Score == "" {
				delete(rec.Fields, "score")
			}
		}
	}
	rec.Facts = f
	rec.Fields.Show("ruled", f.Ruled)
}

func (f *Facts) rule(s *ledger.Taken) {
	f.Verdict, f.Ruled, f.Paper, f.Score = s.Text("verdict"), ledger.ParseTime(s.Value("ruled")), s.Paper, s.Text("score")
	switch f.Verdict {
	case Dismissed:
		f.Counted = 0
	case Partly:
		f.Counted = number(s.Value("approved"))
	default:
		f.Counted = f.Count
	}
}
