package score

import (
	"fmt"
	"slices"
	"time"

	"opsledger/app/ledger"
)

// rule is how the pieces of one kind of evidence are found. The scheme gives every rate and limit named here, and no other.
type rule struct {
	rates    []string
	limits   []string
	readings []string // it knows; the scheme takes one of them and shows the others it names
	each     string   // rate of a case told by a ruling; "": rulings give no points here
	severe   string   // of a grave one; "": as each
	pieces   func(e Evidence, c Clause, reading string) []piece
}

// rules are all kinds of evidence, by the name a scheme's clause calls them.
var rules = map[string]rule{
	"secrecy":    {rates: []string{"each", "severe"}, readings: []string{"severe_alone"}, each: "each", severe: "severe", pieces: breaches("保密要求")},
	"rules":      {rates: []string{"each", "severe"}, readings: []string{"severe_alone"}, each: "each", severe: "severe", pieces: breaches("安全要求")},
	"practice":   {rates: []string{"each"}, readings: []string{"by_person", "by_case"}, each: "each", pieces: practice},
	"notice":     {rates: []string{"each", "overdue"}, readings: []string{"added", "instead"}, each: "each", pieces: notices},
	"event":      {rates: []string{"each"}, limits: []string{"hours"}, readings: []string{"natural", "working"}, each: "each", pieces: unsolved("安全事件", "解决")},
	"weakness":   {rates: []string{"each"}, limits: []string{"hours"}, readings: []string{"natural", "working"}, each: "each", pieces: unsolved("安全评估", "复测通过")},
	"unticketed": {rates: []string{"each"}, readings: []string{"filed_in_time", "approved_only"}, each: "each", pieces: unticketed},
	"delay":      {rates: []string{"day", "long_day"}, limits: []string{"long_from"}, readings: []string{"marginal", "whole", "round_up"}, each: "day", pieces: delays},
	"transit":    {rates: []string{"each"}, limits: []string{"percent"}, readings: []string{"all_open", "excused_out"}, each: "each", pieces: transit},
	"rework":     {rates: []string{"each"}, readings: []string{"per_ticket", "per_return"}, each: "each", pieces: reworks},
	"order":      {rates: []string{"each"}, readings: []string{"as_ruled"}, each: "each", pieces: nothing},
	"weekly":     {rates: []string{"each"}, readings: []string{"by_due"}, each: "each", pieces: reports("weekly", "周报")},
	"quarterly":  {rates: []string{"each"}, readings: []string{"by_due"}, each: "each", pieces: reports("quarterly", "季度质量报告")},
	"change":     {rates: []string{"each", "core"}, readings: []string{"core_alone", "core_added"}, each: "each", severe: "core", pieces: changes},
	"handover":   {rates: []string{"each"}, readings: []string{"signed"}, each: "each", pieces: handovers},
	"attendance": {rates: []string{"late", "absent"}, readings: []string{"by_day", "by_half"}, each: "late", severe: "absent", pieces: attendances},
	"appraisal":  {rates: []string{"each"}, readings: []string{"any_below", "average"}, each: "each", pieces: appraisals},
	"survey":     {rates: []string{"excellent", "good", "fair", "poor"}, readings: []string{"as_concluded"}, pieces: grades},
	"complaint":  {rates: []string{"valid", "major"}, readings: []string{"major_alone", "major_added", "open_counts"}, each: "valid", severe: "major", pieces: complaints},
}

// nothing: only rulings tell of it.
func nothing(Evidence, Clause, string) []piece { return nil }

// piece is a piece of evidence while it is weighed.
type piece struct {
	Piece
	clause string
	same   []string // see Fact.Same
	waits  string
	units  int // a waiver takes it off by as many; at least 1
}

// piece begins one: what it costs by the facts.
func (c Clause) piece(f Fact, on ledger.Day, count int, points Points) piece {
	return piece{Piece: Piece{Record: f.Record, Kind: f.Kind, Number: f.Number, On: on, Count: count, Self: points, Marks: slices.Clone(f.Marks)},
		clause: c.ID, same: f.Same, waits: f.Waits, units: 1}
}

// because says why.
func (p piece) because(format string, args ...any) piece {
	p.Reason = fmt.Sprintf(format, args...)
	return p
}

// ruled puts the center's word beside the self-assessment.
func (p piece) ruled(points Points) piece {
	p.Center = &points
	return p
}

func (p *piece) mark(m string) {
	if !slices.Contains(p.Marks, m) {
		p.Marks = append(p.Marks, m)
	}
}

func minute(t time.Time) string { return t.In(ledger.Zone).Format("2006-01-02 15:04") }

// times is a rate n times.
func (p Points) times(n int) Points { return p * Points(n) }
