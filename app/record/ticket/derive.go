package ticket

import (
	"errors"
	"slices"
	"time"

	"opsledger/app/ledger"
)

// The checks' own wording is Chinese: it is shown as it is, at entry and as 违反 in the history.
var (
	errInsurance = errors.New("所属系统为社会保险系统时险种必填")
	errCategory  = errors.New("办结前须填写工单类别和主类型")
)

func checkReceive(_ ledger.Before, f ledger.Fields) error {
	if f.Text("system") == "社会保险系统" && f.Text("insurance") == "" {
		return errInsurance // R007
	}
	return orderOf(f, "raised", "arrived")
}

// checkResolve asks for category and main type where a person resolves; an imported row may leave them empty
// (待分类, records.md).
func checkResolve(b ledger.Before, f ledger.Fields) error {
	for _, key := range []string{"category", "main_type"} {
		if f.Text("source") == "" && f.Text(key) == "" && b.Fields.Text(key) == "" {
			return errCategory
		}
	}
	return notBefore("resolved", "arrived")(b, f)
}

// derive reads the times that score off the steps that count (A2; design.md "Times that score").
func derive(rec *ledger.Record) {
	var f Facts
	for _, s := range rec.Steps {
		if s.Counts && !s.TakenBack && !s.LeftOut {
			f.read(s)
		}
	}
	f.settle()
	rec.Facts = f
	f.show(rec.Fields)
}

func (f *Facts) read(s *ledger.Taken) {
	if src := s.Text("source"); src != "" {
		f.Source = src
	}
	switch s.Entry.Action {
	case "receive", ledger.Amend:
		f.arrive(s)
	case "accept":
		if at := ledger.ParseTime(s.Value("responded")); f.Accepted.IsZero() || at.Before(f.Accepted) {
			f.Accepted = at
		}
	case "resolve":
		f.Resolves = append(f.Resolves, Resolve{At: ledger.ParseTime(s.Value("resolved")), Ref: string(s.Ref())})
	case "rework":
		f.giveBack(s)
	case "confirm":
		f.Confirmed = ledger.ParseTime(s.Value("confirmed"))
	}
}

// arrive takes the earliest arrival told: two colleagues may both have received the ticket. An amendment
// replaces it: it says why.
func (f *Facts) arrive(s *ledger.Taken) {
	if at := ledger.ParseTime(s.Value("arrived")); !at.IsZero() && (f.Arrived.IsZero() || at.Before(f.Arrived) || s.Entry.Action == ledger.Amend) {
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
	for _, r := range f.Resolves {
		if r.Returned.IsZero() {
			f.Resolved = r.At
		}
	}
}

// Times are the facts under the keys of the fields that show them.
func (f *Facts) Times() map[string]time.Time {
	return map[string]time.Time{"raised": f.Raised, "arrived": f.Arrived, "responded": f.Accepted, "resolved": f.Resolved, "confirmed": f.Confirmed}
}

// show writes the derived times where lists and exports read them.
func (f *Facts) show(fields ledger.Fields) {
	for key, at := range f.Times() {
		if !at.IsZero() {
			fields[key] = ledger.FormatTime(at)
		}
	}
	if slices.ContainsFunc(f.Resolves, func(r Resolve) bool { return r.Quality }) {
		fields["quality"] = true
	}
}

// notBefore checks that the time a step tells does not lie before an earlier one of the record.
func notBefore(late, early string) func(ledger.Before, ledger.Fields) error {
	return func(b ledger.Before, f ledger.Fields) error {
		return orderOf(ledger.Fields{early: b.Fields[early], late: f[late]}, early, late)
	}
}

func orderOf(f ledger.Fields, early, late string) error {
	a, b := ledger.ParseTime(f[early]), ledger.ParseTime(f[late])
	if a.IsZero() || b.IsZero() || !b.Before(a) {
		return nil
	}
	return errors.New(timeLabel[late] + " " + clock(b) + " 早于" + timeLabel[early] + " " + clock(a))
}

// timeLabel repeats the labels of Ticket: the description can't be asked while it is being made.
var timeLabel = map[string]string{"raised": "提单时间", "arrived": "到达时间", "responded": "签收时间",
	"resolved": "处理完毕时间", "confirmed": "确认时间", "returned": "退回时间"}

func clock(t time.Time) string { return t.Format("2006-01-02 15:04") }
