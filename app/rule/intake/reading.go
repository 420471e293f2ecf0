package intake

import (
	"fmt"
	"strings"
	"time"

	"opsledger/app/record/dictionary"
	"opsledger/app/rule/privacy"
)

// Options of an intake.
type Options struct {
	Dictionaries dictionary.Set
	Mapping      map[string]string // header → key, where a person said so; nil: use what is kept
	Kept         map[string]Kept   // by Fingerprint of the headers
	Now          time.Time
	Epoch1904    bool
	Separated    bool // the rows are separated text: one longer than its header has lost a quote
}

// Result is what came of a sheet: every data row was taken, is faulty, or repeats an earlier one.
type Result struct {
	Rows        int // data rows, blank ones left out
	Taken       int
	FaultyRows  int
	Repeated    int     // rows that say the same as an earlier one
	Faults      []Fault // of rows that were not taken; one row may have several
	Warnings    []Fault // of rows that were
	Header      int     // the header's row
	Headers     []string
	Columns     []Heading
	KeptMapping bool // the mapping a person once gave for this layout was used
	Notes       []string
	Ignored     []string // headers not known: said, not lost silently
}

// reading is a sheet being read.
type reading struct {
	Result
	form    form
	o       Options
	mapping map[string]string // o.Mapping, folded
	layout  *layout
	best    *HeaderError
	looked  int
	first   map[digest]seen
	found   map[[2]string]string // dictionary and text → key
	texts   map[string]string    // one copy of texts that many faults share
}

func newReading(f form, o Options) *reading {
	return &reading{form: f, o: o, mapping: normalMapping(o.Mapping), first: map[digest]seen{}, found: map[[2]string]string{}, texts: map[string]string{}}
}

// read finds the header and gives every data row that is not blank to take.
func (r *reading) read(rows Rows, take func(*cells) error) error {
	for row, err := range rows {
		if err != nil {
			return err
		}
		if r.layout == nil {
			if err := r.header(row); err != nil {
				return err
			}
			continue
		}
		c := r.cells(row)
		if c == nil {
			continue
		}
		if r.Rows++; r.Rows > MaxRows {
			return fmt.Errorf("%w：第%d行起超过%d行", ErrTooMany, row.Number, MaxRows)
		}
		if err := take(c); err != nil {
			return err
		}
	}
	if r.layout == nil {
		return r.noHeader()
	}
	return nil
}

// cells sorts a row's cells to their columns; nil for a blank row.
func (r *reading) cells(row Row) *cells {
	c := &cells{reading: r, row: row.Number, list: row.Cells}
	width := 0
	for i, cell := range row.Cells {
		if strings.TrimSpace(cell.Text) != "" {
			width = i + 1
		}
	}
	if width == 0 {
		return nil
	}
	if r.o.Separated && width > len(r.layout.keys) {
		c.add("", "", "这一行有%d列，表头只有%d列：可能有一格里含分隔符而没有加引号，各列已错位。请给该格加上英文双引号", width, len(r.layout.keys))
	}
	return c
}

// cells are one row's cells, and what is wrong with them.
type cells struct {
	*reading
	row      int
	list     []Cell
	faults   []Fault
	warnings []Fault
}

// cell is the one under a key; the zero cell where the sheet has no such column.
func (c *cells) cell(key string) Cell {
	if i, ok := c.layout.at[key]; ok && i < len(c.list) {
		return c.list[i]
	}
	return Cell{}
}

// done ends a row: it is faulty, or its warnings stand.
func (c *cells) done() (ok bool) {
	if len(c.faults) > 0 {
		c.Faults = append(c.Faults, c.faults...)
		c.FaultyRows++
		return false
	}
	c.Warnings = append(c.Warnings, c.warnings...)
	return true
}

func (c *cells) fault(key, value, format string, args ...any) {
	if f, ok := c.form.kind.Field(key); ok && f.Personal != "" {
		value = privacy.Mask(f.Personal, value)
	}
	column := c.layout.heads[key]
	if column == "" {
		column = c.form.labelOf(key)
	}
	c.add(column, value, format, args...)
}

// add notes a fault. What a cell holds may be in the wrong column: personal numbers are masked wherever they stand.
func (c *cells) add(column, value, format string, args ...any) {
	f := fault(c.row, column, privacy.Scrub(value), format, args...)
	f.Text = c.shared(privacy.Scrub(f.Text))
	c.faults = append(c.faults, f)
}

// maxShared bounds the texts remembered to be shared.
const maxShared = 10_000

func (r *reading) shared(text string) string {
	if one, ok := r.texts[text]; ok {
		return one
	}
	if len(r.texts) < maxShared {
		r.texts[text] = text
	}
	return text
}

func (c *cells) blank(key string) bool { return strings.TrimSpace(c.cell(key).Text) == "" }

func (c *cells) required() {
	for _, k := range c.form.columns {
		if k.required && c.blank(k.key) && (instead[k.key] == "" || c.blank(instead[k.key])) {
			c.fault(k.key, "", "必填，不能为空")
		}
	}
}
