package docx

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"opsledger/reports/paper"
)

const (
	cellLine   = 330 // least height of a line in a cell, in twentieths of a point
	cellMargin = 74
)

const borders = `<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:left w:val="single" w:sz="4" w:space="0" w:color="000000"/>` +
	`<w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:right w:val="single" w:sz="4" w:space="0" w:color="000000"/>` +
	`<w:insideH w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="000000"/></w:tblBorders>`

// begin opens a table over the text area's width with columns ending at given places.
func (d *Doc) begin(ends []int, margin int) {
	fmt.Fprintf(&d.body, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/>%s<w:tblLayout w:type="fixed"/>`+
		`<w:tblCellMar><w:top w:w="%[3]d" w:type="dxa"/><w:left w:w="%[4]d" w:type="dxa"/><w:bottom w:w="%[3]d" w:type="dxa"/><w:right w:w="%[4]d" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`,
		areaWidth, borders, margin, cellMargin)
	for i, e := range ends {
		from := 0
		if i > 0 {
			from = ends[i-1]
		}
		fmt.Fprintf(&d.body, `<w:gridCol w:w="%d"/>`, e-from)
	}
	d.body.WriteString("</w:tblGrid>\n")
}

// end closes a table; a paragraph must follow, else two tables become one.
func (d *Doc) end() {
	d.body.WriteString("</w:tbl>\n<w:p><w:pPr>" + style("Cell") + `<w:spacing w:line="200" w:lineRule="exact"/></w:pPr></w:p>` + "\n")
}

// ends are where shares of the width end.
func ends(weights []float64) []int {
	sum, at := 0.0, 0.0
	for _, w := range weights {
		sum += w
	}
	var out []int
	for _, w := range weights {
		at += w
		out = append(out, int(math.Round(areaWidth*at/sum)))
	}
	return out
}

// Table writes a table; its head is repeated on each page.
func (d *Doc) Table(t paper.Table) {
	if len(t.Columns) == 0 {
		return
	}
	var weights []float64
	var head strings.Builder
	for _, c := range t.Columns {
		weights = append(weights, c.Weight)
	}
	at := ends(weights)
	for i, c := range t.Columns {
		head.WriteString(cell{text: c.Head, style: "CellHead", width: width(at, i, i), fill: "F0F2F5"}.xml())
	}
	d.begin(at, 40)
	d.body.WriteString("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" + head.String() + "</w:tr>\n")
	for _, r := range t.Rows {
		fmt.Fprintf(&d.body, `<w:tr><w:trPr><w:trHeight w:val="%d" w:hRule="atLeast"/></w:trPr>`, t.Lines*cellLine)
		for i, c := range t.Columns {
			text := ""
			if i < len(r) {
				text = r[i]
			}
			d.body.WriteString(cell{text: text, style: "Cell", align: c.Align, width: width(at, i, i)}.xml())
		}
		d.body.WriteString("</w:tr>\n")
	}
	d.end()
}

// width of the columns from a to b.
func width(ends []int, a, b int) int {
	if a == 0 {
		return ends[b]
	}
	return ends[b] - ends[a-1]
}

// Grid writes a form: the columns are all places where a cell of any row ends.
func (d *Doc) Grid(g paper.Grid) {
	var all []int
	rows := make([][]int, len(g.Rows))
	for i, r := range g.Rows {
		var weights []float64
		for _, c := range r {
			weights = append(weights, c.Weight)
		}
		rows[i] = ends(weights)
		all = append(all, rows[i]...)
	}
	if len(all) == 0 {
		return
	}
	slices.Sort(all)
	all = slices.Compact(all)
	d.begin(all, 70)
	for i, r := range g.Rows {
		d.gridRow(r, rows[i], all)
	}
	d.end()
}

func (d *Doc) gridRow(row []paper.Cell, ends, all []int) {
	if len(row) == 0 {
		return
	}
	least := 1
	for _, c := range row {
		least = max(least, c.Lines)
	}
	fmt.Fprintf(&d.body, `<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="%d" w:hRule="atLeast"/></w:trPr>`, least*cellLine+140)
	from := 0
	for i, c := range row {
		to, _ := slices.BinarySearch(all, ends[i])
		x := cell{text: c.Text, style: "Cell", width: width(all, from, to), span: to - from + 1, sign: c.Sign, top: c.Lines > 1}
		if c.Label {
			x.style, x.top = "CellHead", false
		}
		if c.Sign != "" {
			x.gap = max(0, c.Lines-1-x.lines())
		}
		d.body.WriteString(x.xml())
		from = to + 1
	}
	d.body.WriteString("</w:tr>\n")
}

// cell is one cell of a row; width in twentieths of a point.
type cell struct {
	text, style string
	align       paper.Align
	width, span int
	fill        string
	top         bool
	sign        string // a last line at the right
	gap         int    // lines left empty over it
}

// lines is about how many lines the text takes.
func (c cell) lines() (n int) {
	if c.text == "" {
		return 0
	}
	for _, l := range strings.Split(c.text, "\n") {
		n += 1 + int(ems(l)*240)/max(240, c.width-2*cellMargin)
	}
	return n
}

func (c cell) xml() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, c.width)
	if c.span > 1 {
		fmt.Fprintf(&b, `<w:gridSpan w:val="%d"/>`, c.span)
	}
	if c.fill != "" {
		fmt.Fprintf(&b, `<w:shd w:val="clear" w:color="auto" w:fill="%s"/>`, c.fill)
	}
	fmt.Fprintf(&b, `<w:vAlign w:val="%s"/></w:tcPr>`, map[bool]string{true: "top", false: "center"}[c.top])
	align := map[paper.Align]string{paper.Center: `<w:jc w:val="center"/>`, paper.Right: `<w:jc w:val="right"/>`}[c.align]
	if c.text != "" || c.sign == "" {
		b.WriteString(paragraph(style(cmp.Or(c.style, "Cell"))+align, c.text))
	}
	if c.sign != "" {
		b.WriteString(paragraph(fmt.Sprintf(`%s<w:spacing w:before="%d"/><w:jc w:val="right"/>`, style("Cell"), c.gap*cellLine), c.sign))
	}
	return b.String() + "</w:tc>"
}
