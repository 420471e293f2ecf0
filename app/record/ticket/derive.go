package ticket

import (
	"slices"
	"time"

	"opsledger/app/ledger"
)

// derive reads the times that score off the steps that count (A2; design.md "Times that score").
func derive(rec *ledger.Record) {
	var f Facts
	steps := slices.DeleteFunc(slices.Clone(rec.Steps), func(s *ledger.Taken) bool { return !s.Counts || s.TakenBack || s.LeftOut })
	for _, s := range steps {
		f.read(s)
	}
	f.settle()
	f.Pauses = pauses(steps)
	f.ask(rec, steps)
	f.Waits, f.Ahead = waits(steps), ahead(steps)
	f.Merged = merged(rec, steps)
	rec.Facts = f
	f.show(rec.Fields)
}

func (f *Facts) read(s *ledger.Taken) {
	if src := s.Text("source"); src != "" {
		f.Source = src
	}
	switch s.Entry.Action {
	case "receive", ledger.Amend, "correct-times":
		f.arrive(s)
	case "accept":
		if at := ledger.ParseTime(s.Value("responded")); f.Accepted.IsZero() || at.Before(f.Accepted) {
			f.Accepted = at
		}
	case "resolve":
		f.Resolves = append(f.Resolves, Resolve{At: ledger.ParseTime(s.Value("resolved")), Ref: string(s.Ref()), Imported: s.Text("source") != ""})
	case "note":
		f.hear(s)
	case "rework":
		f.giveBack(s)
	case "return":
		if at := ledger.ParseTime(s.Value("returned")); !at.IsZero() {
			f.GivenBack = append(f.GivenBack, at)
		}
	case "confirm":
		f.Confirmed = ledger.ParseTime(s.Value("confirmed"))
	case "forward":
		f.Forwarded = ledger.ParseTime(s.Value("forwarded"))
	case "feed-back":
		f.FedBack = ledger.ParseTime(s.Value("fed_back"))
	}
	switch s.Entry.Action {
	case "accept", "assign", "return", "forward", "escalate":
		f.Moves++
	}
}

// arrive takes the earliest arrival told: two colleagues may both have received the ticket. An amendment
// replaces it: it says why.
func (f *Facts) arrive(s *ledger.Taken) {
	if at := ledger.ParseTime(s.Value("arrived")); !at.IsZero() && (f.Arrived.IsZero() || at.Before(f.Arrived) || s.Entry.Action != "receive") {
		f.Arrived = at
	}
	if at := ledger.ParseTime(s.Value("raised")); !at.IsZero() {
		f.Raised = at
	}
}

// giveBack finds the resolve a rework returns: the one it names, else the latest before it. One return per
// resolve counts.
func (f *Facts) giveBack(s *ledger.Taken) {
	at, of := ledger.ParseTime(s.Value("returned")), s.Text("of")
	for i := len(f.Resolves) - 1; i >= 0; i-- {
		r := &f.Resolves[i]
		if of != "" && r.Ref != of {
			continue
		}
		if r.Returned.IsZero() {
			r.Returned, r.Quality, r.Reason = at, s.Text("nature") == "质量", s.Text("reason")
			f.Confirmed = time.Time{}
		}
		return
	}
}

func (f *Facts) settle() {
	slices.SortStableFunc(f.Resolves, func(a, b Resolve) int { return a.At.Compare(b.At) })
	f.Resolved = standing(f.Resolves)
	if !f.Resolved.IsZero() && slices.ContainsFunc(f.Resolves, func(r Resolve) bool { return r.Returned.After(f.Resolved) }) {
		f.Marks = []string{ReturnedLater}
	}
}

// show writes the derived values where lists and exports read them.
func (f *Facts) show(fields ledger.Fields) {
	for key, at := range f.Times() {
		if !at.IsZero() {
			fields[key] = ledger.FormatTime(at)
		}
	}
	if slices.ContainsFunc(f.Resolves, func(r Resolve) bool { return r.Quality }) {
		fields["quality"] = true
	}
	if w := f.waitingFor(); w != "" {
		fields["waiting"] = w
	}
	if p := f.pending(); p != "" {
		fields["pending"] = p
	}
	switch {
	case !f.FedBack.IsZero():
		fields["appeal"] = "反馈"
	case !f.Forwarded.IsZero():
		fields["appeal"] = "转发"
	case fields.Text("channel") == "线上渠道":
		fields["appeal"] = "处理"
	}
}

// Unfiled is what a ticket waits for whose work was done first and is not filed yet, resolved or not (R130).
const Unfiled = "补单"

// waitingFor is the last thing an open ticket waits for: a pause's reason, or whom it was given to (R005).
func (f *Facts) waitingFor() string {
	out := ""
	if slices.ContainsFunc(f.Ahead, func(a Ahead) bool { return a.Filed.IsZero() }) {
		out = Unfiled
	}
	if !f.Resolved.IsZero() {
		return out
	}
	for _, w := range f.Waits {
		if w.Done.IsZero() {
			out = "等待" + w.Whom
		}
	}
	for _, p := range f.Pauses {
		if p.To.IsZero() {
			out = p.Reason
		}
	}
	return out
}
