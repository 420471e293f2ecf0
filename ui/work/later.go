package work

import "time"

// After starts what waits: it calls a function off the window's thread after a while, unless stopped. Tests put their own
// clock in its place.
var After = func(d time.Duration, fn func()) (stop func()) {
	t := time.AfterFunc(d, fn)
	return func() { t.Stop() }
}

// Later does something on the window's thread after a while. What is stopped in time, even while it waits for the thread,
// is not done; stop on the window's thread.
func Later(d time.Duration, fn func()) (stop func()) {
	stopped := false
	halt := After(d, func() {
		Cross(func() {
			if !stopped {
				fn()
			}
		})
	})
	return func() {
		stopped = true
		halt()
	}
}
