package screens

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

const (
	draftPause = time.Second     // typing rests so long before what was typed is kept
	draftWait  = 5 * time.Second // a lock waits so long for the store to take drafts
)

// typing keeps what is typed into a form as a draft: a moment after typing rests, when the form is left, and when the window
// is locked or closed.
type typing struct {
	desk  *Desk
	form  string
	read  func() map[string]string // what there is to keep; empty: nothing
	rest  func()                   // stops the wait for typing to rest; nil: none
	dirty bool                     // typed since it was last kept
	busy  bool                     // being kept now
	under chan struct{}            // closed once what is being kept is written
	taken bool                     // recorded: what is still being kept has to go again
	over  bool                     // the form is closed
}

// watch begins to keep what is typed into a form, until end. A form without a name keeps nothing.
func (d *Desk) watch(form string, read func() map[string]string) *typing {
	t := &typing{desk: d, form: form, read: read}
	if form == "" {
		return t
	}
	if d.typings == nil {
		d.typings = map[string]*typing{}
	}
	d.settle(form)
	d.typings[form] = t
	return t
}

// settle writes what a form that was left has still to keep: it is about to be read again.
func (d *Desk) settle(form string) {
	if t := d.typings[form]; t != nil {
		ctx, cancel := context.WithTimeout(context.Background(), draftWait)
		defer cancel()
		t.flush(ctx)
		t.over = true
		delete(d.typings, form)
	}
}

// forget drops a form that is closed and kept.
func (t *typing) forget() {
	if t.desk.typings[t.form] == t {
		delete(t.desk.typings, t.form)
	}
}

// touch tells that something was typed.
func (t *typing) touch() {
	if t.form == "" {
		return
	}
	t.dirty, t.taken = true, false
	t.pause()
	t.rest = work.Later(draftPause, t.keep)
}

func (t *typing) pause() {
	if t.rest != nil {
		t.rest()
		t.rest = nil
	}
}

// keep writes what is typed now; what is typed meanwhile follows.
func (t *typing) keep() {
	t.pause()
	if t.busy || !t.dirty {
		return
	}
	t.write(t.read())
}

// write keeps values, one time after another; none: the draft goes.
func (t *typing) write(values map[string]string) {
	under := make(chan struct{})
	t.dirty, t.busy, t.under = false, true, under
	run(t.desk, func(ctx context.Context) (bool, error) {
		defer close(under)
		return true, t.desk.KeepDraft(ctx, t.form, values)
	}, func(_ bool, err error) {
		t.busy = false
		switch {
		case err != nil:
			fyne.LogError("keeping draft", err) // the form still holds it; leaving or locking tries again
			t.dirty = !t.taken
		case t.taken && len(values) > 0:
			t.write(nil)
		case t.dirty:
			t.keep()
		case t.over:
			t.forget()
		}
	})
}

// before gives what has to be done ahead of recording the form: what was typed last is kept first, should recording fail.
func (t *typing) before() func(context.Context) error {
	t.pause()
	if !t.dirty && !t.busy {
		return func(context.Context) error { return nil }
	}
	values, wait := t.read(), t.wait()
	t.dirty = false
	return func(ctx context.Context) error {
		wait(ctx)
		return t.desk.KeepDraft(ctx, t.form, values)
	}
}

// wait lets what is being kept now be written first.
func (t *typing) wait() func(context.Context) {
	if !t.busy {
		return func(context.Context) {}
	}
	under := t.under
	return func(ctx context.Context) {
		select {
		case <-under:
		case <-ctx.Done():
		}
	}
}

// recorded tells that the form became a step, which took the draft with it.
func (t *typing) recorded() {
	t.pause()
	t.dirty, t.taken = false, t.busy
	t.end()
}

// discard takes the draft away; the form goes on.
func (t *typing) discard() {
	t.pause()
	t.taken, t.dirty = true, false
	if !t.busy {
		t.write(nil)
	}
}

// end keeps what is left to keep: the form is closed.
func (t *typing) end() {
	t.over = true
	t.keep()
	if !t.busy {
		t.forget()
	}
}

// flush writes at once what is left to keep.
func (t *typing) flush(ctx context.Context) {
	t.pause()
	values := t.read()
	switch {
	case t.taken:
		values = nil
	case !t.dirty && !t.busy:
		return
	}
	t.dirty = false
	t.wait()(ctx)
	if err := t.desk.KeepDraft(ctx, t.form, values); err != nil {
		fyne.LogError("keeping draft", err)
	}
}

// keepDrafts keeps what is typed anywhere: the window is being locked.
func (d *Desk) keepDrafts() {
	ctx, cancel := context.WithTimeout(context.Background(), draftWait)
	defer cancel()
	for _, t := range d.typings {
		t.flush(ctx)
	}
}

// restored is the strip that says a draft was put back, with the way to give it up.
func restored(draft app.Draft, now time.Time, giveUp func()) *widgets.Banner {
	var b *widgets.Banner
	drop := widgets.NewButton("放弃草稿", "", widgets.Plain, func() { b.Hide(); giveUp() })
	b = widgets.NewBanner(widgets.Going, "history", "已恢复未保存的草稿 "+view.Moment(ledger.FormatTime(draft.At), now), drop, false)
	return b
}
