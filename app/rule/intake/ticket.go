package intake

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"opsledger/app/record/dictionary"
	"opsledger/app/rule/privacy"

	"opsledger/app/ledger"
)

// Draft is a row that can become a ticket. Dictionary fields hold keys; State is that of the ledger.
type Draft struct {
	Row                                                   int
	Number, Title, Description, System, Insurance, Region string
	Category, MainType, Channel, Unit, Requester, Phone   string
	Assignee, Result, Cause, ReworkReason, Delay          string
	Raised, Arrived, Responded, Resolved, Confirmed       time.Time
	State                                                 ledger.State
	Rework                                                bool
}

// Result is what came of a sheet: every data row is in one of the first three.
type Result struct {
	Drafts     []Draft
	Faults     []Fault // of rows that did not become drafts; one row may have several
	Repeated   int     // rows that say the same as an earlier one
	Rows       int     // data rows, blank ones left out
	FaultyRows int
	Header     int      // the header's row
	Ignored    []string // headers not known: said, not lost silently
	Warnings   []Fault  // of rows that became drafts
}

// Options of an intake.
type Options struct {
	Dictionaries dictionary.Set
	Mapping      map[string]string // header → key, where a person said so
	Now          time.Time
	Epoch1904    bool
}

// ErrAmbiguous wraps a header that names a column twice.
var ErrAmbiguous = errors.New("ambiguous header")

// maxText is what a cell of a spreadsheet can hold; a longer one was cut.
const maxText = 32000

// Tickets reads a ticket export. It returns ErrNoHeader, ErrAmbiguous, or the error of rows.
func Tickets(rows Rows, o Options) (Result, error) {
	r := reading{form: ticketForm, o: o, first: map[string]Draft{}}
	err := r.read(rows, r.ticket)
	return r.Result, err
}

// read finds the header and gives every data row that is not blank to take.
func (r *reading) read(rows Rows, take func(*cells)) error {
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
		if c := r.cells(row); c != nil {
			r.Rows++
			take(c)
		}
	}
	if r.layout == nil {
		return fmt.Errorf("%w%s", ErrNoHeader, r.hint)
	}
	return nil
}

type reading struct {
	Result
	form   form
	o      Options
	layout *layout
	looked int
	hint   string
	first  map[string]Draft
}

