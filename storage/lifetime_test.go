package storage

import (
	"errors"
	"testing"
)

func TestAStoreIsClosedOnceNothingWorksOnIt(t *testing.T) {
	l := newLifetime()
	if err := l.begin(); err != nil {
		t.Fatal(err)
	}
	closed, waiting := make(chan bool), make(chan bool)
	go func() {
		close(waiting)
		l.end()
		close(closed)
	}()
	<-waiting
	if err := l.begin(); err != nil { // work within the work that is under way
		t.Fatal(err)
	}
	l.leave()
	select {
	case <-closed:
		t.Fatal("it was closed under the work")
	default:
	}
	l.leave()
	<-closed
	if err := l.begin(); !errors.Is(err, ErrClosed) {
		t.Errorf("after the end: %v", err)
	}
}
