package main

// hasTray reports whether the system shows tray icons: this one always does.
func hasTray() bool { return true }
