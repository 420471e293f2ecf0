// Package work owns the crossing between the window and what takes time: nothing else starts a goroutine or calls
// back into the window from one. It imports Fyne only.
package work

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
)

// Cross puts a function on the window's thread. The toolkit's test driver has no such thread and runs it where it is
// called; tests put a lock in its place.
var Cross = fyne.Do

// Run does work off the window's thread and then gives its result on it. A panic in the work is an error like any
// other. Cancel stops it where the work looks at its context.
func Run[T any](work func(context.Context) (T, error), done func(T, error)) (cancel func()) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		defer cancel()
		v, err := guarded(ctx, work)
		Cross(func() { done(v, err) })
	}()
	return cancel
}

func guarded[T any](ctx context.Context, work func(context.Context) (T, error)) (v T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return work(ctx)
}

// OnWindow does something on the window's thread: progress told from within work.
func OnWindow(fn func()) { Cross(fn) }
