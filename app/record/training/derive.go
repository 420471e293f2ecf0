package training

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
)

// Facts are what coverage and comparison read.
type Facts struct {
	Start        time.Time     `json:"start,omitzero"`
	End          time.Time     `json:"end,omitzero"`
	Invited      int64         `json:"invited,omitempty"`
	Participants []Participant `json:"participants,omitempty"` // each once

	roll *roll // the same by name; nil of facts that were read
}

// factsBefore are the facts as a check is given them: where they are not at hand, read off the fields that show them.
func factsBefore(b ledger.Before) Facts {
	if f, ok := b.Facts.(Facts); ok && f.roll != nil {
		return f
	}
	r := rollOf(b.Fields["participants"])
	return Facts{Start: ledger.ParseTime(b.Fields["start"]), End: ledger.ParseTime(b.Fields["end"]), Participants: r.list, roll: r}
}

var (
	errNegative  = errors.New("应训人数不能为负数")
	errNoStart   = errors.New("没有开始时间：请填写开始时间，或先登记“开始”")
	errMaterials = errors.New("没有培训资料：请先把资料添加为附件，再填写培训资料（附件名）")
	errNobody    = errors.New("没有签到名单，不能结束；没有举行的请用“取消”")
	errEnd       = errors.New("结束时间早于开始时间")
)

func checkPlan(b ledger.Before, f ledger.Fields) error {
	if err := notNegative(f); err != nil {
		return err
	}
	return CheckQuotas(b, f)
}

func notNegative(f ledger.Fields) error {
	if f.Int("invited") < 0 {
		return errNegative
	}
	return nil
}

func checkTimes(b ledger.Before, f ledger.Fields) error {
	start, end := ledger.ParseTime(f["start"]), ledger.ParseTime(f["end"])
	if start.IsZero() {
		start = factsBefore(b).Start
	}
	if !end.IsZero() && end.Before(start) {
		return errEnd
	}
	return nil
}

// checkFinish holds that a training took place: when, with whom, with what in hand (R067, R096, R121).
func checkFinish(b ledger.Before, f ledger.Fields) error {
	facts := factsBefore(b)
	switch {
	case f.Text("start") == "" && facts.Start.IsZero():
		return errNoStart
	case f.Text("materials") == "":
		return errMaterials
	case len(facts.Participants) == 0:
		return errNobody
	}
	if err := checkPlan(b, f); err != nil {
		return err
	}
	if missing := facts.missingParties(); b.Fields.Text("type") == Exchange && missing != nil {
		return fmt.Errorf("交流活动须三方都参加，签到名单里还没有：%s", strings.Join(missing, "、"))
	}
	return checkTimes(b, f)
}

// Parties are those present, in their order.
func (f Facts) Parties() (out []string) {
	for _, name := range PartyNames {
		if slices.ContainsFunc(f.Participants, func(p Participant) bool { return p.Party == name }) {
			out = append(out, name)
		}
	}
	return out
}

func (f Facts) missingParties() (out []string) {
	here := f.Parties()
	for _, name := range PartyNames {
		if !slices.Contains(here, name) {
			out = append(out, name)
		}
	}
	return out
}

// deriving gathers who signed in, and what was told of the training.
type deriving struct {
	gathered Facts
	told     ledger.Fields // materials and grade
}

func begin() ledger.Deriving {
	return &deriving{gathered: Facts{roll: newRoll()}, told: ledger.Fields{}}
}

// Read implements ledger.Deriving.
func (d *deriving) Read(s *ledger.Taken) {
	d.gathered.read(s, d.told)
	d.gathered.roll.read(s)
}

// Facts implements ledger.Deriving.
func (d *deriving) Facts(written ledger.Fields) any { return d.facts(written) }

func (d *deriving) facts(written ledger.Fields) Facts {
	f := d.gathered
	f.Invited, f.Participants = invited(written), f.roll.list
	return f
}

// Show implements ledger.Deriving.
func (d *deriving) Show(rec *ledger.Record) {
	f := d.facts(rec.Fields)
	rec.Facts = f
	for key, v := range d.told {
		rec.Fields[key] = v
	}
	f.show(rec.Fields)
}

func (r *roll) read(s *ledger.Taken) {
	switch s.Entry.Action {
	case "sign-in":
		r.add(participant(s.Text))
	case "sign-in-many":
		for _, line := range ledger.Lines(s.Value("participants")) {
			if p, err := Parse(line); err == nil {
				r.add(p)
			}
		}
	case "score":
		if i, err := r.find(participant(s.Text)); err == nil {
			r.list[i].Score = s.Text("score")
		}
	case "strike":
		r.remove(participant(s.Text))
	}
}

func (f *Facts) read(s *ledger.Taken, fields ledger.Fields) {
	if s.Entry.Action != "begin" && s.Entry.Action != "finish" && s.Entry.Action != "evaluate" {
		return
	}
	for key, at := range map[string]*time.Time{"start": &f.Start, "end": &f.End} {
		if t := ledger.ParseTime(s.Value(key)); !t.IsZero() {
			*at = t
		}
	}
	for _, key := range []string{"materials", "grade"} {
		if v := s.Text(key); v != "" {
			fields[key] = v
		}
	}
}

func (f Facts) show(fields ledger.Fields) {
	fields.Show("start", f.Start)
	fields.Show("end", f.End)
	if f.Invited > 0 {
		fields["invited"] = f.Invited
	}
	if len(f.Participants) == 0 {
		return
	}
	list := make([]any, len(f.Participants))
	for i, p := range f.Participants {
		list[i] = p.String()
	}
	fields["participants"], fields["trained"] = list, int64(len(list))
	var parties []any
	for _, name := range f.Parties() {
		parties = append(parties, name)
	}
	if parties != nil {
		fields["parties"] = parties
	}
	if f.Invited > 0 {
		fields["coverage"] = ledger.Percent(int64(len(list)), f.Invited)
	}
}