func (r *reading) header(row Row) error {
	l, known, err := r.form.findHeader(row, r.o.Mapping)
	if missing := r.form.missing(l); len(missing) > 0 {
		if known >= 3 || 2*known > len(r.form.columns) {
			r.hint = fmt.Sprintf("：第%d行像是表头，但缺少 %s", row.Number, strings.Join(missing, "、"))
		}
		if r.looked++; r.looked >= headerReach {
			return fmt.Errorf("%w%s", ErrNoHeader, r.hint)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w：%w", ErrAmbiguous, err)
	}
	r.layout, r.Header, r.Ignored = &l, l.row, l.ignored
	return nil
}

// cells sorts a row's cells to their columns; nil for a blank row.
func (r *reading) cells(row Row) *cells {
	c := &cells{reading: r, row: row.Number, byKey: map[string]Cell{}}
	blank := true
	for i, cell := range row.Cells {
		blank = blank && strings.TrimSpace(cell.Text) == ""
		if i < len(r.layout.keys) && r.layout.keys[i] != "" {
			c.byKey[r.layout.keys[i]] = cell
		}
	}
	if blank {
		return nil
	}
	return c
}

func (r *reading) ticket(c *cells) {
	d := c.draft()
	if len(c.faults) == 0 {
		c.consistent(d)
	}
	if len(c.faults) == 0 && r.repeats(d, c) {
		return
	}
	if len(c.faults) > 0 {
		r.Faults = append(r.Faults, c.faults...)
		r.FaultyRows++
		return
	}
	r.first[d.Number] = d
	r.Drafts = append(r.Drafts, d)
	r.Warnings = append(r.Warnings, c.warnings...)
}

// repeats looks for an earlier row of the same number: the same content is counted once, another is a fault.
func (r *reading) repeats(d Draft, c *cells) bool {
	first, twice := r.first[d.Number]
	if !twice {
		return false
	}
	row := first.Row
	first.Row = d.Row
	if first == d {
		r.Repeated++
		return true
	}
	c.fault("outside_number", d.Number, "工单号%s与第%d行重复而内容不同。请保留正确的一行", d.Number, row)
	return false
}

// cells are one row's cells by key, and what is wrong with them.
type cells struct {
	*reading
	row      int
	byKey    map[string]Cell
	faults   []Fault
	warnings []Fault
}

func (c *cells) fault(key, value, format string, args ...any) {
	column := c.layout.heads[key]
	if column == "" {
		column = c.form.labelOf(key)
	}
	if f, ok := c.form.kind.Field(key); ok && f.Personal != "" {
		value = privacy.Mask(f.Personal, value)
	}
	c.faults = append(c.faults, fault(c.row, column, privacy.Scrub(value), format, args...))
}

func (c *cells) draft() Draft {
	d := Draft{Row: c.row,
		Number: c.number("outside_number"), Title: c.text("title"), Description: c.text("description"),
		System: c.choice("system", "system"), Insurance: c.choice("insurance", "insurance"), Region: c.choice("region", "region"),
		Category: c.choice("category", "category"), MainType: c.choice("main_type", "main_type"), Channel: c.choice("channel", "channel"),
		Unit: c.text("requester_unit"), Requester: c.text("requester"), Phone: c.number("requester_phone"),
		Raised: c.time("raised"), Arrived: c.time("arrived"), Responded: c.time("responded"), Resolved: c.time("resolved"),
		Confirmed: c.time("confirmed"), Assignee: c.text("assignee"), Result: c.text("result"), Cause: c.choice("cause", "cause"),
		Rework: c.yes("rework"), ReworkReason: c.text("rework_reason"), Delay: c.text("delay")}
	c.required()
	d.State = c.state(d)
	return d
}

func (c *cells) required() {
	for _, k := range c.form.columns {
		if k.required && strings.TrimSpace(c.byKey[k.key].Text) == "" {
			c.fault(k.key, "", "必填，不能为空")
		}
	}
}

// text reads a cell that may hold anything but a formula or an error.
func (c *cells) text(key string) string {
	cell := c.byKey[key]
	s := strings.TrimSpace(cell.Text)
	switch {
	case cell.Kind == Formula:
		c.fault(key, s, "是公式，算出的值不可信。请复制后“选择性粘贴为数值”再导入")
	case cell.Kind == Broken:
		c.fault(key, s, "是出错的单元格（%s）。请改正后再导入", s)
	case len(s) > maxText:
		c.fault(key, string([]rune(s)[:20])+"…", "文字超过%d字节，可能已被截断。请缩短后再导入", maxText)
	case strings.ContainsRune(s, 0):
		c.fault(key, "", "含有无法保存的字符。请重新录入该格")
	default:
		return strings.Trim(s, "\ufeff\u200b ")
	}
	return ""
}

// number reads a column of numbers that are names: long ones that a spreadsheet has rounded are flagged, never
// repaired.
func (c *cells) number(key string) string {
	cell := c.byKey[key]
	if rounded(cell) {
		c.fault(key, cell.Text, "长数字“%s”已被电子表格改成近似值，无法还原。请把该列设为文本格式后重新导出", cell.Text)
		return ""
	}
	s := fold(c.text(key))
	if cell.Kind == Number {
		s = strings.TrimSuffix(s, ".0")
	}
	return strings.TrimSpace(s)
}

func (c *cells) choice(key, dict string) string {
	s := c.text(key)
	if s == "" {
		return ""
	}
	d := c.o.Dictionaries[dict]
	if it, ok := d.Find(s); ok {
		return it.Key
	}
	hint := ""
	if n := nearest(d, s); n != "" {
		hint = "（最接近：" + n + "）"
	}
	c.fault(key, s, "“%s”不在%s字典里%s。可填：%s", s, d.Label, hint, strings.Join(d.Labels(), "、"))
	return ""
}

func (c *cells) time(key string) time.Time {
	cell := c.byKey[key]
	s := c.text(key)
	if s == "" {
		return time.Time{}
	}
	var at time.Time
	var clock bool
	var err error
	if cell.Kind == Date || cell.Kind == Number && len(s) < 14 && !compactish.MatchString(s) {
		at, clock, err = serial(s, c.o.Epoch1904)
	} else {
		at, clock, err = ParseTime(s)
	}
	switch {
	case errors.Is(err, errDate):
		c.fault(key, s, "“%s”这个日期或时间不存在", s)
	case err != nil:
		c.fault(key, s, "“%s”不是日期时间。请写作 2026-03-05 14:20", s)
	case !c.o.Now.IsZero() && at.After(c.o.Now.AddDate(0, 0, 1)):
		c.fault(key, s, "%s 在将来。请核对", at.Format("2006-01-02 15:04"))
	case !clock && key == "arrived":
		c.fault(key, s, "“%s”只有日期没有钟点，无法计算时限。请写作 2026-03-05 14:20", s)
	default:
		return at
	}
	return time.Time{}
}

func (c *cells) yes(key string) bool {
	switch strings.ToLower(dictionary.Normal(c.text(key))) {
	case "", "否", "无", "0", "n", "no", "false", "未返工":
		return false
	case "是", "有", "1", "y", "yes", "true", "返工", "已返工":
		return true
	}
	c.fault(key, c.byKey[key].Text, "“%s”应填 是 或 否", c.byKey[key].Text)
	return false
}
