package reports

import (
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"opsledger/app"
	"opsledger/reports/gongwen"
	"opsledger/reports/paper"
)

// blank is one labelled box of a form.
type blank struct {
	label string   // "": the field's own
	keys  []string // of the fields that fill it; "start/planned" is the first of several that has a value; none: filled by hand
	lines int      // least height
	sign  string   // in the lower right corner
}

// roll is a form's table: one row a line of a list, then empty rows to be written in.
type roll struct {
	key     string
	columns []paper.Column
	row     func(n int, line string) []string
	lines   int // least height of a row
	least   int // rows, empty ones too
	spare   int // empty rows at least
}

// form lays a kind's record out as an office wants it signed. It is data: labels and values are the kind's own.
type form struct {
	kind  string
	title string
	rows  [][]blank // before the roll
	roll  *roll
	after [][]blank
	sides []string // who signs at the foot, side by side
}

// FormOf says which kind of record a form shows, and what it is called.
func FormOf(name string) (kind, title string, ok bool) {
	f, ok := forms[name]
	return f.kind, f.title, ok
}

// FormNames are the forms in the order of their names.
func FormNames() []string { return slices.Sorted(maps.Keys(forms)) }

// FormPDF draws a record as one of the forms.
func FormPDF(w io.Writer, name string, p app.Printed) error {
	d := gongwen.New(formMeta(name, p))
	forms[name].fill(d, p)
	return d.Write(w)
}

// FormDOCX writes a record as one of the forms for an office to edit.
func FormDOCX(w io.Writer, name string, p app.Printed) error {
	d := newDOCX(formMeta(name, p))
	forms[name].fill(d, p)
	return d.Write(w)
}

func formMeta(name string, p app.Printed) paper.Meta {
	m := recordMeta(p)
	m.Title, m.Number = forms[name].title+" "+p.Number, "编号："+p.Number
	return m
}

func (f form) fill(d paper.Paper, p app.Printed) {
	d.Title(f.title)
	if p.State == "已作废" {
		d.Line("本记录已作废")
	}
	if p.Conflict {
		d.Line("有未裁决的冲突，以下为暂定的值")
	}
	foot := append(grid(f.after, p), signers(f.sides)...)
	if f.roll == nil {
		d.Grid(paper.Grid{Rows: append(grid(f.rows, p), foot...)})
		return
	}
	d.Grid(paper.Grid{Rows: grid(f.rows, p)})
	d.Table(f.roll.table(p))
	d.Grid(paper.Grid{Rows: foot})
}

// A form's width in shares: labels stand under one another.
const (
	formShares  = 12.0
	labelShares = 2.2
)

func grid(rows [][]blank, p app.Printed) (out [][]paper.Cell) {
	for _, r := range rows {
		var cells []paper.Cell
		for _, b := range r {
			cells = append(cells, paper.Cell{Text: b.name(p), Weight: labelShares, Label: true},
				paper.Cell{Text: b.value(p), Weight: formShares/float64(len(r)) - labelShares, Lines: b.lines, Sign: b.sign})
		}
		out = append(out, cells)
	}
	return out
}

// signers is a row with a place for each side's signature.
func signers(sides []string) [][]paper.Cell {
	if len(sides) == 0 {
		return nil
	}
	var row []paper.Cell
	for _, s := range sides {
		row = append(row, paper.Cell{Text: s + "（签字）：", Weight: formShares / float64(len(sides)), Lines: 3, Sign: "　　年　　月　　日"})
	}
	return [][]paper.Cell{row}
}

func (b blank) name(p app.Printed) string {
	if b.label != "" || len(b.keys) == 0 {
		return b.label
	}
	return told(p, b.keys[0]).Label
}

// value is what stands in the box: a field's value, or several each behind its label.
func (b blank) value(p app.Printed) string {
	if len(b.keys) == 1 {
		return told(p, b.keys[0]).Value
	}
	var lines []string
	for _, k := range b.keys {
		if t := told(p, k); t.Value != "" {
			lines = append(lines, t.Label+"："+t.Value)
		}
	}
	return strings.Join(lines, "\n")
}

// told is the first of several fields that has a value, in the words of an official document.
func told(p app.Printed, keys string) app.Told {
	var out app.Told
	for _, k := range strings.Split(keys, "/") {
		if out = p.Field(k); out.Value != "" {
			break
		}
	}
	out.Value = chinese(out.Value)
	return out
}

var wholeDate = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)( \d\d:\d\d)?$`)

// chinese writes a value that is a date, or a moment, as 2026年3月5日 09:00.
func chinese(value string) string {
	m := wholeDate.FindStringSubmatch(value)
	if m == nil {
		return value
	}
	month, _ := strconv.Atoi(m[2]) // two digits, by the pattern
	day, _ := strconv.Atoi(m[3])
	return fmt.Sprintf("%s年%d月%d日%s", m[1], month, day, m[4])
}

func (r roll) table(p app.Printed) paper.Table {
	t := paper.Table{Columns: r.columns, Lines: r.lines}
	n := 0
	if v := p.Field(r.key).Value; v != "" {
		for _, line := range strings.Split(v, "\n") {
			n++
			t.Rows = append(t.Rows, r.row(n, line))
		}
	}
	for empty := 0; empty < r.spare || n < r.least; empty++ {
		n++
		t.Rows = append(t.Rows, []string{strconv.Itoa(n)})
	}
	return t
}
