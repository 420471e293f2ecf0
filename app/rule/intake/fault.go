package intake

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Fault is what is wrong with a row, in words for the person who has to mend the file. Text says what and what to do;
// faults of one Kind and Column differ at most in the value.
type Fault struct {
	Row    int
	Column string
	Value  string // masked where personal
	Text   string
	Kind   string
}

// Message says place, what is wrong and what to do.
func (f Fault) Message() string { return place(strconv.Itoa(f.Row), f.Column) + f.Text }

// Error makes a fault printable.
func (f Fault) Error() string { return f.Message() }

// MarshalJSON writes {row, column, value, message}.
func (f Fault) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Row     int    `json:"row"`
		Column  string `json:"column"`
		Value   string `json:"value,omitempty"`
		Message string `json:"message"`
	}{f.Row, f.Column, f.Value, f.Message()})
}

func place(rows, column string) string {
	where := "第" + rows + "行"
	if column != "" {
		where += "“" + column + "”"
	}
	return where + "："
}

func fault(row int, column, value, format string, args ...any) Fault {
	return Fault{Row: row, Column: column, Value: value, Text: fmt.Sprintf(format, args...), Kind: format}
}

// Refuse makes the fault of a row whose values were refused.
func Refuse(row int, why string) Fault {
	f := fault(row, "", "", "%s", why)
	f.Kind = why
	return f
}

// Group is faults told together: those that say the same of a column, or, where their values are many, those of one
// kind.
type Group struct {
	Fault
	Rows  []int // the first ones
	Count int
	Texts int // how many different texts stand for
}

const (
	groupRows  = 3 // rows a group names
	groupTexts = 5 // texts of one kind and column that get a line of their own
)

// Message names the first rows and how many there are.
func (g Group) Message() string {
	if g.Count == 1 {
		return g.Fault.Message()
	}
	var rows []string
	for _, n := range g.Rows {
		rows = append(rows, strconv.Itoa(n))
	}
	list := strings.Join(rows, "、")
	if g.Count > len(g.Rows) {
		list += "…"
	}
	text := g.Text
	if g.Texts > 1 {
		text = fmt.Sprintf("例如：%s（共%d种情况）", text, g.Texts)
	}
	return "第" + list + "行（共" + strconv.Itoa(g.Count) + "处）" + strings.TrimPrefix(place("", g.Column), "第行") + text
}

type kindOf struct{ column, kind string }

// Grouped tells faults by column and kind, in the order of their first rows.
func Grouped(faults []Fault) []Group {
	texts := map[kindOf]map[string]bool{}
	for _, f := range faults {
		k := kindOf{f.Column, f.Kind}
		if texts[k] == nil {
			texts[k] = map[string]bool{}
		}
		texts[k][f.Text] = true
	}
	var out []Group
	at := map[[3]string]int{}
	for _, f := range faults {
		n := len(texts[kindOf{f.Column, f.Kind}])
		key := [3]string{f.Column, f.Kind, f.Text}
		if n > groupTexts {
			key[2] = ""
		} else {
			n = 1
		}
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, Group{Fault: f, Texts: n})
		}
		g := &out[i]
		g.Count++
		if len(g.Rows) < groupRows {
			g.Rows = append(g.Rows, f.Row)
		}
	}
	return out
}

// Tell makes a warning of a row: kind joins those that are told together.
func Tell(row int, column, kind, text string) Fault {
	return Fault{Row: row, Column: column, Kind: kind, Text: text}
}
