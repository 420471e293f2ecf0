// Package sheet reads and writes spreadsheets. It keeps everything in memory: no part of a file from outside is
// ever spilled to disk. Limits guard against files made to exhaust memory. It imports intake's types, never decides
// what a cell means.
package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"opsledger/app/rule/intake"
)

// Why a file is refused; each has its own wording in app/fault.
var (
	ErrEmpty     = errors.New("file is empty")
	ErrNotSheet  = errors.New("not a spreadsheet")
	ErrOldFormat = errors.New("old .xls format")
	ErrPassword  = errors.New("protected by a password")
	ErrTooBig    = errors.New("beyond the limits")
)

// Limits of what is read.
const (
	MaxRows     = 200_000 // a year of a large city; more would not fit the import's memory
	maxTitles   = 64
	maxColumns  = 512
	maxUnzipped = 400 << 20
	maxEntries  = 10_000
	maxFile     = 200 << 20
)

// Book is an opened spreadsheet.
type Book struct {
	file   *excelize.File
	styles map[int]bool // style → date format
	Sheets []string
	Epoch  bool // 1904
}

// Open reads a spreadsheet of size bytes. It returns ErrEmpty, ErrNotSheet, ErrOldFormat, ErrPassword or ErrTooBig
// wrapped, with what the file seems to be.
func Open(r io.ReaderAt, size int64) (*Book, error) {
	if err := sniff(r, size); err != nil {
		return nil, err
	}
	raw := make([]byte, size)
	if _, err := r.ReadAt(raw, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading spreadsheet: %w", err)
	}
	// equal limits keep every part in memory: excelize spills only parts between the two
	f, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped, RawCellValue: true})
	if err != nil {
		if strings.Contains(err.Error(), "size limit") {
			return nil, fmt.Errorf("%w: unpacked over %d MB", ErrTooBig, maxUnzipped>>20)
		}
		return nil, fmt.Errorf("%w: %v", ErrNotSheet, err)
	}
	b := &Book{file: f, styles: map[int]bool{}, Sheets: f.GetSheetList()}
	if p, err := f.GetWorkbookProps(); err == nil && p.Date1904 != nil {
		b.Epoch = *p.Date1904
	}
	return b, nil
}

// Close frees the book.
func (b *Book) Close() error { return b.file.Close() }

// sniff tells by the first bytes what a file is that is no .xlsx, and looks at the sizes a zip claims.
func sniff(r io.ReaderAt, size int64) error {
	head := make([]byte, 4096)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading spreadsheet: %w", err)
	}
	head = head[:n]
	text := strings.ToLower(string(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))))
	switch {
	case size == 0 || text == "":
		return ErrEmpty
	case size > maxFile:
		return fmt.Errorf("%w: %d MB", ErrTooBig, size>>20)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return oleKind(r, size)
	case strings.HasPrefix(text, "<html") || strings.HasPrefix(text, "<!doctype") || strings.HasPrefix(text, "<table"):
		return fmt.Errorf("%w: 网页另存的表格", ErrNotSheet)
	case strings.HasPrefix(text, "<?xml"):
		return fmt.Errorf("%w: XML 文件", ErrNotSheet)
	case bytes.HasPrefix(head, []byte("PK")):
		return zipKind(r, size)
	case utf8.Valid(head[:max(0, len(head)-utf8.UTFMax)]) && bytes.IndexByte(head, 0) < 0:
		return fmt.Errorf("%w: 文本文件", ErrNotSheet)
	}
	return ErrNotSheet
}

// oleKind tells an old workbook from a new one under a password: the latter holds a stream of that name.
func oleKind(r io.ReaderAt, size int64) error {
	raw := make([]byte, min(size, 1<<20))
	if _, err := r.ReadAt(raw, 0); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading spreadsheet: %w", err)
	}
	if bytes.Contains(raw, utf16("EncryptedPackage")) {
		return ErrPassword
	}
	return ErrOldFormat
}

func utf16(s string) []byte {
	var out []byte
	for _, r := range s {
		out = append(out, byte(r), 0)
	}
	return out
}

func zipKind(r io.ReaderAt, size int64) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return fmt.Errorf("%w: 压缩包不完整", ErrNotSheet)
	}
	if len(z.File) > maxEntries {
		return fmt.Errorf("%w: %d parts", ErrTooBig, len(z.File))
	}
	var total uint64
	book := false
	for _, f := range z.File {
		total += f.UncompressedSize64
		book = book || f.Name == "xl/workbook.xml"
	}
	switch {
	case total > maxUnzipped:
		return fmt.Errorf("%w: 解压后 %d MB，上限 %d MB", ErrTooBig, total>>20, maxUnzipped>>20)
	case !book:
		return fmt.Errorf("%w: 是压缩包或其他文档", ErrNotSheet)
	}
	return nil
}

