// Package handbook owns how the manual is read: its chapters and what stands in them. It imports nothing of the project and no Fyne.
package handbook

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Chapter is a part of the manual under a heading of the second level: what is read at once.
type Chapter struct {
	Title  string
	Places []string // the screens it is about, as its comment `<!-- screens: … -->` names them
	Blocks []Passage
}

// Passage is a piece of a chapter. Exactly one of Text, Rows and Picture is set.
type Passage struct {
	Kind    PassageKind
	Text    string
	Mark    string     // before an item: •, 1.
	Depth   int        // of an item, from 0
	Rows    [][]string // of a table, its head first
	Picture string     // its path beside the manual; Text says what it shows
}

// PassageKind is what a passage is.
type PassageKind int

// The kinds of passages.
const (
	Plain PassageKind = iota
	Section
	Item
	Code
	Grid
	Illustration
)

var aboutPlaces = regexp.MustCompile(`<!--\s*screens:\s*(.*?)\s*-->`)

// Read reads the manual, a Markdown text (CommonMark with tables), chapter by chapter; what stands before the first is left out.
func Read(raw []byte) (out []Chapter) {
	root := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(raw))
	r := &reading{raw: raw}
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level == 2 {
			r.chapters = append(r.chapters, Chapter{Title: r.words(h)})
		} else if len(r.chapters) > 0 {
			r.block(n)
		}
	}
	return r.chapters
}

type reading struct {
	raw      []byte
	chapters []Chapter
}

func (r *reading) add(p Passage) {
	c := &r.chapters[len(r.chapters)-1]
	c.Blocks = append(c.Blocks, p)
}

func (r *reading) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		r.add(Passage{Kind: Section, Text: r.words(n)})
	case *ast.Paragraph, *ast.TextBlock:
		r.paragraph(n)
	case *ast.List:
		r.list(n, 0)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		r.add(Passage{Kind: Code, Text: strings.TrimRight(r.lines(n), "\n")})
	case *tables.Table:
		r.table(n)
	case *ast.HTMLBlock:
		if m := aboutPlaces.FindStringSubmatch(r.lines(n)); m != nil {
			c := &r.chapters[len(r.chapters)-1]
			c.Places = append(c.Places, strings.Fields(m[1])...)
		}
	}
}

// paragraph is text, or a picture where it holds nothing else.
func (r *reading) paragraph(n ast.Node) {
	if p, ok := n.FirstChild().(*ast.Image); ok && p.NextSibling() == nil {
		r.add(Passage{Kind: Illustration, Picture: string(p.Destination), Text: r.words(p)})
		return
	}
	r.add(Passage{Text: r.words(n)})
}

func (r *reading) list(l *ast.List, depth int) {
	n := max(l.Start, 1)
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		mark := "•"
		if l.IsOrdered() {
			mark, n = strconv.Itoa(n)+".", n+1
		}
		for in := item.FirstChild(); in != nil; in = in.NextSibling() {
			if deeper, ok := in.(*ast.List); ok {
				r.list(deeper, depth+1)
				continue
			}
			r.add(Passage{Kind: Item, Mark: mark, Depth: depth, Text: r.words(in)})
			mark = ""
		}
	}
}

func (r *reading) table(t *tables.Table) {
	var rows [][]string
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []string
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, r.words(cell))
		}
		rows = append(rows, cells)
	}
	r.add(Passage{Kind: Grid, Rows: rows})
}

// words is the text below a node. A line of Chinese broken in the source goes on without a space.
func (r *reading) words(n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch t := n.(type) {
		case *ast.Text:
			if entering {
				b.Write(t.Segment.Value(r.raw))
				if t.HardLineBreak() {
					b.WriteByte('\n')
				}
			}
		case *ast.AutoLink:
			if entering {
				b.Write(t.URL(r.raw))
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

func (r *reading) lines(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(r.raw))
	}
	return b.String()
}

// Says reports whether a chapter holds a text; capital and small letters are the same.
func (c Chapter) Says(query string) bool {
	if query = strings.ToLower(strings.TrimSpace(query)); query == "" || strings.Contains(strings.ToLower(c.Title), query) {
		return true
	}
	for _, p := range c.Blocks {
		if p.Says(query) {
			return true
		}
	}
	return false
}

// Says reports whether a passage holds a text.
func (p Passage) Says(query string) bool {
	if query = strings.ToLower(strings.TrimSpace(query)); query == "" {
		return false
	}
	has := func(s string) bool { return strings.Contains(strings.ToLower(s), query) }
	for _, row := range p.Rows {
		for _, cell := range row {
			if has(cell) {
				return true
			}
		}
	}
	return has(p.Text)
}

// About is the chapter about a screen, else about its place, else the first.
func About(list []Chapter, screen string) int {
	place, _, _ := strings.Cut(screen, "/")
	for _, want := range []string{screen, place} {
		for i, c := range list {
			for _, p := range c.Places {
				if p == want {
					return i
				}
			}
		}
	}
	return 0
}
