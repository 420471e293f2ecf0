package compare

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"opsledger/app/rule/intake"
)

// ErrTooLarge means that a list holds more text than is kept of one.
var ErrTooLarge = errors.New("list too large")

// HeadError says that no row of a sheet heads the columns asked for. It is intake.ErrNoHeader, or intake.ErrAmbiguous where two are
// headed alike.
type HeadError struct {
	Why     error
	Missing []string // of the row that has most of them
	Twice   string
	Row     int // 0: no row looks like a header
	Heads   []string
}

func (e *HeadError) Unwrap() error { return e.Why }

// Error tells, in Chinese, what is not there.
func (e *HeadError) Error() string {
	if e.Twice != "" {
		return fmt.Sprintf("第%d行有两列都叫“%s”", e.Row, e.Twice)
	}
	return "没有这一列：" + strings.Join(e.Missing, "、")
}

// List is one of the two lists, read whole: what could be compared, and what is wrong with the rest.
type List struct {
	Heads    []string       // of all columns; one that has none is called by its letter
	Rows     int            // data rows, blank ones left out
	Faulty   int            // of them, those that could not be compared
	Doubtful int            // of them, those that were compared and should be looked at
	Faults   []intake.Fault // of the faulty, as many as are kept
	Warnings []intake.Fault // of the doubtful, likewise

	kinds []string         // of personal data, by column
	keys  []int            // which columns are the key
	first map[digest]int32 // key → its line
	lines []line
	text  []byte   // the cells of all lines, each before its length
	named []string // heads folded, "" where there is none or two are alike: what the other list may share
	o     Options
}

// digest stands for a key in little room.
type digest [16]byte

// line is a row that can be compared: its number in the file, and where its cells begin.
type line struct {
	row int32
	at  int64
}

// maxTold bounds the faults kept of a list, and the warnings: who has more mends the list as a whole.
const maxTold = 50_000

// maxText bounds the text kept of a list: two such, and what a file being read unpacks to, stay below what an import may use.
const maxText = 160 << 20

// Options say how a list is read.
type Options struct {
	Keys      []string // the key columns, by their headers or by letter (C列)
	Epoch1904 bool
	Separated bool // the rows are separated text: one longer than its header has lost a quote
}

// Read reads a list. It returns a *HeadError, ErrTooLarge, intake.ErrTooMany, or the error of rows.
func Read(rows intake.Rows, o Options) (*List, error) {
	l := &List{first: map[digest]int32{}, o: o}
	best := &HeadError{Why: intake.ErrNoHeader, Missing: o.Keys}
	looked := 0
	for row, err := range rows {
		switch {
		case err != nil:
			return nil, err
		case l.keys == nil:
			err = l.head(row)
			var e *HeadError
			if errors.As(err, &e) {
				if errors.Is(e, intake.ErrAmbiguous) {
					return nil, e
				}
				if len(e.Heads) > 1 && (best.Row == 0 || len(e.Missing) < len(best.Missing)) {
					best = e
				}
				if looked++; looked >= intake.HeaderReach {
					return nil, best
				}
			}
		default:
			if err := l.add(row); err != nil {
				return nil, err
			}
		}
	}
	if l.keys == nil {
		return nil, best
	}
	return l, nil
}

// head takes a row as the header if it names the keys.
func (l *List) head(row intake.Row) error {
	heads := headsOf(row)
	named := distinct(heads)
	e := &HeadError{Why: intake.ErrNoHeader, Row: row.Number}
	var at []int
	for _, k := range l.o.Keys {
		found := columnsOf(heads, k)
		switch len(found) {
		case 0:
			e.Missing = append(e.Missing, k)
		case 1:
			at = append(at, found[0])
		default:
			e.Why, e.Twice = intake.ErrAmbiguous, k
		}
	}
	for i, h := range heads {
		if h != "" {
			e.Heads = append(e.Heads, intake.Brief(h))
		} else {
			heads[i] = intake.Letter(i) + "列"
		}
	}
	if len(e.Missing) > 0 || e.Twice != "" && len(e.Heads) > 1 {
		return e
	}
	l.keys, l.Heads, l.named = at, heads, named
	for _, h := range heads {
		l.kinds = append(l.kinds, Personal(h))
	}
	return nil
}

