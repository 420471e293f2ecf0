// Package improvement owns what a quarter's report sets out to better, and whether it was (改进项; R139, R150): problem, target,
// measure, owner, the figure before and after. One is carried into every quarter's report until it is closed. It may not import
// other records, nor rules.
package improvement

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"opsledger/app/ledger"
)

// Improvement is one 改进项. Figures are exact decimals.
type Improvement struct {
	Quarter string     `label:"提出季度" need:"yes" index:"yes" help:"写作 2026-Q1" example:"2026-Q1"`
	Problem string     `label:"主要问题" need:"yes" search:"yes" type:"long"`
	Target  string     `label:"改进目标" need:"yes" search:"yes"`
	Measure string     `label:"改进措施" need:"yes" search:"yes" type:"long"`
	Owner   string     `label:"责任人" of:"person" need:"yes" search:"yes" index:"yes"`
	Due     ledger.Day `label:"完成期限" future:"yes" index:"yes"`
	Metric  string     `label:"衡量指标" help:"如：返工率（%）" search:"yes"`
	Before  string     `label:"改进前指标" type:"points"`
	Order   bool       `label:"整改通知要求" help:"信息中心发出整改通知要求的填“是”，办结须写验收结论"`

	After      string    `label:"改进后指标" type:"points" step:"yes"`
	Measured   string    `label:"最近对比季度" step:"yes"`
	Figures    []string  `label:"各季对比" step:"yes"`
	Effect     string    `label:"改进效果" type:"long" step:"yes" search:"yes"`
	Acceptance string    `label:"验收结论" type:"long" step:"yes"`
	Closed     time.Time `label:"办结时间" step:"yes"`
	ClosedIn   string    `label:"办结季度" step:"yes"`

	Facts Facts
}

// Facts are the figures of each quarter, and when it ended.
type Facts struct {
	Quarter  string    `json:"quarter,omitempty"`
	Before   string    `json:"before,omitempty"`
	Figures  []Figure  `json:"figures,omitempty"` // in the order of the quarters told
	Closed   time.Time `json:"closed,omitzero"`
	ClosedIn string    `json:"closed_in,omitempty"` // the quarter
}

// Figure is what was measured in a quarter.
type Figure struct {
	Quarter string `json:"quarter"`
	Value   string `json:"value"`
	Note    string `json:"note,omitempty"`
}

// CarriedInto reports whether a quarter's report still tells of it: from the quarter it was put forward in until the one it was
// closed in (R139).
func (f Facts) CarriedInto(quarter string) bool {
	return f.Quarter <= quarter && (f.ClosedIn == "" || quarter <= f.ClosedIn)
}

// At is the figure as a quarter's report shows it: the last measured up to then; "" where none was.
func (f Facts) At(quarter string) (value string) {
	last := ""
	for _, g := range f.Figures {
		if g.Quarter <= quarter && g.Quarter >= last {
			last, value = g.Quarter, g.Value
		}
	}
	return value
}

// States of an improvement, in rising rank.
const (
	Void   ledger.State = "void"
	Open   ledger.State = "open"
	Closed ledger.State = "closed"
)

// Kind describes the improvement.
var Kind = ledger.Define[Improvement]("improvement", "改进项",
	ledger.Numbered("GJ", "problem"),
	ledger.States("void:已作废", "open:改进中", "closed:已办结"),
	ledger.Told(
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "in", Label: "对比季度", Type: ledger.Text, Help: "写作 2026-Q2"},
		ledger.Field{Key: "figure", Label: "该季指标", Type: ledger.Points},
		ledger.Field{Key: "text", Label: "说明", Type: ledger.Long},
	),
	ledger.Step("open", "提出", ledger.Creates(), ledger.To(Open), ledger.Asks("quarter", "problem", "target", "measure", "owner", "due?", "metric?", "before?", "order?"), ledger.Checked(checkOpen)),
	ledger.Step("measure", "登记效果", ledger.From(Open), ledger.Asks("in", "figure", "text?"), ledger.Checked(checkMeasure)),
	ledger.Step("close", "办结", ledger.From(Open), ledger.To(Closed), ledger.OnSheet(), ledger.Asks("closed", "effect", "after?", "acceptance?"), ledger.Checked(checkClose)),
	ledger.Step("reopen", "重新改进", ledger.From(Closed), ledger.To(Open), ledger.Asks("reason")),
	ledger.Step("void", "作废", ledger.From(Open, Closed), ledger.To(Void), ledger.Asks("reason")),
	ledger.Derive(derive),
)

var (
	errAcceptance = errors.New("整改通知要求的改进项，办结须写验收结论")
	errDue        = errors.New("整改通知要求的改进项须填写完成期限")
	errFigure     = errors.New("有改进前指标的，办结须有改进后指标：请填写，或先登记效果")
	quarter       = regexp.MustCompile(`^20\d{2}-Q[1-4]$`)
)

func checkQuarter(text string) error {
	if !quarter.MatchString(text) {
		return fmt.Errorf("季度“%s”应写作 2026-Q1", text)
	}
	return nil
}

func checkOpen(_ ledger.Before, f ledger.Fields) error {
	if f["order"] == true && f.Text("due") == "" {
		return errDue // R150
	}
	return checkQuarter(f.Text("quarter"))
}

func checkMeasure(b ledger.Before, f ledger.Fields) error {
	in := f.Text("in")
	if err := checkQuarter(in); err != nil {
		return err
	}
	if in < b.Fields.Text("quarter") {
		return fmt.Errorf("对比季度%s早于提出季度%s", in, b.Fields.Text("quarter"))
	}
	return nil
}

func checkClose(b ledger.Before, f ledger.Fields) error {
	switch {
	case b.Fields["order"] == true && f.Text("acceptance") == "":
		return errAcceptance
	case b.Fields.Text("before") != "" && f.Text("after") == "" && b.Fields.Text("after") == "":
		return errFigure
	case quarterOf(ledger.ParseTime(f["closed"])) < b.Fields.Text("quarter"):
		return fmt.Errorf("办结时间早于提出季度%s", b.Fields.Text("quarter"))
	}
	return nil
}

func quarterOf(t time.Time) string {
	return fmt.Sprintf("%d-Q%d", t.Year(), (int(t.Month())+2)/3)
}

func derive(rec *ledger.Record) {
	f := Facts{Quarter: rec.Fields.Text("quarter"), Before: rec.Fields.Text("before")}
	tell := func(key, text string) {
		if text != "" {
			rec.Fields[key] = text
		}
	}
	for _, s := range rec.Telling() {
		switch s.Entry.Action {
		case "measure":
			f.Figures = append(f.Figures, Figure{s.Text("in"), s.Text("figure"), s.Text("text")})
			tell("after", s.Text("figure"))
			tell("measured", s.Text("in"))
		case "close":
			f.Closed = ledger.ParseTime(s.Value("closed"))
			f.ClosedIn = quarterOf(f.Closed)
			for _, key := range []string{"after", "effect", "acceptance"} {
				tell(key, s.Text(key))
			}
		case "reopen":
			f.Closed, f.ClosedIn = time.Time{}, ""
		}
	}
	rec.Facts = f
	rec.Fields.Show("closed", f.Closed)
	tell("closed_in", f.ClosedIn)
	var lines []any
	for _, g := range f.Figures {
		lines = append(lines, g.Quarter+" "+g.Value+" "+g.Note)
	}
	if lines != nil {
		rec.Fields["figures"] = lines
	}
}
