package turnover

import (
	"fmt"
	"time"

	"opsledger/app/ledger"
)

// Facts are what the clocks, the leaving of a person and the score read. Zero times: has not happened, or not to what holds now.
type Facts struct {
	Leaver    string     `json:"leaver"`
	AskedBy   string     `json:"asked_by"`
	Core      bool       `json:"core,omitempty"`
	Planned   ledger.Day `json:"planned"`
	Submitted time.Time  `json:"submitted,omitzero"` // the last submission
	Notice    int        `json:"notice,omitempty"`   // natural days from it to the planned leave as it was then
	Short     bool       `json:"short,omitempty"`    // below thirty, by the contractor's own asking: a deduction under P1 is proposed
	Exception string     `json:"exception,omitempty"`
	Consented time.Time  `json:"consented,omitzero"`
	Handed    time.Time  `json:"handed,omitzero"`
	Accepted  time.Time  `json:"accepted,omitzero"`
	OnPaper   bool       `json:"on_paper,omitempty"` // consent or acceptance was recorded from paper (凭据认定)
	Left      ledger.Day `json:"left,omitempty"`
}

func derive(rec *ledger.Record) {
	d := deriving{rec: rec}
	d.Leaver, d.AskedBy, d.Planned = rec.Fields.Text("leaver"), rec.Fields.Text("asked_by"), ledger.Day(rec.Fields.Text("planned"))
	d.Core, _ = rec.Fields["core"].(bool)
	for _, s := range rec.Telling() {
		d.read(s)
	}
	d.answers()
	rec.Facts = d.Facts
	d.show()
}

type deriving struct {
	Facts
	rec      *ledger.Record
	planned  string // as told up to the step looked at
	submit   *ledger.Taken
	handover *ledger.Taken
}

func (d *deriving) read(s *ledger.Taken) {
	if p := s.Text("planned"); p != "" {
		d.planned = p
	}
	switch s.Entry.Action {
	case "submit":
		d.submit, d.handover = s, nil
		d.Submitted, d.Exception = ledger.ParseTime(s.Value("submitted")), s.Text("exception")
		d.Notice = notice(d.Submitted, d.planned)
		d.Short = d.AskedBy == ByContractor && d.Notice < NoticeDays
		d.rec.Fields["comparison"] = s.Value("comparison")
	case "reject":
		d.submit, d.handover = nil, nil
	case "hand-over":
		d.handover = s
		d.rec.Fields["handover"] = s.Value("handover")
	case "left":
		d.Left = ledger.Day(s.Text("left"))
	}
}

// answers finds the center's word on what was last submitted and last handed over.
func (d *deriving) answers() {
	d.Consented = d.answered(d.submit, "consent", "consented")
	if d.handover == nil {
		return
	}
	d.Handed = ledger.ParseTime(d.handover.Value("handed"))
	d.Accepted = d.answered(d.handover, "accept", "accepted")
}

func (d *deriving) answered(request *ledger.Taken, action, key string) (at time.Time) {
	if request == nil {
		return at
	}
	for _, s := range d.rec.Answered(request, action) {
		if t := ledger.ParseTime(s.Value(key)); at.IsZero() || t.Before(at) {
			at = t
		}
		d.OnPaper = d.OnPaper || s.Paper
	}
	return at
}

func (d *deriving) show() {
	fields := d.rec.Fields
	for key, at := range map[string]time.Time{"submitted": d.Submitted, "consented": d.Consented, "handed": d.Handed, "accepted": d.Accepted} {
		fields.Show(key, at)
	}
	if d.Left != "" {
		fields["left"] = string(d.Left)
	}
	if d.Exception != "" {
		fields["exception"] = d.Exception
	}
	if d.Submitted.IsZero() {
		return
	}
	fields["notice"], fields["red_line"] = int64(d.Notice), d.Notice < RedLineDays
	if d.Short {
		fields["proposal"] = fmt.Sprintf("P1：提前%d天报备，不足%d天", d.Notice, NoticeDays)
	}
}
