package digest

import (
	"fmt"
	"time"

	"opsledger/app/record/report"
	"opsledger/app/rule/sla"
)

// Figure is a count with the records it counts.
type Figure struct {
	Key     string   `json:"key"`
	Label   string   `json:"label"`
	Value   int      `json:"value"`
	Records []string `json:"records"`
	Kind    string   `json:"kind,omitempty"` // of the records; "": tickets
}

func (f *Figure) add(number string) {
	f.Value++
	f.Records = append(f.Records, number)
}

// Rate is a fraction kept exact. Percent is rounded for showing; Over compares exactly.
type Rate struct {
	Numerator   int    `json:"numerator"`
	Denominator int    `json:"denominator"`
	Percent     string `json:"percent"` // "3.48", "" without a denominator
	Limit       string `json:"limit"`
	Over        bool   `json:"over"`
}

// inTransitLimit is 3.5 % in tenths of a percent (R133).
const inTransitLimit = 35

// RateOf is the in-transit rate of n tickets of d.
func RateOf(n, d int) Rate {
	r := Rate{Numerator: n, Denominator: d, Limit: "3.5"}
	if d > 0 {
		hundredths := (n*20000 + d) / (2 * d) // half up
		r.Percent = fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
		r.Over = n*1000 > inTransitLimit*d
	}
	return r
}

// Group is one line of a breakdown.
type Group struct {
	Label     string `json:"label"`
	Arrived   Figure `json:"arrived"`
	Done      Figure `json:"done"`
	InTransit Figure `json:"in_transit"`
}

// Breakdown is a table of groups, largest first.
type Breakdown struct {
	By     string  `json:"by"`
	Label  string  `json:"label"`
	Groups []Group `json:"groups"`
}

// Late is an overdue ticket with its reckoning.
type Late struct {
	Number   string   `json:"number"`
	Title    string   `json:"title"`
	Assignee string   `json:"assignee"`
	Due      string   `json:"due"`
	Days     int      `json:"late_workdays"`
	Open     bool     `json:"open"`
	Reasons  []string `json:"reasons"`
}

// Report is a period's report, whole: PDF, spreadsheet, Word file and JSON draw it. What a type does not have is empty.
type Report struct {
	Type       string      `json:"type,omitempty"` // "": weekly
	Period     string      `json:"period"`
	From       time.Time   `json:"from"`
	To         time.Time   `json:"to"`    // midnight after its last day
	Since      time.Time   `json:"since"` // what happened from here on is counted: From, or right after the last report's as-of (A12)
	Due        time.Time   `json:"due"`
	AsOf       time.Time   `json:"as_of"`
	Arrived    Figure      `json:"arrived"`
	Done       Figure      `json:"done"`
	InTransit  Figure      `json:"in_transit"`
	Rate       Rate        `json:"rate"`
	Overdue    Figure      `json:"overdue"`
	Rework     Figure      `json:"rework"`
	Quality    Figure      `json:"quality_rework"`
	Late       []Late      `json:"late"`
	Breakdowns []Breakdown `json:"breakdowns"`
	Measures   []Measure   `json:"measures,omitempty"`
	Spans      []Span      `json:"spans,omitempty"`
	Checks     []Checked   `json:"checks,omitempty"` // the weekly checks of the period, as they were frozen
	Parts      []Part      `json:"parts,omitempty"`
	Work       []string    `json:"work"`     // 本周工作, as the type names it
	Problems   []string    `json:"problems"` // 存在问题
	Next       []string    `json:"next"`     // 下周工作安排
	More       []Section   `json:"more"`     // further sections a person wrote
	Edited     []string    `json:"edited"`   // labels of the sections a person wrote
	Notes      []string    `json:"notes"`    // how the figures are reckoned

	first *first // what stood there before editing; nil: it was not edited since it was read
}

// Measure is a rate with the records it counts and its definition, printed beside it (R138, A29).
type Measure struct {
	Key        string  `json:"key"`
	Label      string  `json:"label"`
	Definition string  `json:"definition"`
	Of         Figure  `json:"of"`
	All        Figure  `json:"all"`
	Apart      *Figure `json:"apart,omitempty"`  // left out of both, and told
	Percent    string  `json:"percent"`          // "97.50"; "" where there is nothing to count
	Before     string  `json:"before,omitempty"` // in the period before
}

// Span is a part of a period: a month of a quarter or year, a reporting week of a month.
type Span struct {
	Label      string  `json:"label"`
	Arrived    Figure  `json:"arrived"`
	Done       Figure  `json:"done"`
	Completion Measure `json:"completion"`
}

// Checked is a weekly check as it was taken (R133).
type Checked struct {
	Week        string `json:"week"`
	Percent     string `json:"percent"`
	Numerator   int    `json:"numerator"`
	Denominator int    `json:"denominator"`
	Over        bool   `json:"over"`
	Retro       bool   `json:"retro"` // 回溯
}

// Part is a section drawn from records other than tickets: sentences, figures that open their records, a table. Where Opens
// is set, the first cell of each row is the number of a record of that kind. Problems and Next are what it adds to the sections
// a person may rewrite.
type Part struct {
	Key      string     `json:"key"`
	Title    string     `json:"title"`
	Of       string     `json:"of,omitempty"` // kind of the records its figures count
	Lines    []string   `json:"lines"`
	Figures  []Figure   `json:"figures"`
	Heads    []string   `json:"heads,omitempty"`
	Weights  []int      `json:"weights,omitempty"` // of the columns
	Rows     [][]string `json:"rows,omitempty"`
	Opens    string     `json:"opens,omitempty"`
	Problems []string   `json:"-"`
	Next     []string   `json:"-"`
}

// this names the period in words.
func (w *Report) this() string { return "本" + w.unit() }

func (w *Report) unit() string {
	switch w.Type {
	case sla.Monthly, sla.Attendance:
		return "月"
	case sla.Quarterly:
		return "季"
	case sla.Annual:
		return "年"
	}
	return "周"
}

// This names the period in words: 本周, 本月, 本季, 本年.
func (w *Report) This() string { return w.this() }

// Titles name the three sections the contract asks for, as the type does (R074).
func (w *Report) Titles() [3]string {
	labels := report.Labels(w.Type)
	return [3]string{labels["work"], labels["problems"], labels["next"]}
}

// counts reports whether the report is one of tickets.
func (w *Report) counts() bool { return w.Type != sla.Attendance }
