package storage

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"

	"opsledger/app/ledger"
)

// ordBits leaves 40 bits for a record's n in the search table's rowid.
const ordBits = 40

// initialsMax is how many pinyin initials from each character on can be searched for.
const initialsMax = 8

// searchText is what a record is found by. Personal fields never enter it.
type searchText struct{ two, word, initials string }

func searchTextOf(k *ledger.Kind, f *folded) searchText {
	var two, word, initials []string
	add := func(text string, short bool) {
		for _, run := range hanRuns(text) {
			two = append(two, pairs(run)...)
			if short {
				initials = append(initials, initialsOf(run)...)
			}
		}
		word = append(word, words(text)...)
	}
	add(f.number, true)
	word = append(word, numberTokens(f.number)...)
	for _, d := range k.Fields {
		if d.Search && d.Personal == "" {
			add(f.fields.Text(d.Key), d.Type != ledger.Long)
		}
	}
	return searchText{strings.Join(two, " "), strings.Join(word, " "), strings.Join(initials, " ")}
}

// index writes a record's search text. That of a new record replaces none: looking for one would cost as much again.
func (w *writer) index(k *ledger.Kind, f *folded, isNew bool) error {
	ord, err := w.ord(k.Name)
	if err != nil {
		return err
	}
	t := searchTextOf(k, f)
	verb := "INSERT OR REPLACE"
	if isNew {
		verb = "INSERT"
	}
	_, err = w.run(verb+" INTO search (rowid, two, word, initials) VALUES (?,?,?,?)", ord<<ordBits|f.n, t.two, t.word, t.initials)
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

func initialsOf(run []rune) []string {
	letters := make([]byte, 0, len(run))
	for _, r := range run {
		p := pinyin.SinglePinyin(r, initialArgs)
		if len(p) == 0 || p[0] == "" {
			letters = append(letters, '0')
			continue
		}
		letters = append(letters, p[0][0])
	}
	var out []string
	for i := range letters {
		out = append(out, string(letters[i:min(i+initialsMax, len(letters))]))
	}
	return out
}

// words are the runs of letters and digits, in lower case.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(narrow(text)), func(r rune) bool {
		return unicode.Is(unicode.Han, r) || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// numberTokens make a number findable without its punctuation and by its last digits.
func numberTokens(number string) []string {
	joined := strings.Join(words(number), "")
	var digits strings.Builder
	for _, r := range joined {
		if unicode.IsDigit(r) {
			digits.WriteRune(r)
		}
	}
	out := []string{joined}
	d := digits.String()
	for n := 3; n <= min(8, len(d)); n++ {
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
