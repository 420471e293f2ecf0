package ui

// Route names a screen and what it shows. Routes are values: equal ones are the same place.
type Route struct {
	Screen string // overview, tickets, import, weekly …
	About  string // a record, a filter, as the screen reads it
}

// Trail is the way a person took through the window, for going back and forward.
type Trail struct {
	past, ahead []Route
	here        Route
}

// Go moves on to a place; what was ahead is forgotten. Going where one is does nothing.
func (t *Trail) Go(to Route) bool {
	if to == t.here {
		return false
	}
	if t.here.Screen != "" {
		t.past = append(t.past, t.here)
	}
	t.here, t.ahead = to, nil
	return true
}

// Back and Forward give the place to show; ok is false at the end of the way.
func (t *Trail) Back() (to Route, ok bool) { return t.step(&t.past, &t.ahead) }

// Forward is the inverse of Back.
func (t *Trail) Forward() (to Route, ok bool) { return t.step(&t.ahead, &t.past) }

func (t *Trail) step(from, to *[]Route) (Route, bool) {
	n := len(*from)
	if n == 0 {
		return t.here, false
	}
	*to = append(*to, t.here)
	t.here, *from = (*from)[n-1], (*from)[:n-1]
	return t.here, true
}

// Here is the place shown.
func (t *Trail) Here() Route { return t.here }

// Can reports whether there is a way back and forward.
func (t *Trail) Can() (back, forward bool) { return len(t.past) > 0, len(t.ahead) > 0 }
