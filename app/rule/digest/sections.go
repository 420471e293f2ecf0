package digest

import (
	"fmt"
	"strings"
)

// Section is a part of a report that the contract does not name.
type Section struct {
	Title string   `json:"title"`
	Lines []string `json:"lines"`
}

// Written is what a person wrote of a report, a paragraph a line; an empty text leaves a section as drafted. In More
// a line 【标题】 begins a further section.
type Written struct{ Work, Problems, Next, More string }

// Edit puts what a person wrote in place of the drafted sections and notes which they are (R074).
func (w *Weekly) Edit(by Written) {
	for _, s := range []struct {
		label, text string
		to          *[]string
	}{{"本周工作", by.Work, &w.Work}, {"存在问题", by.Problems, &w.Problems}, {"下周工作安排", by.Next, &w.Next}} {
		if lines := paragraphs(s.text); len(lines) > 0 {
			*s.to = lines
			w.Edited = append(w.Edited, s.label)
		}
	}
	w.More = parts(by.More)
	if len(w.Edited) > 0 {
		w.Notes = append(w.Notes, fmt.Sprintf("%s由人工编写，其余由台账汇总。", quoted(w.Edited)))
	}
}

func quoted(labels []string) string { return "“" + strings.Join(labels, "”“") + "”" }

// paragraphs are the lines of a text that say something.
func paragraphs(text string) []string {
	var out []string
	for _, l := range strings.Split(strings.TrimPrefix(text, "\uFEFF"), "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

func parts(text string) []Section {
	out := []Section{}
	for _, l := range paragraphs(text) {
		title, ok := strings.CutPrefix(l, "【")
		if title, closed := strings.CutSuffix(title, "】"); ok && closed && title != "" {
			out = append(out, Section{Title: title, Lines: []string{}})
			continue
		}
		if len(out) == 0 {
			out = append(out, Section{Title: "其他事项"})
		}
		last := &out[len(out)-1]
		last.Lines = append(last.Lines, l)
	}
	return out
}
