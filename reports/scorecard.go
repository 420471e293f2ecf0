package reports

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/score"
	"opsledger/reports/gongwen"
	"opsledger/reports/paper"
)

const scoreTitle = "服务质量考核自评表"

// ScorePDF draws a contract year's score with the evidence of every clause (R123, R148, R149).
func ScorePDF(w io.Writer, s app.Scored) error {
	d := gongwen.New(scoreMeta(s))
	scored(d, s)
	return d.Write(w)
}

// ScoreDOCX writes the same pieces as a Word file.
func ScoreDOCX(w io.Writer, s app.Scored) error {
	d := newDOCX(scoreMeta(s))
	scored(d, s)
	return d.Write(w)
}

func scoreMeta(s app.Scored) paper.Meta {
	state := "自评"
	if c := s.Closed; c != nil {
		state = "关账 " + stamp(c.At.In(ledger.Zone)) + "　卡片 " + c.Hash[:min(12, len(c.Hash))]
	}
	return paper.Meta{Title: scoreTitle + " " + s.Contract, Author: s.Author, Created: s.AsOf, Foot: fmt.Sprintf("截至 %s　　%s　　台账 %s", stamp(s.AsOf.In(ledger.Zone)), state, s.Code)}
}

// scored lays the card out: the clauses in one table, what the total means, then the evidence clause by clause.
func scored(to paper.Paper, s app.Scored) {
	p := &numbered{Paper: to}
	p.Title(scoreTitle)
	p.Line(s.SchemeName)
	p.Line(fmt.Sprintf("考核年度%s至%s", s.From, s.To))
	p.head("评分")
	p.Table(clauseTable(s.Card))
	for _, l := range totals(s.Card) {
		p.Para(l)
	}
	p.forecast(s.Card)
	p.readings(s.Card)
	p.head("扣分依据")
	p.evidence(s.Card)
	if len(s.Changed) > 0 {
		p.listed("冻结后变化", s.Changed)
	}
	if len(s.Notes) > 0 {
		p.listed("说明", s.Notes)
	}
	p.Grid(paper.Grid{Rows: [][]paper.Cell{{
		{Text: "承建方（盖章）：", Weight: 1, Lines: 4, Sign: "　　年　　月　　日"},
		{Text: "信息中心（盖章）：", Weight: 1, Lines: 4, Sign: "　　年　　月　　日"}}}})
}

func (p *numbered) listed(title string, lines []string) {
	p.head(title)
	for i, l := range lines {
		p.Para(strconv.Itoa(i+1) + "." + l)
	}
}

func clauseTable(c score.Card) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "条款", Weight: 3, Align: paper.Center}, {Head: "指标", Weight: 7}, {Head: "最多扣", Weight: 4, Align: paper.Center},
		{Head: "次数", Weight: 5, Align: paper.Center}, {Head: "自评", Weight: 4, Align: paper.Right}, {Head: "中心评", Weight: 4, Align: paper.Right}, {Head: "计入", Weight: 4, Align: paper.Right}}}
	for _, l := range c.Clauses {
		t.Rows = append(t.Rows, []string{l.ID, l.Title, limit(l.Cap), strconv.Itoa(l.Count) + l.Unit, minus(l.Self), center(l.Center), minus(l.Points)})
	}
	t.Rows = append(t.Rows, []string{"", "总分", "", "", minus(c.Self), center(c.Center), minus(c.Total)})
	return t
}

func limit(p *score.Points) string {
	if p == nil {
		return "不封顶"
	}
	return p.String()
}

// minus writes a deduction with the sign type sets use.
func minus(p score.Points) string { return strings.Replace(p.String(), "-", "−", 1) }

func center(p *score.Points) string {
	if p == nil {
		return "—"
	}
	return minus(*p)
}

