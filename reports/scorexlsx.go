package reports

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/score"
)

// ScoreXLSX draws a contract year's score as a workbook: each clause sums its evidence by formula, capped as the contract says, and
// the total adds the clauses up.
func ScoreXLSX(w io.Writer, s app.Scored) error {
	b := &workbook{f: excelize.NewFile()}
	defer b.f.Close()
	b.style()
	b.score(s)
	b.pieces(s.Card)
	b.otherReadings(s.Card)
	if b.err != nil {
		return fmt.Errorf("drawing workbook: %w", b.err)
	}
	if err := b.f.Write(w); err != nil {
		return fmt.Errorf("drawing workbook: %w", err)
	}
	return nil
}

const evidenceSheet = "扣分依据"

func (b *workbook) score(s app.Scored) {
	const main = "评分表"
	b.sheet(main, 8, 20, 60, 10, 12, 10, 10, 12)
	b.row(main, 1, b.head, "", scoreTitle+" "+s.Contract)
	b.row(main, 2, b.wrap, "截至", stamp(s.AsOf.In(ledger.Zone)), s.SchemeName, "台账", s.Code)
	b.row(main, 4, b.head, "条款", "指标", "考核内容", "最多扣", "次数", "自评", "中心评", "计入（公式）")
	n := 4
	for _, l := range s.Clauses {
		n++
		sum := fmt.Sprintf(`ROUND(SUMIF('%s'!$A:$A,A%d,'%s'!$E:$E),3)`, evidenceSheet, n, evidenceSheet)
		var most any = "不封顶"
		if l.Cap != nil {
			sum, most = fmt.Sprintf("MAX(%s,-D%d)", sum, n), number(*l.Cap)
		}
		b.row(main, n, b.wrap, l.ID, l.Title, l.Text, most, strconv.Itoa(l.Count)+l.Unit, number(l.Self), centerCell(l.Center), formula(sum))
	}
	last := n
	n++
	b.row(main, n, b.head, "", "总分", "", "", "", number(s.Self), centerCell(s.Center), formula(fmt.Sprintf("ROUND(%s+SUM(H5:H%d),3)", s.Base, last)))
	b.row(main, n+1, b.wrap, "", "服务款扣减（%）", s.Fee.Label, "", "", "", "", number(s.FeeCut))
	n += 2
	for _, l := range append(totals(s.Card), s.Notes...) {
		n++
		b.row(main, n, b.wrap, "", l)
		b.do(b.f.MergeCell(main, fmt.Sprintf("B%d", n), fmt.Sprintf("H%d", n)))
	}
}

func centerCell(p *score.Points) any {
	if p == nil {
		return "—"
	}
	return number(*p)
}

// decimal is a number a cell holds as it is written.
type decimal string

func number(p score.Points) decimal { return decimal(p.String()) }

func (b *workbook) pieces(c score.Card) {
	b.sheet(evidenceSheet, 8, 22, 12, 8, 10, 70, 20)
	b.row(evidenceSheet, 1, b.head, "条款", "编号", "日期", "数量", "分", "理由", "标注")
	n := 1
	for _, l := range c.Clauses {
		for _, e := range l.Evidence {
			n++
			b.row(evidenceSheet, n, b.wrap, l.ID, e.Number, string(e.On), e.Count, number(e.Points), e.Reason, strings.Join(e.Marks, "、"))
		}
	}
}

func (b *workbook) otherReadings(c score.Card) {
	const name = "其他口径"
	b.sheet(name, 8, 10, 80, 10, 10)
	b.row(name, 1, b.head, "条款", "依据", "口径", "该项", "总分")
	n := 1
	for _, l := range c.Clauses {
		for _, a := range l.Alternatives {
			n++
			b.row(name, n, b.wrap, l.ID, a.Basis, a.Text, number(a.Points), number(a.Total))
		}
	}
	for _, a := range c.Alternatives {
		n++
		b.row(name, n, b.wrap, "总分", a.Basis, a.Text, number(a.Points), number(a.Total))
	}
}
