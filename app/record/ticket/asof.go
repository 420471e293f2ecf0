package ticket

import (
	"time"

	"opsledger/app/ledger"
)

// AsOf gives the facts dated up to a moment: what lies after it has not happened.
func (f Facts) AsOf(t time.Time) Facts {
	for _, at := range []*time.Time{&f.Raised, &f.Arrived, &f.Accepted, &f.Confirmed, &f.Forwarded, &f.FedBack} {
		hide(at, t)
	}
	f.Resolved = time.Time{}
	f.Resolves = upTo(f.Resolves, t, func(r *Resolve) time.Time {
		if hide(&r.Returned, t) {
			r.Quality = false
		}
		return r.At
	})
	f.Resolved = standing(f.Resolves)
	f.Excuses = upTo(f.Excuses, t, func(e *Excuse) time.Time {
		if hide(&e.Ruled, t) {
			e.Answer, e.Paper = Claimed, false
		}
		return e.At
	})
	f.Pauses = upTo(f.Pauses, t, func(p *Pause) time.Time {
		hide(&p.To, t)
		return p.From
	})
	f.Pauses = excused(f.Pauses, f.Excuses)
	f.Requests = upTo(f.Requests, t, func(r *Request) time.Time {
		if hide(&r.Ruled, t) {
			r.Answer, r.Paper = Claimed, false
		}
		return r.At
	})
	f.Extensions = upTo(f.Extensions, t, func(e *Extension) time.Time { return e.Granted })
	f.Waits = upTo(f.Waits, t, func(w *Wait) time.Time {
		hide(&w.Done, t)
		return w.At
	})
	f.GivenBack = upTo(f.GivenBack, t, func(at *time.Time) time.Time { return *at })
	f.Ahead = upTo(f.Ahead, t, func(a *Ahead) time.Time {
		hide(&a.Filed, t)
		return a.Acted
	})
	return f
}

// hide makes a time after t one that has not happened, and reports whether it did.
func hide(at *time.Time, t time.Time) bool {
	if !at.After(t) {
		return false
	}
	*at = time.Time{}
	return true
}

// upTo keeps what began by t; at may mend its copy.
func upTo[T any](list []T, t time.Time, at func(*T) time.Time) []T {
	var out []T
	for _, x := range list {
		if !at(&x).After(t) {
			out = append(out, x)
		}
	}
	return out
}

// State is where the facts put a ticket; ok is false where it has not arrived. A void ticket stays void: nobody
// asks when.
func (f Facts) State(now ledger.State) (s ledger.State, ok bool) {
	switch {
	case f.Arrived.IsZero():
		return now, false
	case now == Void:
		return Void, true
	case !f.Resolved.IsZero() && !f.Confirmed.IsZero():
		return Confirmed, true
	case !f.Resolved.IsZero():
		return Resolved, true
	case f.paused():
		return Suspended, true
	case !f.Accepted.IsZero() || len(f.Resolves) > 0:
		return Accepted, true
	}
	return Open, true
}

func (f Facts) paused() bool {
	for _, p := range f.Pauses {
		if p.To.IsZero() {
			return true
		}
	}
	return false
}
