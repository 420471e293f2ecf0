// Command opsledger is the desktop program.
package main

import (
	"os"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/lang"

	"opsledger/assets"
	"opsledger/cmd/internal/boot"
	"opsledger/ui"
	"opsledger/ui/theme"
)

func main() {
	fyneapp.SetMetadata(fyne.AppMetadata{ID: "cn.opsledger.desktop", Name: "运维台账", Version: boot.Version})
	icon := fyne.NewStaticResource("icon.png", assets.Icon())
	a := fyneapp.New()
	a.Settings().SetTheme(theme.Theme{Dark: os.Getenv("OPSLEDGER_THEME") == "dark"})
	if err := lang.AddTranslationsForLocale([]byte(translations), "en"); err != nil {
		fyne.LogError("loading words", err)
	}
	a.SetIcon(icon)
	w := a.NewWindow("运维台账")
	w.SetMaster() // the tray keeps no program without a window
	program := ui.New(w, newGate(storeDir(os.Args[1:])), boot.Clock)
	if hasTray() {
		program.Tray(a)
	}
	w.ShowAndRun()
}
