package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Errors of a header; HeaderError carries which.
var (
	ErrNoHeader  = errors.New("no header row")
	ErrAmbiguous = errors.New("ambiguous header")
	ErrMapping   = errors.New("mapping does not fit")
)

// Heading is a column of a file: its letter, what stands over it, and what it is read as (Key "" where it is not read).
type Heading struct {
	Column string `json:"column"`
	Header string `json:"header"`
	Key    string `json:"key"`
	Label  string `json:"label,omitempty"`
}

// Kept is a mapping a person once gave for a layout.
type Kept struct {
	Headers []string          `json:"headers"` // folded and sorted
	Mapping map[string]string `json:"mapping"` // header → key; "" leaves a column out
}

// Fingerprint names a layout: the same headers in any order are the same layout.
func Fingerprint(headers []string) string {
	sum := sha256.Sum256([]byte(strings.Join(headers, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// HeaderError says what was found where a header should be. It is ErrNoHeader, ErrAmbiguous or ErrMapping.
type HeaderError struct {
	Why     error
	Row     int // of what looks most like a header; 0: nothing does
	Columns []Heading
	Known   int
	Missing []Column // required ones
	Twice   string   // two columns that are read as the same
	Note    string
}

// maxListed is how many columns an error lists.
const maxListed = 40

func (e *HeaderError) Unwrap() error { return e.Why }

// Error lists, in Chinese, what was recognised, what was not, and what is missing.
func (e *HeaderError) Error() string {
	var parts []string
	switch {
	case e.Twice != "":
		parts = append(parts, e.Twice)
	case e.Row > 0 && len(e.Missing) > 0:
		parts = append(parts, fmt.Sprintf("第%d行像是表头，但缺少 %s", e.Row, strings.Join(labels(e.Missing), "、")))
	}
	var known, unknown []string
	for i, h := range e.Columns {
		if i == maxListed {
			unknown = append(unknown, fmt.Sprintf("……共%d列", len(e.Columns)))
			break
		}
		switch {
		case h.Key == "":
			unknown = append(unknown, h.Column+"列“"+h.Header+"”")
		case h.Label == h.Header:
			known = append(known, h.Column+"列“"+h.Header+"”")
		default:
			known = append(known, h.Column+"列“"+h.Header+"”→"+h.Label)
		}
	}
	if len(known) > 0 {
		parts = append(parts, "已识别："+strings.Join(known, "、"))
	}
	if len(unknown) > 0 {
		parts = append(parts, "未识别："+strings.Join(unknown, "、"))
	}
	if e.Note != "" {
		parts = append(parts, e.Note)
	}
	return strings.Join(parts, "；")
}

// Remedy says how a mapping would be given.
func (e *HeaderError) Remedy() string {
	if len(e.Missing) == 0 {
		return "请删去或改名其中一列，或在对应关系里把其中一列写作空"
	}
	var keys []string
	for _, c := range e.Missing {
		keys = append(keys, c.Key+"（"+c.Label+"）")
	}
	return "请改列名，或给出对应关系（命令行用 --mapping 文件，内容如 {\"文件里的列名\": \"" + e.Missing[0].Key + "\"}）。缺少的字段：" + strings.Join(keys, "、")
}

// Required says which columns a sheet must have.
func (e *HeaderError) Required() string {
	return "表头须含 " + strings.Join(labels(e.Missing), "、") + " 等列名"
}

func labels(columns []Column) (out []string) {
	for _, c := range columns {
		out = append(out, c.Label)
	}
	return out
}

// Letter names a column as spreadsheets do, from 0: A, B … Z, AA.
func Letter(n int) string {
	var out string
	for n++; n > 0; n = (n - 1) / 26 {
		out = string(rune('A'+(n-1)%26)) + out
	}
	return out
}

// normalMapping folds the headers of a mapping as those of a file are folded.
func normalMapping(m map[string]string) map[string]string {
	out := make(map[string]string, len(m))
	for header, key := range m {
		out[NormalHeader(header)] = strings.TrimSpace(key)
	}
	return out
}

// fits checks what a mapping says against the form and the layout; "" where it holds.
func (f form) fits(m map[string]string, l layout) string {
	var wrong []string
	for header, key := range normalMapping(m) {
		switch {
		case key != "" && f.labelOf(key) == "":
			wrong = append(wrong, "没有“"+key+"”这个字段")
		case !slices.Contains(l.names, header) && !l.lettered(header):
			wrong = append(wrong, "表头里没有“"+header+"”")
		}
	}
	slices.Sort(wrong)
	return strings.Join(wrong, "，")
}

// lettered reports whether a mapping's header is a column's letter: "C列".
func (l layout) lettered(header string) bool {
	for i := range l.keys {
		if strings.ToLower(Letter(i))+"列" == header {
			return true
		}
	}
	return false
}

// kept finds the mapping a person gave for this very layout.
func (r *reading) kept(l layout) (map[string]string, bool) {
	k, ok := r.o.Kept[Fingerprint(l.names)]
	return k.Mapping, ok && len(k.Mapping) > 0
}

// nearly tells of a mapping kept for a layout that is much like this one but not this one.
func (r *reading) nearly(l layout) string {
	for _, fp := range sortedKeys(r.o.Kept) {
		k := r.o.Kept[fp]
		mapped := 0
		for header, key := range normalMapping(k.Mapping) {
			if key != "" && slices.Contains(l.names, header) {
				mapped++
			}
		}
		if mapped == 0 || fp == Fingerprint(l.names) {
			continue
		}
		return "保存过的对应关系没有使用：那时的表头" + difference(k.Headers, l.names)
	}
	return ""
}

func difference(then, now []string) string {
	only := func(a, b []string) (out []string) {
		for _, x := range a {
			if !slices.Contains(b, x) {
				out = append(out, "“"+x+"”")
			}
		}
		return out
	}
	var parts []string
	if gone := only(then, now); len(gone) > 0 {
		parts = append(parts, "有"+strings.Join(gone, "、"))
	}
	if come := only(now, then); len(come) > 0 {
		parts = append(parts, "没有"+strings.Join(come, "、"))
	}
	if len(parts) == 0 {
		return "各列的个数不同"
	}
	return strings.Join(parts, "，")
}

func sortedKeys[T any](m map[string]T) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
