// Package routine owns what is done again and again (周期任务) and each time it is due (R013, R025, R037, R040–R041, R044, R049,
// R053–R054, R058, R073, R075, R101–R103): by which rule from when on, on what basis it was changed, and what came of every run.
// When a rule falls due is reckoned elsewhere. It may not import other records, nor rules.
package routine

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"opsledger/app/ledger"
)

// Routine is one 周期任务. The rule is told by steps, so that every change keeps its basis and its date (R075).
type Routine struct {
	Name         string     `label:"任务名称" need:"yes" search:"yes"`
	Type         string     `label:"任务类别" dict:"routine_kind" need:"yes" index:"yes"`
	Rule         string     `label:"周期" step:"yes" help:"每工作日、每周四、每两周周四、每月5日、每月最后一日、每月第5个工作日、每季、每季第10个工作日、每半年、每年12月31日" example:"每周四"`
	Shift        string     `label:"遇休息日" choices:"提前,顺延,不办" step:"yes" help:"不填为提前"`
	At           string     `label:"应办钟点" step:"yes" help:"不填为当天下班前；如 17:00" example:"17:00"`
	Since        ledger.Day `label:"生效日期" step:"yes" future:"yes"`
	Basis        string     `label:"依据" step:"yes" search:"yes"`
	Owner        string     `label:"负责人" of:"person" search:"yes" index:"yes"`
	System       string     `label:"所属系统" dict:"system"`
	Source       string     `label:"比对数据来源" dict:"comparison_source" help:"数据比对填写"`
	Target       string     `label:"目标" type:"long" search:"yes" help:"专项填写年度目标"`
	TargetFigure int        `label:"目标数" help:"专项的目标能计数时填写，据此算完成率"`
	Checklist    []string   `label:"检查表" search:"yes"`
	Description  string     `label:"说明" type:"long" search:"yes"`

	Until     ledger.Day `label:"停止日期" step:"yes"`
	Progress  []string   `label:"进展" step:"yes"`
	Reached   int        `label:"已完成数" step:"yes"`
	Completed string     `label:"完成率（%）" type:"points" step:"yes"`
	Versions  []string   `label:"周期变更" step:"yes"`

	Facts Facts
}

// Facts are the rules by the date from which each holds.
type Facts struct {
	Versions []Version  `json:"versions,omitempty"` // by date
	Until    ledger.Day `json:"until,omitempty"`    // the last day; "" goes on
	Reached  int64      `json:"reached,omitempty"`
	Steps    []Progress `json:"steps,omitempty"`
}

// Version is a rule that holds from a date on.
type Version struct {
	Since ledger.Day `json:"since"`
	Rule  string     `json:"rule"`
	Shift string     `json:"shift"`
	At    string     `json:"at,omitempty"`
	Basis string     `json:"basis,omitempty"`
}

// Progress is how far a special task had come (R037).
type Progress struct {
	On   ledger.Day `json:"on"`
	Done int64      `json:"done"`
	Text string     `json:"text,omitempty"`
}

// What becomes of an occurrence that falls on a closed day.
const (
	Earlier = "提前"
	Later   = "顺延"
	Never   = "不办"
)

// Types of routines that ask for more than the others.
const (
	Inspection = "日常巡检"
	Meeting    = "例会"
	Matching   = "数据比对"
	Special    = "专项"
)

// States of a routine, in rising rank.
const (
	Void    ledger.State = "void"
	Active  ledger.State = "active"
	Stopped ledger.State = "stopped"
)

