// Package docs carries the manual in the programs. It imports nothing of the project.
package docs

import "embed"

// Handbook holds manual.zh.md and the pictures it shows, by their paths in this folder.
//
//go:embed manual.zh.md pictures/*.png
var Handbook embed.FS
