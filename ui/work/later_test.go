package work

import (
	"testing"
	"time"
)

func TestWhatIsStoppedInTimeIsNotDoneLater(t *testing.T) {
	cross, after := Cross, After
	defer func() { Cross, After = cross, after }()
	var waiting []func()
	Cross = func(fn func()) { waiting = append(waiting, fn) }
	var due func()
	After = func(d time.Duration, fn func()) func() {
		if d != time.Second {
			t.Errorf("waits %v", d)
		}
		due = fn
		return func() { due = nil }
	}
	done := 0
	Later(time.Second, func() { done++ })
	due()
	stop := Later(time.Second, func() { done += 10 })
	due() // it is due, and waits for the thread
	stop()
	for _, fn := range waiting {
		fn()
	}
	if done != 1 || due != nil {
		t.Errorf("done %d", done)
	}
}

func TestLaterIsOnTheClock(t *testing.T) {
	cross := Cross
	defer func() { Cross = cross }()
	Cross = func(fn func()) { fn() }
	done := make(chan struct{})
	Later(time.Millisecond, func() { close(done) })
	<-done
}
