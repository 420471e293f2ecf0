package vault

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// guesser opens a vault as a program just started does: all it knows of earlier attempts lies on the disk.
type guesser struct {
	dir string
	at  time.Time
}

func (g *guesser) try(name, password string) error {
	u, err := Folder{Dir: g.dir, Cost: cheap, Now: func() time.Time { return g.at }}.Open(name, password)
	if err == nil {
		u.Close()
	}
	return err
}

// waits is how long is left; 0 where the attempt was let pass.
func waits(err error) time.Duration {
	var w *WaitError
	if errors.As(err, &w) {
		return w.Left
	}
	return 0
}

func (g *guesser) fail(t *testing.T, times int) {
	t.Helper()
	for range times {
		if err := g.try("张工", "nonsense"); !errors.Is(err, ErrWrongPassword) {
			t.Fatalf("a guess let pass: %v", err)
		}
	}
}

func TestFiveFailuresAreFollowedByAWaitThatDoubles(t *testing.T) {
	dir, u, _ := create(t)
	if err := u.AddAccount("李经理", "An0ther!One", NewSeed()); err != nil {
		t.Fatal(err)
	}
	g := &guesser{dir, time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)}
	g.fail(t, 5)
	for _, want := range []time.Duration{10 * time.Minute, 20 * time.Minute, 40 * time.Minute} {
		if got := waits(g.try("张工", "Tr0ub4dor&3")); got != want {
			t.Fatalf("waits %v, should wait %v", got, want)
		}
		g.at = g.at.Add(want - time.Second)
		if got := waits(g.try("张工", "nonsense")); got != time.Second {
			t.Fatalf("a second before the end: %v", got)
		}
		g.at = g.at.Add(time.Second)
		g.fail(t, 1)
	}
	if err := g.try("李经理", "An0ther!One"); err != nil {
		t.Errorf("somebody else: %v", err)
	}
	g.at = g.at.Add(80 * time.Minute)
	if err := g.try("张工", "Tr0ub4dor&3"); err != nil {
		t.Fatalf("after the wait: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, attemptsName)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("failures are kept after a success: %v", err)
	}
	g.fail(t, 5) // counted from nothing again
}

func TestAClockSetBackDoesNotShortenTheWaitNorMakeItEndless(t *testing.T) {
	dir, _, _ := create(t)
	g := &guesser{dir, time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)}
	g.fail(t, 5)
	g.at = g.at.AddDate(-1, 0, 0)
	for _, step := range []struct{ pass, left time.Duration }{{0, 10 * time.Minute}, {9 * time.Minute, time.Minute}, {time.Minute, 0}} {
		g.at = g.at.Add(step.pass)
		if got := waits(g.try("张工", "Tr0ub4dor&3")); got != step.left {
			t.Errorf("waits %v, should wait %v", got, step.left)
		}
	}
}

func TestThePaperKeyWaitsToo(t *testing.T) {
	dir, _, key := create(t)
	at := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	o := Folder{Dir: dir, Cost: cheap, Now: func() time.Time { return at }}
	for range 5 {
		if _, err := o.Recover(NewRecoveryKey().String()); !errors.Is(err, ErrWrongPassword) {
			t.Fatal(err)
		}
	}
	if _, err := o.Recover(key); waits(err) != 10*time.Minute {
		t.Errorf("waits %v", err)
	}
	if _, err := o.Open("张工", "Tr0ub4dor&3"); err != nil {
		t.Errorf("a password is not the paper key: %v", err)
	}
	at = at.Add(10 * time.Minute)
	if _, err := o.Recover(key); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

func TestFailuresThatCannotBeMadeOutCountAsFive(t *testing.T) {
	for _, text := range []string{"", "null", "{\"1/张工\":", "\x00\x00"} {
		dir, _, _ := create(t)
		if err := os.WriteFile(filepath.Join(dir, attemptsName), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		g := &guesser{dir, time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)}
		if got := waits(g.try("张工", "Tr0ub4dor&3")); got != 10*time.Minute {
			t.Errorf("%q: waits %v", text, got)
		}
		g.at = g.at.Add(10 * time.Minute)
		if err := g.try("张工", "Tr0ub4dor&3"); err != nil {
			t.Errorf("%q: after the wait: %v", text, err)
		}
	}
}
