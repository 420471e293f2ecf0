package compare

import (
	"fmt"
	"iter"
	"regexp"
	"strconv"
	"strings"

	"opsledger/app/rule/intake"
)

// Result is two lists compared: 甲 and 乙. Of each, Both and its own Only and Faulty make up all rows.
type Result struct {
	A, B               *List
	Both, OnlyA, OnlyB int
	Differ             int // of Both: those that say different things under a header both lists have

	pair   []int32 // line of A → its line of B, -1 none
	alone  []int32 // lines of B without one of A
	shared [][2]int
	differ []int32 // lines of A
}

// Compare joins two lists by their keys.
func Compare(a, b *List) *Result {
	r := &Result{A: a, B: b, pair: make([]int32, len(a.lines)), shared: shared(a, b)}
	for i := range r.pair {
		r.pair[i] = -1
	}
	met := make([]bool, len(b.lines))
	for key, i := range a.first {
		if j, ok := b.first[key]; ok {
			r.pair[i], met[j] = j, true
			r.Both++
		}
	}
	for j := range met {
		if !met[j] {
			r.alone = append(r.alone, int32(j))
		}
	}
	r.OnlyA, r.OnlyB = len(a.lines)-r.Both, len(r.alone)
	for i, j := range r.pair {
		if j >= 0 && r.differs(a.cells(int32(i)), b.cells(j)) {
			r.differ = append(r.differ, int32(i))
		}
	}
	r.Differ = len(r.differ)
	return r
}

// shared are the columns under the same header in both lists, the key left out.
func shared(a, b *List) (out [][2]int) {
	at := map[string]int{}
	for i, h := range b.named {
		if h != "" && !keyed(b, i) {
			at[h] = i
		}
	}
	for i, h := range a.named {
		if j, ok := at[h]; ok && !keyed(a, i) {
			out = append(out, [2]int{i, j})
		}
	}
	return out
}

func keyed(l *List, column int) bool {
	for _, k := range l.keys {
		if k == column {
			return true
		}
	}
	return false
}

func (r *Result) differs(a, b []string) bool {
	for _, s := range r.shared {
		if !same(a[s[0]], b[s[1]]) {
			return true
		}
	}
	return false
}

// same reports whether two cells say the same: apart from blanks and width, from zeros behind the point, from how a date is written.
func same(a, b string) bool {
	if a == b {
		return true
	}
	if a, b = narrow(a), narrow(b); a == b {
		return true
	}
	if dated.MatchString(a) && dated.MatchString(b) {
		x, _, wrong := intake.ParseTime(a)
		y, _, broken := intake.ParseTime(b)
		return wrong == nil && broken == nil && x.Equal(y)
	}
	return decimal(a) == decimal(b)
}

var amount = regexp.MustCompile(`^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$`)

