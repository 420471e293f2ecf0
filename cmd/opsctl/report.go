package main

import (
	"context"
	"strconv"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/record/report"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/sla"
	"opsledger/cmd/internal/boot"
)

var cmdReport = command{name: "report", usage: "weekly|monthly|quarterly|annual|attendance 期间 --out 文件夹 [--docx] [--finalise] [--submit [--to 对象]] [--version N] [--as-of 时间] [--known-at 时间] [--reveal 理由]", about: "报告（PDF、XLSX 和数字）",
	flags: append([]string{"out", "finalise!", "submit!", "to", "version", "docx!", "reveal"}, looking...), run: runReport}

// shownReport is the command's answer. Points of time that do not exist yet are null.
type shownReport struct {
	Files        []string        `json:"files"`
	Period       string          `json:"period"`
	Due          string          `json:"due"`
	Status       app.Status      `json:"status"`
	Version      int             `json:"version"`
	Finalised    *string         `json:"finalised"`
	Submitted    *string         `json:"submitted"`
	To           string          `json:"to,omitempty"`
	Received     *string         `json:"received"`
	Late         bool            `json:"late"`
	Code         string          `json:"code"`
	Reason       string          `json:"reason,omitempty"`
	Corrected    []string        `json:"corrected,omitempty"`
	Rivals       int             `json:"rivals,omitempty"`
	ChangedSince []digest.Change `json:"changed_since"`
	Figures      digest.Report   `json:"figures"`
}

func runReport(ctx context.Context, k *call) error {
	q, err := k.reportQuery()
	if err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		if err := k.stepReport(ctx, s, sla.Period{Type: q.Type, Name: q.Period}); err != nil {
			return err
		}
		rep, err := s.ReadReport(ctx, q)
		if err != nil {
			return err
		}
		endings := []string{".pdf", ".xlsx"}
		if k.has("docx") {
			endings = append(endings, ".docx")
		}
		files, err := boot.WriteReport(rep, k.option("out", ""), endings...)
		if err != nil {
			return err
		}
		k.report(rep, files)
		return nil
	})
}

// reportQuery reads which report is wanted, and refuses what does not go together.
func (k *call) reportQuery() (q app.ReportQuery, err error) {
	if err := k.need(2, 2); err != nil {
		return q, err
	}
	switch {
	case report.Name(k.args[0]) == "":
		return q, fault.New(fault.Usage, k.usage())
	case !k.has("out"):
		return q, fault.New(fault.Usage, "须用 --out 指明文件夹")
	case (k.has("finalise") || k.has("submit")) && (k.has("as-of") || k.has("known-at") || k.has("reveal") || k.has("version")):
		return q, fault.New(fault.Usage, "--finalise、--submit 不能与 --as-of、--known-at、--reveal、--version 同用")
	case k.has("as-of") && k.has("version"):
		return q, fault.New(fault.Usage, "--as-of 不能与 --version 同用")
	}
	q.Type, q.Period = k.args[0], k.args[1]
	if text := k.option("version", ""); text != "" {
		if q.Version, err = strconv.Atoi(text); err != nil || q.Version < 1 {
			return q, fault.New(fault.Usage, "--version 应为 1 起的整数")
		}
	}
	if q.Reveal, err = k.reveal(); err != nil {
		return q, err
	}
	q.AsOf, err = k.asOf()
	return q, err
}

// stepReport finalises and submits where asked.
func (k *call) stepReport(ctx context.Context, s *boot.Session, p sla.Period) error {
	if k.has("finalise") {
		if _, err := s.StepReport(ctx, p, "finalise", nil); err != nil {
			return err
		}
	}
	if !k.has("submit") {
		return nil
	}
	_, err := s.StepReport(ctx, p, "submit", map[string]string{"to": k.option("to", "")})
	return err
}

func (k *call) report(rep app.Report, files []string) {
	if k.json {
		changed := rep.Changed
		if changed == nil {
			changed = []digest.Change{}
		}
		k.print(shownReport{Files: files, Period: rep.Period, Due: rep.Due.Format(time.RFC3339), Status: rep.Status, Version: rep.Version,
			Finalised: stamp(rep.Finalised), Submitted: stamp(rep.Submitted), To: rep.Recipient, Received: stamp(rep.Received), Late: rep.PastDue, Code: rep.Code,
			Reason: rep.Reason, Corrected: rep.Corrected, Rivals: rep.Rivals, ChangedSince: changed, Figures: rep.Report})
		return
	}
	k.say("%s", rep.Headline())
	for _, line := range rep.Standing() {
		k.say("%s", line)
	}
	for _, f := range files {
		k.say("%s", f)
	}
}
