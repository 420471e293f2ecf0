// Command opsledger is the desktop program.
package main

import (
	"cmp"
	"os"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/lang"

	"opsledger/assets"
	"opsledger/cmd/internal/boot"
	"opsledger/ui"
	"opsledger/ui/screens"
	"opsledger/ui/theme"
)

// storeKey keeps, among this user's preferences, where the store opened last lies.
const storeKey = "store.dir"

func main() {
	fyneapp.SetMetadata(fyne.AppMetadata{ID: "cn.opsledger.desktop", Name: "运维台账", Version: boot.Version})
	icon := fyne.NewStaticResource("icon.png", assets.Icon())
	a := fyneapp.New()
	scale(a.Preferences().String(screens.ScaleKey))
	a.Settings().SetTheme(theme.Called(cmp.Or(os.Getenv("OPSLEDGER_THEME"), a.Preferences().String(theme.Key))))
	if err := lang.AddTranslationsForLocale([]byte(translations), "en"); err != nil {
		fyne.LogError("loading words", err)
	}
	a.SetIcon(icon)
	w := a.NewWindow("运维台账")
	last := a.Preferences().String(storeKey)
	g := &gate{dir: storeDir(os.Args[1:], last), remember: func(dir string) { a.Preferences().SetString(storeKey, dir) }}
	shown := ui.New(w, g, boot.Clock)
	a.Lifecycle().SetOnStarted(func() { fit(w); heed(w, shown.Touch) })
	w.ShowAndRun()
}

// scale draws all larger, as was chosen, unless the environment says how large. The toolkit reads it as the window is made.
func scale(chosen string) {
	if chosen != "" && os.Getenv(scaleEnv) == "" {
		os.Setenv(scaleEnv, chosen)
	}
}

const scaleEnv = "FYNE_SCALE"
