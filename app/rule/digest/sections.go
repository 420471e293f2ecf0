package digest

import (
	"fmt"
	"slices"
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

// Edit puts what a person wrote in place of the drafted sections and notes which they are (R074). It begins from what
// stood there at first: editing again is as if it were the first time.
func (w *Report) Edit(by Written) {
	if w.first == nil {
		edited := note(w.Edited)
		w.first = &first{w.Work, w.Problems, w.Next, w.Edited, slices.DeleteFunc(slices.Clone(w.Notes), func(n string) bool { return n == edited })}
	}
	w.Edited, w.Notes = w.Edited[:0:0], slices.Clip(w.first.notes)
	titles := w.Titles()
	for _, s := range []struct {
		label, text string
		from        []string
		to          *[]string
	}{{titles[0], by.Work, w.first.work, &w.Work}, {titles[1], by.Problems, w.first.problems, &w.Problems}, {titles[2], by.Next, w.first.next, &w.Next}} {
		lines := paragraphs(s.text)
		if len(lines) > 0 || slices.Contains(w.first.edited, s.label) {
			w.Edited = append(w.Edited, s.label)
		}
		if *s.to = s.from; len(lines) > 0 {
			*s.to = lines
		}
	}
	w.More = parts(by.More)
	if len(w.Edited) > 0 {
		w.Notes = append(w.Notes, note(w.Edited))
	}
}

// first is what a report said before it was edited.
type first struct{ work, problems, next, edited, notes []string }

// note says which sections a person wrote.
func note(edited []string) string {
	return fmt.Sprintf("%s由人工编写，其余由台账汇总。", quoted(edited))
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
