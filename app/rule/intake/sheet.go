// Package intake owns the reading of spreadsheets that come from outside: which row is the header, which column is
// what, what a cell means, how separated text falls into cells. Every data row becomes a draft, a repetition or a
// fault that names row, column, value and remedy; none is lost, and none is held once it is passed on. It is pure; it
// may import records and rules, nothing that opens files.
package intake

import (
	"errors"
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

// MaxRows is how many data rows one file may have: a year of a large city.
const MaxRows = 200_000

// ErrTooMany means there are more than MaxRows data rows.
var ErrTooMany = errors.New("too many rows")
