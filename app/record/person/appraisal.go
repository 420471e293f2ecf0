package person

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"time"

	"opsledger/app/ledger"
)

// Appraisal is one person's half-year: three scores out of a hundred against the pass mark (R079, R144, A18). One a person and half.
type Appraisal struct {
	Person   string     `label:"人员" of:"person" need:"yes" search:"yes" index:"yes" names:"姓名,被考核人"`
	Half     string     `label:"考核期" need:"yes" index:"yes" help:"2026-H1 为上半年，2026-H2 为下半年" example:"2026-H1" names:"半年,期间"`
	Security string     `label:"安全" type:"points" need:"yes" example:"80"`
	Skill    string     `label:"技术能力" type:"points" need:"yes" example:"80" names:"技能"`
	Platform string     `label:"平台熟悉程度" type:"points" need:"yes" example:"80" names:"平台"`
	PassMark string     `label:"及格线" type:"points" help:"不填则按合同，合同未写为60"`
	On       ledger.Day `label:"考核日期" need:"yes"`
	Examiner string     `label:"主考方" help:"默认信息中心"`
	Note     string     `label:"说明" type:"long" search:"yes"`

	Result string    `label:"结果" choices:"合格,不及格" step:"yes" index:"yes"`
	Ruled  time.Time `label:"认定时间" step:"yes"`

	Facts AppraisalFacts
}

// Results of an appraisal.
const (
	Passed = "合格"
	Failed = "不及格"
)

// PassMark is the reading of A18 where the contract names no mark.
const PassMark = "60"

// AppraisalFacts are what the score reads (P4).
type AppraisalFacts struct {
	Person string    `json:"person"`
	Half   string    `json:"half"`
	Low    []string  `json:"low,omitempty"` // the scores below the mark
	Failed bool      `json:"failed,omitempty"`
	Ruled  time.Time `json:"ruled,omitzero"` // by the center; zero: it stands as reckoned
	Paper  bool      `json:"paper,omitempty"`
}

var scores = []struct{ key, label string }{{"security", "安全"}, {"skill", "技术能力"}, {"platform", "平台熟悉程度"}}

// AppraisalKind describes the appraisal. It is failed where any of the three scores lies below the mark; the center may rule otherwise.
var AppraisalKind = ledger.Define[Appraisal]("appraisal", "半年考核",
	ledger.Numbered("BK", "person"),
	ledger.KeyedBy("person", "half"),
	ledger.States("void:已作废", "recorded:已登记"),
	ledger.Told(
		ledger.Field{Key: "verdict", Label: "认定结果", Type: ledger.Choice, Choices: []string{Passed, Failed}},
		ledger.Field{Key: "opinion", Label: "认定意见", Type: ledger.Long},
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "of", Label: "所针对的步骤", Type: ledger.Text},
	),
	ledger.Step("record", "登记", ledger.Creates(), ledger.To("recorded"), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center),
		ledger.Asks("person", "half", "on", "security", "skill", "platform", "pass_mark?", "examiner?", "note?"), ledger.Checked(checkScores)),
	ledger.Step("rule", "认定", ledger.ReservedToCenter(), ledger.Answering("record"), ledger.Asks("verdict", "ruled", "of?", "opinion?")),
	ledger.Step("void", "作废", ledger.From("recorded"), ledger.To("void"), ledger.Asks("reason")),
	ledger.Step("restore", "恢复", ledger.From("void"), ledger.To("recorded"), ledger.Asks("reason")),
	ledger.Derive(deriveAppraisal),
)

var (
	halfYear = regexp.MustCompile(`^\d{4}-H[12]$`)
	errHalf  = errors.New("考核期应写作 2026-H1（上半年）或 2026-H2（下半年）")
)

func checkScores(_ ledger.Before, f ledger.Fields) error {
	if !halfYear.MatchString(f.Text("half")) {
		return errHalf
	}
	marks := append(scores[:len(scores):len(scores)], struct{ key, label string }{"pass_mark", "及格线"})
	for _, m := range marks {
		if v := f.Text(m.key); v != "" && (below(v, "0") || below("100", v)) {
			return fmt.Errorf("“%s”的值%s应在0与100之间", m.label, v)
		}
	}
	return nil
}

func below(a, b string) bool {
	x, ok := new(big.Rat).SetString(a)
	y, fine := new(big.Rat).SetString(b)
	return ok && fine && x.Cmp(y) < 0
}

func deriveAppraisal(rec *ledger.Record) {
	f := AppraisalFacts{Person: rec.Fields.Text("person"), Half: rec.Fields.Text("half")}
	mark := cmp.Or(rec.Fields.Text("pass_mark"), PassMark)
	for _, s := range scores {
		if below(rec.Fields.Text(s.key), mark) {
			f.Low = append(f.Low, s.label)
		}
	}
	f.Failed = len(f.Low) > 0
	for _, s := range rec.Telling() {
		if s.Entry.Action == "rule" {
			f.Failed, f.Ruled, f.Paper = s.Text("verdict") == Failed, ledger.ParseTime(s.Value("ruled")), s.Paper
		}
	}
	rec.Facts = f
	rec.Fields["result"] = map[bool]string{true: Failed, false: Passed}[f.Failed]
	rec.Fields.Show("ruled", f.Ruled)
}

// Reason says why an appraisal is failed, "" where it is not.
func (f AppraisalFacts) Reason() string {
	switch {
	case !f.Failed:
		return ""
	case len(f.Low) == 0:
		return "信息中心认定不及格"
	}
	return strings.Join(f.Low, "、") + "低于及格线"
}
