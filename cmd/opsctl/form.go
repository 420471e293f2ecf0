package main

import (
	"context"

	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
	"opsledger/reports"
)

var cmdForm = command{name: "form", usage: "visit|training|turnover|handover|change|extension|incident|complaint|记录类型 编号 | duty 2026-03 --out 文件夹 [--docx] [--reveal 理由]",
	about: "可签字的表单（PDF，--docx 另出 Word）；其它记录类型为一条记录的打印件", flags: []string{"out", "docx!", "reveal"}, run: runForm}

func runForm(ctx context.Context, k *call) error {
	if err := k.need(2, 2); err != nil {
		return err
	}
	if !k.has("out") {
		return fault.New(fault.Usage, "须用 --out 指明文件夹")
	}
	reveal, err := k.reveal()
	if err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		files, err := k.form(ctx, s, reveal)
		if err != nil {
			return err
		}
		if k.json {
			k.print(struct {
				Files []string `json:"files"`
			}{files})
			return nil
		}
		for _, f := range files {
			k.say("已写出 %s", f)
		}
		return nil
	})
}

// form writes what was asked for: a form, the duty of a month, or a record of any kind as it is kept.
func (k *call) form(ctx context.Context, s *boot.Session, reveal string) ([]string, error) {
	name, key, dir := k.args[0], k.args[1], k.option("out", "")
	if from, to, err := period(key); err == nil && name == "duty" {
		r, err := s.Roster(ctx, from, to, reveal)
		if err != nil {
			return nil, err
		}
		return boot.WriteRoster(r, key, dir, k.has("docx"))
	}
	kind, _, isForm := reports.FormOf(name)
	if !isForm {
		kind = name
		if k.has("docx") {
			return nil, fault.New(fault.Usage, "记录的打印件只有PDF").With("Word 文件用于表单：visit、training、turnover、handover、change、extension、incident、complaint、duty")
		}
	}
	p, err := s.Print(ctx, kind, key, reveal)
	if err != nil {
		return nil, err
	}
	if isForm {
		return boot.WriteForm(name, p, dir, k.has("docx"))
	}
	return boot.WriteRecord(p, dir)
}
