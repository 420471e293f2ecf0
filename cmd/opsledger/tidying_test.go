package main

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"opsledger/app"
	"opsledger/cmd/internal/boot"
	"opsledger/ui/screens"
	"opsledger/ui/theme"
	"opsledger/ui/work"
)

// noted counts what tidies a store, and keeps whether more is to do.
type noted struct {
	app.Store
	calls atomic.Int32
	left  atomic.Bool
}

func (n *noted) Tidy(ctx context.Context) (bool, error) {
	more, err := n.Store.Tidy(ctx)
	n.left.Store(more)
	n.calls.Add(1)
	return more, err
}

// notedGate opens stores with a note on them.
type notedGate struct {
	*gate
	store *noted
}

func (g *notedGate) Open(ctx context.Context, user, password string) (*screens.Desk, error) {
	d, err := g.gate.Open(ctx, user, password)
	if err == nil {
		g.store.Store = d.Store
		d.Store = g.store
	}
	return d, err
}

func TestTheWindowTidiesItsStoreWhileNobodyTouchesIt(t *testing.T) {
	h := &hand{at: boot.Clock()} // as the store's rows are dated
	after := work.After
	work.After = h.after
	t.Cleanup(func() { work.After = after })
	dir := bigStore(t, 8000, cheap)
	begin(t, theme.Theme{})
	g := &notedGate{&gate{dir: dir, now: h.now, cost: cheap}, &noted{}}
	w := show(t, g, h.now)
	onWindow(func() { w.Login.Password.SetText(bigPassword); test.Tap(w.Login.Enter) })
	until(t, "the store", func() bool { return w.Login == nil })
	until(t, "rest", func() bool { return !w.Busy() })
	onWindow(w.Touch)
	for range 10 {
		h.turn(6 * time.Second)
		onWindow(w.Touch)
	}
	if n := g.store.calls.Load(); n != 0 {
		t.Fatalf("tidied %d times in a window that is in use", n)
	}
	h.turn(30 * time.Second)
	until(t, "the first step", func() bool { return g.store.calls.Load() > 0 })
	until(t, "the last", func() bool { return g.store.calls.Load() > 2 && !g.store.left.Load() })
	h.turn(10 * time.Minute)
	if w.Login == nil {
		t.Error("tidying keeps the window from being locked")
	}
}
