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

	Resolves   []Resolve         `json:"resolves,omitempty"` // every resolve in order of its time
	Pauses     []Pause           `json:"pauses,omitempty"`
	Requests   []Request         `json:"requests,omitempty"`   // for an extension
	Extensions []Extension       `json:"extensions,omitempty"` // granted
	Excuses    []Excuse          `json:"excuses,omitempty"`
	Waits      []Wait            `json:"waits,omitempty"`      // escalations and vendors' tasks
	Ahead      []Ahead           `json:"ahead,omitempty"`      // work done before its ticket
	GivenBack  []time.Time       `json:"given_back,omitempty"` // 退回 before any resolve
	Forwarded  time.Time         `json:"forwarded,omitzero"`
	FedBack    time.Time         `json:"fed_back,omitzero"`
	Merged     []ledger.RecordID `json:"merged,omitempty"` // tickets this one is one with
	Moves      int               `json:"moves,omitempty"`  // accept, assign, return, forward, escalate (R032)

	Marks []string `json:"marks,omitempty"` // what tickets are looked up by beyond their fields

	Source string `json:"source,omitempty"` // fingerprint of the row last imported: the same row again adds nothing
}

// ReturnedLater marks a ticket that came back after the resolve that stands, as when two people resolved it and one of the two
// resolves was returned: its end alone does not tell which weeks it belongs to.
const ReturnedLater = "returned-later"

// Resolve is one 处理完毕 and, where it came back, the return that undid it.
type Resolve struct {
	At       time.Time `json:"at"`
	Province time.Time `json:"province,omitzero"` // the end the province tells of it, where that differs: the assessed clock uses it
	Returned time.Time `json:"returned,omitzero"` // zero: it stands
	Quality  bool      `json:"quality,omitempty"` // returned for quality: counts under T4 (R134)
	Reason   string    `json:"reason,omitempty"`
	Ref      string    `json:"ref,omitempty"` // the entry, which a rework may name
	Imported bool      `json:"imported,omitempty"`
}

// Pause is one 挂起, from suspend to the step that ends it. The shown clock leaves every pause out; the assessed one only
// those whose excuse the center granted (A27).
type Pause struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to,omitzero"` // zero: still paused
	Reason string    `json:"reason,omitempty"`
	Excuse string    `json:"excuse,omitempty"` // "", claimed, granted, denied
	Ref    string    `json:"ref,omitempty"`

	Imported bool `json:"imported,omitempty"`
}

// Answers of the center, as Excuse and Request keep them.
const (
	Claimed = "claimed"
	Granted = "granted"
	Denied  = "denied"
)

// Request asks for an extension (R035). Made within 24 hours it ends the warning.
type Request struct {
	At       time.Time `json:"at"`
	Proposed time.Time `json:"proposed,omitzero"`
	Answer   string    `json:"answer"` // claimed (unanswered), granted, denied
	Ruled    time.Time `json:"ruled,omitzero"`
	Paper    bool      `json:"paper,omitempty"` // 凭据认定
	Ref      string    `json:"ref,omitempty"`
}

// Extension is a granted new due time (R035); the original stays computable and is shown beside it.
type Extension struct {
	Due     time.Time `json:"due"`
	Granted time.Time `json:"granted"`
	Paper   bool      `json:"paper,omitempty"`
}

// Excuse is a claim that others caused the delay (R132): for one pause, for an interval, or, with neither, for all of it.
type Excuse struct {
	At     time.Time `json:"at"`
	Code   string    `json:"code"`
	Of     string    `json:"of,omitempty"` // the pause's step
	From   time.Time `json:"from,omitzero"`
	To     time.Time `json:"to,omitzero"`
	Answer string    `json:"answer"`
	Ruled  time.Time `json:"ruled,omitzero"`
	Paper  bool      `json:"paper,omitempty"`
	Ref    string    `json:"ref,omitempty"`

	Imported bool `json:"imported,omitempty"`
}

// Whole reports whether the claim is for all of the delay.
func (e Excuse) Whole() bool { return e.Of == "" && e.From.IsZero() }

// Wait is something asked of others: an escalation (R070, R082) or a vendor's task (R009).
type Wait struct {
	What string    `json:"what"` // escalation, vendor
	Whom string    `json:"whom"`
	At   time.Time `json:"at"`
	Due  time.Time `json:"due,omitzero"`
	Done time.Time `json:"done,omitzero"`
	Ref  string    `json:"ref,omitempty"`
}

// Ahead is work done before its ticket was filed (R130, A20).
type Ahead struct {
	Acted    time.Time `json:"acted"`
	Filed    time.Time `json:"filed,omitzero"`
	Approver string    `json:"approver"`
	Ref      string    `json:"ref,omitempty"`
}

// Times are the facts under the keys of the fields that show them.
func (f *Facts) Times() map[string]time.Time {
	return map[string]time.Time{"raised": f.Raised, "arrived": f.Arrived, "responded": f.Accepted, "resolved": f.Resolved, "confirmed": f.Confirmed}
}

// begun is when the step with that reference was, under the key it tells it by; "" for a step no other names.
func (f *Facts) begun(ref string) (key string, at time.Time) {
	for _, p := range f.Pauses {
		if p.Ref == ref {
			key, at = "suspended", p.From
		}
	}
	for _, r := range f.Requests {
		if r.Ref == ref {
			key, at = "requested", r.At
		}
	}
	for _, e := range f.Excuses {
		if e.Ref == ref {
			key, at = "claimed", e.At
		}
	}
	for _, w := range f.Waits {
		if w.Ref == ref {
			key, at = map[string]string{"escalation": "escalated", "vendor": "asked"}[w.What], w.At
		}
	}
	for _, a := range f.Ahead {
		if a.Ref == ref {
			key, at = "acted", a.Acted
		}
	}
	return key, at
}
