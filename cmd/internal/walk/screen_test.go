package walk

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

// screen is a virtual screen with keyboard and mouse.
type screen struct {
	t       *testing.T
	display string
}

// newScreen starts one of a size on a display nobody has. It keeps what it was told when its last program ends.
func newScreen(t *testing.T, size string) *screen {
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
	return &screen{t, ":" + strings.TrimSpace(number)}
}

// keyboard gives the screen a keyboard that has these characters beside the usual ones, two to a key. Without it each
// would be put on a key for a moment only, and a slow program would miss it.
func (s *screen) keyboard(characters string) {
	s.t.Helper()
	var keys strings.Builder
	list := slices.Compact(slices.Sorted(slices.Values([]rune(characters))))
	for i, pair := range slices.Collect(slices.Chunk(list, 2)) {
		fmt.Fprintf(&keys, "key <FK%d> { type = \"TWO_LEVEL\", [ U%04X, U%04X ] };\n", 13+i, pair[0], pair[len(pair)-1])
	}
	layout := `xkb_keymap {
xkb_keycodes { include "evdev+aliases(qwerty)" };
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
func (s *screen) env(more ...string) []string {
	return append(append(os.Environ(), "DISPLAY="+s.display, "LC_ALL=C.UTF-8"), more...)
}

func (s *screen) tell(args ...string) (string, error) {
	cmd := exec.Command("xdotool", args...)
	cmd.Env = s.env()
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

func (s *screen) do(args ...string) {
	s.t.Helper()
	if out, err := s.tell(args...); err != nil {
		s.t.Fatalf("xdotool %v: %v: %s", args, err, out)
	}
}

// picture keeps what is on the screen, where pictures are asked for.
func (s *screen) picture(dir, name string) {
	if dir == "" {
		return
	}
	cmd := exec.Command("import", "-window", "root", filepath.Join(dir, name+".png"))
	cmd.Env = s.env()
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Errorf("picture %s: %v: %s", name, err, out)
	}
}

// raise puts the window of a title into the corner and gives it the keyboard.
func (s *screen) raise(title string, width, height int) {
	s.t.Helper()
	until(s.t, "a window called "+title, func() bool {
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
func until(t *testing.T, what string, came func() bool, instead func()) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for !came() {
		select {
		case <-deadline:
			instead()
			t.Fatalf("%s never came", what)
		case <-tick.C:
		}
	}
}
