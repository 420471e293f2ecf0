package intake

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/privacy"
)

// HeaderReach is how many rows of titles may stand over the header.
const HeaderReach = 30

// column is a known column: its key, the header the program writes, and other names met in exports.
type column struct {
	key, label string
	names      []string
	required   bool
}

// form is what a sheet is read as: a kind and the columns its sheets have.
type form struct {
	kind    *ledger.Kind
	columns []column
}

// OwnNumber is the column of the ledger's own number: it names a ticket that has no outside number yet.
const OwnNumber = "own_number"

// OwnNumberLabel heads that column.
const OwnNumberLabel = "台账编号"

var ticketForm = form{ticket.Kind, append(slices.Clip(ticketColumns), column{OwnNumber, OwnNumberLabel, []string{"本机编号", "台账工单号"}, false})}

// instead is the column that will do in the place of a required one.
var instead = map[string]string{"outside_number": OwnNumber}

// NumberHeader heads the column of readable numbers: a row that has one means that record.
const NumberHeader = "编号"

// formOf makes the form of a kind from what the steps ask that its rows may tell. Files are no cells. Only what begins a record
// is required.
func formOf(k *ledger.Kind) form {
	f := form{kind: k}
	if k.Outside == "" {
		f.columns = append(f.columns, column{ledger.NumberField, NumberHeader, []string{"记录编号", "台账编号"}, false})
	}
	seen := map[string]bool{}
	for i, a := range k.Sheet() {
		for _, ask := range a.Asks {
			d, _ := k.Field(ask.Key)
			if !seen[d.Key] && d.Type != ledger.File {
				f.columns = append(f.columns, column{d.Key, d.Label, d.Names, ask.Required && a.Creates && i == 0})
				seen[d.Key] = true
			}
		}
	}
	return f
}

// Columns are the columns of a kind's template, in order.
func Columns(k *ledger.Kind) (out []Column) {
	for _, c := range formOf(k).columns {
		if c.key != ledger.NumberField {
			out = append(out, Column{c.key, c.label, c.required})
		}
	}
	return out
}

var ticketColumns = []column{
	{"outside_number", "工单号", []string{"工单编号", "单号", "工单ID", "流水号", "事件单号", "编号"}, true},
	{"title", "标题", []string{"工单标题", "问题标题", "主题", "事件标题", "问题概述"}, true},
	{"description", "问题描述", []string{"描述", "问题详情", "工单描述", "内容", "问题内容", "详细描述"}, false},
	{"system", "所属系统", []string{"系统", "系统名称", "业务系统", "应用系统"}, true},
	{"insurance", "险种", []string{"险种类型", "保险类型", "险种名称"}, false},
	{"region", "区域", []string{"地区", "所属区域", "区县", "行政区划", "所属地区", "统筹区"}, true},
	{"category", "工单类别", []string{"类别", "服务类别", "工单类型", "问题类型", "问题类别"}, false},
	{"main_type", "主类型", []string{"类型", "主类别", "大类"}, false},
	{"channel", "渠道", []string{"来源", "来源渠道", "受理渠道", "提单渠道"}, false},
	{"requester_unit", "申请单位", []string{"提单单位", "报障单位", "单位", "申请部门", "提交单位", "申请机构"}, false},
	{"requester", "申请人", []string{"提单人", "报障人", "联系人", "提交人"}, false},
	{"requester_phone", "联系电话", []string{"电话", "手机", "手机号", "联系方式", "申请人电话"}, false},
	{"raised", "提单时间", []string{"创建时间", "提交时间", "申请时间", "登记时间"}, false},
	{"arrived", "到达时间", []string{"到达项目组时间", "分派时间", "派单时间", "转入时间", "到单时间"}, true},
	{"responded", "签收时间", []string{"受理时间", "响应时间", "接单时间"}, false},
	{"assignee", "处理人", []string{"经办人", "处理人员", "责任人", "当前处理人"}, false},
	{"state", "状态", []string{"工单状态", "处理状态", "当前状态"}, false},
	{"resolved", "处理完毕时间", []string{"完成时间", "办结时间", "处理完成时间", "解决时间", "处理完毕"}, false},
	{"confirmed", "确认时间", []string{"用户确认时间", "关闭时间", "评价时间"}, false},
	{"result", "处理结果", []string{"处理意见", "解决方案", "处理说明", "回复内容"}, false},
	{"cause", "原因分类", []string{"原因", "故障原因", "问题原因", "原因类别"}, false},
	{"rework", "是否返工", []string{"返工", "是否退回"}, false},
	{"rework_reason", "返工原因", []string{"退回原因"}, false},
	{"delay", "延误责任", []string{"延误原因", "超时责任", "责任归属"}, false},
}

// Column is a column of a kind's sheet.
type Column struct {
	Key, Label string
	Required   bool
}

// TicketColumns are the columns of the template, in order.
func TicketColumns() []Column {
	var out []Column
	for _, c := range ticketColumns {
		out = append(out, Column{c.key, c.label, c.required})
	}
	return out
}

// NormalHeader folds what people decorate headers with.
func NormalHeader(s string) string {
	s = dictionary.Normal(s)
	for _, junk := range []string{"*", ":", "：", "(必填)", "(选填)", "必填"} {
		s = strings.ReplaceAll(s, junk, "")
	}
	return s
}

