// Package duty owns the duty by telephone around the clock (R081) and what people are called out to (R078, R094, R105, R106;
// A6). It may not import other records, nor rules.
package duty

import (
	"errors"
	"slices"
	"time"

	"opsledger/app/ledger"
)

// Duty is one turn of duty: someone first, someone behind, from a moment to another. Two who write down the same turn apart write
// the same record.
type Duty struct {
	From    time.Time `label:"开始时间" need:"yes" future:"yes" index:"yes" names:"值班开始,起始时间" example:"2026-03-05 18:00"`
	To      time.Time `label:"结束时间" need:"yes" future:"yes" index:"yes" names:"值班结束,截止时间" example:"2026-03-06 08:30"`
	Primary string    `label:"主值班人" of:"person" need:"yes" search:"yes" index:"yes" names:"值班人,姓名"`
	Backup  string    `label:"备值班人" of:"person" search:"yes" names:"备班人" example:"示例二"`
	Phone   string    `label:"值班电话" personal:"phone" names:"电话,手机"`
	Turns   []string  `label:"换班" step:"yes"` // "03-05 20:00 至 03-05 22:00 王五"

	Facts Facts
}

// States of a duty.
const (
	Void      ledger.State = "void"
	Scheduled ledger.State = "scheduled"
)

// Facts are the turns, in order of their beginning, without gap between them.
type Facts struct {
	Turns []Turn `json:"turns,omitempty"`
}

// Turn is who is on duty between two moments, the second left out.
type Turn struct {
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
	Primary string    `json:"primary"`
	Backup  string    `json:"backup,omitempty"`
	Swapped bool      `json:"swapped,omitempty"`
}

var (
	errSpan   = errors.New("值班结束时间须晚于开始时间")
	errSame   = errors.New("主值班人和备值班人不能是同一人")
	errWithin = errors.New("换班的时段须在这一班的开始与结束之间")
	errNobody = errors.New("换班前后是同一人")
)

// Kind describes the duty.
var Kind = ledger.Define[Duty]("duty", "值班",
	ledger.Numbered("ZB", "primary"),
	ledger.KeyedBy("from", "to"),
	ledger.States("void:已作废", "scheduled:已排班"),
	ledger.Told(
		ledger.Field{Key: "stand_in", Label: "接班人", Type: ledger.Text, Of: "person"},
		ledger.Field{Key: "swap_from", Label: "换班开始", Type: ledger.Time, Future: true},
		ledger.Field{Key: "swap_to", Label: "换班结束", Type: ledger.Time, Future: true},
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
	),
	ledger.Step("schedule", "排班", ledger.Creates(), ledger.To(Scheduled), ledger.Asks("from", "to", "primary", "backup?", "phone?"), ledger.Checked(checkTurn)),
	ledger.Step("swap", "换班", ledger.From(Scheduled), ledger.Asks("primary", "backup?", "phone?", "reason?"), ledger.Checked(checkSwap)),
	ledger.Step("swap-part", "部分时段换班", ledger.From(Scheduled), ledger.Asks("stand_in", "swap_from", "swap_to", "reason?"), ledger.Checked(checkPart)),
	ledger.Step("void", "作废", ledger.From(Scheduled), ledger.To(Void), ledger.Asks("reason")),
	ledger.Step("restore", "恢复", ledger.From(Void), ledger.To(Scheduled), ledger.Asks("reason")),
	ledger.Derive(derive),
)

func checkTurn(_ ledger.Before, f ledger.Fields) error {
	if !ledger.ParseTime(f["to"]).After(ledger.ParseTime(f["from"])) {
		return errSpan
	}
	if f.Text("primary") == f.Text("backup") {
		return errSame
	}
	return nil
}

func checkSwap(b ledger.Before, f ledger.Fields) error {
	backup, told := f["backup"].(string)
	if !told {
		backup = b.Fields.Text("backup")
	}
	switch f.Text("primary") {
	case b.Fields.Text("primary"):
		return errNobody
	case backup:
		return errSame
	}
	return nil
}

func checkPart(b ledger.Before, f ledger.Fields) error {
	from, to := ledger.ParseTime(f["swap_from"]), ledger.ParseTime(f["swap_to"])
	switch {
	case !to.After(from) || from.Before(ledger.ParseTime(b.Fields["from"])) || to.After(ledger.ParseTime(b.Fields["to"])):
		return errWithin
	case f.Text("stand_in") == b.Fields.Text("primary"):
		return errNobody
	}
	return nil
}

func derive(rec *ledger.Record) {
	t := Turn{From: ledger.ParseTime(rec.Fields["from"]), To: ledger.ParseTime(rec.Fields["to"]), Primary: rec.Fields.Text("primary"), Backup: rec.Fields.Text("backup")}
	f := Facts{Turns: []Turn{t}}
	var lines []any
	for _, s := range rec.Telling() {
		if s.Entry.Action != "swap-part" {
			continue
		}
		part := Turn{From: ledger.ParseTime(s.Value("swap_from")), To: ledger.ParseTime(s.Value("swap_to")), Primary: s.Text("stand_in"), Backup: t.Backup, Swapped: true}
		f.put(part)
		lines = append(lines, part.From.Format("01-02 15:04")+" 至 "+part.To.Format("01-02 15:04")+" "+part.Primary)
	}
	rec.Facts = f
	if lines != nil {
		rec.Fields["turns"] = lines
	}
}

// put lets a turn take the place of what was there in its time.
func (f *Facts) put(t Turn) {
	var out []Turn
	for _, o := range f.Turns {
		before, after := o, o
		if before.To = earlier(o.To, t.From); before.To.After(before.From) {
			out = append(out, before)
		}
		if after.From = later(o.From, t.To); after.To.After(after.From) {
			out = append(out, after)
		}
	}
	out = append(out, t)
	slices.SortFunc(out, func(a, b Turn) int { return a.From.Compare(b.From) })
	f.Turns = out
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
