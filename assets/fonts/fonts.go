// Package fonts holds the bundled faces: two for the window and one of dots, four for documents, and the map of characters beyond
// the basic plane that the document fallback keeps in its private use area. build.sh makes them; see NOTICE.
package fonts

import (
	"bytes"
	_ "embed" // the faces
	"encoding/json"
	"fmt"
	"strconv"
)

// Face is a document face.
type Face string

// Document faces, as GB/T 9704 calls for them.
const (
	FangSong Face = "fangsong" // 仿宋: body
	Hei      Face = "hei"      // 黑体: first heading
	Kai      Face = "kai"      // 楷体: second heading; the fallback for rare characters
	Song     Face = "song"     // in place of 小标宋: title
)

var (
	//go:embed window-regular.otf
	windowRegular []byte
	//go:embed window-medium.otf
	windowMedium []byte
	//go:embed window-dots.ttf
	windowDots []byte
	//go:embed document-fangsong.ttf
	fangSong []byte
	//go:embed document-hei.ttf
	hei []byte
	//go:embed document-kai.ttf
	kai []byte
	//go:embed document-song.ttf
	song []byte
	//go:embed private.json
	private []byte
)

// WindowRegular is the window's face. It is shared: do not write to it.
func WindowRegular() []byte { return windowRegular }

// WindowMedium stands in the bold slot: bold itself clogs at small sizes.
func WindowMedium() []byte { return windowMedium }

// WindowDots has nothing but what stands for a hidden character: the regular face's is too small to count.
func WindowDots() []byte { return windowDots }

// Document gives a copy of a document face: the PDF library writes into the bytes it is given.
func Document(f Face) []byte { return bytes.Clone(Shared(f)) }

// Shared is a document face for who only reads it. It is shared: do not write to it.
func Shared(f Face) []byte {
	return map[Face][]byte{FangSong: fangSong, Hei: hei, Kai: kai, Song: song}[f]
}

// Private maps characters beyond the basic plane to where Kai keeps them.
func Private() (map[rune]rune, error) {
	var raw map[string]string
	if err := json.Unmarshal(private, &raw); err != nil {
		return nil, fmt.Errorf("reading map of rare characters: %w", err)
	}
	out := make(map[rune]rune, len(raw))
	for from, to := range raw {
		f, err1 := strconv.ParseInt(from, 16, 32)
		t, err2 := strconv.ParseInt(to, 16, 32)
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("map of rare characters: %s %s", from, to)
		}
		out[rune(f)] = rune(t)
	}
	return out, nil
}
