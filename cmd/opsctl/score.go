package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/rule/score"
	"opsledger/cmd/internal/boot"
)

var cmdScore = command{name: "score", usage: "[--contract 合同] [--out 文件夹 [--docx]] [--what-if 工单号 [--days N]] [--evidence] [--as-of 时间] [--known-at 时间]", about: "考核评分卡、预测与测算",
	flags: append([]string{"contract", "out", "docx!", "what-if", "days", "evidence!"}, looking...), run: runScore}

func runScore(ctx context.Context, k *call) error {
	if err := k.need(0, 0); err != nil {
		return err
	}
	q := app.ScoreQuery{Contract: k.option("contract", "")}
	var err error
	if q.AsOf, err = k.asOf(); err != nil {
		return err
	}
	days, err := strconv.Atoi(k.option("days", "1"))
	if err != nil || days < 1 || days > 366 || k.has("days") && !k.has("what-if") {
		return fault.New(fault.Usage, "--days 应为 1 至 366 的整数，与 --what-if 同用")
	}
	return k.with(ctx, func(s *boot.Session) error {
		if k.has("what-if") {
			return k.whatIf(ctx, s, q, days)
		}
		sheet, err := s.ScoreSheet(ctx, q)
		if err != nil {
			return err
		}
		var files []string
		if dir := k.option("out", ""); dir != "" {
			if files, err = boot.WriteScore(sheet, dir, k.has("docx")); err != nil {
				return err
			}
		}
		k.card(sheet.Card, files)
		return nil
	})
}

func (k *call) whatIf(ctx context.Context, s *boot.Session, q app.ScoreQuery, days int) error {
	number := k.option("what-if", "")
	cost, late, err := s.WhatIf(ctx, q, number, days)
	if err != nil {
		return err
	}
	if k.json {
		k.print(map[string]any{"number": number, "late_workdays": late, "more": days, "points": cost.Points, "total": cost.Total, "reason": cost.Reason})
		return nil
	}
	k.say("%s 现延误%d个工作日；再延误%d个工作日：%s分，总分%s（%s）", number, late, days, cost.Points, cost.Total, cost.Reason)
	return nil
}

// card prints a card as people read it; --evidence with every piece.
func (k *call) card(c score.Card, files []string) {
	if k.json {
		k.print(struct {
			score.Card
			Files []string `json:"files,omitempty"`
		}{c, files})
		return
	}
	defer func() {
		for _, f := range files {
			k.say("已写出 %s", f)
		}
	}()
	k.say("%s（%s 至 %s）截至 %s", c.SchemeName, c.From, c.To, minute(c.AsOf))
	k.say("总分 %s  封顶前 %s  自评 %s  中心评 %s", c.Total, c.Raw, c.Self, orNone(c.Center))
	fee := c.Fee.Label
	if c.Fee.Yuan != "" {
		fee = c.Fee.Yuan + "元；" + fee
	}
	k.say("服务款扣减 %s%%（按比例 %s%%）：%s", c.FeeCut, c.Fee.Proportional, fee)
	for _, l := range c.Clauses {
		limit := "不封顶"
		if l.Cap != nil {
			limit = "最多扣" + l.Cap.String()
		}
		k.say("%-3s %s  %s分  %d%s  自评 %s  中心评 %s  %s", l.ID, l.Title, l.Points, l.Count, l.Unit, l.Self, orNone(l.Center), limit)
		for _, a := range l.Alternatives {
			if a.Points != l.Points {
				k.say("      另一口径 %s分（%s）：%s", a.Points, a.Basis, a.Text)
			}
		}
		for _, p := range l.Evidence {
			if k.has("evidence") {
				k.say("      %s %s %s分 %s%s", p.On, p.Number, p.Points, p.Reason, marks(p.Marks))
			}
		}
	}
	k.remarks(c)
}

func (k *call) remarks(c score.Card) {
	if f := c.Forecast; f != nil {
		k.say("预测 %s：总分 %s，扣减上限 %s%%（%s）", f.On, f.Total, f.FeeCut, f.Rule)
	}
	for _, n := range c.Next {
		k.say("再有一单延误%d个工作日：%s分", n.Days, n.Points)
	}
	if d := c.Closed; d != nil {
		how := ""
		if d.Paper {
			how = "，凭据认定"
		}
		k.say("%s 由%s结账%s；评分卡校验值 %.16s；正式总分 %s；实扣 %s", minute(d.At), d.By, how, d.Hash, orDash(d.Official), orDash(d.Deducted))
	}
	for _, line := range c.Changed {
		k.say("冻结后变化：%s", line)
	}
	for _, line := range c.Notes {
		k.say("注：%s", line)
	}
}

func orNone(p *score.Points) string {
	if p == nil {
		return "—"
	}
	return p.String()
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

func marks(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return fmt.Sprintf("【%s】", strings.Join(list, "、"))
}

var cmdCloseYear = command{name: "close-year", usage: "[--contract 合同] [--out 文件夹 [--docx]] [--official 分] [--deducted 元] [--opinion 意见] [--paper 附件 --paper-date 日期]", about: "年度结账：固化评分卡（信息中心）",
	flags: []string{"contract", "official", "deducted", "opinion", "paper", "paper-date"}, run: runCloseYear}

func runCloseYear(ctx context.Context, k *call) error {
	if err := k.need(0, 0); err != nil {
		return err
	}
	values := map[string]string{}
	for _, key := range []string{"official", "deducted", "opinion", "paper", "paper-date"} {
		if k.has(key) {
			values[strings.ReplaceAll(key, "-", "_")] = k.option(key, "")
		}
	}
	return k.with(ctx, func(s *boot.Session) error {
		card, err := s.CloseYear(ctx, k.option("contract", ""), values)
		if err == nil {
			k.card(card, nil)
		}
		return err
	})
}
