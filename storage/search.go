package storage

import (
	"strings"
	"sync"
	"unicode"

	"github.com/mozillazg/go-pinyin"

	"opsledger/app/ledger"
)

// ordBits leaves 40 bits for a record's n in the search table's rowid.
const ordBits = 40

// searchRule names the way search texts are made; another way takes another name, and stores are indexed anew.
const searchRule = "search 3"

// initialsMax is how many pinyin initials from each character on can be searched for.
const initialsMax = 8

// searchText is what a record is found by. Personal fields never enter it.
type searchText struct{ two, word, initials, tag string }

func searchTextOf(k *ledger.Kind, f *folded) searchText {
	var two, word, initials []string
	add := func(text string, short bool) {
		for _, run := range hanRuns(text) {
			two = append(two, pairs(run)...)
			if short {
				initials = append(initials, initialsOf(run)...)
			}
		}
		word = append(append(word, words(text)...), joined(text)...)
	}
	add(f.number, true)
	word = append(word, numberTokens(f.number)...)
	for _, d := range k.Fields {
		if d.Search && d.Personal == "" {
			add(f.fields.Text(d.Key), d.Type != ledger.Long)
		}
	}
	return searchText{strings.Join(two, " "), strings.Join(word, " "), strings.Join(initials, " "), strings.Join(tagsOf(k, f), " ")}
}

// index writes a record's search text where it has changed. That of a new record replaces none: looking for one would cost as
// much again.
func (w *writer) index(k *ledger.Kind, before, f *folded) error {
	t, verb := searchTextOf(k, f), "INSERT"
	if before != nil {
		if verb = "INSERT OR REPLACE"; searchTextOf(k, before) == t {
			return nil
		}
	}
	ord, err := w.ord(k.Name)
	if err != nil {
		return err
	}
	_, err = w.run(verb+" INTO search (rowid, two, word, initials, tag) VALUES (?,?,?,?,?)", ord<<ordBits|f.n, t.two, t.word, t.initials, t.tag)
	return err
}

func (w *writer) ord(kind string) (int64, error) {
	if w.ords == nil {
		w.ords = map[string]int64{}
	}
	if o, ok := w.ords[kind]; ok {
		return o, nil
	}
	var o int64
	err := w.tx.QueryRowContext(w.ctx, "SELECT ord FROM kinds WHERE name = ?", kind).Scan(&o)
	w.ords[kind] = o
	return o, err
}

// hanRuns cuts text into runs of Chinese characters.
func hanRuns(text string) [][]rune {
	var out [][]rune
	var run []rune
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			run = append(run, r)
			continue
		}
		if len(run) > 0 {
			out, run = append(out, run), nil
		}
	}
	if len(run) > 0 {
		out = append(out, run)
	}
	return out
}

// pairs are the bigrams of a run and its last character, so that one character is found by prefix.
func pairs(run []rune) []string {
	out := make([]string, 0, len(run))
	for i := range run {
		out = append(out, string(run[i:min(i+2, len(run))]))
	}
	return out
}

var initialArgs = pinyin.Args{Style: pinyin.FirstLetter, Heteronym: false}

// otherInitials are second readings of characters that business words use: 调 is tiáo in 调整 and diào in 调动.
var otherInitials = map[rune]string{'调': "td", '行': "xh", '重': "zc", '长': "cz", '参': "cs", '省': "sx", '还': "hh", '系': "xj", '会': "hk", '降': "jx",
	'传': "cz", '单': "ds", '给': "gj", '校': "xj", '率': "ls", '曾': "zc", '解': "jx", '期': "qj", '差': "cc", '查': "cz", '合': "hg", '石': "sd", '盛': "sc", '藏': "cz"}

// initialsOf gives the initials from each character on, in every reading, as far as they can be searched for.
func initialsOf(run []rune) []string {
	letters := make([]string, 0, len(run))
	for _, r := range run {
		letters = append(letters, readings(r))
	}
	var out []string
	for i := range letters {
		out = append(out, spellings(letters[i:min(i+initialsMax, len(letters))])...)
	}
	return out
}

// metReadings holds the readings of characters met: asking the dictionary costs more than all else an initial takes.
var metReadings sync.Map

// readings are the initials a character may begin with, the usual one first.
func readings(r rune) string {
	if have, ok := metReadings.Load(r); ok {
		return have.(string)
	}
	found := lookReadings(r)
	metReadings.Store(r, found)
	return found
}

func lookReadings(r rune) string {
	first := "0"
	if p := pinyin.SinglePinyin(r, initialArgs); len(p) > 0 && p[0] != "" {
		first = p[0][:1]
	}
	for _, other := range otherInitials[r] {
		if !strings.ContainsRune(first, other) {
			first += string(other)
		}
	}
	return first
}

// maxSpellings bounds what characters of several readings add up to.
const maxSpellings = 8

func spellings(letters []string) []string {
	out := []string{""}
	for _, l := range letters {
		var next []string
		for _, other := range l {
			for _, s := range out {
				if len(next) < maxSpellings {
					next = append(next, s+string(other))
				}
			}
		}
		out = next
	}
	return out
}

// words are the runs of letters and digits, in lower case.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(narrow(text)), func(r rune) bool {
		return unicode.Is(unicode.Han, r) || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// joined are words that only signs part, written together: ORA-01555 is found by ora01555 too.
func joined(text string) (out []string) {
	stretches := strings.FieldsFunc(narrow(text), func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Han, r) })
	for _, stretch := range stretches {
		if ws := words(stretch); len(ws) > 1 && len(stretch) <= 40 {
			out = append(out, strings.Join(ws, ""))
		}
	}
	return out
}

// numberTokens make a number findable without its punctuation and by its last digits.
func numberTokens(number string) []string {
	whole := strings.Join(words(number), "")
	var digits strings.Builder
	for _, r := range whole {
		if unicode.IsDigit(r) {
			digits.WriteRune(r)
		}
	}
	out := []string{whole}
	d := digits.String()
	for n := 3; n <= min(12, len(d)); n++ {
		out = append(out, d[len(d)-n:])
	}
	return append(out, d)
}

func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xFF01 && r <= 0xFF5E {
			return r - 0xFEE0
		}
		if r == 0x3000 {
			return ' '
		}
		return r
	}, s)
}

// matching turns what a person typed into an FTS expression; all parts must be found. Everything that could be
// syntax is gone: only Han, letters and digits are left, quoted.
func matching(text string) string {
	var parts []string
	for _, term := range strings.Fields(narrow(text)) {
		for _, run := range hanRuns(term) {
			parts = append(parts, hanPart(run))
		}
		ws := words(term)
		if len(ws) == 0 {
			continue
		}
		alts := []string{`word : "` + strings.Join(ws, "") + `"*`}
		for _, w := range ws {
			if len(ws) == 1 && isLetters(w) {
				alts = append(alts, `initials : "`+w[:min(len(w), initialsMax)]+`"*`)
			}
		}
		if len(ws) > 1 {
			alts = append(alts, `word : "`+strings.Join(ws, " ")+`"*`)
		}
		parts = append(parts, "("+strings.Join(alts, " OR ")+")")
	}
	return strings.Join(parts, " AND ")
}

func hanPart(run []rune) string {
	if len(run) == 1 {
		return `two : "` + string(run) + `"*`
	}
	p := pairs(run)
	return `two : "` + strings.Join(p[:len(p)-1], " ") + `"`
}

func isLetters(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
}
