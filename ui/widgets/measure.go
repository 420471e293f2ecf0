package widgets

import (
	"strings"
	"sync"

	"fyne.io/fyne/v2"
)

// face is a size and weight of the theme's font, with the widths of its single characters. A text is as wide as its
// characters to within a pixel; shaping it whole, at every length tried, costs a hundred times as much.
type face struct {
	size   float32
	bold   bool
	widths map[rune]float32
}

var (
	faces    = map[any]*face{}
	facesUse sync.Mutex
)

// faceOf finds a face; another font is another face.
func faceOf(size float32, bold bool) *face {
	key := [3]any{fyne.CurrentApp().Settings().Theme().Font(fyne.TextStyle{Bold: bold}), size, bold}
	facesUse.Lock()
	defer facesUse.Unlock()
	if faces[key] == nil {
		faces[key] = &face{size, bold, map[rune]float32{}}
	}
	return faces[key]
}

// advance is how wide a character is.
func (f *face) advance(c rune) float32 {
	facesUse.Lock()
	defer facesUse.Unlock()
	w, ok := f.widths[c]
	if !ok {
		w = extent(string(c), f.size, f.bold).Width
		f.widths[c] = w
	}
	return w
}

func (f *face) length(text string) float32 {
	w := float32(0)
	for _, c := range text {
		w += f.advance(c)
	}
	return w
}

// lengthOf is the width of a text.
func lengthOf(text string, size float32, bold bool) float32 { return faceOf(size, bold).length(text) }

// notFirst are characters that may not begin a line.
const notFirst = "，。、；：？！”’）》」』】…—·%,.;:?!)]"

// wrap breaks a text into lines of a width: between Han characters anywhere, in Latin and numbers at spaces.
func wrap(text string, width, size float32) []string {
	var lines []string
	var line []rune
	used, f := float32(0), faceOf(size, false)
	for _, c := range text {
		w := f.advance(c)
		if used+w > width && len(line) > 0 && !strings.ContainsRune(notFirst, c) {
			keep := breakAt(line, c)
			lines = append(lines, strings.TrimRight(string(line[:keep]), " "))
			line = append([]rune(nil), line[keep:]...)
			used = f.length(string(line))
		}
		if c != ' ' || len(line) > 0 {
			line, used = append(line, c), used+w
		}
	}
	return append(lines, string(line))
}

// breakAt says how much of a full line stays on it where a character comes next.
func breakAt(line []rune, next rune) int {
	at := len(line)
	for at > 0 && narrow(next) && narrow(line[at-1]) {
		at--
	}
	if at == 0 { // one long word
		return len(line)
	}
	return at
}

// narrow reports a character of a Latin word or a number.
func narrow(c rune) bool { return c > ' ' && c < 0x2E80 && !strings.ContainsRune(notFirst, c) }
