package security

import "opsledger/app/ledger"

// derive reads the times off the steps: the first response and dispatch, the last solution, the first passed retest after it.
func derive(rec *ledger.Record) {
	names, _ := rec.Fields["persons"].([]any)
	f := Facts{Class: rec.Fields.Text("class"), Persons: max(1, len(names)), Deadline: ledger.ParseTime(rec.Fields["deadline"])}
	for _, s := range rec.Telling() {
		f.read(s)
	}
	rec.Facts = f
	rec.Fields.Show("found", f.Found)
	rec.Fields.Show("responded", f.Responded)
	rec.Fields.Show("dispatched", f.Dispatched)
	rec.Fields.Show("arrival", f.Arrived)
	rec.Fields.Show("solved", f.Solved)
	rec.Fields.Show("retested", f.Retested)
	if f.Verdict != "" {
		rec.Fields["consequence"] = f.Verdict
	}
}

func (f *Facts) read(s *ledger.Taken) {
	at := ledger.ParseTime
	switch s.Entry.Action {
	case "report":
		f.Found = at(s.Value("found"))
	case "respond":
		if f.Responded.IsZero() {
			f.Responded = at(s.Value("responded"))
		}
	case "dispatch", "arrive":
		if t := at(s.Value("dispatched")); f.Dispatched.IsZero() {
			f.Dispatched = t
		}
		if t := at(s.Value("arrival")); f.Arrived.IsZero() {
			f.Arrived = t
		}
	case "solve":
		f.Solved, f.Retested = at(s.Value("solved")), ledger.ParseTime("")
	case "reopen":
		f.Solved, f.Retested = ledger.ParseTime(""), ledger.ParseTime("")
	case "retest":
		if s.Text("passed") == "通过" && f.Retested.IsZero() {
			f.Retested = at(s.Value("retested"))
		}
	case "rule":
		f.Verdict, f.Ruled, f.Paper = s.Text("consequence"), at(s.Value("ruled")), s.Paper
	}
}
