package security

import (
	"errors"
	"time"

	"opsledger/app/ledger"
)

// Drill is one 演练与整改: a restore that was tried, a self-check, an audit, an order to put something right.
type Drill struct {
	Title    string     `label:"事项" need:"yes" search:"yes"`
	Type     string     `label:"类型" choices:"备份恢复演练,应急演练,安全自查,安全审计,整改通知" need:"yes" index:"yes"`
	AskedBy  string     `label:"提出方" need:"yes" of:"unit" search:"yes"`
	On       ledger.Day `label:"日期" need:"yes" index:"yes" names:"提出日期,演练日期,检查日期"`
	Owner    string     `label:"责任人" need:"yes" of:"person" index:"yes"`
	Deadline ledger.Day `label:"整改期限" future:"yes" help:"没有要整改的事项可不填；整改通知须填写"`
	Findings string     `label:"发现的问题" type:"long" search:"yes"`
	Outcome  string     `label:"演练或检查结果" choices:"正常,有问题,失败"`

	Rectified time.Time `label:"整改完成时间" step:"yes"`
	Measures  string    `label:"整改措施" type:"long" search:"yes"`
	Accepted  time.Time `label:"验收时间" step:"yes"`
	Verdict   string    `label:"验收结论" step:"yes" choices:"通过,不通过"`

	Facts DrillFacts
}

// DrillFacts are what its clock reads.
type DrillFacts struct {
	Deadline  ledger.Day `json:"deadline,omitempty"`
	Rectified time.Time  `json:"rectified,omitzero"`
	Accepted  time.Time  `json:"accepted,omitzero"` // with the verdict 通过
	Verdict   string     `json:"verdict,omitempty"`
	Paper     bool       `json:"paper,omitempty"`
}

var (
	errOrder     = errors.New("整改通知须填写整改期限")
	errProblem   = errors.New("结果为“有问题”或“失败”时须写明发现的问题")
	errDrillDone = errors.New("结果还不是“正常”，须先整改、验收通过才能办结")
)

// DrillKind describes the drill. The center's acceptance carries no label: closing looks whether it is there.
var DrillKind = ledger.Define[Drill]("drill", "演练与整改",
	ledger.Numbered("YL", "title"),
	ledger.States("void:已作废", "open:进行中", "rectified:已整改", "closed:已办结"),
	ledger.Told(
		ledger.Field{Key: "text", Label: "说明", Type: ledger.Long},
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "evidence", Label: "依据", Type: ledger.File},
		ledger.Field{Key: "of", Label: "所针对的步骤", Type: ledger.Text},
		ledger.Field{Key: "closed", Label: "办结时间", Type: ledger.Time},
	),
	ledger.Step("record", "登记", ledger.Creates(), ledger.To("open"), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center, ledger.Secadmin),
		ledger.Asks("title", "type", "asked_by", "on", "owner", "deadline?", "findings?", "outcome?"), ledger.Checked(checkDrill)),
	ledger.Step("rectify", "整改", ledger.From("open", "rectified"), ledger.To("rectified"), ledger.OnSheet(), ledger.Asks("rectified", "measures", "evidence?")),
	ledger.Step("accept", "验收", ledger.ReservedToCenter(), ledger.Answering("rectify"), ledger.Asks("of?", "accepted", "verdict", "text?")),
	ledger.Step("close", "办结", ledger.From("open", "rectified"), ledger.To("closed"), ledger.Asks("closed", "text?"), ledger.Checked(checkDrillClose)),
	ledger.Step("void", "作废", ledger.From("open", "rectified"), ledger.To("void"), ledger.Asks("reason")),
	ledger.Derive(deriveDrill),
)

func checkDrill(_ ledger.Before, f ledger.Fields) error {
	bad := f.Text("outcome") == "有问题" || f.Text("outcome") == "失败"
	switch {
	case f.Text("type") == "整改通知" && f.Text("deadline") == "":
		return errOrder
	case bad && f.Text("findings") == "":
		return errProblem
	}
	return nil
}

func checkDrillClose(b ledger.Before, _ ledger.Fields) error {
	clean := b.Fields.Text("outcome") == "正常" && b.Fields.Text("type") != "整改通知"
	if !clean && b.Fields.Text("verdict") != "通过" {
		return errDrillDone
	}
	return nil
}

func deriveDrill(rec *ledger.Record) {
	f := DrillFacts{Deadline: ledger.Day(rec.Fields.Text("deadline"))}
	for _, s := range rec.Telling() {
		switch s.Entry.Action {
		case "rectify":
			f.Rectified = ledger.ParseTime(s.Value("rectified"))
		case "accept":
			f.Accepted, f.Verdict, f.Paper = ledger.ParseTime(s.Value("accepted")), s.Text("verdict"), s.Paper
		}
	}
	rec.Facts = f
	rec.Fields.Show("rectified", f.Rectified)
	rec.Fields.Show("accepted", f.Accepted)
	if f.Verdict != "" {
		rec.Fields["verdict"] = f.Verdict
	}
}