// Kind describes the routine.
var Kind = ledger.Define[Routine]("routine", "周期任务",
	ledger.Numbered("ZQ", "name"),
	ledger.States("void:已作废", "active:执行中", "stopped:已停止"),
	ledger.Told(
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "on", Label: "日期", Type: ledger.Date},
		ledger.Field{Key: "text", Label: "进展说明", Type: ledger.Long},
		ledger.Field{Key: "last", Label: "最后一天", Type: ledger.Date, Future: true},
	),
	ledger.Step("plan", "计划", ledger.Creates(), ledger.To(Active),
		ledger.Asks("name", "type", "rule", "since", "shift?", "at?", "basis?", "owner?", "system?", "source?", "target?", "target_figure?", "checklist?", "description?"), ledger.Checked(checkPlan)),
	ledger.Step("change-rule", "变更周期", ledger.From(Active), ledger.Asks("rule", "since", "basis", "shift?", "at?"), ledger.Checked(checkRule)),
	ledger.Step("progress", "登记进展", ledger.From(Active), ledger.Asks("on", "reached", "text?"), ledger.Checked(checkProgress)),
	ledger.Step("stop", "停止", ledger.From(Active), ledger.To(Stopped), ledger.Asks("last", "reason")),
	ledger.Step("resume", "恢复", ledger.From(Stopped), ledger.To(Active), ledger.Asks("rule", "since", "basis", "shift?", "at?"), ledger.Checked(checkRule)),
	ledger.Step("void", "作废", ledger.From(Active, Stopped), ledger.To(Void), ledger.Asks("reason")),
	ledger.Derive(derive),
)

var (
	errClock  = errors.New("应办钟点应写作 17:00")
	errTarget = errors.New("专项须填写目标")
	errSource = errors.New("数据比对须填写比对数据来源")
	errCount  = errors.New("数量不能为负数")
)

var clock = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)

func checkPlan(b ledger.Before, f ledger.Fields) error {
	switch {
	case f.Text("type") == Special && f.Text("target") == "":
		return errTarget
	case f.Text("type") == Matching && f.Text("source") == "":
		return errSource
	case f.Int("target_figure") < 0:
		return errCount
	}
	return checkRule(b, f)
}

func checkRule(_ ledger.Before, f ledger.Fields) error {
	if at := f.Text("at"); at != "" && !clock.MatchString(at) {
		return errClock
	}
	_, err := ParseRule(f.Text("rule"))
	return err
}

func checkProgress(_ ledger.Before, f ledger.Fields) error {
	if f.Int("reached") < 0 {
		return errCount
	}
	return nil
}

func derive(rec *ledger.Record) {
	var f Facts
	for _, s := range rec.Telling() {
		switch s.Entry.Action {
		case "plan", "change-rule":
			f.tell(s)
		case "resume":
			f.Until = ""
			f.tell(s)
		case "progress":
			p := Progress{On: ledger.Day(s.Text("on")), Done: s.Entry.Fields.Int("reached"), Text: s.Text("text")}
			f.Steps, f.Reached = append(f.Steps, p), p.Done
		case "stop":
			f.Until = ledger.Day(s.Text("last"))
		}
	}
	rec.Facts = f
	f.show(rec.Fields)
}

// tell puts a version in its place; one from the same day replaces the older.
func (f *Facts) tell(s *ledger.Taken) {
	v := Version{Since: ledger.Day(s.Text("since")), Rule: s.Text("rule"), Shift: cmp.Or(s.Text("shift"), Earlier), At: s.Text("at"), Basis: s.Text("basis")}
	at, found := slices.BinarySearchFunc(f.Versions, v, func(a, b Version) int { return cmp.Compare(a.Since, b.Since) })
	if found {
		f.Versions[at] = v
		return
	}
	f.Versions = slices.Insert(f.Versions, at, v)
}

func (f Facts) show(fields ledger.Fields) {
	var lines, steps []any
	for _, v := range f.Versions {
		lines = append(lines, v.line())
		for key, text := range map[string]string{"rule": v.Rule, "shift": v.Shift, "at": v.At, "since": string(v.Since), "basis": v.Basis} {
			if fields[key] = text; text == "" {
				delete(fields, key)
			}
		}
	}
	for _, p := range f.Steps {
		steps = append(steps, fmt.Sprintf("%s 完成%d %s", p.On, p.Done, p.Text))
	}
	if len(lines) > 1 {
		fields["versions"] = lines
	}
	if steps != nil {
		fields["progress"], fields["reached"] = steps, f.Reached
		if whole := fields.Int("target_figure"); whole > 0 {
			fields["completed"] = ledger.Percent(f.Reached, whole)
		}
	}
	if f.Until != "" {
		fields["until"] = string(f.Until)
	}
}

func (v Version) line() string {
	line := string(v.Since) + " 起 " + v.Rule + "（遇休息日" + v.Shift + "）"
	if v.Basis != "" {
		line += "，依据：" + v.Basis
	}
	return line
}
