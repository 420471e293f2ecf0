package intake

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxCell bounds a cell of separated text: beyond it a quote was left open.
const maxCell = 512 << 10

// TextError means separated text cannot be read on from a row.
type TextError struct {
	Row  int
	What string // in Chinese
}

func (e *TextError) Error() string { return fmt.Sprintf("第%d行%s", e.Row, e.What) }

// EncodingError is what a decoder returns at the first bytes that are not of its encoding.
type EncodingError struct{ Name string }

func (e *EncodingError) Error() string { return "有不能按 " + e.Name + " 识别的字节" }

// Separated gives the rows of separated text (CSV) in UTF-8, numbered as a spreadsheet shows them: a quoted line
// break does not end a row, a blank line is one. A cell that begins with a quote must end with one; all cells are
// text, whatever they look like; the apostrophe of Guard is taken away. It ends with a *TextError where that fails, or with the reader's error.
func Separated(text io.Reader, separator byte) Rows {
	return func(yield func(Row, error) bool) {
		s := &splitter{in: bufio.NewReaderSize(text, 64<<10), separator: separator}
		for {
			cells, err := s.row()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Row{}, err)
				return
			}
			if !yield(Row{Number: s.number, Cells: cells}, nil) {
				return
			}
		}
	}
}

// splitter cuts separated text into cells.
type splitter struct {
	in        *bufio.Reader
	separator byte
	number    int // of the row at hand
	cell      []byte
	width     int // of the last row
}

// row gives the next row; io.EOF where there is none.
func (s *splitter) row() ([]Cell, error) {
	if _, err := s.in.Peek(1); err != nil {
		return nil, s.failed(err, s.number+1)
	}
	s.number++
	cells := make([]Cell, 0, s.width)
	for {
		more, err := s.field()
		if err != nil {
			return nil, s.failed(err, s.number)
		}
		cells = append(cells, Cell{Text: unguard(string(s.cell))})
		if !more {
			s.width = len(cells)
			return cells, nil
		}
	}
}

func (s *splitter) failed(err error, row int) error {
	var e *EncodingError
	if errors.As(err, &e) {
		return &TextError{row, e.Error()}
	}
	return err
}

// field reads a cell; more is false where it is the last of its row.
func (s *splitter) field() (more bool, err error) {
	s.cell = s.cell[:0]
	c, end, err := s.char()
	if err != nil || end != inside {
		return end == between, err
	}
	if c == '"' {
		return s.quoted()
	}
	for {
		if s.cell = append(s.cell, c); len(s.cell) > maxCell {
			return false, &TextError{s.number, "有一格太长，不像是表格"}
		}
		if c, end, err = s.char(); err != nil || end != inside {
			return end == between, err
		}
	}
}

// ending says what a character means outside quotes.
type ending int

const (
	inside  ending = iota // it is part of the cell
	between               // the cell ends, another follows
	last                  // the row ends
)

// char reads a character outside quotes. The end of the text ends the row.
func (s *splitter) char() (byte, ending, error) {
	c, err := s.in.ReadByte()
	switch {
	case errors.Is(err, io.EOF):
		return 0, last, nil
	case err != nil:
		return 0, inside, err
	case c == s.separator:
		return c, between, nil
	case c == '\n':
		return c, last, nil
	case c == '\r':
		return c, last, s.swallow('\n')
	}
	return c, inside, nil
}

// swallow drops the next byte where it is c.
func (s *splitter) swallow(c byte) error {
	next, err := s.in.Peek(1)
	if err == nil && next[0] == c {
		_, err = s.in.Discard(1)
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	var e *EncodingError
	if errors.As(err, &e) {
		return nil // told with the next row, where it stands
	}
	return err
}

// quoted reads on behind an opening quote.
func (s *splitter) quoted() (more bool, err error) {
	for {
		c, err := s.in.ReadByte()
		if errors.Is(err, io.EOF) || len(s.cell) > maxCell {
			return false, &TextError{s.number, "有一格的英文双引号没有配对，从那里起无法分格"}
		}
		if err != nil {
			return false, err
		}
		switch c {
		case '"':
			next, err := s.in.Peek(1)
			if err == nil && next[0] == '"' {
				s.in.Discard(1)
				break
			}
			return s.closed()
		case '\r':
			if err := s.swallow('\n'); err != nil {
				return false, err
			}
			c = '\n'
		}
		s.cell = append(s.cell, c)
	}
}

// closed reads what follows a closing quote: the end of the cell, nothing else.
func (s *splitter) closed() (more bool, err error) {
	_, end, err := s.char()
	if err == nil && end == inside {
		return false, &TextError{s.number, "有一格在英文双引号之后还有文字。格内的双引号应写两遍"}
	}
	return end == between, err
}

// Pasted gives the rows of cells copied from a spreadsheet: tabs between cells; a cell is in quotes only where it
// holds a line break or a tab, so that all other quotes are part of the text.
func Pasted(text string) Rows {
	return func(yield func(Row, error) bool) {
		row := Row{Number: 1}
		for rest := strings.TrimPrefix(text, "\ufeff"); rest != ""; {
			cell, end := pastedCell(rest)
			row.Cells = append(row.Cells, Cell{Text: cell})
			rest = rest[end:]
			if strings.HasPrefix(rest, "\t") {
				rest = rest[1:]
				if rest != "" {
					continue
				}
				row.Cells = append(row.Cells, Cell{})
			}
			rest = strings.TrimPrefix(strings.TrimPrefix(rest, "\r"), "\n")
			if !yield(row, nil) {
				return
			}
			row = Row{Number: row.Number + 1}
		}
	}
}

// pastedCell gives the first cell and where it ends.
func pastedCell(rest string) (cell string, end int) {
	if strings.HasPrefix(rest, `"`) {
		if inner, n, ok := pastedQuoted(rest); ok {
			return inner, n
		}
	}
	if end = strings.IndexAny(rest, "\t\r\n"); end < 0 {
		end = len(rest)
	}
	return rest[:end], end
}

func pastedQuoted(rest string) (inner string, end int, ok bool) {
	for i := 1; i < len(rest) && i <= maxCell; i++ {
		switch {
		case rest[i] != '"':
		case strings.HasPrefix(rest[i+1:], `"`):
			i++
		default:
			inner = strings.ReplaceAll(rest[1:i], `""`, `"`)
			follows := rest[i+1:]
			ended := follows == "" || strings.IndexAny(follows[:1], "\t\r\n") == 0
			return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(inner), i + 1, ended && strings.ContainsAny(inner, "\t\r\n")
		}
	}
	return "", 0, false
}

// separators are the ones met, the likelier first.
var separators = []byte{',', '\t', ';'}

// Separator tells what separates the cells of a text by its beginning: the one that stands equally often, outside
// quotes, in most rows.
func Separator(sample []byte) byte {
	best, most := separators[0], 0
	for _, separator := range separators {
		alike := map[int]int{} // separators in a row → rows
		for _, n := range standing(sample, separator) {
			alike[n]++
		}
		for n, rows := range alike {
			if score := n * rows; score > most {
				best, most = separator, score
			}
		}
	}
	return best
}

// sampled is how many rows tell the separator.
const sampled = 50

// standing counts a separator in each row, outside quotes.
func standing(sample []byte, separator byte) (counts []int) {
	n, quoted := 0, false
	for _, c := range sample {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == separator:
			n++
		case c == '\n' || c == '\r':
			if counts, n = append(counts, n), 0; len(counts) == sampled {
				return counts
			}
		}
	}
	return append(counts, n)
}
