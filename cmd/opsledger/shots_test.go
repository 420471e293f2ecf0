package main

import (
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"opsledger/cmd/internal/demo"
	"opsledger/cmd/internal/sight"
	"opsledger/ui"
	"opsledger/ui/screens"
	"opsledger/ui/theme"
)

var (
	shots    = flag.String("shots", "", "a folder: every screen is drawn into it in each state, as NAME-STATE.png, and in each look, as NAME-STATE-LOOK.png")
	shotSize = flag.Int("shot-tickets", 40, "tickets of the demo year that is drawn")
)

// looks are how the window may look: its size is in the units of the toolkit, its picture larger by the scale. The first
// is what the pictures are called by.
var looks = []struct {
	name          string
	width, height float32
	scale         float32
	dark          bool
}{{"", 1280, 720, 1, false}, {"dark", 1280, 720, 1, true}, {"150", 1280, 720, 1.5, false}, {"wide", 1920, 1080, 1, false}}

// stage is a window on which a scene is set.
type stage struct {
	t     *testing.T
	w     *ui.Window
	files []string // spreadsheets of the demo
	meet  meeting
	line  succession
	dir   string // for files of the scene's own
}

// TestEveryScreenIsReachedInEachOfItsStates sets every scene and reads what must stand there. With -shots it draws them
// all in every look.
func TestEveryScreenIsReachedInEachOfItsStates(t *testing.T) {
	full, err := demo.Make(t.Context(), demo.Options{Dir: t.TempDir(), Tickets: *shotSize, Now: clock, Cost: cheap})
	if err != nil {
		t.Fatal(err)
	}
	meet, line, heirs := meets(t, full.Store), succeeds(t), succeeds(t)
	heirs.follows(t)
	empty := filepath.Join(t.TempDir(), "台账")
	d, _, err := (&gate{dir: empty, now: clock, cost: cheap}).Create(t.Context(), screens.Setup{Name: "驻场一号机", User: demo.User, Password: demo.Password,
		Start: "2026-01-01", End: "2026-12-31", Hours: "08:30-12:00,13:30-18:00"})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	drawn := looks
	if *shots == "" {
		drawn = looks[:1]
	}
	for _, look := range drawn {
		for _, s := range append(kindScenes(), scenes...) {
			t.Run(strings.Trim(s.name+"-"+look.name, "-"), func(t *testing.T) {
				store := map[holds]string{nothing: filepath.Join(t.TempDir(), "OpsLedger", "台账"), noTickets: empty, aYear: full.Store, aCenter: meet.center, aFollower: line.station, anHeir: heirs.heir}[s.store]
				begin(t, theme.Theme{Dark: look.dark})
				w := show(t, shownGate{&gate{dir: store, now: clock, cost: cheap}}, clock)
				onWindow(func() {
					w.Window().Canvas().(interface{ SetScale(float32) }).SetScale(look.scale)
					w.Window().Resize(fyne.NewSize(look.width, look.height))
				})
				st := &stage{t: t, w: w, files: full.Files, meet: meet, line: line, dir: t.TempDir()}
				if s.store != nothing && !strings.HasPrefix(s.name, "login") {
					st.login()
				}
				s.set(st)
				for _, words := range s.reads {
					st.await(words)
				}
				st.settle()
				onWindow(func() {
					for _, f := range sight.Faults(w.Window().Canvas()) {
						t.Error(f)
					}
				})
				st.draw(strings.Trim(s.name+"-"+look.name, "-"))
			})
		}
	}
}

// shownGate says that the store lies where it does on a station's PC: a test's own folder has a name nobody wants to read.
type shownGate struct{ *gate }

func (shownGate) Dir() string { return `C:\Users\zhangwei\AppData\Roaming\OpsLedger\台账` }

func (s *stage) login() {
	s.t.Helper()
	onWindow(func() { s.w.Login.Password.SetText(demo.Password) })
	s.press("打开台账")
	until(s.t, "the first screen", func() bool {
		if s.w.Board == nil {
			return false
		}
		_, there := s.w.Board.Overview()
		return there
	})
	s.await("下一项") // the edges are filled in too
}

// await waits until words are on the screen.
func (s *stage) await(words string) {
	s.t.Helper()
	until(s.t, "“"+words+"”", func() bool { // holds the window already
		for _, o := range sight.Look(s.w.Window().Canvas()) {
			if o.What == "text" && strings.Contains(o.Says, words) {
				return true
			}
		}
		return false
	})
}

// press presses a button by its words once it is there.
func (s *stage) press(label string) {
	s.t.Helper()
	until(s.t, "the button "+label, func() bool {
		for _, o := range sight.Look(s.w.Window().Canvas()) {
			if b, ok := o.Object.(sight.Button); ok && o.Says == label && !o.Disabled {
				b.Press()
				return true
			}
		}
		return false
	})
}

func (s *stage) open(screen string, about ...string) {
	onWindow(func() { s.w.Open(screen, about...) })
}

// settle waits until nothing is under way and lays the window out anew, which the driver of tests does not do by itself
// where something has grown.
func (s *stage) settle() {
	s.t.Helper()
	until(s.t, "the end of what is under way", func() bool { return s.w.Desk() == nil || !s.w.Desk().Busy() })
	onWindow(func() {
		size := s.w.Window().Canvas().Size()
		for _, more := range []float32{1, 0} {
			s.w.Window().Resize(size.AddWidthHeight(more, more))
		}
	})
}

func (s *stage) draw(name string) {
	s.t.Helper()
	if *shots == "" {
		return
	}
	f, err := os.Create(filepath.Join(*shots, name+".png"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	onWindow(func() { err = png.Encode(f, s.w.Window().Canvas().Capture()) })
	if err != nil {
		s.t.Fatal(err)
	}
}
