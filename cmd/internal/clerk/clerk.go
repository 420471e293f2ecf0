package clerk

import (
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"opsledger/cmd/internal/sight"
)

// Desk is where a person sits down: the program, the store and what else is told to it, the folder taken for the user's own.
type Desk struct {
	Program string
	Store   string
	Home    string
	Files   []string // the program is started with, as a double click does
	Now     string   // the window's clock starts at this moment, as in 2026-03-12T10:00; "" is the machine's
	Shots   string   // a folder: the screen is kept there at each Shot; "" none
	Failed  string   // a folder: the screen is kept there where something never came
}

// Clerk is a person at the running program.
type Clerk struct {
	*Screen
	desk   Desk
	run    *exec.Cmd
	asks   io.Writer
	told   *json.Decoder
	errors strings.Builder
	shots  int
	upward bool // forms are scrolled back, not on
}

// Sit starts the program on a screen.
func (s *Screen) Sit(d Desk) *Clerk {
	s.t.Helper()
	w := &Clerk{Screen: s, desk: d, run: exec.Command(d.Program, append([]string{"--store", d.Store}, d.Files...)...)}
	w.run.Env = s.env("HOME="+d.Home, "XDG_CONFIG_HOME="+filepath.Join(d.Home, ".config"), "FYNE_SCALE=1", "OPSLEDGER_WALK_NOW="+d.Now)
	w.run.Stderr = &w.errors
	asks, err := w.run.StdinPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	told, err := w.run.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	w.asks, w.told = asks, json.NewDecoder(told)
	if err := w.run.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { w.run.Process.Kill() })
	s.raise("运维台账", 1280, 720)
	return w
}

// End asks the program to end, as the system does at shutdown, and waits for it.
func (w *Clerk) End() {
	w.t.Helper()
	if err := w.run.Process.Signal(syscall.SIGTERM); err != nil {
		w.t.Fatal(err)
	}
	if err := w.run.Wait(); err != nil {
		w.t.Errorf("the program ended with %v\n%s", err, w.errors.String())
	}
}

// Test is whose test it is.
func (w *Clerk) Test() *testing.T { return w.t }

// Look asks what is in the window now.
func (w *Clerk) Look() (all []sight.Seen) {
	w.t.Helper()
	if _, err := fmt.Fprintln(w.asks, "look"); err != nil {
		w.t.Fatalf("the window is gone: %v\n%s", err, w.errors.String())
	}
	if err := w.told.Decode(&all); err != nil {
		w.t.Fatalf("the window is gone: %v\n%s", err, w.errors.String())
	}
	return all
}

// Until waits for something that may have to do with the window; where it never comes, what the window shows is told and kept.
func (w *Clerk) Until(what string, came func() bool) {
	w.t.Helper()
	w.until(what, came, func() {
		w.picture(w.desk.Failed, strings.ReplaceAll(w.t.Name(), "/", "-"))
		var seen strings.Builder
		for _, s := range w.Look() {
			fmt.Fprintf(&seen, "\n%-12s %-40q %4.0f,%4.0f %4.0f×%3.0f focused %v disabled %v", s.What, s.Says, s.X, s.Y, s.W, s.H, s.Focused, s.Disabled)
		}
		w.t.Log(seen.String())
	})
}

// Await waits for something that is as asked, and gives it.
func (w *Clerk) Await(what string, as func(sight.Seen) bool) (found sight.Seen) {
	w.t.Helper()
	w.Until(what, func() bool {
		all := w.Look()
		i := slices.IndexFunc(all, as)
		if i >= 0 {
			found = all[i]
		}
		return i >= 0
	})
	return found
}

// Reads waits until the window shows a text that holds some words.
func (w *Clerk) Reads(words string) sight.Seen {
	w.t.Helper()
	return w.Await("“"+words+"”", func(s sight.Seen) bool { return s.What == "text" && strings.Contains(s.Says, words) })
}

// Finds waits for a text that is these words and no more.
func (w *Clerk) Finds(words string) sight.Seen {
	w.t.Helper()
	return w.Await("“"+words+"”", func(s sight.Seen) bool { return s.What == "text" && s.Says == words })
}

// Button waits until a button can be pressed.
func (w *Clerk) Button(label string) sight.Seen {
	w.t.Helper()
	return w.Await("the button "+label, func(s sight.Seen) bool { return s.What == "button" && s.Says == label && !s.Disabled })
}

// Press clicks a button by its words once it can be pressed.
func (w *Clerk) Press(label string) {
	w.t.Helper()
	w.Click(w.Button(label))
}

// Click clicks the middle of something.
func (w *Clerk) Click(on sight.Seen) {
	w.t.Helper()
	w.point(on)
	w.do("click", "1")
}

// point moves the pointer to the middle of something.
func (w *Clerk) point(on sight.Seen) {
	w.t.Helper()
	x, y := on.Middle()
	w.do("mousemove", strconv.Itoa(int(x)), strconv.Itoa(int(y)))
}

// Keys presses keys one after another, by their names: Tab, ctrl+Return.
func (w *Clerk) Keys(names ...string) {
	w.t.Helper()
	w.do(append([]string{"key", "--delay", "60"}, names...)...)
}

// Shot keeps the screen as it is, where pictures are asked for.
func (w *Clerk) Shot(name string) {
	w.shots++
	if w.desk.Shots != "" {
		w.picture(w.desk.Shots, fmt.Sprintf("%s-%02d-%s", strings.ReplaceAll(w.t.Name(), "/", "-"), w.shots, name))
	}
}
