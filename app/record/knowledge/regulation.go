package knowledge

import (
	"cmp"
	"errors"
	"slices"

	"opsledger/app/ledger"
)

// Regulation is one 制度 or plan: who has signed for it, when it was checked against oneself, which steps it governs (R072,
// R086–R087, R111, R116; A23).
type Regulation struct {
	Name     string     `label:"制度名称" need:"yes" search:"yes"`
	Issuer   string     `label:"发文单位" need:"yes" search:"yes"`
	Sort     string     `label:"类别" dict:"regulation_kind" need:"yes" index:"yes"`
	Document string     `label:"文号"`
	Dated    ledger.Day `label:"发文日期" index:"yes"`
	Version  string     `label:"版本"`
	SameAs   string     `label:"同一文件" of:"regulation" help:"名称不同而实为同一文件时，写另一条的名称（不臆断）"`
	Governs  []string   `label:"适用的步骤" type:"list" help:"每行一个，写作 数据作业：授权；办理该步骤时显示本制度名"`
	Yearly   bool       `label:"每年自查" help:"四（三）1 所列八份每年至少自查一次"`
	Approved ledger.Day `label:"批准日期" help:"维护服务方案须有批准版本"`
	Signed   []string   `label:"已签收" step:"yes"`
	Checked  ledger.Day `label:"最近自查" step:"yes"`

	Facts RegulationFacts
}

// RegulationFacts are signatures and self-checks.
type RegulationFacts struct {
	Signed []Signature `json:"signed,omitempty"` // the latest of each person
	Checks []SelfCheck `json:"checks,omitempty"`
}

// Signature is a person's receipt of a regulation.
type Signature struct {
	Person string     `json:"person"`
	On     ledger.Day `json:"on"`
}

// SelfCheck is one 自查.
type SelfCheck struct {
	On     ledger.Day `json:"on"`
	By     string     `json:"by"`
	Result string     `json:"result"`
}

var errProblems = errors.New("自查结果为“有问题”时须写明问题和整改安排")

// RegulationKind describes the regulation.
var RegulationKind = ledger.Define[Regulation]("regulation", "制度",
	ledger.Numbered("ZC", "name"),
	ledger.KeyedBy("name"),
	ledger.States("void:已作废", "active:在用", "retired:已废止"),
	ledger.Told(
		ledger.Field{Key: "person", Label: "签收人", Type: ledger.Text, Of: "person"},
		ledger.Field{Key: "signed_on", Label: "签收日期", Type: ledger.Date},
		ledger.Field{Key: "checked_on", Label: "自查日期", Type: ledger.Date},
		ledger.Field{Key: "checked_by", Label: "自查人", Type: ledger.Text, Of: "person"},
		ledger.Field{Key: "result", Label: "自查结果", Type: ledger.Choice, Choices: []string{"符合", "有问题"}},
		ledger.Field{Key: "text", Label: "说明", Type: ledger.Long},
		ledger.Field{Key: "file", Label: "文件", Type: ledger.File},
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
	),
	ledger.Step("record", "登记", ledger.Creates(), ledger.To("active"),
		ledger.Asks("name", "issuer", "sort", "document?", "dated?", "version?", "same_as?", "governs?", "yearly?", "approved?")),
	ledger.Step("file", "存入文件", ledger.From("active"), ledger.Asks("file", "version?", "approved?")),
	ledger.Step("sign", "签收", ledger.From("active"), ledger.Asks("person", "signed_on")),
	ledger.Step("self-check", "自查", ledger.From("active"), ledger.Asks("checked_on", "checked_by", "result", "text?"), ledger.Checked(checkSelf)),
	ledger.Step("retire", "废止", ledger.From("active"), ledger.To("retired"), ledger.Asks("reason")),
	ledger.Step("void", "作废", ledger.From("active"), ledger.To("void"), ledger.Asks("reason")),
	ledger.Derive(deriveRegulation),
)

func checkSelf(_ ledger.Before, f ledger.Fields) error {
	if f.Text("result") == "有问题" && f.Text("text") == "" {
		return errProblems
	}
	return nil
}

func deriveRegulation(rec *ledger.Record) {
	var f RegulationFacts
	for _, s := range rec.Telling() {
		switch s.Entry.Action {
		case "sign":
			f.sign(Signature{s.Text("person"), ledger.Day(s.Text("signed_on"))})
		case "self-check":
			f.Checks = append(f.Checks, SelfCheck{ledger.Day(s.Text("checked_on")), s.Text("checked_by"), s.Text("result")})
		}
	}
	slices.SortStableFunc(f.Checks, func(a, b SelfCheck) int { return cmp.Compare(a.On, b.On) })
	rec.Facts = f
	lines := []any{}
	for _, s := range f.Signed {
		lines = append(lines, s.Person+"（"+string(s.On)+"）")
	}
	if len(lines) > 0 {
		rec.Fields["signed"] = lines
	}
	if n := len(f.Checks); n > 0 {
		rec.Fields["checked"] = string(f.Checks[n-1].On)
	}
}

func (f *RegulationFacts) sign(s Signature) {
	i := slices.IndexFunc(f.Signed, func(o Signature) bool { return o.Person == s.Person })
	switch {
	case i < 0:
		f.Signed = append(f.Signed, s)
	case f.Signed[i].On < s.On:
		f.Signed[i] = s
	}
}
