//go:build walk

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"fyne.io/fyne/v2"

	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/sight"
	"opsledger/ui/work"
)

// Whoever walks through the window from outside asks with a line on standard input, and is told on standard output what
// stands where. Only a program built with the tag walk answers: the one that is given away can't be asked.
// Such a program can be given a clock that starts at a moment, so that a walk is the same on every day.
func init() {
	attend = answerLooks
	if at, err := time.ParseInLocation("2006-01-02T15:04", os.Getenv("OPSLEDGER_WALK_NOW"), ledger.Zone); err == nil {
		began := boot.Clock()
		wall = func() time.Time { return at.Add(boot.Clock().Sub(began)) }
	}
}

func answerLooks(w fyne.Window) {
	work.Run(func(context.Context) (bool, error) {
		out := json.NewEncoder(os.Stdout)
		for in := bufio.NewScanner(os.Stdin); in.Scan(); {
			told := make(chan []sight.Seen)
			work.OnWindow(func() { told <- sight.Look(w.Canvas()) })
			if err := out.Encode(<-told); err != nil {
				return false, err
			}
		}
		return true, nil
	}, func(_ bool, err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	})
}
