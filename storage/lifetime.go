package storage

import (
	"errors"
	"sync"
)

// ErrClosed means the store was closed before the work on it began.
var ErrClosed = errors.New("store is closed")

// lifetime lets a store be closed only once nothing works on it: a connection that outlived its file system would take the
// program with it. Work within other work goes on while closing waits.
type lifetime struct {
	mu     sync.Mutex
	idle   sync.Cond
	active int
	over   bool
}

func newLifetime() *lifetime {
	l := &lifetime{}
	l.idle.L = &l.mu
	return l
}

// begin counts work in; leave must follow.
func (l *lifetime) begin() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over && l.active == 0 {
		return ErrClosed
	}
	l.active++
	return nil
}

func (l *lifetime) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.active--
	l.idle.Broadcast()
}

// end waits until nothing is under way.
func (l *lifetime) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over = true
	for l.active > 0 {
		l.idle.Wait()
	}
}
