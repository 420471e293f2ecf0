// Package assets holds the data that more than one room needs: holiday years, dictionaries, fonts, icons, schemes.
// It is data with accessors; it imports nothing of this program.
package assets

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed calendar/*.json dictionaries/seed.json icons/*.svg schemes/*.json
var files embed.FS

//go:embed icon.png
var icon []byte

// Icon is the program's picture, a PNG of 512 pixels. It is shared: do not write to it.
func Icon() []byte { return icon }

// CalendarYears gives the shipped holiday years, each a file that worktime.ParseYear reads.
func CalendarYears() [][]byte {
	names, err := fs.Glob(files, "calendar/*.json")
	if err != nil {
		panic(fmt.Sprintf("assets: %v", err)) // the pattern is ours
	}
	var out [][]byte
	for _, n := range names {
		out = append(out, must(n))
	}
	return out
}

// Dictionaries gives the seeded dictionaries, which dictionary.Parse reads.
func Dictionaries() []byte { return must("dictionaries/seed.json") }

// Schemes gives the shipped contract schemes, each a file that score.Parse reads.
func Schemes() [][]byte {
	names, err := fs.Glob(files, "schemes/*.json")
	if err != nil {
		panic(fmt.Sprintf("assets: %v", err)) // the pattern is ours
	}
	var out [][]byte
	for _, n := range names {
		out = append(out, must(n))
	}
	return out
}

// Line gives the outline of an icon as SVG, 24 by 24, drawn in currentColor; ok is false for a name that is not shipped.
func Line(name string) (svg []byte, ok bool) {
	b, err := files.ReadFile("icons/" + name + ".svg")
	return b, err == nil
}

func must(name string) []byte {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("assets: %v", err)) // embedded when the program was built
	}
	return b
}
