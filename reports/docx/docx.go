// Package docx writes official documents as Word files, for offices that go on editing them: GB/T 9704-2012's page, real heading
// styles, East Asian fonts by their names, repeated table heads. The same pieces give the same bytes. It knows no domain and
// imports reports/paper only.
package docx

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"opsledger/reports/paper"
)

// The text area of GB/T 9704 in twentieths of a point, and what stands in a line.
const (
	areaWidth    = 8844 // 156 mm
	charsPerLine = 28
)

// Picture draws a chart as PNG, and says how high it is for a width of the text area, in millimetres.
type Picture func(c paper.Chart) (png []byte, height float64, err error)

// Doc is a document being written; it is a paper.Paper.
type Doc struct {
	meta     paper.Meta
	picture  Picture
	body     strings.Builder
	pictures [][]byte
	numbered bool
	err      error
}

var _ paper.Paper = (*Doc)(nil)

// New begins a document; charts are drawn by picture.
func New(meta paper.Meta, picture Picture) *Doc { return &Doc{meta: meta, picture: picture} }

// Title is centred, 小标宋 二号; under the first stands the document's number.
func (d *Doc) Title(text string) {
	d.paragraph(style("Title"), text)
	if d.meta.Number != "" && !d.numbered {
		d.numbered = true
		d.Line(d.meta.Number)
	}
}

// Line is a centred line under the title.
func (d *Doc) Line(text string) { d.paragraph(style("Subtitle"), text) }

// Blank leaves a line empty.
func (d *Doc) Blank() { d.paragraph(style("Normal"), "") }

// Heading is a real heading: it stands in the outline, and stays with what follows.
func (d *Doc) Heading(level int, text string) {
	d.paragraph(style(fmt.Sprintf("Heading%d", min(max(level, 1), 3))), text)
}

// Para is a paragraph, its first line two characters in; a line feed begins another.
func (d *Doc) Para(text string) { d.each(style("Body"), text) }

// Closing is a paragraph that stays with the signature behind it.
func (d *Doc) Closing(text string) { d.each(style("Body")+"<w:keepNext/>", text) }

func (d *Doc) each(properties, text string) {
	for _, part := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		d.paragraph(properties, part)
	}
}

// Signature sets who issues the document over the date, four characters from the right.
func (d *Doc) Signature(who string, when time.Time) {
	date := when.Format("2006年1月2日")
	d.paragraph(style("Normal")+"<w:keepNext/>", "")
	over := 400 + int(100*(ems(date)-ems(who))/2)
	d.paragraph(style("Normal")+"<w:keepNext/>"+right(max(0, over)), who)
	d.paragraph(style("Normal")+right(400), date)
}

// right sets a paragraph at the right, so many hundredths of a character in.
func right(hundredths int) string {
	return fmt.Sprintf(`<w:ind w:rightChars="%d" w:right="%d"/><w:jc w:val="right"/>`, hundredths, hundredths*areaWidth/charsPerLine/100)
}

// ems is about how wide a text is, in characters.
func ems(text string) float64 {
	sum := 0.0
	for _, r := range text {
		if sum++; r < 0x250 {
			sum -= 0.5
		}
	}
	return sum
}

func style(name string) string { return `<w:pStyle w:val="` + name + `"/>` }

// paragraph writes one, with its properties in the order the format asks.
func (d *Doc) paragraph(properties, text string) { d.body.WriteString(paragraph(properties, text)) }

func paragraph(properties, text string) string {
	return "<w:p><w:pPr>" + properties + "</w:pPr>" + run(text) + "</w:p>\n"
}

// run is text with its line feeds.
func run(text string) string {
	text = paper.Clean(text)
	if text == "" {
		return ""
	}
	var b strings.Builder
	for i, l := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		b.WriteString(`<w:t xml:space="preserve">` + escaped(l) + "</w:t>")
	}
	return "<w:r>" + b.String() + "</w:r>"
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\uFFFE", "", "\uFFFF", "")

// escaped is text within XML: what the format does not allow is dropped.
func escaped(text string) string {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "")
	}
	return escaper.Replace(text)
}
