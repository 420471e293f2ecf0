// Package score owns the points of a contract year (考核办法; R123–R149): which facts count under which clause, how many points,
// why, and what other readings would give. The scheme is data; Contract reads evidence by it and gives a Card, the same for the
// same input. Points are exact decimals. It is pure, over records' facts and a calendar: no store, no clock of its own, and
// no other rule than the calendar.
package score

import (
	"time"

	"opsledger/app/ledger"
)

// Card is the score of one contract year as of a moment. What is drawn, printed or frozen of it is this value: it survives JSON.
// Points are decimals written as text; a deduction is negative.
type Card struct {
	Scheme     string     `json:"scheme"` // its ID
	SchemeName string     `json:"scheme_name"`
	Contract   string     `json:"contract"` // its name
	From       ledger.Day `json:"from"`     // of the contract year, both included
	To         ledger.Day `json:"to"`
	AsOf       time.Time  `json:"as_of"` // facts dated later are not counted, nor what was open then as if it had ended

	Base    Points  `json:"base"`   // 100
	Total   Points  `json:"total"`  // what counts: by the center's word where it spoke, else the self-assessment; it may exceed 100 or fall below 0 (A9, A10)
	Raw     Points  `json:"raw"`    // as Total, before the clauses' caps
	Self    Points  `json:"self"`   // 自评
	Center  *Points `json:"center"` // 中心评; nil until the center has spoken on every clause that has evidence, or closed the year
	Pending int     `json:"pending"`
	Waiting int     `json:"waiting"` // pieces of evidence left out until a conflict or a doubt is settled (待决)

	FeeCut       Points        `json:"fee_cut_percent"` // 测算上限, 可视情况: whole percent (A9)
	Fee          Fee           `json:"fee"`
	Clauses      []Line        `json:"clauses"`
	Alternatives []Alternative `json:"alternatives"` // of the whole: other readings of total, fee and one fact under one clause
	Forecast     *Forecast     `json:"forecast"`     // nil once the year is over
	Next         []Cost        `json:"next_overdue"` // what one more overdue ticket would cost, by working days late
	Notes        []string      `json:"notes"`        // what a reader must know of these figures

	Closed  *Closing `json:"closed"`  // the year was closed: the figures above are those frozen then
	Changed []string `json:"changed"` // 冻结后变化: what the facts as known now would say otherwise
}

// Closing says when and by whom the year was closed, and on what.
type Closing struct {
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Paper    bool      `json:"paper"`    // 凭据认定: told by a lead from paper
	Hash     string    `json:"hash"`     // of the frozen card
	Heads    []string  `json:"heads"`    // of every feed, as they were
	Official string    `json:"official"` // the total as the center set it; "" = as reckoned
	Deducted string    `json:"deducted"` // yuan really held back; "" = not told
	Opinion  string    `json:"opinion"`
}

// Line is one clause on the card.
type Line struct {
	ID           string        `json:"id"` // S1 … U2
	Group        string        `json:"group"`
	Title        string        `json:"title"`
	Text         string        `json:"text"` // the contract's words
	Unit         string        `json:"unit"` // 次, 人次, 个工单 …
	Source       string        `json:"source"`
	Rates        string        `json:"rates"`   // what a case costs, in short
	Reading      Reading       `json:"reading"` // the one taken
	Count        int           `json:"count"`   // units that cost or gave points
	Raw          Points        `json:"raw"`     // before the cap
	Cap          *Points       `json:"cap"`     // the most that is deducted, above zero; nil: none (A32)
	Points       Points        `json:"points"`  // what counts
	Self         Points        `json:"self"`
	Center       *Points       `json:"center"` // nil: the center has not spoken
	Unruled      int           `json:"unruled"`
	Alternatives []Alternative `json:"alternative"`
	Evidence     []Piece       `json:"evidence"`
}

// Alternative is what another reading would give.
type Alternative struct {
	Reading string `json:"reading"` // its ID in the scheme
	Basis   string `json:"basis"`   // A3 …
	Text    string `json:"text"`    // the reading in words
	Points  Points `json:"points"`  // of the clause; of the whole: the total, or the percent
	Total   Points `json:"total"`   // the total under it
}

// Piece is one piece of evidence under a clause: a record, what it costs, and why. Those that cost nothing (未成立, 豁免, 待决,
// 同一事实) stay on the card with their reason.
type Piece struct {
	Record ledger.RecordID `json:"record"` // "" where no record was made: a report never begun, a check reconstructed
	Kind   string          `json:"kind"`   // of the record, or of the one missing
	Number string          `json:"number"`
	On     ledger.Day      `json:"on"`    // the day it counts on
	Count  int             `json:"count"` // in the clause's unit
	Points Points          `json:"points"`
	Self   Points          `json:"self"`
	Center *Points         `json:"center"`          // by the center's word on this piece
	Would  Points          `json:"would,omitempty"` // of one that does not count: what it would cost
	Reason string          `json:"reason"`
	Marks  []string        `json:"marks"` // see the Mark constants
}

// Marks a piece of evidence may carry.
const (
	Belated   = "补录"   // entered later than the fact by more than one working day
	Imported  = "导入"   // a time of the province's export
	Retro     = "回溯"   // a check reconstructed from the facts
	OnPaper   = "凭据认定" // the center's word as a lead told it from paper
	Undecided = "待决"   // an open conflict: it waits
	Doubted   = "时间存疑" // a clock that ran backwards: it waits
	Unruled   = "待认定"  // the center has not spoken: self-assessment
	Contested = "有异议"
	Waived    = "豁免"
	Dismissed = "不成立"
	SameFact  = "同一事实" // counted under another clause (A31)
	Apart     = "另计"   // split by hand from the same fact, with a reason
	Partial   = "不完整"  // a step of the record is missing or unknown
)

// Fee is what the total may cost the contractor: a ceiling, as the client may hold back less (可视情况).
type Fee struct {
	Percent      Points `json:"percent"`      // whole points below the limit, at most the largest
	Proportional Points `json:"proportional"` // the same without rounding down
	Yuan         string `json:"yuan"`         // of the year's fee; "" where the fee is unknown
	Label        string `json:"label"`
}

// Forecast says what the year would end at.
type Forecast struct {
	On      ledger.Day `json:"on"`
	Total   Points     `json:"total"`
	FeeCut  Points     `json:"fee_cut_percent"`
	Rule    string     `json:"rule"`
	Clauses []Expected `json:"clauses"` // those expected to change
}

// Expected is a clause at the year's end.
type Expected struct {
	ID     string `json:"id"`
	Points Points `json:"points"`
	Reason string `json:"reason"`
}

// Cost is what a ticket late by some working days would cost, on top of what stands.
type Cost struct {
	Days   int    `json:"days"`
	Points Points `json:"points"`
	Total  Points `json:"total"`
	Reason string `json:"reason"`
}