func headsOf(row intake.Row) []string {
	out := make([]string, len(row.Cells))
	for i, c := range row.Cells {
		out[i] = strings.Join(strings.Fields(c.Text), " ")
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

// columnsOf are the columns a name means: those headed so, else the one of that letter.
func columnsOf(heads []string, name string) (out []int) {
	want := intake.NormalHeader(name)
	for i, h := range heads {
		if want != "" && intake.NormalHeader(h) == want {
			out = append(out, i)
		}
	}
	for i := range heads {
		if len(out) == 0 && want == strings.ToLower(intake.Letter(i))+"列" {
			return []int{i}
		}
	}
	return out
}

// distinct folds heads for comparing, those out that stand twice.
func distinct(heads []string) []string {
	out, times := make([]string, len(heads)), map[string]int{}
	for i, h := range heads {
		out[i] = intake.NormalHeader(h)
		times[out[i]]++
	}
	for i, h := range out {
		if times[h] > 1 {
			out[i] = ""
		}
	}
	return out
}

// add takes a data row in, as a line or as a fault.
func (l *List) add(row intake.Row) error {
	cells, width := make([]string, len(l.Heads)), 0
	for i, c := range row.Cells {
		if text := c.Plain(l.o.Epoch1904); text != "" {
			width = i + 1
			if i < len(cells) {
				cells[i] = text
			}
		}
	}
	if width == 0 {
		return nil
	}
	if l.Rows++; l.Rows > intake.MaxRows {
		return fmt.Errorf("%w：第%d行起超过%d行", intake.ErrTooMany, row.Number, intake.MaxRows)
	}
	if l.o.Separated && width > len(l.Heads) {
		l.fault(row.Number, l.keys[0], "", "shifted", fmt.Sprintf("这一行有%d列，表头只有%d列：可能有一格里含分隔符而没有加引号，各列已错位。请给该格加上英文双引号", width, len(l.Heads)))
		l.Faulty++
		return nil
	}
	key, doubts, ok := l.key(row)
	if !ok {
		return nil
	}
	if before, twice := l.first[key]; twice {
		l.fault(row.Number, l.keys[0], cells[l.keys[0]], "doubled", fmt.Sprintf("与第%d行重复，只拿第%[1]d行比对。请核对是否同一人登记了两次", l.lines[before].row))
		l.Faulty++
		return nil
	}
	if len(doubts) > 0 {
		l.Doubtful++
	}
	l.Warnings = append(l.Warnings, doubts[:min(len(doubts), max(0, maxTold-len(l.Warnings)))]...)
	l.first[key] = int32(len(l.lines))
	l.lines = append(l.lines, line{int32(row.Number), int64(len(l.text))})
	for _, c := range cells {
		l.text = binary.AppendUvarint(l.text, uint64(len(c)))
		l.text = append(l.text, c...)
	}
	if len(l.text) > maxText {
		return ErrTooLarge
	}
	return nil
}

// key reads the key of a row, and what about it should be looked at; not ok: it has none, which is noted.
func (l *List) key(row intake.Row) (d digest, doubts []intake.Fault, ok bool) {
	parts, whole := make([]string, 0, len(l.keys)), true
	for _, k := range l.keys {
		var c intake.Cell
		if k < len(row.Cells) {
			c = row.Cells[k]
		}
		part, wrong := Key(c, l.o.Epoch1904)
		if wrong != "" {
			l.fault(row.Number, k, c.Text, wrong, wrong)
			whole = false
		}
		if why := doubt(l.kinds[k], part); why != "" {
			doubts = append(doubts, l.tell(row.Number, k, part, why, why))
		}
		parts = append(parts, part)
	}
	if !whole {
		l.Faulty++
		return d, nil, false
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return digest(sum[:16]), doubts, true
}

// fault notes what is wrong with a row; those of one kind are told together.
func (l *List) fault(row, column int, value, kind, text string) {
	if len(l.Faults) < maxTold {
		l.Faults = append(l.Faults, l.tell(row, column, value, kind, text))
	}
}

func (l *List) tell(row, column int, value, kind, text string) intake.Fault {
	return intake.Fault{Row: row, Column: intake.Brief(l.Heads[column]), Value: Mask(l.kinds[column], value), Text: text, Kind: kind}
}

// cells unpacks a line.
func (l *List) cells(i int32) []string {
	out, rest := make([]string, len(l.Heads)), l.text[l.lines[i].at:]
	for n := range out {
		size, used := binary.Uvarint(rest)
		out[n] = string(rest[used : used+int(size)])
		rest = rest[used+int(size):]
	}
	return out
}

// Heads guesses the header of a sheet: the first of its first rows that has several cells filled and does not look like data, else the
// one with the most.
func Heads(rows intake.Rows) (out []string, err error) {
	looked, most := 0, 0
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		heads := headsOf(row)
		filled, digits := 0, 0
		for _, h := range heads {
			filled += min(len(h), 1)
			if strings.ContainsFunc(h, unicode.IsDigit) {
				digits++
			}
		}
		if filled > most {
			out, most = heads, filled
		}
		if filled > 1 && digits < 2 {
			out = heads
			break
		}
		if looked++; looked >= intake.HeaderReach {
			break
		}
	}
	for i, h := range out {
		if h == "" {
			out[i] = intake.Letter(i) + "列"
		}
	}
	return out, nil
}
