package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// maxCell is how many characters a spreadsheet keeps in a cell.
const maxCell = 32767

// Stream writes a workbook sheet by sheet and row by row, holding one row at a time: nothing is spilled beside the file. Every
// cell is text, whatever sign it begins with.
type Stream struct {
	zip    *zip.Writer
	part   io.Writer // the sheet being written
	sheets int       // begun
	row    int
	buf    bytes.Buffer
}

// NewStream begins a workbook of one sheet: its name, the header, and how many rows will follow.
func NewStream(w io.Writer, name string, head []string, rows int) (*Stream, error) {
	s, err := NewStreams(w, name)
	if err != nil {
		return nil, err
	}
	return s, s.Sheet(head, rows)
}

// NewStreams begins a workbook of several sheets; each is begun with Sheet in the order of the names.
func NewStreams(w io.Writer, names ...string) (*Stream, error) {
	s := &Stream{zip: zip.NewWriter(w)}
	var types, sheets, parts strings.Builder
	for i, name := range names {
		fmt.Fprintf(&types, sheetType, i+1)
		fmt.Fprintf(&sheets, sheetEntry, quoted(sheetName(name)), i+1)
		fmt.Fprintf(&parts, sheetPart, i+1)
	}
	for _, p := range []struct{ path, text string }{
		{"[Content_Types].xml", fmt.Sprintf(contentTypes, types.String())}, {"_rels/.rels", packageParts}, {"xl/workbook.xml", fmt.Sprintf(workbook, sheets.String())},
		{"xl/_rels/workbook.xml.rels", fmt.Sprintf(workbookParts, parts.String(), len(names)+1)}, {"xl/styles.xml", styles},
	} {
		part, err := s.zip.Create(p.path)
		if err == nil {
			_, err = io.WriteString(part, p.text)
		}
		if err != nil {
			return nil, fmt.Errorf("writing workbook: %w", err)
		}
	}
	return s, nil
}

// Sheet begins the next sheet, and ends the one before: its header, and how many rows will follow.
func (s *Stream) Sheet(head []string, rows int) error {
	err := s.end()
	if err != nil {
		return err
	}
	s.sheets, s.row = s.sheets+1, 0
	last, err := excelize.CoordinatesToCellName(max(1, len(head)), rows+1)
	if err == nil {
		s.part, err = s.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", s.sheets))
	}
	if err == nil {
		_, err = fmt.Fprintf(s.part, sheetBegin, last, columnsOf(head))
	}
	if err == nil {
		err = s.write(head, 1)
	}
	if err != nil {
		return fmt.Errorf("writing workbook: %w", err)
	}
	return nil
}

// end ends the sheet being written.
func (s *Stream) end() error {
	if s.part == nil {
		return nil
	}
	if _, err := io.WriteString(s.part, sheetEnd); err != nil {
		return fmt.Errorf("writing workbook: %w", err)
	}
	return nil
}

// Row writes the next row.
func (s *Stream) Row(cells []string) error {
	if err := s.write(cells, 2); err != nil {
		return fmt.Errorf("writing row: %w", err)
	}
	return nil
}

// Close ends the workbook; the writer below stays open.
func (s *Stream) Close() error {
	if err := s.end(); err != nil {
		return err
	}
	if err := s.zip.Close(); err != nil {
		return fmt.Errorf("writing workbook: %w", err)
	}
	return nil
}

func (s *Stream) write(cells []string, style int) error {
	s.row++
	s.buf.Reset()
	fmt.Fprintf(&s.buf, `<row r="%d">`, s.row)
	for i, text := range cells {
		if text == "" {
			continue
		}
		name, err := excelize.CoordinatesToCellName(i+1, s.row)
		if err != nil {
			return err
		}
		fmt.Fprintf(&s.buf, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, name, style, quoted(cut(text)))
	}
	s.buf.WriteString("</row>")
	_, err := s.part.Write(s.buf.Bytes())
	return err
}

// cut shortens what a cell can't hold, and says so.
func cut(text string) string {
	const mark = "…（过长，已截断）"
	if len(text) <= maxCell || utf8.RuneCountInString(text) <= maxCell {
		return text
	}
	return string([]rune(text)[:maxCell-utf8.RuneCountInString(mark)]) + mark
}

// coded is what spreadsheets read as the code of a character.
var coded = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

func quoted(text string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(coded.ReplaceAllString(text, "_x005F_$1"))); err != nil {
		return "" // a strings.Builder does not fail
	}
	return b.String()
}

// sheetName drops what a sheet's name may not hold.
func sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return -1
		}
		return r
	}, name)
	return string([]rune(name)[:min(31, utf8.RuneCountInString(name))])
}

func columnsOf(head []string) string {
	var b strings.Builder
	for i, h := range head {
		fmt.Fprintf(&b, `<col min="%d" max="%d" width="%d" style="2" customWidth="1"/>`, i+1, i+1, max(12, 2*utf8.RuneCountInString(h)+6))
	}
	if b.Len() == 0 {
		return ""
	}
	return "<cols>" + b.String() + "</cols>"
}

const (
	declared     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	contentTypes = declared + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>%s<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`
	packageParts = declared + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	workbook     = declared + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>%s</sheets></workbook>`

	// of each sheet
	sheetType  = `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`
	sheetEntry = `<sheet name="%s" sheetId="%[2]d" r:id="rId%[2]d"/>`
	sheetPart  = `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%[1]d.xml"/>`

	workbookParts = declared + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`

	// styles: 0 as a spreadsheet begins, 1 the header, 2 text.
	styles = declared + `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF7F8FA"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`

	sheetBegin = declared + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:%s"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>%s<sheetData>`
	sheetEnd   = `</sheetData></worksheet>`
)
