package theme

import (
	"io"
	"log"
	"sync"
	_ "unsafe" // two variables of the toolkit are named below

	"github.com/go-text/typesetting/fontscan"
)

// The toolkit looks through the fonts of the system before it draws its first character, for a face to stand behind the theme's: a third of
// what the first frame costs, and seconds on a PC with many fonts that nobody has looked through before. The bundled faces have
// what a login needs, and no setting keeps the toolkit from it; so it is told that it has looked, and found none.

//go:linkname looked fyne.io/fyne/v2/internal/painter.loaded
var looked bool

//go:linkname looking fyne.io/fyne/v2/internal/painter.fontScanLock
var looking sync.Mutex

// HoldSystemFonts has the toolkit do without the system's fonts until they are let in. Call it before anything is drawn.
func HoldSystemFonts() { hold(true) }

// FindSystemFonts looks through the system's fonts, which may take seconds. The toolkit then has what was found at hand.
func FindSystemFonts() error {
	_, err := fontscan.SystemFonts(log.New(io.Discard, "", 0), "")
	return err
}

// LetSystemFonts has the toolkit take a character that the bundled faces lack, as the rarest of names have, from the system's.
func LetSystemFonts() { hold(false) }

func hold(on bool) {
	looking.Lock()
	defer looking.Unlock()
	looked = on
}
