package ticket

import (
	"time"

	"opsledger/app/ledger"
)

// Facts are the times of a ticket that clocks and scores read, taken from its steps and not from fold order
// (A2, A3; design.md "Times that score"). A zero time means: has not happened. They ride in the folded body, so
// that scoring reads rows only.
type Facts struct {
	Raised    time.Time `json:"raised,omitzero"`
	Arrived   time.Time `json:"arrived,omitzero"`   // at the project team: the assessed clock starts here (A2)
	Accepted  time.Time `json:"accepted,omitzero"`  // first 签收: the response rate reads it (A29)
	Resolved  time.Time `json:"resolved,omitzero"`  // the latest resolve not returned; zero while open
	Confirmed time.Time `json:"confirmed,omitzero"` // by the requester; no clock reads it

	Resolves   []Resolve   `json:"resolves,omitempty"` // every resolve in order of its time
	Pauses     []Pause     `json:"pauses,omitempty"`
	Extensions []Extension `json:"extensions,omitempty"`

	Source string `json:"source,omitempty"` // fingerprint of the row last imported: the same row again adds nothing
}

// AsOf gives the facts dated up to a moment: what lies after it has not happened.
func (f Facts) AsOf(t time.Time) Facts {
	for _, at := range []*time.Time{&f.Raised, &f.Arrived, &f.Accepted, &f.Confirmed} {
		if at.After(t) {
			*at = time.Time{}
		}
	}
	f.Resolved = time.Time{}
	var resolves []Resolve
	for _, r := range f.Resolves {
		if r.At.After(t) {
			continue
		}
		if r.Returned.After(t) {
			r.Returned, r.Quality = time.Time{}, false
		}
		if r.Returned.IsZero() {
			f.Resolved = r.At
		}
		resolves = append(resolves, r)
	}
	f.Resolves = resolves
	f.Pauses = upTo(f.Pauses, t, func(p Pause) time.Time { return p.From })
	f.Extensions = upTo(f.Extensions, t, func(e Extension) time.Time { return e.Granted })
	return f
}

func upTo[T any](list []T, t time.Time, at func(T) time.Time) []T {
	var out []T
	for _, x := range list {
		if !at(x).After(t) {
			out = append(out, x)
		}
	}
	return out
}

// Resolve is one 处理完毕 and, where it came back, the return that undid it.
type Resolve struct {
	At       time.Time `json:"at"`
	Returned time.Time `json:"returned,omitzero"` // zero: it stands
	Quality  bool      `json:"quality,omitempty"` // returned for quality: counts under T4 (R134)
	Reason   string    `json:"reason,omitempty"`
	Ref      string    `json:"ref,omitempty"` // the entry, which a rework may name
}

// Pause is one 挂起, from suspend to resume. The shown clock leaves every pause out; the assessed one only
// those whose excuse the center granted (A27).
type Pause struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to,omitzero"` // zero: still paused
	Reason string    `json:"reason,omitempty"`
	Excuse string    `json:"excuse,omitempty"` // "", claimed, granted, denied
}

// Extension is a granted new due time (R035); the original stays computable and is shown beside it.
type Extension struct {
	Due     time.Time `json:"due"`
	Granted time.Time `json:"granted"`
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
	case !f.Accepted.IsZero() || len(f.Resolves) > 0:
		return Accepted, true
	}
	return Open, true
}
