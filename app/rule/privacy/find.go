package privacy

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Hit is personal data found in a text, in bytes.
type Hit struct {
	Kind       string
	Start, End int
}

// Find finds ID cards, telephones and bank cards in free text, full-width digits included. Separators within a
// number (space, hyphen) are allowed; numbers whose check digits fail are left alone. Hits come in order and do not
// overlap.
func Find(text string) []Hit {
	var hits []Hit
	end := 0
	for _, c := range chains(text) {
		for _, h := range c.hits() {
			if h.Start < end {
				continue
			}
			hits = append(hits, landlines(text, end, h.Start)...)
			hits, end = append(hits, h), h.End
		}
	}
	return append(hits, landlines(text, end, len(text))...)
}

// Scrub masks all that Find finds; nothing that Find would find is left.
func Scrub(text string) string {
	for hits := Find(text); len(hits) > 0; hits = Find(text) { // what is masked may part what stood beside it
		var b strings.Builder
		last := 0
		for _, h := range hits {
			b.WriteString(text[last:h.Start])
			b.WriteString(Mask(h.Kind, narrow(text[h.Start:h.End])))
			last = h.End
		}
		text = b.String() + text[last:]
	}
	return text
}

// group is a stretch of digits with where it stands; an X may end the last one of an ID card.
type group struct {
	digits     string
	start, end int
	before     bool // a letter touches it in front
	after      bool // a letter touches it behind
	x          int  // where an X right behind it ends; 0: none
}

// chain are groups with a single separator between each two.
type chain []group

// maxDigits bounds what can be one number: a bank card.
const maxDigits = 19

// chains cuts a text into chains of groups of digits.
func chains(text string) []chain {
	var out []chain
	var cur chain
	for i := 0; i < len(text); {
		g, next := groupAt(text, i)
		if g.digits == "" {
			i = next
			continue
		}
		if len(cur) > 0 && !separates(text[cur[len(cur)-1].end:g.start]) {
			out, cur = append(out, cur), nil
		}
		cur, i = append(cur, g), next
	}
	if len(cur) > 0 {
		out = append(out, cur)
	}
	return out
}

// groupAt reads the group that begins at i; without digits where none does. next is where to look on.
func groupAt(text string, i int) (g group, next int) {
	g.start = i
	var b strings.Builder
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		d := digit(r)
		if d < 0 {
			if b.Len() == 0 {
				return g, i + size
			}
			break
		}
		b.WriteByte(byte('0' + d))
		i += size
	}
	g.digits, g.end = b.String(), i
	prev, _ := utf8.DecodeLastRuneInString(text[:g.start])
	follows, size := utf8.DecodeRuneInString(text[i:])
	g.before, g.after = latin(prev), latin(follows)
	if strings.ContainsRune("xXｘＸ", follows) && follows != 0 {
		beyond, _ := utf8.DecodeRuneInString(text[i+size:])
		if !latin(beyond) && digit(beyond) < 0 {
			g.x = i + size
		}
	}
	return g, i
}

// separates reports whether what stands between two groups is one separator.
func separates(s string) bool {
	switch s {
	case " ", "-", "\u3000", "\u00a0", "－", "–", "—", "‑":
		return true
	}
	return false
}

// hits finds the numbers of a chain: from the left, the longest first.
func (c chain) hits() (out []Hit) {
	for i := 0; i < len(c); i++ {
		for j := c.reach(i); j >= i; j-- {
			if h, ok := c[i : j+1].hit(i == 0 && j == len(c)-1); ok {
				out = append(out, h)
				i = j
				break
			}
		}
	}
	return out
}

// reach is the last group that could belong to a number that begins with group i.
func (c chain) reach(i int) int {
	n := 0
	for j := i; j < len(c); j++ {
		if n += len(c[j].digits); n > maxDigits {
			return j - 1
		}
	}
	return len(c) - 1
}

// hit takes groups as one number. Where they are only part of a chain, they must be grouped as people group it.
func (c chain) hit(whole bool) (Hit, bool) {
	last := c[len(c)-1]
	var b strings.Builder
	sizes := make([]int, len(c))
	for i, g := range c {
		b.WriteString(g.digits)
		sizes[i] = len(g.digits)
	}
	h := Hit{Start: c[0].start, End: last.end}
	s := b.String()
	if len(s) == 17 && last.x > 0 && !c[0].before && ValidIDCard(s+"X") {
		h.Kind, h.End = IDCard, last.x
		return h, true
	}
	if c[0].before || last.after {
		return h, false
	}
	usual := whole || len(c) == 1
	switch {
	case len(s) == 18 && ValidIDCard(s), len(s) == 15 && usual && ValidIDCard(s):
		h.Kind = IDCard
	case validMobile(s) && (usual || endsWith(sizes, 3, 4, 4)):
		h.Kind = Phone
	case validBankCard(s) && (usual || inFours(sizes)):
		h.Kind = BankCard
	}
	return h, h.Kind != ""
}

func endsWith(sizes []int, want ...int) bool {
	if len(sizes) < len(want) {
		return false
	}
	for i, n := range want {
		if sizes[len(sizes)-len(want)+i] != n {
			return false
		}
	}
	return true
}

func inFours(sizes []int) bool {
	for _, n := range sizes[:len(sizes)-1] {
		if n != 4 {
			return false
		}
	}
	return true
}

// landline is an area code, bracketed or not, and a number of seven or eight digits.
var landline = regexp.MustCompile(`(?:[(（][0０][0-9０-９]{2,3}[)）][ \-－]?|[0０][0-9０-９]{2,3}[ \-－]?)[2-9２-９][0-9０-９]{2,3}[ \-－]?[0-9０-９]{4}`)

// landlines finds telephones with an area code in a part of a text. Digits, letters or a hyphen that touch make them
// part of something longer: a date, a reference number.
func landlines(text string, from, to int) (out []Hit) {
	if !strings.ContainsAny(text[from:to], "0０") {
		return nil
	}
	for _, m := range landline.FindAllStringIndex(text[from:to], -1) {
		h := Hit{Phone, from + m[0], from + m[1]}
		prev, _ := utf8.DecodeLastRuneInString(text[:h.Start])
		next, _ := utf8.DecodeRuneInString(text[h.End:])
		if !touches(prev) && !touches(next) && validArea(narrow(text[h.Start:h.End])) {
			out = append(out, h)
		}
	}
	return out
}

func touches(r rune) bool { return latin(r) || digit(r) >= 0 || r == '-' || r == '－' || r == '*' }

// latin reports whether a rune makes a digit beside it part of a word.
func latin(r rune) bool {
	return r != utf8.RuneError && r < 0x250 && (unicode.IsLetter(r) || r == '_')
}

func digit(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '０' && r <= '９':
		return int(r - '０')
	}
	return -1
}

func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if d := digit(r); d >= 0 {
			return rune('0' + d)
		}
		if r == 'Ｘ' || r == 'ｘ' {
			return 'X'
		}
		return r
	}, s)
}
