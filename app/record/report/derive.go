package report

import (
	"time"

	"opsledger/app/ledger"
)

// Facts are the versions of a report, read off its steps. Zero times: has not happened.
type Facts struct {
	Due      time.Time `json:"due,omitzero"` // as the calendar said when it was last drafted or finalised
	Versions []Version `json:"versions,omitempty"`
}

// Version is one finalised text. Its content is the field "frozen" of the step Ref names.
type Version struct {
	Number    int             `json:"number"` // from 1; equal numbers were finalised without knowing of each other
	Ref       ledger.EntryRef `json:"ref"`
	Finalised time.Time       `json:"finalised"`
	AsOf      time.Time       `json:"as_of"`
	Due       time.Time       `json:"due"`
	Code      string          `json:"code"`             // of the head it was reckoned from
	Reason    string          `json:"reason,omitempty"` // why it corrects the one before
	Submitted time.Time       `json:"submitted,omitzero"`
	To        string          `json:"to,omitempty"`
	Received  time.Time       `json:"received,omitzero"`
}

// Current is the version in force: the highest number; of two that did not know of each other, the first in order.
func (f Facts) Current() (v Version, ok bool) {
	if i := highest(f.Versions, func(int) bool { return true }); i >= 0 {
		return f.Versions[i], true
	}
	return v, false
}

// Find gives a version by number, the one in force where two share it.
func (f Facts) Find(number int) (v Version, ok bool) {
	if i := highest(f.Versions, func(i int) bool { return f.Versions[i].Number == number }); i >= 0 {
		return f.Versions[i], true
	}
	return v, false
}

// Rivals are the versions finalised beside the one in force without knowing of it.
func (f Facts) Rivals() (out []Version) {
	now, _ := f.Current()
	for _, v := range f.Versions {
		if v.Number == now.Number && v.Ref != now.Ref {
			out = append(out, v)
		}
	}
	return out
}

// Submitted is when the report was first submitted, in whatever version: R136 is judged by it.
func (f Facts) Submitted() (at time.Time) {
	for _, v := range f.Versions {
		if !v.Submitted.IsZero() && (at.IsZero() || v.Submitted.Before(at)) {
			at = v.Submitted
		}
	}
	return at
}

// Deadline is the due the first version was finalised under; before one, as last drafted.
func (f Facts) Deadline() time.Time {
	if len(f.Versions) > 0 {
		return f.Versions[0].Due
	}
	return f.Due
}

// Late reports whether the report was submitted after its due.
func (f Facts) Late() bool { return f.Submitted().After(f.Deadline()) }

func highest(list []Version, of func(int) bool) int {
	best := -1
	for i := range list {
		if of(i) && (best < 0 || list[i].Number > list[best].Number) {
			best = i
		}
	}
	return best
}

func derive(rec *ledger.Record) {
	d := deriving{steps: map[ledger.EntryRef]*ledger.Taken{}}
	for _, s := range rec.Steps {
		if s.Counts && !s.TakenBack && !s.LeftOut {
			d.read(s, rec.Fields)
		}
	}
	rec.Facts = d.Facts
	rec.Number = rec.Fields.Text("outside_number")
	d.show(rec.Fields)
}

type deriving struct {
	Facts
	steps map[ledger.EntryRef]*ledger.Taken
}

func (d *deriving) read(s *ledger.Taken, fields ledger.Fields) {
	if due := ledger.ParseTime(s.Value("due")); !due.IsZero() {
		d.Due = due
	}
	switch s.Entry.Action {
	case "draft":
		for _, key := range []string{"outside_number", "type", "period"} {
			fields[key] = s.Text(key)
		}
		fields["title"] = Title(s.Text("type"), s.Text("period"))
	case "finalise", "correct":
		v := Version{Number: 1, Ref: s.Ref(), Finalised: s.Node.Wall.In(ledger.Zone), AsOf: ledger.ParseTime(s.Value("as_of")),
			Due: ledger.ParseTime(s.Value("due")), Code: s.Text("code"), Reason: s.Text("reason")}
		if before := d.seenBy(s); before != nil {
			v.Number = before.Number + 1
		}
		d.Versions = append(d.Versions, v)
		d.steps[v.Ref] = s
	case "submit":
		if v, at := d.seenBy(s), ledger.ParseTime(s.Value("submitted")); v != nil && (v.Submitted.IsZero() || at.Before(v.Submitted)) {
			v.Submitted, v.To = at, s.Text("to")
		}
	case "receive":
		if v := d.seenBy(s); v != nil {
			v.Received = ledger.ParseTime(s.Value("received"))
		}
	}
}

// seenBy is the version a step stands on: the highest its author knew of.
func (d *deriving) seenBy(s *ledger.Taken) *Version {
	i := highest(d.Versions, func(i int) bool { return s.Sees(d.steps[d.Versions[i].Ref].Placed) })
	if i < 0 {
		return nil
	}
	return &d.Versions[i]
}

// show writes what lists read: the version in force.
func (d *deriving) show(fields ledger.Fields) {
	v, ok := d.Current()
	times := map[string]time.Time{"due": d.Deadline(), "as_of": v.AsOf, "finalised": v.Finalised, "submitted": v.Submitted, "received": v.Received}
	for key, at := range times {
		if !at.IsZero() {
			fields[key] = ledger.FormatTime(at)
		}
	}
	if !ok {
		return
	}
	fields["version"] = int64(v.Number)
	if v.To != "" {
		fields["to"] = v.To
	}
	if d.Late() {
		fields["late"] = true
	}
}

var names = map[string]string{"weekly": "周报", "monthly": "月报", "quarterly": "季报", "annual": "年报", "attendance": "考勤月报"}

// Title names a report: 周报 2026-W11.
func Title(kind, period string) string { return names[kind] + " " + period }

// Name is what a type of reports is called: 周报.
func Name(kind string) string { return names[kind] }
