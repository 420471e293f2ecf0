package app

import (
	"fmt"
	"strings"
	"time"
)

// Standing says in words where a report stands: draft or version, submitted, late, what has changed since.
func (rep *Report) Standing() []string {
	out := []string{rep.standing()}
	if n := len(rep.Versions); n > 0 && rep.Version > 0 && rep.Version < rep.Versions[n-1].Number {
		out = append(out, fmt.Sprintf("已由第%d版更正", rep.Versions[n-1].Number))
	}
	if rep.Rivals > 0 {
		out = append(out, fmt.Sprintf("另有%d份同版定稿由他人同时作出，请以更正版并为一份", rep.Rivals))
	}
	if len(rep.Changed) > 0 {
		out = append(out, "冻结后变化（定稿不变）：")
		for _, c := range rep.Changed {
			out = append(out, "  "+c.String())
		}
	}
	return out
}

func (rep *Report) standing() string {
	due := "应报 " + clockTime(rep.Due)
	switch rep.Status {
	case Trial:
		return "试算，不是定稿；" + due
	case Undrafted, Drafted:
		if rep.PastDue {
			due += "，已过时"
		}
		return "草稿，未定稿；" + due
	}
	return strings.Join(append(rep.Issued(), due), "；")
}

// Issued says how a finalised report was issued, as its head shows: version, when, submitted, late. Empty for a draft.
func (rep *Report) Issued() []string {
	if rep.Version == 0 {
		return nil
	}
	name := fmt.Sprintf("第%d版", rep.Version)
	if rep.Version > 1 {
		name = "更正版（" + name + "）"
	}
	out := []string{name + " " + clockTime(rep.Finalised) + "定稿" + late(rep.Finalised, rep.Due, rep.Version == 1, "迟于应报时刻")}
	if !rep.Submitted.IsZero() {
		out = append(out, clockTime(rep.Submitted)+"报送"+rep.Recipient+late(rep.Submitted, rep.Due, rep.PastDue, "迟交"))
	}
	if !rep.Received.IsZero() {
		out = append(out, clockTime(rep.Received)+"接收")
	}
	return out
}

// late is the remark on what came after the due, where it counts.
func late(at, due time.Time, counts bool, remark string) string {
	if counts && at.After(due) {
		return "（" + remark + "）"
	}
	return ""
}

func clockTime(t time.Time) string { return t.Format("2006-01-02 15:04") }
