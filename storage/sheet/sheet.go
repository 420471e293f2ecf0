// Package sheet reads and writes spreadsheets. It promises: no part of a file from outside touches the disk; a file
// that is damaged, cut short or written in a way it does not understand is refused whole, never read in part; limits
// guard memory. It tells intake what each cell is, never decides what it means. It imports intake's types only.
package sheet

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"opsledger/app/rule/intake"
)

// Why a file is refused; each has its own wording in app/fault. What follows the sentinel is in Chinese.
var (
	ErrEmpty     = errors.New("file is empty")
	ErrNotSheet  = errors.New("not a spreadsheet")
	ErrOldFormat = errors.New("old .xls format")
	ErrPassword  = errors.New("protected by a password")
	ErrTooBig    = errors.New("beyond the limits")
)

// Limits of what is read.
const (
	MaxRows    = intake.MaxRows
	maxTitles  = 64
	maxColumns = 512
	maxMemory  = 400 << 20 // the file and what it unpacks to, together
	maxEntries = 10_000
	maxMarkup  = 16 << 20  // styles, workbook: read into trees many times their size
	maxTags    = 500_000   // likewise, by their elements
	maxRun     = 512 << 10 // bytes of a full cell, every character an entity
)

// Book is an opened spreadsheet, or separated text read like one.
type Book struct {
	text   *textFile // nil: a workbook
	file   *excelize.File
	zipped map[string]*zip.File
	texts  *texts
	styles map[int]bool      // style → shows dates
	parts  map[string]string // sheet → name of its part
	Sheets []string          // worksheets in the workbook's order, hidden ones included
	Epoch  bool              // days count from 1904
}

// Open reads what a spreadsheet of size bytes says of itself; r must stay readable until Close. It returns ErrEmpty,
// ErrNotSheet, ErrOldFormat, ErrPassword or ErrTooBig wrapped, with what the file seems to be. Separated text ends
// its rows with an *intake.TextError where it cannot be read on.
func Open(r io.ReaderAt, size int64) (b *Book, err error) {
	defer guard(&err)
	z, text, err := sniff(r, size)
	if err != nil {
		return nil, err
	}
	if text != nil {
		return &Book{text: text, Sheets: []string{""}}, nil
	}
	b = &Book{zipped: z, styles: map[int]bool{}, parts: map[string]string{}}
	if err := b.locate(); err != nil {
		return nil, err
	}
	if err := b.open(); err != nil {
		return nil, err
	}
	if p, err := b.file.GetWorkbookProps(); err == nil && p.Date1904 != nil {
		b.Epoch = *p.Date1904
	}
	return b, nil
}

// refusal is a file turned away: why in Chinese, and the library's cause for the log only.
type refusal struct {
	why, cause error
	text       string
}

func refuse(why, cause error, format string, args ...any) error {
	return &refusal{why, cause, fmt.Sprintf(format, args...)}
}

func (r *refusal) Error() string { return r.why.Error() + ": " + r.text }

// Unwrap gives the sentinel and the cause.
func (r *refusal) Unwrap() []error {
	if r.cause == nil {
		return []error{r.why}
	}
	return []error{r.why, r.cause}
}

// guard turns a panic of the library over a malformed file into a refusal of that file.
func guard(err *error) {
	if p := recover(); p != nil {
		*err = refuse(ErrNotSheet, fmt.Errorf("panic: %v", p), "文件已损坏")
	}
}

// Close frees the book.
func (b *Book) Close() error {
	if b.text != nil {
		return nil
	}
	return b.file.Close()
}

// Separated reports whether the file is separated text, in which a lost quote shifts cells.
func (b *Book) Separated() bool { return b.text != nil }

// Pasted says that the text was copied from a spreadsheet: with tabs between its cells, quotes mean what the clipboard
// means by them.
func (b *Book) Pasted() {
	if b.text != nil && b.text.separator == '\t' {
		b.text.pasted = true
	}
}

// Total is about how many rows a sheet has; 0 where it does not say.
func (b *Book) Total(sheet string) int {
	if b.text != nil {
		return b.text.lines()
	}
	return b.dimension(sheet)
}

