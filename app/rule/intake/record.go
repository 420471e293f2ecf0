package intake

import (
	"fmt"
	"regexp"
	"strings"

	"opsledger/app/ledger"
)

// Filled is a row of any kind's sheet: what stands under each field, as typed.
type Filled struct {
	Row    int
	Values map[string]string
}

// Records reads a sheet of a kind by the fields asked by the steps its rows may tell, and gives each row to take, whose error ends
// the reading. A row that fills columns of lists alone continues the one above it. What a value means is for the caller to say;
// formulas, broken cells and rounded numbers are faults here already. It returns what Tickets returns.
func Records(k *ledger.Kind, rows Rows, o Options, take func(Filled) error) (Result, error) {
	r := newReading(formOf(k), o)
	h := holding{take: func(f Filled) error { r.Taken++; return take(f) }}
	err := r.read(rows, func(c *cells) error {
		if h.any && c.continues() {
			r.Rows--
			h.join(c)
			return nil
		}
		if err := h.give(); err != nil {
			return err
		}
		f := Filled{Row: c.row, Values: map[string]string{}}
		c.required()
		for _, col := range c.form.columns {
			if v := c.value(col.key); v != "" {
				f.Values[col.key] = v
			}
		}
		c.date(f.Values)
		h.any = true
		if c.done() {
			h.row = &f
		}
		return nil
	})
	if err == nil {
		err = h.give()
	}
	if h.joined > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("有%d行只填了名单一类的列，已接在上一行之后", h.joined))
	}
	return r.Result, err
}

// holding keeps a row until the next one shows that it is whole.
type holding struct {
	take   func(Filled) error
	row    *Filled // nil where there is none, or it is faulty
	any    bool    // a row stands above
	joined int
}

func (h *holding) give() error {
	if h.row == nil {
		return nil
	}
	f := *h.row
	h.row = nil
	return h.take(f)
}

// join adds a row that continues the one held. A fault in it is one of that row: of half a list nothing is taken.
func (h *holding) join(c *cells) {
	h.joined++
	for _, col := range c.form.columns {
		if v := c.value(col.key); v != "" && h.row != nil {
			h.row.Values[col.key] = strings.TrimPrefix(h.row.Values[col.key]+"\n"+v, "\n")
		}
	}
	if len(c.faults) > 0 {
		c.Faults = append(c.Faults, c.faults...)
		if h.row != nil {
			h.row = nil
			c.FaultyRows++
		}
	}
}

// continues reports whether a row fills columns of lists, and no other column that is known.
func (c *cells) continues() (is bool) {
	for _, col := range c.form.columns {
		if c.blank(col.key) {
			continue
		}
		if f, _ := c.form.kind.Field(col.key); f.Type != ledger.List {
			return false
		}
		is = true
	}
	return is
}

// clockOnly is a time of day without a day: 08:31, 8:31:05, 上午8:31, 18时05分.
var clockOnly = regexp.MustCompile(`^(上午|下午|AM|PM)?\s*\d{1,2}([:时点]\d{1,2}([:分](\d{1,2}秒?)?)?|[时点])\s*(AM|PM)?$`)

// date gives times of day without a day the row's date, where the kind has one date that a row must tell: attendance machines write the
// day once.
func (c *cells) date(values map[string]string) {
	key := Dated(c.form.kind)
	if key == "" || values[key] == "" {
		return
	}
	for k, v := range values {
		f, _ := c.form.kind.Field(k)
		clock := strings.ToUpper(strings.TrimSpace(Fold(v)))
		if f.Type != ledger.Time || !clockOnly.MatchString(clock) {
			continue
		}
		day, _, err := ParseTime(values[key])
		if err != nil {
			return // the date's own fault
		}
		if at, has, err := ParseTime(day.Format("2006-01-02") + " " + clock); err == nil && has {
			values[k] = at.Format("2006-01-02 15:04:05")
		}
	}
}

// Dated is the one date that a row of a kind's sheet must tell, "" where there is none or more than one.
func Dated(k *ledger.Kind) (key string) {
	for _, c := range formOf(k).columns {
		if f, _ := k.Field(c.key); f.Type == ledger.Date && c.required {
			if key != "" {
				return ""
			}
			key = c.key
		}
	}
	return key
}

// value is a cell as a person would have typed it: a date cell as a date.
func (c *cells) value(key string) string {
	cell := c.cell(key)
	if cell.Kind != Date {
		return c.written(key, cell)
	}
	if at, ok := dayPart(strings.TrimSpace(cell.Text)); ok {
		return at.Format("15:04:05")
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
