// Command opsledger is the desktop program.
package main

import (
	"fmt"
	"os"
	"slices"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/lang"

	"opsledger"
	"opsledger/assets"
	"opsledger/cmd/internal/boot"
	"opsledger/ui"
	"opsledger/ui/theme"
)

func main() {
	if slices.Contains(os.Args[1:], "--version") {
		fmt.Println(opsledger.Name(), boot.Version)
		return
	}
	fyneapp.SetMetadata(fyne.AppMetadata{ID: opsledger.ID(), Name: opsledger.Name(), Version: boot.Version})
	icon := fyne.NewStaticResource("icon.png", assets.Icon())
	a := fyneapp.New()
	a.Settings().SetTheme(theme.Theme{Dark: os.Getenv("OPSLEDGER_THEME") == "dark"})
	if err := lang.AddTranslationsForLocale([]byte(translations), "en"); err != nil {
		fyne.LogError("loading words", err)
	}
	a.SetIcon(icon)
	w := a.NewWindow(opsledger.Name())
	w.SetMaster() // the tray keeps no program without a window
	attend(w)
	program := ui.New(w, newGate(storeDir(os.Args[1:])), boot.Clock)
	if hasTray() {
		program.Tray(a)
	}
	w.ShowAndRun()
}

// attend answers who walks through the window; only a build for tests does.
var attend = func(fyne.Window) {}
