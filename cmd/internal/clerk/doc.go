// Package clerk is a person at the real window, for tests that use the program from outside: a virtual screen with keyboard and mouse, and
// the words such a test is written in: open a place, type, press a button, wait for what must be read. What the window shows is asked of
// a program built with the tag walk (cmd/opsledger/look.go), so that buttons are found by their words. Nothing waits for a time: a word waits
// until what it names is on the screen, and fails the test where it never comes. It imports cmd/internal/sight.
package clerk
