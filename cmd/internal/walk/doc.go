// Package walk holds a test alone: the main job done in the real window by keyboard and mouse, as a person does it, on a
// virtual screen. What the window shows is asked of a program built with the tag walk (cmd/opsledger/look.go), so
// that buttons are found by their words; what was written is read by other programs afterwards. It imports
// cmd/internal/sight, and app/rule for what a week is.
package walk
