package attendance

import (
	"slices"
	"time"

	"opsledger/app/ledger"
)

// Facts are what was signed, told and ruled of a day, with the moments it was written down.
type Facts struct {
	In        Mark      `json:"in,omitzero"`  // the earliest signing in, or as corrected
	Out       Mark      `json:"out,omitzero"` // the latest signing out, or as corrected
	Outings   []Span    `json:"outings,omitempty"`
	Overtimes []Span    `json:"overtimes,omitempty"`
	Noted     string    `json:"noted,omitempty"`  // why an absence was written down
	Appeal    string    `json:"appeal,omitempty"` // the last one, whether or not it was ruled on
	Waiting   bool      `json:"waiting,omitempty"`
	Ruling    string    `json:"ruling,omitempty"`
	Opinion   string    `json:"opinion,omitempty"`
	Paper     bool      `json:"paper,omitempty"` // ruled or confirmed from paper (凭据认定)
	Confirmed time.Time `json:"confirmed,omitzero"`
	By        string    `json:"by,omitempty"`
	Changed   bool      `json:"changed,omitempty"` // something was told after the month was confirmed
}

// Mark is a moment and when it was entered.
type Mark struct {
	At      time.Time `json:"at"`
	Entered time.Time `json:"entered"`
}

// Span is an outing or overtime.
type Span struct {
	From    time.Time       `json:"from"`
	To      time.Time       `json:"to"`
	Why     string          `json:"why"`
	By      string          `json:"by,omitempty"`    // who approved the outing, who asked for the overtime
	Guard   string          `json:"guard,omitempty"` // the guard period it belongs to (R077)
	Place   string          `json:"place,omitempty"`
	Entered time.Time       `json:"entered"`
	Ref     ledger.EntryRef `json:"ref"`
}

func derive(rec *ledger.Record) {
	d := deriving{appeals: map[string]bool{}}
	for _, s := range rec.Telling() {
		d.read(s)
	}
	for _, waiting := range d.appeals {
		d.Waiting = d.Waiting || waiting
	}
	rec.Facts = d.Facts
	d.show(rec.Fields)
}

type deriving struct {
	Facts
	appeals map[string]bool // by the step that made them: not ruled on yet
	last    string          // the last appeal
}

func (d *deriving) read(s *ledger.Taken) {
	switch s.Entry.Action {
	case "sign-in":
		if m := mark(s, "signed_in"); d.In.At.IsZero() || m.At.Before(d.In.At) {
			d.In = m
		}
	case "sign-out":
		if m := mark(s, "signed_out"); m.At.After(d.Out.At) {
			d.Out = m
		}
	case "correct":
		for key, to := range map[string]*Mark{"signed_in": &d.In, "signed_out": &d.Out} {
			if m := mark(s, key); !m.At.IsZero() {
				*to = m
			}
		}
	case "outing":
		d.Outings = append(d.Outings, span(s, "out_from", "out_to", "approver"))
	case "overtime":
		d.Overtimes = append(d.Overtimes, span(s, "over_from", "over_to", "asked_by"))
	case "withdraw":
		d.withdraw(s.Text("of"))
	case "note-absence":
		d.Noted = s.Text("reason")
	case "appeal":
		d.last = string(s.Ref())
		d.appeals[d.last], d.Appeal = true, s.Text("reason")
	case "rule":
		d.rule(s)
		return
	case "confirm-month":
		d.Confirmed, d.By, d.Changed, d.Paper = ledger.ParseTime(s.Value("confirmed")), s.Text("confirmer"), false, d.Paper || s.Paper
		return
	case ledger.Attach, ledger.Detach, ledger.Link, ledger.Unlink:
		return
	}
	d.Changed = !d.Confirmed.IsZero()
}

// rule answers the appeal it names; one that names none answers all there are.
func (d *deriving) rule(s *ledger.Taken) {
	d.Ruling, d.Opinion, d.Paper = s.Text("verdict"), s.Text("opinion"), d.Paper || s.Paper
	d.Changed = !d.Confirmed.IsZero()
	for ref := range d.appeals {
		if of := s.Text("of"); of == "" || of == ref {
			d.appeals[ref] = false
		}
	}
}

func (d *deriving) withdraw(of string) {
	is := func(s Span) bool { return string(s.Ref) == of }
	d.Outings, d.Overtimes = slices.DeleteFunc(d.Outings, is), slices.DeleteFunc(d.Overtimes, is)
	delete(d.appeals, of)
	if d.last == of {
		d.Appeal = ""
	}
}

func mark(s *ledger.Taken, key string) Mark {
	return Mark{ledger.ParseTime(s.Value(key)), s.Node.Wall.In(ledger.Zone)}
}

func span(s *ledger.Taken, from, to, by string) Span {
	return Span{From: ledger.ParseTime(s.Value(from)), To: ledger.ParseTime(s.Value(to)), Why: s.Text("reason"), By: s.Text(by), Guard: s.Text("guard_task"),
		Place: s.Text("place"), Entered: s.Node.Wall.In(ledger.Zone), Ref: s.Ref()}
}

func (d *deriving) show(fields ledger.Fields) {
	fields.Show("signed_in", d.In.At)
	fields.Show("signed_out", d.Out.At)
	fields.Show("confirmed", d.Confirmed)
	for key, list := range map[string][]Span{"outings": d.Outings, "overtimes": d.Overtimes} {
		var lines []any
		for _, s := range list {
			lines = append(lines, s.line())
			if s.Guard != "" {
				fields["guard"] = s.Guard
			}
		}
		if lines != nil {
			fields[key] = lines
		}
	}
	for key, text := range map[string]string{"appeal": d.Appeal, "ruling": d.Ruling, "by": d.By} {
		if text != "" {
			fields[key] = text
		}
	}
	for key, is := range map[string]bool{"waiting": d.Waiting, "changed": d.Changed} {
		if is {
			fields[key] = true
		}
	}
}

// line is a span as people read it.
func (s Span) line() string {
	out := s.From.Format("15:04") + "–" + s.To.Format("15:04") + " " + s.Why
	for _, part := range []struct{ label, text string }{{"地点：", s.Place}, {"批准或要求：", s.By}, {"保障任务：", s.Guard}} {
		if part.text != "" {
			out += "；" + part.label + part.text
		}
	}
	return out
}
