package gongwen

import (
	"slices"
	"strings"
	"time"

	"opsledger/assets/fonts"
	"opsledger/reports/paper"
)

// The page of GB/T 9704-2012, in millimetres: margins, text area, grid.
const (
	marginTop, marginLeft = 37.0, 28.0
	areaWidth, areaHeight = 156.0, 225.0
	linesPerPage          = 22
	charsPerLine          = 28
	linePitch             = areaHeight / linesPerPage
	charPitch             = areaWidth / charsPerLine
	mmPerPoint            = 25.4 / 72
)

// Sizes in points: 二号, 三号, 四号, 小四, 小五.
const (
	sizeTitle  = 22.0
	sizeBody   = 16.0
	sizeNumber = 14.0
	sizeTable  = 12.0
	sizeFoot   = 9.0
)

// Doc is a document being laid out: pages of marks, which Write puts into a file and Picture on a screen. Errors are
// kept and given by these.
type Doc struct {
	meta  paper.Meta
	sh    *shaper
	y     float64 // below the top of the text area
	pages [][]mark
	held  []heading // laid out with what follows them
	err   error

	numbered bool
}

// New begins a document with its first page.
func New(meta paper.Meta) *Doc {
	l, err := shelves()
	return begin(meta, l, err)
}

func begin(meta paper.Meta, l *typecase, err error) *Doc {
	d := &Doc{meta: meta, sh: newShaper(l), err: err}
	d.newPage()
	return d
}

// Missing lists characters no bundled face has; they were drawn as 〓.
func (d *Doc) Missing() []rune {
	var out []rune
	for r := range d.sh.missing {
		out = append(out, r)
	}
	slices.Sort(out)
	return out
}

// Pages is how many pages there are so far.
func (d *Doc) Pages() int {
	d.settle()
	return len(d.pages)
}

func (d *Doc) newPage() {
	d.pages, d.y = append(d.pages, nil), 0
	d.watermark()
}

// put sets a mark on the page being laid out.
func (d *Doc) put(m mark) { d.pages[len(d.pages)-1] = append(d.pages[len(d.pages)-1], m) }

// heading waits for what follows it, so that it does not stand alone at the foot of a page.
type heading struct {
	level int
	text  string
	face  fonts.Face
}

// room sets the headings that wait and turns the page where they and a height do not fit what is left.
func (d *Doc) room(height float64) {
	held := d.held
	d.held = nil
	for _, h := range held {
		height += float64(d.count(h.text, h.face)) * linePitch
	}
	if len(held) > 0 {
		height = max(height, headingRoom)
	}
	d.turn(height)
	for _, h := range held {
		d.put(anchor{level: max(1, h.level), text: h.text, y: marginTop + d.y})
		d.block(h.text, h.face)
	}
}

// settle sets headings that nothing follows.
func (d *Doc) settle() {
	if len(d.held) > 0 {
		d.room(0)
	}
}

func (d *Doc) turn(height float64) {
	if d.y+height > areaHeight+1e-6 && d.y > 0 {
		d.newPage()
	}
}

// Title is centred, 小标宋 二号; no line of a long one is much shorter than the others.
func (d *Doc) Title(text string) {
	const least = 8
	for _, l := range d.balanced(text, fonts.Song, sizeTitle, areaWidth, least) {
		d.room(linePitch * 1.2)
		d.draw(l, sizeTitle, marginLeft+(areaWidth-d.width(l, sizeTitle))/2, linePitch*1.2)
		d.y += linePitch * 1.2
	}
	if d.meta.Number != "" && !d.numbered {
		d.numbered = true
		d.Line(d.meta.Number)
	}
}

// Line is a centred line under the title: number, period, who draws up.
func (d *Doc) Line(text string) {
	for _, l := range d.lines(text, fonts.FangSong, sizeNumber, 0, areaWidth) {
		d.room(linePitch)
		d.draw(l, sizeNumber, marginLeft+(areaWidth-d.width(l, sizeNumber))/2, linePitch)
		d.y += linePitch
	}
}

// Blank leaves a line empty.
func (d *Doc) Blank() {
	d.settle()
	if d.y > 0 {
		d.y += linePitch
	}
}

// Heading of level 1 is 黑体 (“一、”), of level 2 楷体 (“（一）”), of level 3 仿宋 (“1.”).
func (d *Doc) Heading(level int, text string) {
	f := map[int]fonts.Face{1: fonts.Hei, 2: fonts.Kai}[level]
	if f == "" {
		f = fonts.FangSong
	}
	d.held = append(d.held, heading{level, text, f})
}

// headingRoom is the least that must be left for a heading.
const headingRoom = 4 * linePitch

// Para is a paragraph, its first line two characters in.
func (d *Doc) Para(text string) {
	d.room(linePitch)
	d.block(text, fonts.FangSong)
}

// Closing is a paragraph that keeps to the page of the signature behind it: a signature does not stand alone.
func (d *Doc) Closing(text string) {
	d.room(float64(d.count(text, fonts.FangSong)+3) * linePitch)
	d.Para(text)
}

// count is how many lines a paragraph takes.
func (d *Doc) count(text string, f fonts.Face) (n int) {
	for _, part := range paragraphs(text) {
		n += len(d.lines(part, f, sizeBody, 2*charPitch, areaWidth))
	}
	return n
}

func paragraphs(text string) []string { return strings.Split(strings.TrimRight(text, "\n"), "\n") }

func (d *Doc) block(text string, f fonts.Face) {
	for _, part := range paragraphs(text) {
		for i, l := range d.lines(part, f, sizeBody, 2*charPitch, areaWidth) {
			d.turn(linePitch)
			x := marginLeft
			if i == 0 {
				x += 2 * charPitch
			}
			d.draw(l, sizeBody, x, linePitch)
			d.y += linePitch
		}
	}
}

// Signature sets who issues the document and when, at the right (成文日期 four characters in).
func (d *Doc) Signature(who string, when time.Time) {
	d.room(3 * linePitch)
	d.y += linePitch
	date := when.Format("2006年1月2日")
	dateGlyphs, whoGlyphs := d.sh.shape(date, fonts.FangSong), d.sh.shape(who, fonts.FangSong)
	right := marginLeft + areaWidth - 4*charPitch
	dateWidth, whoWidth := d.width(dateGlyphs, sizeBody), d.width(whoGlyphs, sizeBody)
	d.draw(whoGlyphs, sizeBody, max(marginLeft, right-dateWidth/2-whoWidth/2), linePitch)
	d.y += linePitch
	d.draw(dateGlyphs, sizeBody, right-dateWidth, linePitch)
	d.y += linePitch
}
