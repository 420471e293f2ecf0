// Command opsledger is the desktop program.
package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/lang"

	"opsledger/assets"
	"opsledger/cmd/internal/boot"
	_ "opsledger/cmd/internal/tongue" // before the toolkit looks for the system's language
	"opsledger/docs"
	"opsledger/ui"
	"opsledger/ui/screens"
	"opsledger/ui/theme"
	"opsledger/ui/work"
)

// storeKey keeps, among this user's preferences, where the store opened last lies.
const storeKey = "store.dir"

func main() {
	if slices.Contains(os.Args[1:], "--version") {
		fmt.Println(boot.Name, boot.Version)
		return
	}
	boot.OwnFonts()
	theme.HoldSystemFonts()
	debug.SetGCPercent(-1) // all that is read before the first frame stays: looking through it for garbage finds none
	fyneapp.SetMetadata(fyne.AppMetadata{ID: boot.ID, Name: boot.Name, Version: boot.Version})
	icon := fyne.NewStaticResource("icon.png", assets.Icon())
	a := fyneapp.New()
	scale(a.Preferences().String(screens.ScaleKey))
	a.Settings().SetTheme(theme.Called(cmp.Or(os.Getenv("OPSLEDGER_THEME"), a.Preferences().String(theme.Key))))
	for _, l := range []fyne.Locale{"en", "zh-Hans"} { // the toolkit's for a language it does not know, and for Chinese
		if err := lang.AddTranslationsForLocale([]byte(translations), l); err != nil {
			fyne.LogError("loading words", err)
		}
	}
	a.SetIcon(icon)
	w := a.NewWindow(boot.Name)
	w.SetMaster() // the tray keeps no program without a window
	attend(w)
	last := a.Preferences().String(storeKey)
	g := &gate{dir: storeDir(os.Args[1:], last), now: wall, remember: func(dir string) { a.Preferences().SetString(storeKey, dir) }}
	program := ui.New(w, g, wall)
	program.Carry(docs.Handbook)
	program.Given(given(os.Args[1:])...)
	if hasTray() {
		program.Tray(a)
	}
	a.Lifecycle().SetOnStarted(func() {
		fit(w)
		heed(w, program.Touch)
		work.Later(painted, func() { debug.SetGCPercent(collectAt); findFonts() })
	})
	w.ShowAndRun()
}

// painted is when the first frame has long been drawn.
const painted = 2 * time.Second

// findFonts looks for the system's fonts beside the window, and lets them in. Where they can't be found the bundled faces do.
func findFonts() {
	work.Run(func(context.Context) (bool, error) { return true, theme.FindSystemFonts() }, func(_ bool, err error) {
		if err != nil {
			fyne.LogError("looking for the system's fonts", err)
			return
		}
		theme.LetSystemFonts()
	})
}

// collectAt is how much the heap grows, in per cent of what is live, before it is collected: a window rests most of the time, and the
// PCs it runs on have little memory.
const collectAt = 50

// attend answers who walks through the window, and wall is the clock on the wall; only a build for tests answers, and may set its own clock.
var (
	attend = func(fyne.Window) {}
	wall   = boot.Clock
)

// scale draws all larger, as was chosen, unless the environment says how large. The toolkit reads it as the window is made.
func scale(chosen string) {
	if chosen != "" && os.Getenv(scaleEnv) == "" {
		os.Setenv(scaleEnv, chosen)
	}
}

const scaleEnv = "FYNE_SCALE"
