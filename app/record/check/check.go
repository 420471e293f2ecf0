// Package check owns the weekly check of the in-transit rate (R133, A4): taken at the weekly report's deadline and
// frozen. A week nobody took is reconstructed from the facts later, marked 回溯, and counts. It may not import other
// records, nor rules.
package check

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"opsledger/app/ledger"
)

// Check is one 每周检查. Open and Counted are the numbers of the tickets behind numerator and denominator; Excused are
// those of Open that wait for reasons outside the project, the excuse granted. All of it is told by the step.
type Check struct {
	Week        string    `label:"周" search:"yes" step:"yes"`
	At          time.Time `label:"检查时刻" step:"yes" index:"yes"`
	Numerator   int       `label:"在途工单" step:"yes"`
	Denominator int       `label:"年累计工单" step:"yes"`
	Percent     string    `label:"在途率（%）" type:"points" step:"yes"`
	Over        bool      `label:"超过3.5%" step:"yes"`
	Without     string    `label:"剔除非运维原因在途率（%）" type:"points" step:"yes"`
	Retro       bool      `label:"回溯" step:"yes"`
	AsOf        time.Time `label:"取数时间" step:"yes"`
	Open        []string  `label:"在途明细" step:"yes"`
	Excused     []string  `label:"非运维原因在途明细" step:"yes"`
	Counted     []string  `label:"年累计明细" step:"yes"`
	Note        string    `label:"说明" step:"yes"`
}

// Keys are the fields a check is told with, the week apart.
var Keys = []string{"at", "numerator", "denominator", "percent", "over", "without", "retro", "as_of", "open", "excused", "counted", "note"}

// Kind describes the check. There is one step: what was found can't be found otherwise afterwards.
var Kind = ledger.Define[Check]("check", "每周检查",
	ledger.Numbered("JC", "week"),
	ledger.OutsideNumber("week"),
	ledger.States("taken:已固化"),
	ledger.Step("take", "取检查数", ledger.Creates(), ledger.To("taken"), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center),
		ledger.Asks("week"), ledger.DatedBy("at"), ledger.Checked(checkTaken)),
	ledger.Derive(derive),
)

var (
	week     = regexp.MustCompile(`^\d{4}-W\d{2}$`)
	errWeek  = errors.New("周应写作 2026-W11")
	errWhen  = errors.New("检查没有检查时刻")
	errEarly = errors.New("检查时刻还没有到")
)

func checkTaken(_ ledger.Before, f ledger.Fields) error {
	at, asOf := ledger.ParseTime(f["at"]), ledger.ParseTime(f["as_of"])
	n, d := count(f["numerator"]), count(f["denominator"])
	switch {
	case !week.MatchString(f.Text("week")):
		return errWeek
	case at.IsZero() || asOf.IsZero():
		return errWhen
	case asOf.Before(at):
		return errEarly
	case n < 0 || n > d || n != len(list(f["open"])):
		return fmt.Errorf("在途%d件、年累计%d件与明细不符", n, d)
	}
	return nil
}

func count(v any) int {
	switch n := v.(type) {
	case int64:
		return int(n)
	case int:
		return n
	}
	return -1
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

// derive takes the first check in order: where two stations took one without knowing of each other, it stands.
func derive(rec *ledger.Record) {
	for _, s := range rec.Steps {
		if !s.Counts || s.TakenBack || s.Entry.Action != "take" {
			continue
		}
		for _, key := range append([]string{"week"}, Keys...) {
			if v := s.Value(key); v != nil {
				rec.Fields[key] = v
			}
		}
		rec.Number = s.Text("week")
		return
	}
}
