// Package intake owns the reading of spreadsheets that come from outside: which row is the header, which column is
// what, what a cell means. Every data row becomes a draft or a fault that names row, column, value and remedy; none
// is lost. It is pure; it may import records and rules, nothing that opens files.
package intake

import (
	"fmt"
	"iter"
)

// CellKind says what a spreadsheet program made of a cell.
type CellKind byte

// Cell kinds.
const (
	Text    CellKind = iota
	Number           // as written in the file, not rounded further
	Date             // a number with a date format: days since 1899-12-30
	Logical          // 1 or 0
	Formula
	Broken // #N/A and its kin
)

// Cell is one cell; Text is its content as stored.
type Cell struct {
	Kind CellKind
	Text string
}

// Row is one row; Number counts from 1 as a person sees it.
type Row struct {
	Number int
	Cells  []Cell
}

// Rows gives the rows of a sheet one by one.
type Rows = iter.Seq2[Row, error]

// Fault is what is wrong with a row, in words for the person who has to mend the file.
type Fault struct {
	Row     int    `json:"row"`
	Column  string `json:"column"`
	Value   string `json:"value,omitempty"` // masked where personal
	Message string `json:"message"`
}

// Error makes a fault printable.
func (f Fault) Error() string { return f.Message }

func fault(row int, column, value, format string, args ...any) Fault {
	where := fmt.Sprintf("第%d行", row)
	if column != "" {
		where += "“" + column + "”"
	}
	return Fault{Row: row, Column: column, Value: value, Message: where + "：" + fmt.Sprintf(format, args...)}
}
