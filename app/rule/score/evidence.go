package score

import (
	"time"

	"opsledger/app/ledger"
	"opsledger/app/rule/worktime"
)

// Evidence is what a year is scored by: facts, each with the record that tells it. Whoever gathers it leaves out what is void
// and what was merged into another; what lies outside the year, the rules leave out.
type Evidence struct {
	Contract string
	Fee      string     // of the year in yuan, "" unknown
	From, To ledger.Day // both included
	AsOf     time.Time
	Calendar *worktime.Calendar

	Tickets    []Ticket // late ones
	Ahead      []Ahead
	Returns    []Return
	Checks     []Check
	Incidents  []Incident
	Rulings    []Ruling
	Reports    []Report
	Changes    []Change
	Days       []Day
	Appraisals []Appraisal
	Grades     []Grade
	Complaints []Complaint
	Notes      []string
}

// Fact is the record a piece of evidence rests on.
type Fact struct {
	Record ledger.RecordID
	Kind   string
	Number string
	Marks  []string
	Waits  string   // why it can't score yet: 待决, 时间存疑; "" = it can
	Same   []string // IDs or numbers of records that tell the same fact (A31)
}

// Ticket is one that was, or is, late by its assessed clock (T2).
type Ticket struct {
	Fact
	Late    []ledger.Day // the working dates it is late by, in order (A3); none: late on its due date only
	Part    ledger.Day   // the date of a last part of a working day beyond them; "" = none ("不足一日按一日")
	Open    bool
	Claimed bool // an excuse or extension waits for the center's answer
}

// Ahead is work done before its ticket was filed (T1).
type Ahead struct {
	Fact
	Acted, Due, Filed time.Time // Filed zero: not yet
	Approver          string
}

// Return is a ticket that came back for its quality (T4).
type Return struct {
	Fact
	At     []time.Time // every such return, in order
	Reason string
}

// Check is a weekly check, taken or reconstructed (T3).
type Check struct {
	Fact
	Week                                     string
	At                                       time.Time
	Numerator, Denominator, WithoutNumerator int
}

// Incident is one of the six classes of the security figure (S1–S6).
type Incident struct {
	Fact
	Class                  string
	Persons                int
	Found, Deadline, Ended time.Time // Ended: solved, of a weakness retested; zero: not yet
	Verdict                string    // 一般, 严重后果, 不成立; "" unanswered
}

// Ruling is a proposal on points no other record carries, or a waiver (考核认定).
type Ruling struct {
	Fact
	Clause    string
	On        ledger.Day
	Effect    string // 扣分, 豁免, 加分, 核定
	Title     string
	Basis     string
	Count     int
	Severe    bool
	Apart     bool // counted beside the same fact elsewhere; Why says why
	Why       string
	Contested bool
	Verdict   string // "" unanswered
	Counted   int    // as ruled
	Set       *Points
}

// Report is one that was due (V2, V3).
type Report struct {
	Fact
	Type      string // weekly, quarterly
	Period    string
	Day       ledger.Day // the day that decides the contract year it belongs to
	Due       time.Time
	Submitted time.Time // zero: not yet
}

// Change is somebody on site who left, or whose leaving was given notice of (P1, P2).
type Change struct {
	Fact
	Leaver    string
	On        ledger.Day // when they left; before that, when notice was given
	Gone      bool
	Core      bool
	Short     bool // less than thirty days' notice, by the contractor's own asking
	Notice    int
	Consented bool // by the day they left
	Handed    bool // both have signed the handover by the day they left
	Demanded  bool // the center itself asked for it
}

// Day is a day somebody was late or absent (P3).
type Day struct {
	Fact
	Person string
	On     ledger.Day
	Absent bool
	Halves int // of an absence
	Late   int // minutes
	Ruled  bool
	Remark string
}

// Appraisal is somebody's half-year (P4).
type Appraisal struct {
	Fact
	Person, Half string
	On           ledger.Day
	Low          []string // the scores below the mark
	AverageLow   bool     // the mean of the three lies below it
	Ruled        bool     // the center has spoken: Failed is its word
	Failed       bool
}

// Grade is the year's conclusion on satisfaction, or one still being drawn (U1).
type Grade struct {
	Fact
	On      ledger.Day
	Grade   string // 优, 良, 中, 差; "" not concluded
	Answers string // the departments' answers in words
}

// Complaint is one complaint (U2).
type Complaint struct {
	Fact
	Received time.Time
	Title    string
	Verdict  string // 有效, 重大, 无效; "" unanswered
}

// within reports whether a day lies in the year and up to the moment looked at.
func (e Evidence) within(day ledger.Day) bool {
	return e.From <= day && day <= e.To && day <= dayOf(e.AsOf)
}

func dayOf(t time.Time) ledger.Day { return ledger.Day(t.In(ledger.Zone).Format(time.DateOnly)) }
