package main

import (
	"path/filepath"
	"slices"
	"testing"

	"opsledger/cmd/internal/demo"
	"opsledger/ui/screens"
	"opsledger/ui/theme"
)

func TestFilesGivenAreToldFromTheStore(t *testing.T) {
	for _, c := range []struct{ args, want []string }{
		{nil, nil}, {[]string{"a.opsb"}, []string{"a.opsb"}}, {[]string{"--store", "dir", "a.opsb"}, []string{"a.opsb"}},
		{[]string{"--store=dir", "a.opsb"}, []string{"a.opsb"}}, {[]string{"a.opsb", "--store", "dir"}, []string{"a.opsb"}},
	} {
		if got := given(c.args); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v", c.args, got)
		}
	}
}

// TestAFileTheProgramIsStartedWithIsTakenUpOnceTheStoreIsOpen: a double click on an exchange file leads to what it holds.
func TestAFileTheProgramIsStartedWithIsTakenUpOnceTheStoreIsOpen(t *testing.T) {
	made, err := demo.Make(t.Context(), demo.Options{Dir: t.TempDir(), Tickets: 40, Now: clock, Cost: cheap, Bare: true})
	if err != nil {
		t.Fatal(err)
	}
	begin(t, theme.Theme{})
	w := show(t, shownGate{&gate{dir: made.Store, now: clock, cost: cheap}}, clock)
	s := &stage{t: t, w: w, dir: t.TempDir()}
	path := s.file("坏的.opsb", "不是交换包")
	onWindow(func() { w.Given(filepath.Clean(path)) })
	onWindow(func() { w.Login.Password.SetText(demo.Password) })
	s.press("打开台账")
	s.await("坏的.opsb")
	if _, there := w.Face.(*screens.Exchange); !there {
		t.Error("told somewhere else than at the exchange")
	}
}
