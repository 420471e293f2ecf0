package contract

import (
	"cmp"
	"slices"
	"time"

	"opsledger/app/ledger"
)

// Facts are what a contract's steps tell beyond its terms as they stand.
type Facts struct {
	Hours  []Version `json:"hours,omitempty"`  // by date; none told: none
	Scheme string    `json:"scheme,omitempty"` // the scheme's text, where the ledger itself holds it
	Closed *Closing  `json:"closed,omitempty"` // the last closing of the year
}

// Closing is a year's closing. The card it froze is the field "frozen" of the step Ref names.
type Closing struct {
	Ref      ledger.EntryRef `json:"ref"`
	At       time.Time       `json:"at"`
	Hash     string          `json:"hash"`
	Heads    []string        `json:"heads,omitempty"`
	Official string          `json:"official,omitempty"`
	Deducted string          `json:"deducted,omitempty"`
	Opinion  string          `json:"opinion,omitempty"`
	Paper    bool            `json:"paper,omitempty"`
}

// Version is working hours that hold from a date on (A30).
type Version struct {
	From  ledger.Day `json:"from"`
	Hours string     `json:"hours"` // "08:30-12:00,13:30-18:00"
	Days  string     `json:"days"`  // "1-5"
}

// derive keeps every version of the hours that was told: changed ones hold from their date, and what was before stays. Hours
// told without a date are those from the contract's start.
func derive(rec *ledger.Record) {
	var f Facts
	first := ledger.Day(rec.Fields.Text("start"))
	for _, s := range rec.Steps {
		hours, days := s.Text("hours"), s.Text("days")
		if !s.Counts || s.TakenBack || s.LeftOut || hours == "" && days == "" {
			continue
		}
		from := ledger.Day(cmp.Or(s.Text("from"), string(first)))
		if s.Action.Creates {
			first = from
		}
		f.tell(Version{From: from, Hours: hours, Days: days})
	}
	f.Hours = slices.DeleteFunc(f.Hours, func(v Version) bool { return v.Hours == "" })
	for _, s := range rec.Telling() {
		f.score(s)
	}
	rec.Facts = f
	if c := f.Closed; c != nil {
		rec.Fields.Show("closed", c.At)
		for key, text := range map[string]string{"official": c.Official, "deducted": c.Deducted} {
			if text != "" {
				rec.Fields[key] = text
			}
		}
	}
}

// score reads what a step tells of the scheme and of the year's closing. A scheme named without its text is a shipped one.
func (f *Facts) score(s *ledger.Taken) {
	if s.Text("scheme") != "" {
		f.Scheme = s.Text("scheme_text")
	}
	if s.Entry.Action == "close-year" {
		f.Closed = &Closing{Ref: s.Ref(), At: ledger.ParseTime(s.Value("closed")), Hash: s.Text("hash"), Heads: ledger.Lines(s.Value("heads")),
			Official: s.Text("official"), Deducted: s.Text("deducted"), Opinion: s.Text("opinion"), Paper: s.Paper}
	}
}

// tell puts a version in its place; what it does not say it has from the one before.
func (f *Facts) tell(v Version) {
	at, found := slices.BinarySearchFunc(f.Hours, v, func(a, b Version) int { return cmp.Compare(a.From, b.From) })
	before := Version{Days: "1-5"}
	if found {
		before = f.Hours[at]
	} else if at > 0 {
		before = f.Hours[at-1]
	}
	v.Hours, v.Days = cmp.Or(v.Hours, before.Hours), cmp.Or(v.Days, before.Days)
	if found {
		f.Hours[at] = v
		return
	}
	f.Hours = slices.Insert(f.Hours, at, v)
}
