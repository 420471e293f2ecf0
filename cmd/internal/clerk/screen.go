package clerk

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// patience is how long something may take to come on a slow machine; what never comes fails the test.
const patience = 4 * time.Minute

// Screen is a virtual screen with keyboard and mouse.
type Screen struct {
	t       *testing.T
	display string
	has     string // characters of the keyboard beside the usual ones
}

// NewScreen starts one of a size (1280x720) on a display nobody has. It keeps what it was told when its last program ends. Its keyboard has
// these characters beside the usual ones.
func NewScreen(t *testing.T, size, characters string) *Screen {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", size+"x24", "-dpi", "96", "-nolisten", "tcp", "-noreset")
	server.ExtraFiles = []*os.File{write}
	if err := server.Start(); err != nil {
		t.Fatalf("no virtual screen: %v", err)
	}
	t.Cleanup(func() {
		server.Process.Kill()
		server.Wait()
	})
	write.Close()
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("the virtual screen ended: %v", err)
	}
	s := &Screen{t, ":" + strings.TrimSpace(number), characters}
	s.keyboard(characters)
	return s
}

// Keys of the keyboard that no usual one needs; two characters lie on each.
const (
	firstSpare = 135
	lastSpare  = 255
)

// keyboard lays the characters on spare keys. Without one each would be put on a key for a moment only, and a slow program would miss it.
func (s *Screen) keyboard(characters string) {
	s.t.Helper()
	list := slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values([]rune(characters)))), func(r rune) bool { return r < 0x80 })
	if len(list) > 2*(lastSpare-firstSpare+1) {
		s.t.Fatalf("%d characters are more than the keyboard has keys for", len(list))
	}
	var codes, keys strings.Builder
	for i, pair := range slices.Collect(slices.Chunk(list, 2)) {
		fmt.Fprintf(&codes, "<X%03d> = %d;\n", i, firstSpare+i)
		fmt.Fprintf(&keys, "key <X%03d> { type = \"TWO_LEVEL\", [ U%04X, U%04X ] };\n", i, pair[0], pair[len(pair)-1])
	}
	layout := `xkb_keymap {
xkb_keycodes { include "evdev+aliases(qwerty)"
` + codes.String() + `};
xkb_types { include "complete" };
xkb_compat { include "complete" };
xkb_symbols { include "pc+us+inet(evdev)"
` + keys.String() + "};\n};\n"
	load := exec.Command("xkbcomp", "-w0", "-", s.display)
	load.Stdin = strings.NewReader(layout)
	if out, err := load.CombinedOutput(); err != nil {
		s.t.Fatalf("no such keyboard: %v: %s", err, out)
	}
}

// env is what programs on this screen get; Chinese is typed in a locale that has it.
func (s *Screen) env(more ...string) []string {
	return append(append(os.Environ(), "DISPLAY="+s.display, "LC_ALL=C.UTF-8"), more...)
}

func (s *Screen) tell(args ...string) (string, error) {
	cmd := exec.Command("xdotool", args...)
	cmd.Env = s.env()
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

func (s *Screen) do(args ...string) {
	s.t.Helper()
	if out, err := s.tell(args...); err != nil {
		s.t.Fatalf("xdotool %v: %v: %s", args, err, out)
	}
}

// picture keeps what is on the screen in a folder.
func (s *Screen) picture(dir, name string) {
	path := filepath.Join(dir, name+".png")
	err := os.MkdirAll(dir, 0o755)
	if err == nil {
		cmd := exec.Command("import", "-window", "root", path)
		cmd.Env = s.env()
		err = cmd.Run()
	}
	if err != nil {
		s.t.Errorf("picture %s: %v", path, err)
	}
}

// raise puts the window of a title into the corner and gives it the keyboard.
func (s *Screen) raise(title string, width, height int) {
	s.t.Helper()
	s.until("a window called "+title, func() bool {
		found, err := s.tell("search", "--onlyvisible", "--name", "^"+title+"$")
		id, _, _ := strings.Cut(found, "\n")
		if err != nil || id == "" {
			return false
		}
		if _, err = s.tell("windowmove", id, "0", "0", "windowsize", id, strconv.Itoa(width), strconv.Itoa(height), "windowfocus", id); err != nil {
			return false
		}
		has, err := s.tell("getwindowfocus")
		return err == nil && has == id
	}, func() {})
}

// until looks again and again; it fails where what is waited for never comes, after saying what there was instead.
func (s *Screen) until(what string, came func() bool, instead func()) {
	s.t.Helper()
	if !within(patience, came) {
		instead()
		s.t.Fatalf("%s never came", what)
	}
}

// within looks again and again for as long.
func within(long time.Duration, came func() bool) bool {
	deadline := time.After(long)
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