// decimal drops what does not change an amount: commas between thousands, zeros at the end of a fraction. What is no amount stays.
func decimal(s string) string {
	if !amount.MatchString(s) {
		return s
	}
	whole, fraction, _ := strings.Cut(strings.ReplaceAll(s, ",", ""), ".")
	if fraction = strings.TrimRight(fraction, "0"); fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

// The sheets of a comparison, as they are called.
const (
	OnlyA   = "仅甲有"
	OnlyB   = "仅乙有"
	Both    = "两边都有"
	Differ  = "不一致"
	Trouble = "问题"
)

// Table is one sheet of what came of a comparison. The rows can be gone through more than once.
type Table struct {
	Name string
	Head []string
	Rows int
	Each iter.Seq[[]string]
}

// marks begin the running numbers of the sheets: a doubtful case is named by such a number (甲12), not by who it is.
var marks = map[string]string{OnlyA: "甲", OnlyB: "乙", Both: "同", Differ: "异"}

// Case names the nth row of a sheet, from 1.
func Case(sheet string, n int) string { return marks[sheet] + strconv.Itoa(n) }

// Tables are the five sheets, in order of the lists. Personal data is masked unless clear; faults show it masked always.
func (r *Result) Tables(clear bool) []Table {
	show := func(kind, text string) string {
		if clear {
			return text
		}
		return Mask(kind, text)
	}
	return []Table{
		{OnlyA, append([]string{"序号", "甲行"}, r.A.Heads...), r.OnlyA, func(yield func([]string) bool) {
			n := 0
			for i, j := range r.pair {
				if j < 0 {
					if n++; !yield(append([]string{Case(OnlyA, n), r.A.number(int32(i))}, r.A.shown(int32(i), nil, show)...)) {
						return
					}
				}
			}
		}},
		{OnlyB, append([]string{"序号", "乙行"}, r.B.Heads...), r.OnlyB, func(yield func([]string) bool) {
			for n, j := range r.alone {
				if !yield(append([]string{Case(OnlyB, n+1), r.B.number(j)}, r.B.shown(j, nil, show)...)) {
					return
				}
			}
		}},
		r.both(show), r.differing(show), r.trouble(),
	}
}

func (l *List) number(i int32) string { return strconv.Itoa(int(l.lines[i].row)) }

// shown are the cells of a line, those left out that skip names.
func (l *List) shown(i int32, skip func(column int) bool, show func(kind, text string) string) []string {
	var out []string
	for n, text := range l.cells(i) {
		if skip == nil || !skip(n) {
			out = append(out, show(l.kinds[n], text))
		}
	}
	return out
}

func (l *List) isKey(column int) bool { return keyed(l, column) }

// both are the rows found in both lists: the key as 甲 writes it, then what else either says.
func (r *Result) both(show func(kind, text string) string) Table {
	head := []string{"序号", "甲行", "乙行"}
	for _, k := range r.A.keys {
		head = append(head, r.A.Heads[k])
	}
	for _, side := range []struct {
		list *List
		mark string
	}{{r.A, "甲·"}, {r.B, "乙·"}} {
		for n, h := range side.list.Heads {
			if !side.list.isKey(n) {
				head = append(head, side.mark+h)
			}
		}
	}
	return Table{Both, head, r.Both, func(yield func([]string) bool) {
		n := 0
		for i, j := range r.pair {
			if j < 0 {
				continue
			}
			n++
			row := append(r.paired(Both, n, int32(i), show), r.A.shown(int32(i), r.A.isKey, show)...)
			if !yield(append(row, r.B.shown(j, r.B.isKey, show)...)) {
				return
			}
		}
	}}
}

// paired begins the row of a pair: its number, both rows, the key.
func (r *Result) paired(sheet string, n int, i int32, show func(kind, text string) string) []string {
	row := []string{Case(sheet, n), r.A.number(i), r.B.number(r.pair[i])}
	cells := r.A.cells(i)
	for _, k := range r.A.keys {
		row = append(row, show(r.A.kinds[k], cells[k]))
	}
	return row
}

// differing are the pairs that say different things: under which headers, and what. What is the same is left empty.
func (r *Result) differing(show func(kind, text string) string) Table {
	head := []string{"序号", "甲行", "乙行"}
	for _, k := range r.A.keys {
		head = append(head, r.A.Heads[k])
	}
	head = append(head, "不一致的列")
	for _, s := range r.shared {
		head = append(head, "甲·"+r.A.Heads[s[0]], "乙·"+r.B.Heads[s[1]])
	}
	return Table{Differ, head, r.Differ, func(yield func([]string) bool) {
		for n, i := range r.differ {
			a, b := r.A.cells(i), r.B.cells(r.pair[i])
			var names, values []string
			for _, s := range r.shared {
				h, x, y := r.A.Heads[s[0]], a[s[0]], b[s[1]]
				if same(x, y) {
					values = append(values, "", "")
					continue
				}
				shownX, shownY := show(r.A.kinds[s[0]], x), show(r.A.kinds[s[0]], y)
				if shownX == shownY {
					h += "（遮蔽后看起来相同）"
				}
				names, values = append(names, h), append(values, shownX, shownY)
			}
			if !yield(append(append(r.paired(Differ, n+1, i, show), strings.Join(names, "、")), values...)) {
				return
			}
		}
	}}
}

// trouble lists what is wrong with rows, those first that were not compared.
func (r *Result) trouble() Table {
	type side struct {
		name string
		list *List
	}
	sides := []side{{"甲", r.A}, {"乙", r.B}}
	t := Table{Name: Trouble, Head: []string{"名单", "行", "列", "内容", "是否比对", "问题和改法"}}
	var more [][]string
	for _, s := range sides {
		t.Rows += len(s.list.Faults) + len(s.list.Warnings)
		for _, list := range [][]intake.Fault{s.list.Faults, s.list.Warnings} {
			if len(list) >= maxTold {
				more = append(more, []string{s.name, "", "", "", "", fmt.Sprintf("问题太多，只列出前%d处；没有比对的共%d行，应核对的共%d行", maxTold, s.list.Faulty, s.list.Doubtful)})
			}
		}
	}
	t.Rows += len(more)
	t.Each = func(yield func([]string) bool) {
		for _, row := range more {
			if !yield(row) {
				return
			}
		}
		for _, level := range []string{"没有比对", "已比对"} {
			for _, s := range sides {
				faults := map[string][]intake.Fault{"没有比对": s.list.Faults, "已比对": s.list.Warnings}[level]
				for _, f := range faults {
					if !yield([]string{s.name, strconv.Itoa(f.Row), f.Column, f.Value, level, f.Text}) {
						return
					}
				}
			}
		}
	}
	return t
}

// Caution says what the rows that could not be compared mean for the rest; "" where all were.
func (r *Result) Caution() string {
	if r.A.Faulty+r.B.Faulty == 0 {
		return ""
	}
	return fmt.Sprintf("甲有%d行、乙有%d行没有比对，见“%s”：这些行的人可能在另一份名单里，“%s”“%s”要结合它们看", r.A.Faulty, r.B.Faulty, Trouble, OnlyA, OnlyB)
}
