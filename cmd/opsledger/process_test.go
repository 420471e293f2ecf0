package main

import (
	"os"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
)

// asProcess names what a copy of this test program is to be: the window, or an empty one.
const asProcess = "OPSLEDGER_BENCH_PROCESS"

// becomeProcess is called first of all.
func becomeProcess() {
	switch os.Getenv(asProcess) {
	case "window":
		main()
	case "empty":
		w := fyneapp.New().NewWindow("运维台账")
		w.SetContent(container.NewWithoutLayout())
		w.Resize(fyne.NewSize(1280, 720))
		w.ShowAndRun()
	default:
		return
	}
	os.Exit(0)
}
