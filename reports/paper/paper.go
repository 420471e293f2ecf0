// Package paper says what a document consists of, whoever draws it: the PDF, the picture in the window, the Word file. It knows
// no domain and imports nothing.
package paper

import "time"

// Meta is what a document says of itself.
type Meta struct {
	Title     string
	Author    string
	Created   time.Time
	Foot      string // small, between the page numbers: version, moment, head's code
	Watermark string // light, across the page; "" for none
	Number    string // the document's number (发文字号), centred under its first title; "" for none
}

// Paper takes a document piece by piece, in the order it is read. It keeps its first error until it is written.
type Paper interface {
	Title(text string)
	Line(text string) // centred, under the title
	Blank()
	Heading(level int, text string) // 1 “一、”, 2 “（一）”, 3 “1.”; stays on the page of what follows
	Para(text string)
	Closing(text string) // a paragraph that stays on the page of the signature behind it
	Table(t Table)
	Chart(c Chart)
	Grid(g Grid)
	Signature(who string, when time.Time)
}
