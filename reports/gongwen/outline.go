package gongwen

import (
	"unicode/utf16"

	"opsledger/assets/fonts"
	"opsledger/reports/paper"
)

// anchor is where a heading stands: a bookmark of the file, nothing in a picture.
type anchor struct {
	level int // from 1
	text  string
	y     float64
}

func (a anchor) by(p pen) { p.anchor(a) }

func (p *picture) anchor(anchor) {}

// anchor sets a bookmark. A level is never more than one below the last: the library would lose it.
func (f *file) anchor(a anchor) {
	f.rank = min(a.level-1, f.rank+1)
	f.use(fonts.FangSong, sizeBody) // with such a face the library writes bookmarks as UTF-16
	f.pdf.Bookmark(plain(a.text), f.rank, a.y)
}

// plain is a text as the library can turn it into UTF-16: it knows no character beyond the basic plane, but takes the two halves
// of one.
func plain(text string) string {
	var out []byte
	for _, r := range paper.Clean(text) {
		if r == '\n' {
			r = ' '
		}
		if r <= 0xFFFF {
			out = append(out, string(r)...)
			continue
		}
		hi, lo := utf16.EncodeRune(r)
		for _, half := range []rune{hi, lo} {
			out = append(out, 0xE0|byte(half>>12), 0x80|byte(half>>6)&0x3F, 0x80|byte(half)&0x3F)
		}
	}
	return string(out)
}