// Rows gives the rows of a sheet one by one, hidden ones included; progress is told every 500 rows and may be nil.
// It ends with ErrTooBig beyond the limits, with ErrNotSheet where the sheet is not whole, with ctx's error.
func (b *Book) Rows(ctx context.Context, sheet string, progress func(rows int)) intake.Rows {
	if b.text != nil {
		return b.text.rows(ctx, progress)
	}
	return func(yield func(intake.Row, error) bool) {
		if err := b.each(ctx, sheet, progress, func(r intake.Row) bool { return yield(r, nil) }); err != nil {
			yield(intake.Row{}, fmt.Errorf("reading sheet %s: %w", sheet, err))
		}
	}
}

func (b *Book) each(ctx context.Context, sheet string, progress func(int), yield func(intake.Row) bool) error {
	rows, marks, err := b.rows(sheet)
	if err != nil {
		return err
	}
	defer b.file.Pkg.Delete(b.parts[sheet])
	defer rows.Close()
	filled := 0
	for n := 1; rows.Next(); n++ {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		row, err := b.next(n, rows, marks)
		if err != nil {
			return err
		}
		if len(row.Cells) > 0 {
			filled++
		}
		if filled > MaxRows+maxTitles {
			return refuse(ErrTooBig, nil, "超过 %d 行", MaxRows)
		}
		if progress != nil && n%500 == 0 {
			progress(n)
		}
		if !yield(row) {
			return nil
		}
	}
	if rows.Error() != nil || !marks.done() {
		return refuse(ErrNotSheet, nil, "工作表不完整，只能读到一部分")
	}
	return nil
}

// rows unpacks a sheet and puts library and scanner before its first row.
func (b *Book) rows(sheet string) (r *excelize.Rows, s *scanner, err error) {
	defer guard(&err)
	part, err := b.cells(b.parts[sheet])
	if err != nil {
		return nil, nil, err
	}
	if s, err = newScanner(part); err != nil {
		return nil, nil, err
	}
	b.file.Pkg.Store(b.parts[sheet], part)
	if r, err = b.file.Rows(sheet); err != nil {
		return nil, nil, refuse(ErrNotSheet, err, "工作表无法读取")
	}
	return r, s, nil
}

// next joins the values the library gives with what the sheet says of each cell.
func (b *Book) next(n int, rows *excelize.Rows, s *scanner) (row intake.Row, err error) {
	defer guard(&err)
	marks, err := s.row(n)
	if err != nil {
		return row, err
	}
	values, err := rows.Columns()
	if err != nil {
		return row, refuse(ErrNotSheet, err, "第%d行无法读取", n)
	}
	row = intake.Row{Number: n, Cells: make([]intake.Cell, max(len(values), len(marks)))}
	for i := range row.Cells {
		var m mark
		var value string
		if i < len(marks) {
			m = marks[i]
		}
		if i < len(values) {
			value = values[i]
		}
		cell, ok := b.cell(m, value)
		if !ok {
			return row, refuse(ErrNotSheet, nil, "第%d行的写法无法识别", n)
		}
		row.Cells[i] = cell
	}
	return row, nil
}

// cell is not ok where library and scanner disagree on whether there is one, or a shared text is missing: then a
// formula could pass as a value, or a value get lost.
func (b *Book) cell(m mark, value string) (c intake.Cell, ok bool) {
	if m.typ == "s" && len(m.value) > 0 {
		value, ok = b.texts.at(m.value)
		return intake.Cell{Text: value, Kind: b.kind(m, value)}, ok
	}
	ok = value == "" && len(m.value) == 0 || value != "" && m.typ != ""
	return intake.Cell{Text: value, Kind: b.kind(m, value)}, ok
}

func (b *Book) kind(m mark, text string) intake.CellKind {
	switch {
	case m.formula:
		return intake.Formula
	case m.typ == "e" || brokenText(text):
		return intake.Broken
	case m.typ == "b":
		return intake.Logical
	case m.typ == "n" && text != "" && b.dateFormat(m.style):
		return intake.Date
	case m.typ == "n" && text != "":
		return intake.Number
	}
	return intake.Text
}

// brokenText knows error values that were pasted as text.
func brokenText(text string) bool {
	if !strings.HasPrefix(text, "#") {
		return false
	}
	switch text {
	case "#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!":
		return true
	}
	return false
}