// totals say what the total means: caps left aside, above the base, what it may cost (A9, A10).
func totals(c score.Card) []string {
	out := []string{fmt.Sprintf("总分%s分（封顶前%s分）。总分为%s分起算。", minus(c.Total), minus(c.Raw), minus(c.Base))}
	fee := fmt.Sprintf("服务款扣减%s%%（按比例%s%%）。%s。", c.FeeCut, c.Fee.Proportional, strings.TrimSuffix(c.Fee.Label, "。"))
	if c.Fee.Yuan != "" {
		fee = fmt.Sprintf("服务款扣减%s%%，计%s元（按比例%s%%）。%s。", c.FeeCut, c.Fee.Yuan, c.Fee.Proportional, strings.TrimSuffix(c.Fee.Label, "。"))
	}
	out = append(out, fee)
	if k := c.Closed; k != nil {
		line := "本年度已关账：" + stamp(k.At.In(ledger.Zone)) + "，" + k.By
		if k.Paper {
			line += "（凭据认定）"
		}
		if k.Official != "" {
			line += "；用户方认定总分" + k.Official
		}
		if k.Deducted != "" {
			line += "；实扣" + k.Deducted + "元"
		}
		out = append(out, line+"。")
	}
	if c.Waiting > 0 {
		out = append(out, fmt.Sprintf("另有%d条依据待决，未计入。", c.Waiting))
	}
	return out
}

func (p *numbered) forecast(c score.Card) {
	f := c.Forecast
	if f == nil {
		return
	}
	p.head("预测")
	p.Para(fmt.Sprintf("至%s预计总分%s分，服务款扣减%s%%。%s", f.On, minus(f.Total), f.FeeCut, f.Rule))
	for _, e := range f.Clauses {
		p.Para(fmt.Sprintf("%s %s分：%s", e.ID, minus(e.Points), e.Reason))
	}
	for _, n := range c.Next {
		p.Para(fmt.Sprintf("再有一单延误%d个工作日，%s分，总分%s分。", n.Days, minus(n.Points), minus(n.Total)))
	}
}

// readings are the other ways to read what the contract leaves open, each with what it would give.
func (p *numbered) readings(c score.Card) {
	t := paper.Table{Columns: []paper.Column{{Head: "条款", Weight: 3, Align: paper.Center}, {Head: "依据", Weight: 3, Align: paper.Center}, {Head: "另一口径", Weight: 15}, {Head: "该项", Weight: 3, Align: paper.Right}, {Head: "总分", Weight: 3, Align: paper.Right}}}
	for _, l := range c.Clauses {
		for _, a := range l.Alternatives {
			if a.Points != l.Points {
				t.Rows = append(t.Rows, []string{l.ID, a.Basis, a.Text, minus(a.Points), minus(a.Total)})
			}
		}
	}
	for _, a := range c.Alternatives {
		if a.Total != c.Total {
			t.Rows = append(t.Rows, []string{"总分", a.Basis, a.Text, minus(a.Points), minus(a.Total)})
		}
	}
	if len(t.Rows) > 0 {
		p.head("其他口径")
		p.Table(t)
	}
}

func (p *numbered) evidence(c score.Card) {
	n := 0
	for _, l := range c.Clauses {
		if len(l.Evidence) == 0 {
			continue
		}
		n++
		p.Heading(2, fmt.Sprintf("（%s）%s %s：%s分", numeral(n), l.ID, l.Title, minus(l.Points)))
		p.Para(l.Text)
		t := paper.Table{Columns: []paper.Column{{Head: "编号", Weight: 15}, {Head: "日期", Weight: 9, Align: paper.Center}, {Head: "分", Weight: 4, Align: paper.Right}, {Head: "理由", Weight: 20}, {Head: "标注", Weight: 7}}}
		for _, e := range l.Evidence {
			t.Rows = append(t.Rows, []string{orDash(e.Number), string(e.On), minus(e.Points), e.Reason, strings.Join(e.Marks, "\n")})
		}
		p.Table(t)
	}
	if n == 0 {
		p.Para("没有扣分的依据。")
	}
}
