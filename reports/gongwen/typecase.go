package gongwen

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	pdf "github.com/jung-kurt/gofpdf"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"opsledger/assets/fonts"
)

// rare is the face of rare characters where the PC's own 楷体 stands in the place of the bundled one, which knows them.
const rare fonts.Face = "rare"

// typecase is the faces documents are drawn with: read once, shared by all of them.
type typecase struct {
	faces   map[fonts.Face]*face
	own     map[fonts.Face][]byte // of the PC, in the place of bundled ones
	private map[rune]rune         // where the face of rare characters keeps those beyond the basic plane
	rare    fonts.Face
}

// newTypecase reads the bundled faces, and the PC's own in their places; one of these that can't be used leaves the bundled one.
func newTypecase(own map[fonts.Face][]byte) (*typecase, error) {
	l := &typecase{faces: map[fonts.Face]*face{}, own: map[fonts.Face][]byte{}, rare: fonts.Kai}
	var err error
	if l.private, err = fonts.Private(); err != nil {
		return nil, err
	}
	for _, n := range []fonts.Face{fonts.FangSong, fonts.Hei, fonts.Kai, fonts.Song} {
		if l.faces[n], err = newFace(n, fonts.Shared(n)); err != nil {
			return nil, err
		}
	}
	for n, raw := range own {
		f, err := tried(n, raw)
		if err != nil {
			continue
		}
		if n == fonts.Kai {
			l.rare = rare
			l.faces[rare] = l.faces[n]
		}
		l.faces[n], l.own[n] = f, raw
	}
	return l, nil
}

// everyday is what a face must hold to be one for Chinese documents.
const everyday = "国务院办公厅关于社会保险待遇的通知，（）“”：；0123456789—"

// writes reports whether a face has every character of a text.
func (f *face) writes(text string) bool {
	for _, r := range text {
		if _, ok := f.em(r); !ok {
			return false
		}
	}
	return true
}

// raw gives a copy of a face's file: the PDF library writes into the bytes it is given.
func (l *typecase) raw(n fonts.Face) []byte {
	if own := l.own[n]; own != nil {
		return bytes.Clone(own)
	}
	if n == rare {
		n = fonts.Kai
	}
	return fonts.Document(n)
}

func newFace(n fonts.Face, raw []byte) (*face, error) {
	f, err := sfnt.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("reading face %s: %w", n, err)
	}
	return &face{name: n, font: f, units: fixed.Int26_6(f.UnitsPerEm()), width: map[rune]float64{}}, nil
}

var (
	finder  atomic.Pointer[func() map[fonts.Face][]byte]
	shelves = sync.OnceValues(func() (*typecase, error) {
		if find := finder.Load(); find != nil {
			return newTypecase((*find)())
		}
		return newTypecase(nil)
	})
)

// Own has documents take faces of the PC's own where find gives them: TrueType files that may be embedded. It is asked once, at
// the first document, and must be named before that.
func Own(find func() map[fonts.Face][]byte) { finder.Store(&find) }

var errFace = errors.New("face can't be embedded")

// tried reads a face of the PC's own and tries it out: the PDF library reads TrueType outlines only, and tells what it can't read
// on standard output.
func tried(n fonts.Face, raw []byte) (f *face, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errFace, r)
		}
	}()
	if err := readable(raw); err != nil {
		return nil, err
	}
	if f, err = newFace(n, raw); err != nil {
		return nil, err
	}
	if !f.writes(everyday) {
		return nil, fmt.Errorf("%w: it lacks everyday characters", errFace)
	}
	p := pdf.New("P", "mm", "A4", "")
	p.AddUTF8FontFromBytes("own", "", bytes.Clone(raw))
	p.SetFont("own", "", sizeBody)
	p.AddPage()
	p.Text(10, 10, everyday)
	return f, p.Output(io.Discard)
}

// readable looks at what the PDF library would stumble over.
func readable(raw []byte) error {
	tables := tablesOf(raw)
	word := func(table string, at int) int {
		if t := tables[table]; len(t) >= at+2 {
			return int(binary.BigEndian.Uint16(t[at:]))
		}
		return -1
	}
	for _, t := range []string{"head", "hhea", "hmtx", "maxp", "loca", "glyf", "cmap", "name", "OS/2", "post"} {
		if tables[t] == nil {
			return fmt.Errorf("%w: no table %s", errFace, t)
		}
	}
	const subsetNever, embedNever = 0x0300, 0x0002
	rights := word("OS/2", 8)
	switch {
	case rights < 0, rights == embedNever, rights&subsetNever != 0:
		return fmt.Errorf("%w: its licence bits say no", errFace)
	case word("name", 0) != 0, word("head", 52) != 0, word("hhea", 32) != 0, word("hhea", 34) < 1:
		return fmt.Errorf("%w: unknown format", errFace)
	case !mapsUnicode(tables["cmap"]):
		return fmt.Errorf("%w: no map of characters", errFace)
	}
	return nil
}

// tablesOf cuts a TrueType file into its tables; none for any other.
func tablesOf(raw []byte) map[string][]byte {
	const trueType = 0x00010000
	if len(raw) < 12 || binary.BigEndian.Uint32(raw) != trueType {
		return nil
	}
	out := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(raw[4:])) {
		at := 12 + 16*i
		if at+16 > len(raw) {
			return nil
		}
		from, n := uint64(binary.BigEndian.Uint32(raw[at+8:])), uint64(binary.BigEndian.Uint32(raw[at+12:]))
		if from+n > uint64(len(raw)) {
			return nil
		}
		out[string(raw[at:at+4])] = raw[from : from+n]
	}
	return out
}

// mapsUnicode looks for the one format of map the PDF library reads.
func mapsUnicode(cmap []byte) bool {
	if len(cmap) < 4 {
		return false
	}
	for i := range int(binary.BigEndian.Uint16(cmap[2:])) {
		at := 4 + 8*i
		if at+8 > len(cmap) {
			return false
		}
		system, coder, from := binary.BigEndian.Uint16(cmap[at:]), binary.BigEndian.Uint16(cmap[at+2:]), uint64(binary.BigEndian.Uint32(cmap[at+4:]))
		if (system == 3 && coder == 1 || system == 0) && from+2 <= uint64(len(cmap)) && binary.BigEndian.Uint16(cmap[from:]) == 4 {
			return true
		}
	}
	return false
}
