package pattern

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shortest is how many characters a phrase has at least: fewer say nothing by themselves (查询, 失败, 无法).
const shortest = 4

// polite are words people write around a trouble: a phrase ends at them.
var polite = []string{"关于", "请求", "请", "协助", "帮忙", "麻烦", "您好", "你好", "谢谢", "一下", "以及", "的", "了"}

// phrase is a stretch of a title, and the tickets that have it.
type phrase struct {
	text string
	in   []int
}

// worded finds phrases that stand in many titles. The longest come first, as they say most, and each keeps the tickets no earlier one
// has. What more than half of all titles hold says nothing, nor does a part of the name of a system, a region or an insurance.
func worded(tickets []Ticket, o Options) (out []Pattern) {
	taken := make([]bool, len(tickets))
	for _, f := range frequent(tickets, o) {
		var mine []int
		for _, i := range f.in {
			if !taken[i] {
				mine = append(mine, i)
			}
		}
		if len(mine) < o.Least {
			continue
		}
		p := Pattern{Label: f.text, Basis: Worded}
		for i, t := range tickets {
			if !taken[i] && p.Has(t) {
				taken[i] = true
				p.Tickets = append(p.Tickets, t)
			}
		}
		out = append(out, p)
	}
	return out
}

// frequent gives the phrases of enough titles, the longest first, then the most frequent.
func frequent(tickets []Ticket, o Options) []phrase {
	titles := make([][][]rune, len(tickets))
	cut := strings.NewReplacer(pairs(append(slices.Clone(o.Parts), polite...))...)
	for i, t := range tickets {
		titles[i] = stretches(cut.Replace(t.Title))
	}
	var out []phrase
	var before map[string][]int
	for n := shortest; ; n++ {
		found := grams(titles, n, before)
		for text, in := range found {
			if len(in) < o.Least {
				delete(found, text)
				continue
			}
			general := len(tickets) >= 4*o.Least && 2*len(in) > len(tickets)
			place := slices.ContainsFunc(o.Parts, func(name string) bool { return strings.Contains(name, text) })
			if !general && !place {
				out = append(out, phrase{text, in})
			}
		}
		if before = found; len(found) == 0 {
			break
		}
	}
	out = whole(out)
	slices.SortFunc(out, func(a, b phrase) int {
		return cmp.Or(len(b.text)-len(a.text), len(b.in)-len(a.in), cmp.Compare(a.text, b.text))
	})
	return out
}

// pairs makes what a replacer takes to put a gap in the place of each word, longer ones first.
func pairs(words []string) (out []string) {
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	for _, w := range words {
		if w != "" {
			out = append(out, w, " ")
		}
	}
	return out
}

// counted is a number with what it counts: 3月, 第2次. A phrase does not begin with its second half.
var counted = regexp.MustCompile(`第?[0-9]+[年月日号次批笔人条期]?`)

// stretches are the runs of Chinese characters in a text.
func stretches(text string) (out [][]rune) {
	text = counted.ReplaceAllString(text, " ")
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		if utf8.RuneCountInString(part) >= shortest {
			out = append(out, []rune(part))
		}
	}
	return out
}

// grams are the stretches of n characters with the titles they stand in; only those are counted of which both ends were frequent before
// (nil: all).
func grams(titles [][][]rune, n int, before map[string][]int) map[string][]int {
	out := map[string][]int{}
	for i, title := range titles {
		for _, run := range title {
			for at := 0; at+n <= len(run); at++ {
				if before != nil && (before[string(run[at:at+n-1])] == nil || before[string(run[at+1:at+n])] == nil) {
					continue
				}
				text := string(run[at : at+n])
				if in := out[text]; len(in) == 0 || in[len(in)-1] != i {
					out[text] = append(in, i)
				}
			}
		}
	}
	return out
}

// whole drops a phrase that is a part of a longer one which stands in nearly the same titles: four of five of them.
func whole(list []phrase) []phrase {
	part := map[string]bool{}
	size := map[string]int{}
	for _, f := range list {
		size[f.text] = len(f.in)
	}
	for _, f := range list {
		run := []rune(f.text)
		for n := shortest; n < len(run); n++ {
			for at := 0; at+n <= len(run); at++ {
				if text := string(run[at : at+n]); 5*len(f.in) >= 4*size[text] {
					part[text] = true
				}
			}
		}
	}
	return slices.DeleteFunc(list, func(f phrase) bool { return part[f.text] })
}