// Rows gives the rows of a sheet one by one; progress is told every 500 rows and may be nil. ErrTooBig beyond the
// limits.
func (b *Book) Rows(ctx context.Context, sheet string, progress func(rows int)) intake.Rows {
	return func(yield func(intake.Row, error) bool) {
		if err := b.each(ctx, sheet, progress, func(r intake.Row) bool { return yield(r, nil) }); err != nil {
			yield(intake.Row{}, fmt.Errorf("reading sheet %s: %w", sheet, err))
		}
	}
}

func (b *Book) each(ctx context.Context, sheet string, progress func(int), yield func(intake.Row) bool) error {
	kinds := &scanner{part: b.part(sheet)}
	rows, err := b.file.Rows(sheet)
	if err != nil {
		return fmt.Errorf("%w: %v", ErrNotSheet, err)
	}
	defer rows.Close()
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns()
		switch {
		case err != nil:
			return fmt.Errorf("%w: %v", ErrNotSheet, err)
		case n > MaxRows+maxTitles || len(cells) > maxColumns:
			return fmt.Errorf("%w: 最多 %d 行、%d 列", ErrTooBig, MaxRows, maxColumns)
		case ctx.Err() != nil:
			return ctx.Err()
		}
		if progress != nil && n%500 == 0 {
			progress(n)
		}
		if !yield(b.row(n, cells, kinds)) {
			return nil
		}
	}
	return rows.Error()
}

// row joins the texts the library gives with what the file says of each cell.
func (b *Book) row(n int, texts []string, kinds *scanner) intake.Row {
	marks := kinds.row(n)
	row := intake.Row{Number: n, Cells: make([]intake.Cell, len(texts))}
	for i, text := range texts {
		row.Cells[i] = intake.Cell{Text: text, Kind: b.kind(marks[i], text)}
	}
	return row
}

func (b *Book) kind(m mark, text string) intake.CellKind {
	switch {
	case m.formula:
		return intake.Formula
	case m.typ == "e" || strings.HasPrefix(text, "#N/A") || strings.HasPrefix(text, "#REF!"):
		return intake.Broken
	case m.typ == "b":
		return intake.Logical
	case m.typ == "n" && b.dateFormat(m.style):
		return intake.Date
	case m.typ == "n":
		return intake.Number
	}
	return intake.Text
}

// part is the XML of a sheet, found by its name; nil where the workbook does not say.
func (b *Book) part(sheet string) []byte {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	b.decode("xl/workbook.xml", &book)
	b.decode("xl/_rels/workbook.xml.rels", &rels)
	for _, s := range book.Sheets {
		for _, r := range rels.List {
			if s.Name == sheet && s.ID == r.ID {
				raw, _ := b.file.Pkg.Load("xl/" + strings.TrimPrefix(strings.TrimPrefix(r.Target, "/"), "xl/"))
				part, _ := raw.([]byte)
				return part
			}
		}
	}
	return nil
}

// decode reads a small part; one that can't be read leaves v as it was, and the cells' kinds unknown.
func (b *Book) decode(name string, v any) {
	if raw, ok := b.file.Pkg.Load(name); ok {
		if part, ok := raw.([]byte); ok {
			xml.Unmarshal(part, v)
		}
	}
}

// dateFormat reports whether a style shows numbers as dates.
func (b *Book) dateFormat(style int) bool {
	if is, ok := b.styles[style]; ok {
		return is
	}
	is := false
	if s, err := b.file.GetStyle(style); err == nil {
		is = dateFormatID(s.NumFmt) || s.CustomNumFmt != nil && dateFormatCode(*s.CustomNumFmt)
	}
	b.styles[style] = is
	return is
}

// dateFormatID knows the built-in date formats, the East Asian ones included.
func dateFormatID(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}

func dateFormatCode(code string) bool {
	code = strings.ToLower(code)
	for _, quote := range []string{`"`, `[`} {
		for strings.Contains(code, quote) {
			i := strings.Index(code, quote)
			end := strings.IndexAny(code[i+1:], `"]`)
			if end < 0 {
				break
			}
			code = code[:i] + code[i+1+end+1:]
		}
	}
	return strings.ContainsAny(code, "ydh") || strings.Contains(code, "mm") || strings.Contains(code, "年")
}
