package walk

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"opsledger/cmd/internal/sight"
)

var pictures = flag.String("pictures", "", "a folder: the screen is kept there at each step")

// window is the running program, seen and used from outside.
type window struct {
	*screen
	run    *exec.Cmd
	asks   io.Writer
	told   *json.Decoder
	errors strings.Builder
	shots  int
}

// open starts the program on a screen; home is the folder it takes for the user's own.
func open(s *screen, program, store, home string) *window {
	s.t.Helper()
	w := &window{screen: s, run: exec.Command(program, "--store", store)}
	w.run.Env = s.env("HOME="+home, "XDG_CONFIG_HOME="+filepath.Join(home, ".config"), "FYNE_SCALE=1")
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

// look asks what is in the window now.
func (w *window) look() (all []sight.Seen) {
	w.t.Helper()
	if _, err := fmt.Fprintln(w.asks, "look"); err != nil {
		w.t.Fatalf("the window is gone: %v\n%s", err, w.errors.String())
	}
	if err := w.told.Decode(&all); err != nil {
		w.t.Fatalf("the window is gone: %v\n%s", err, w.errors.String())
	}
	return all
}

// await waits for something that is as asked, and gives it.
func (w *window) await(what string, as func(sight.Seen) bool) (found sight.Seen) {
	w.t.Helper()
	var all []sight.Seen
	until(w.t, what, func() bool {
		all = w.look()
		i := slices.IndexFunc(all, as)
		if i >= 0 {
			found = all[i]
		}
		return i >= 0
	}, func() { w.describe(all) })
	return found
}

func (w *window) describe(all []sight.Seen) {
	w.picture(os.TempDir(), "walk-stopped")
	for _, s := range all {
		w.t.Logf("%-12s %-40q %4.0f,%4.0f %4.0f×%3.0f focused %v disabled %v", s.What, s.Says, s.X, s.Y, s.W, s.H, s.Focused, s.Disabled)
	}
}

// reads waits until the window shows a text that holds some words.
func (w *window) reads(words string) sight.Seen {
	w.t.Helper()
	return w.await("“"+words+"”", func(s sight.Seen) bool { return s.What == "text" && strings.Contains(s.Says, words) })
}

// press clicks a button by its words once it can be pressed.
func (w *window) press(label string) {
	w.t.Helper()
	w.click(w.await("the button "+label, func(s sight.Seen) bool { return s.What == "button" && s.Says == label && !s.Disabled }))
}

func (w *window) click(on sight.Seen) {
	w.t.Helper()
	x, y := on.Middle()
	w.do("mousemove", strconv.Itoa(int(x)), strconv.Itoa(int(y)), "click", "1")
}

func (w *window) keys(names ...string) {
	w.t.Helper()
	w.do(append([]string{"key", "--delay", "60"}, names...)...)
}

// below is the box to type into, or to choose in, that stands nearest below a label.
func below(all []sight.Seen, label, what string) (box sight.Seen, ok bool) {
	i := slices.IndexFunc(all, func(s sight.Seen) bool { return s.What == "text" && s.Says == label })
	if i < 0 {
		return box, false
	}
	for _, s := range all {
		if s.What == what && s.Y >= all[i].Y && s.X <= all[i].X+2 && s.X+s.W > all[i].X && (!ok || s.Y < box.Y) {
			box, ok = s, true
		}
	}
	return box, ok
}

// fill clicks the box below a label and types into it.
func (w *window) fill(label, text string) {
	w.t.Helper()
	find := func() (sight.Seen, bool) { return below(w.look(), label, "input") }
	until(w.t, "a box for "+label, func() bool {
		box, ok := find()
		if ok && !box.Focused {
			w.click(box)
		}
		return ok && box.Focused
	}, func() { w.describe(w.look()) })
	w.write(text, find)
}

// choose opens the choice below a label and clicks one of what it offers.
func (w *window) choose(label, option string) {
	w.t.Helper()
	var box sight.Seen
	until(w.t, "a choice for "+label, func() (ok bool) {
		box, ok = below(w.look(), label, "SearchSelect")
		return ok
	}, func() { w.describe(w.look()) })
	w.click(box)
	w.click(w.await(option, func(s sight.Seen) bool { return s.What == "text" && s.Says == option }))
	until(w.t, option+" in "+label, func() bool {
		all := w.look()
		box, ok := below(all, label, "SearchSelect")
		return ok && slices.ContainsFunc(all, func(s sight.Seen) bool { return s.Says == option && s.In(box) })
	}, func() { w.describe(w.look()) })
}

// write types into the box found until it holds the text: a slow machine may lose a key. What is hidden is counted.
func (w *window) write(text string, find func() (sight.Seen, bool)) {
	w.t.Helper()
	holds := func() bool {
		all := w.look()
		box, ok := find()
		var typed strings.Builder
		for _, s := range all {
			if ok && s.What == "text" && s.In(box) {
				typed.WriteString(s.Says)
			}
		}
		return typed.String() == text || typed.String() == strings.Repeat("•", len([]rune(text)))
	}
	until(w.t, "what was typed", func() bool {
		w.keys("ctrl+a", "BackSpace")
		w.do("type", "--delay", "40", text)
		return soon(holds)
	}, func() { w.describe(w.look()) })
}

// soon waits a while for something; false: it may have been lost.
func soon(came func() bool) bool {
	deadline := time.After(10 * time.Second)
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for !came() {
		select {
		case <-deadline:
			return false
		case <-tick.C:
		}
	}
	return true
}

// shot keeps the screen as it is.
func (w *window) shot(name string) {
	w.shots++
	w.picture(*pictures, fmt.Sprintf("%02d-%s", w.shots, name))
}

// end asks the program to end, as the system does at shutdown, and waits for it.
func (w *window) end() {
	w.t.Helper()
	if err := w.run.Process.Signal(syscall.SIGTERM); err != nil {
		w.t.Fatal(err)
	}
	if err := w.run.Wait(); err != nil {
		w.t.Errorf("the program ended with %v\n%s", err, w.errors.String())
	}
}

// readSources looks at every folder of sources, so that a test kept from an earlier run is not taken for one of now: what
// is built beside a test does not count among what it is made of.
func readSources(t *testing.T) {
	t.Helper()
	for _, room := range []string{"app", "assets", "cmd", "reports", "storage", "ui"} {
		err := filepath.WalkDir(filepath.Join("..", "..", "..", room), func(_ string, _ fs.DirEntry, err error) error { return err })
		if err != nil {
			t.Fatal(err)
		}
	}
}

// built makes both programs, the window one that answers looks.
func built(t *testing.T) (opsledger, opsctl string) {
	t.Helper()
	readSources(t)
	dir := t.TempDir()
	opsledger, opsctl = filepath.Join(dir, "opsledger"), filepath.Join(dir, "opsctl")
	for path, args := range map[string][]string{opsledger: {"-tags", "migrated_fynedo,walk"}, opsctl: nil} {
		args = append(append([]string{"build", "-o", path}, args...), "opsledger/cmd/"+filepath.Base(path))
		if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
			t.Fatalf("go %v: %v\n%s", args, err, out)
		}
	}
	return opsledger, opsctl
}
