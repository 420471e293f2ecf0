package intake

import (
	"strings"

	"opsledger/app/ledger"
)

// Filled is a row of any kind's sheet: what stands under each field, as typed.
type Filled struct {
	Row    int
	Values map[string]string
}

// Records reads a sheet of a kind by the fields asked by the steps its rows may tell, and gives each row to take, whose error ends
// the reading. What a value means is for the caller to say; formulas, broken cells and rounded numbers are faults
// here already. It returns what Tickets returns.
func Records(k *ledger.Kind, rows Rows, o Options, take func(Filled) error) (Result, error) {
	r := newReading(formOf(k), o)
	err := r.read(rows, func(c *cells) error {
		f := Filled{Row: c.row, Values: map[string]string{}}
		c.required()
		for _, col := range c.form.columns {
			if v := c.value(col.key); v != "" {
				f.Values[col.key] = v
			}
		}
		if !c.done() {
			return nil
		}
		r.Taken++
		return take(f)
	})
	return r.Result, err
}

// value is a cell as a person would have typed it: a date cell as a date.
func (c *cells) value(key string) string {
	cell := c.cell(key)
	if cell.Kind != Date {
		return c.written(key, cell)
	}
	at, clock, err := serial(strings.TrimSpace(cell.Text), c.o.Epoch1904)
	if err != nil {
		c.fault(key, cell.Text, "“%s”这个日期或时间不存在", cell.Text)
		return ""
	}
	if clock {
		return at.Format("2006-01-02 15:04:05")
	}
	return at.Format("2006-01-02")
}

// written is a cell of text. Prose and names stay as they were written, full-width punctuation and all: what is exported must come
// back the same. What is a number, a date or a choice is folded.
func (c *cells) written(key string, cell Cell) string {
	plain := c.number(key)
	f, ok := c.form.kind.Field(key)
	if prose := f.Personal == "" || f.Personal == "name"; plain == "" || !ok || cell.Kind == Number || !prose || f.Type != ledger.Text && f.Type != ledger.Long && f.Type != ledger.List {
		return plain
	}
	return strings.TrimSpace(c.text(key))
}