// layout says which column holds what.
type layout struct {
	row   int
	keys  []string          // by column; "" where not known
	heads map[string]string // key → header as in the file
	at    map[string]int    // key → column
	names []string          // the headers, folded and sorted
	shown []Heading
	known int
	twice string // two columns that are read as the same, told in Chinese
	data  bool   // it looks like data: several cells hold digits
}

// lay reads a row as a header.
func (f form) lay(row Row, mapping map[string]string) layout {
	l := layout{row: row.Number, heads: map[string]string{}, at: map[string]int{}}
	digits := 0
	for i, c := range row.Cells {
		header, key := strings.TrimSpace(c.Text), ""
		if header != "" {
			key = f.keyOf(header, Letter(i), mapping)
			l.names = append(l.names, NormalHeader(header))
			l.shown = append(l.shown, Heading{Letter(i), Brief(header), key, f.labelOf(key)})
		}
		l.keys = append(l.keys, key)
		if strings.ContainsFunc(header, unicode.IsDigit) {
			digits++
		}
		switch {
		case key == "":
		case l.heads[key] != "":
			l.twice = fmt.Sprintf("第%d行有两列都是“%s”：%s列%s、%s列%s", row.Number, f.labelOf(key), Letter(l.at[key]), l.heads[key], Letter(i), header)
		default:
			l.heads[key], l.at[key] = header, i
			l.known++
		}
	}
	slices.Sort(l.names)
	l.data = digits > 1
	return l
}

// Brief is a header as it is shown: of what may be no header at all, no personal number and no long text.
func Brief(header string) string {
	header = privacy.Scrub(strings.Join(strings.Fields(header), " "))
	if r := []rune(header); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return header
}

func (l layout) ignored() (out []string) {
	for _, h := range l.shown {
		if h.Key == "" {
			out = append(out, h.Header)
		}
	}
	return out
}

func (f form) keyOf(header, letter string, mapping map[string]string) string {
	want := NormalHeader(header)
	for _, name := range []string{want, strings.ToLower(letter) + "列"} {
		if key, ok := mapping[name]; ok {
			return key
		}
	}
	if want == "" {
		return ""
	}
	for _, c := range f.columns {
		if NormalHeader(c.label) == want {
			return f.free(c.key, mapping)
		}
	}
	for _, c := range f.columns {
		for _, n := range c.names {
			if NormalHeader(n) == want {
				return f.free(c.key, mapping)
			}
		}
	}
	return ""
}

// free gives a key unless a mapping says that another column holds it.
func (f form) free(key string, mapping map[string]string) string {
	for _, k := range mapping {
		if k == key {
			return ""
		}
	}
	return key
}

func (f form) labelOf(key string) string {
	for _, c := range f.columns {
		if c.key == key {
			return c.label
		}
	}
	return ""
}

// missing lists the required columns a layout has not.
func (f form) missing(l layout) (out []Column) {
	for _, c := range f.columns {
		if c.required && l.heads[c.key] == "" && l.heads[instead[c.key]] == "" {
			out = append(out, Column{c.key, c.label, true})
		}
	}
	return out
}

// header looks whether a row is the header. Until one is, it remembers the row most like one.
func (r *reading) header(row Row) error {
	l, kept, note := r.recognise(row)
	if r.o.Mapping != nil && l.known > 0 {
		note = r.form.fits(r.o.Mapping, l)
	}
	missing := r.form.missing(l)
	e := &HeaderError{Why: ErrNoHeader, Row: l.row, Columns: l.shown, Known: l.known, Missing: missing, Note: note}
	switch {
	case len(missing) > 0:
		if r.likelier(l) {
			r.best = e
		}
		if r.looked++; r.looked >= HeaderReach {
			return r.noHeader()
		}
		return nil
	case r.o.Mapping != nil && note != "":
		e.Why, e.Note = ErrMapping, "给出的对应关系不适用："+note
		return e
	case l.twice != "":
		e.Why, e.Twice = ErrAmbiguous, l.twice
		return e
	}
	r.layout, r.Header, r.Columns, r.Ignored, r.KeptMapping = &l, l.row, l.shown, l.ignored(), kept
	r.Headers = l.names
	if note != "" {
		r.Notes = append(r.Notes, note)
	}
	return nil
}

// recognise lays a row out: by the mapping given, else by one kept for this layout, else by the names known. note says
// why a kept mapping was not used.
func (r *reading) recognise(row Row) (l layout, kept bool, note string) {
	if r.o.Mapping != nil {
		return r.form.lay(row, r.mapping), false, ""
	}
	l = r.form.lay(row, nil)
	m, ok := r.kept(l)
	if !ok {
		return l, false, r.nearly(l)
	}
	by := r.form.lay(row, normalMapping(m))
	why := r.form.fits(m, by)
	if missing := r.form.missing(by); why == "" && len(missing) > 0 {
		why = "缺少 " + strings.Join(labels(missing), "、")
	}
	if why == "" {
		return by, true, ""
	}
	return l, false, "保存过的对应关系没有使用：" + why
}

// likelier reports whether a row looks more like a header than the best so far.
func (r *reading) likelier(l layout) bool {
	if l.known < 2 && (l.data || len(l.shown) < 3) {
		return false // a title, or data
	}
	return r.best == nil || l.known > r.best.Known || l.known == r.best.Known && len(l.shown) > len(r.best.Columns)
}

func (r *reading) noHeader() error {
	if r.best == nil {
		return &HeaderError{Why: ErrNoHeader, Missing: r.form.missing(layout{})}
	}
	return r.best
}
