package gongwen

import (
	"bytes"
	"compress/zlib"
	"flag"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"

	"opsledger/assets/fonts"
	"opsledger/reports/paper"
)

var strings100k = flag.Int("strings", 100_000, "how many random strings must come back from a page")

// someText is Chinese as people type it: common characters, rare ones, marks, runs of letters and digits, line feeds.
func someText(r *rand.Rand, rares []rune) string {
	var b strings.Builder
	for range 1 + r.IntN(12) {
		switch r.IntN(10) {
		case 0:
			b.WriteRune(rares[r.IntN(len(rares))])
		case 1:
			b.WriteRune([]rune("，。、；：？！（）《》“”‘’…—·％℃①×")[r.IntN(22)])
		case 2:
			for range 1 + r.IntN(20) {
				b.WriteByte("ABCXYZabcxyz0123456789-_./:%"[r.IntN(28)])
			}
		case 3:
			b.WriteString([]string{" ", "\n", "　", "-", "8%"}[r.IntN(5)])
		default:
			for range 1 + r.IntN(8) {
				b.WriteRune(rune(0x4E00 + r.IntN(0x9FFF-0x4E00)))
			}
		}
	}
	return b.String()
}

// rareCharacters are those beyond the basic plane the bundled faces know.
func rareCharacters(t *testing.T) (out []rune) {
	private, err := fonts.Private()
	if err != nil {
		t.Fatal(err)
	}
	for r := range private {
		out = append(out, r)
	}
	return out
}

// laid is the text of a document's marks in the order they were set, line feeds left out.
func laid(d *Doc) string {
	d.settle()
	var b strings.Builder
	for _, page := range d.pages {
		for _, m := range page {
			if l, ok := m.(line); ok {
				for _, g := range l.glyphs {
					if g.char != '\n' {
						b.WriteRune(g.char)
					}
				}
			}
		}
	}
	return b.String()
}

// TestEveryStringComesBack lays random strings out as paragraphs, headings, titles and narrow cells, and reads them off the marks.
func TestEveryStringComesBack(t *testing.T) {
	rares := rareCharacters(t)
	r := rand.New(rand.NewPCG(7, 9))
	const batch = 500
	for done := 0; done < *strings100k; done += batch {
		d := New(paper.Meta{Created: when})
		var want strings.Builder
		for i := range batch {
			s := someText(r, rares)
			want.WriteString(strings.ReplaceAll(paper.Clean(s), "\n", ""))
			switch i % 5 {
			case 0:
				d.Heading(1+r.IntN(3), s)
				d.settle()
			case 1:
				d.Table(paper.Table{Columns: []paper.Column{{Weight: 0.1 + r.Float64()}, {Weight: 5 * r.Float64()}}, Rows: [][]string{{s}}})
			case 2:
				d.Grid(paper.Grid{Rows: [][]paper.Cell{{{Text: s, Weight: 0.2 + r.Float64(), Label: r.IntN(2) == 0, Lines: r.IntN(4)}, {Weight: 2}}}})
			default:
				d.Para(s)
			}
		}
		if got := laid(d); got != want.String() {
			t.Fatalf("strings %d to %d did not come back whole", done, done+batch)
		}
	}
}

// shown is the text of a file's pages: what its drawing commands show, by its own map of characters.
func shown(t *testing.T, raw []byte, used map[rune]rune) string {
	t.Helper()
	var b strings.Builder
	for rest := raw; ; {
		from := bytes.Index(rest, []byte("/Filter /FlateDecode /Length "))
		if from < 0 {
			return b.String()
		}
		rest = rest[from:]
		begin := bytes.Index(rest, []byte("stream\n")) + len("stream\n")
		z, err := zlib.NewReader(bytes.NewReader(rest[begin:]))
		if err != nil {
			rest = rest[begin:]
			continue
		}
		page, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range texts(page) {
			if is, ok := used[r]; ok {
				r = is
			}
			b.WriteRune(r)
		}
		rest = rest[begin:]
	}
}

// texts are the characters a page's commands show, in order: (…) Tj, two bytes each.
func texts(page []byte) (out []rune) {
	for {
		from := bytes.Index(page, []byte(" Td ("))
		if from < 0 {
			return out
		}
		page = page[from+len(" Td ("):]
		var units []byte
		for i := 0; page[i] != ')'; i++ {
			if page[i] == '\\' {
				i++
				if page[i] == 'r' {
					units = append(units, '\r')
					continue
				}
			}
			units = append(units, page[i])
		}
		for i := 0; i+1 < len(units); i += 2 {
			out = append(out, utf16.Decode([]uint16{uint16(units[i])<<8 | uint16(units[i+1])})...)
		}
	}
}

// TestTheFileShowsEveryString writes fewer of them into files and reads the commands, and fewer still by another program.
func TestTheFileShowsEveryString(t *testing.T) {
	rares := rareCharacters(t)
	r := rand.New(rand.NewPCG(3, 1))
	for round := range 10 {
		d := New(paper.Meta{Created: when})
		for range 300 {
			d.Para(someText(r, rares))
		}
		want := letters(paged(d))
		raw := render(t, d)
		if got := letters(shown(t, raw, d.sh.used)); got != want {
			t.Fatalf("round %d: the commands do not show what was set", round)
		}
		if round > 0 {
			continue
		}
		if got := letters(text(t, raw)); got != want {
			t.Fatal("another program reads something else")
		}
	}
}

// paged is what a document's pages show: their text, then their number; what no face has as a mark.
func paged(d *Doc) string {
	var b strings.Builder
	for i := range d.Pages() {
		for _, m := range d.marks(i + 1) {
			l, _ := m.(line)
			for _, g := range l.glyphs {
				if d.sh.missing[g.char] {
					g.char = missingMark
				}
				b.WriteRune(g.char)
			}
		}
	}
	return b.String()
}
