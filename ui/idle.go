package ui

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/ui/work"
)

// idleCheck is how often it is looked whether the window stands unused: a computer that slept is locked so soon after it woke.
const idleCheck = 15 * time.Second

// idle is since when nobody touched the window.
type idle struct {
	after time.Duration
	last  time.Time
	stop  func()
}

// Touch tells that a key was pressed or the pointer moved in the window.
func (w *Window) Touch() { w.idle.last = w.wall() }

// wall is the time on the wall: what the program counts itself stands still while the computer sleeps.
func (w *Window) wall() time.Time { return w.now().Round(0) }

// watchIdle begins to look whether the window stands unused, and reads how long it may.
func (w *Window) watchIdle() {
	w.idle.after = app.IdleMinutes * time.Minute
	w.Touch()
	w.checkIdle()
	d := w.desk
	work.Run(func(ctx context.Context) (time.Duration, error) { return d.IdleLock(ctx) }, func(after time.Duration, err error) {
		if err == nil && w.desk == d {
			w.SetIdle(after)
		}
	})
}

// SetIdle implements screens.Frame: how long the window may stand unused.
func (w *Window) SetIdle(after time.Duration) {
	w.idle.after = after
	w.unwatchIdle()
	w.checkIdle()
}

// Idle is how long the window may stand unused.
func (w *Window) Idle() time.Duration { return w.idle.after }

func (w *Window) unwatchIdle() {
	if w.idle.stop != nil {
		w.idle.stop()
		w.idle.stop = nil
	}
}

// checkIdle locks a window that stood unused too long, else looks again. Work under way is use: an import that takes longer is
// not broken off.
func (w *Window) checkIdle() {
	now := w.wall()
	if w.desk.Busy() || now.Before(w.idle.last) { // a clock set back counts from anew
		w.idle.last = now
	}
	rest := w.idle.after - now.Sub(w.idle.last)
	if rest <= 0 {
		w.leave(fmt.Sprintf("%d 分钟没有操作，已自动锁定", int(w.idle.after.Minutes())))
		return
	}
	w.tidy()
	w.idle.stop = work.Later(min(rest, idleCheck), w.checkIdle)
}

// was is who was in when the window was locked, and where.
type was struct {
	account string
	trail   Trail
	why     string // "" : locked by hand
}

// Leave locks the store and shows the login.
func (w *Window) Leave() { w.leave("已锁定") }

func (w *Window) leave(why string) {
	if w.desk == nil {
		return
	}
	w.was = was{w.desk.Account, w.trail, why}
	w.Lock()
	w.Knock()
}

// Lock keeps what is typed, stops what is under way, closes the store and frees it for other programs.
func (w *Window) Lock() {
	if w.desk == nil {
		return
	}
	d := w.desk
	w.unwatchIdle()
	d.Leave()
	w.reminding.end()
	w.desk, w.Records, w.Tickets, w.Import, w.Reports, w.Board, w.Settings, w.edges = nil, nil, nil, nil, nil, nil, nil, edges{}
	if err := d.Close(); err != nil {
		fyne.LogError("closing store", err)
	}
	w.bind(false)
	w.clearOverlays()
}

// clearOverlays takes away dialogs and lists that are open: they show what is in the store.
func (w *Window) clearOverlays() {
	over := w.win.Canvas().Overlays()
	for top := over.Top(); top != nil; top = over.Top() {
		over.Remove(top)
	}
}

// Busy tells whether work on the store is under way.
func (w *Window) Busy() bool { return w.desk != nil && w.desk.Busy() }
