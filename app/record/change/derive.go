package change

import (
	"slices"
	"time"

	"opsledger/app/ledger"
)

// Facts are what the steps of a change tell.
type Facts struct {
	Applied    time.Time  `json:"applied,omitzero"`
	Reviewed   time.Time  `json:"reviewed,omitzero"` // zero again once it was sent back
	Reviewer   string     `json:"reviewer,omitempty"`
	Grants     []Grant    `json:"grants,omitempty"` // those that answer the review that stands
	Refused    bool       `json:"refused,omitempty"`
	Special    bool       `json:"special,omitempty"` // sensitive or external: two grants by two people (R100)
	Stages     []Signing  `json:"stages,omitempty"`  // the last signing of each
	Executed   time.Time  `json:"executed,omitzero"`
	Executor   string     `json:"executor,omitempty"`
	Counts     *Counts    `json:"counts,omitempty"`
	Deliveries []Delivery `json:"deliveries,omitempty"`
	RolledBack time.Time  `json:"rolled_back,omitzero"`
	Closed     time.Time  `json:"closed,omitzero"`

	review string // the review that stands
}

// Grant is the center's word.
type Grant struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Deputy string    `json:"deputy,omitempty"` // for whom, within a delegation
	Again  bool      `json:"again,omitempty"`  // the second one
	Paper  bool      `json:"paper,omitempty"`  // 凭据认定
	Key    string    `json:"key,omitempty"`    // the key that signed it; of a ruling from paper none
	Ref    string    `json:"ref"`
}

// Signing is a stage signed.
type Signing struct {
	Stage    string    `json:"stage"`
	Who      string    `json:"who"`
	At       time.Time `json:"at"`
	Evidence string    `json:"evidence"`
}

// Counts are a migration's, out and in.
type Counts struct {
	Source int64 `json:"source"`
	Target int64 `json:"target"`
}

// Delivery is data handed over.
type Delivery struct {
	At        time.Time  `json:"at"`
	Leaves    bool       `json:"leaves,omitempty"`
	Means     string     `json:"means"`
	Receiver  string     `json:"receiver,omitempty"`
	DestroyBy ledger.Day `json:"destroy_by,omitempty"`
	Destroyed time.Time  `json:"destroyed,omitzero"`
	Ref       string     `json:"ref"`
}

// What became of the authorisation.
const (
	Waiting    = "待审核"
	Asked      = "待授权"
	Again      = "待二次授权"
	Authorised = "已授权"
	Denied     = "不予授权"
)

// Status is what became of the authorisation.
func (f Facts) Status() string {
	switch {
	case f.Reviewed.IsZero():
		return Waiting
	case f.Refused:
		return Denied
	case len(f.Grants) == 0:
		return Asked
	case f.Special && !f.twice():
		return Again
	}
	return Authorised
}

// twice reports whether two different people granted it.
func (f Facts) twice() bool {
	return slices.ContainsFunc(f.Grants, func(g Grant) bool { return g.Again && !same(g.By, f.Grants[0].By) })
}

// Signed reports whether a stage is signed.
func (f Facts) Signed(stage string) bool {
	return slices.ContainsFunc(f.Stages, func(s Signing) bool { return s.Stage == stage })
}

func (f Facts) unsigned(stages []string) (out []string) {
	for _, s := range stages {
		if !f.Signed(s) {
			out = append(out, s)
		}
	}
	return out
}

// Outstanding are the deliveries that left and are not destroyed.
func (f Facts) Outstanding() (out []Delivery) {
	for _, d := range f.Deliveries {
		if d.Leaves && d.Destroyed.IsZero() {
			out = append(out, d)
		}
	}
	return out
}

func derive(rec *ledger.Record) {
	f := Facts{Special: rec.Fields["sensitive"] == true || rec.Fields["external"] == true}
	steps := rec.Telling()
	for _, s := range steps {
		f.read(s, rec.Fields)
	}
	f.grant(rec, steps)
	rec.Refer("ticket", "依据工单", "ticket", ledger.RecordID(rec.Fields.Text("ticket")))
	rec.Facts = f
	f.show(rec.Fields)
}

func (f *Facts) read(s *ledger.Taken, fields ledger.Fields) {
	at := func(key string) time.Time { return ledger.ParseTime(s.Value(key)) }
	switch s.Entry.Action {
	case "apply", "reapply":
		f.Applied, f.Reviewed, f.review = at("applied"), time.Time{}, ""
	case "reject":
		f.Reviewed, f.review = time.Time{}, ""
	case "review":
		f.Reviewed, f.Reviewer, f.review = at("reviewed"), s.Text("reviewer"), string(s.Ref())
	case "script":
		if file := s.Text("script"); file != "" {
			fields["script_hash"] = file
		}
	case "sign-stage":
		f.sign(Signing{Stage: s.Text("stage"), Who: s.Text("signer"), At: at("signed"), Evidence: s.Text("evidence")})
	case "execute":
		f.Executed, f.Executor, f.RolledBack = at("executed"), s.Text("executor"), time.Time{}
	case "reconcile":
		f.Counts = &Counts{s.Entry.Fields.Int("source_count"), s.Entry.Fields.Int("target_count")}
	case "roll-back":
		f.RolledBack, f.Counts = at("rolled_back"), nil
	case "close":
		f.Closed = at("closed")
	case "deliver":
		f.Deliveries = append(f.Deliveries, Delivery{At: at("delivered"), Leaves: s.Value("leaves") == true, Means: s.Text("means"), Receiver: s.Text("receiver"),
			DestroyBy: ledger.Day(s.Text("due_destroyed")), Ref: string(s.Ref())})
		if hash := s.Text("output") + s.Text("output_sha"); sha.MatchString(hash) {
			fields["output_hash"] = hash
		}
	case "destroy":
		for i, d := range f.Deliveries {
			if d.Ref == s.Text("of") {
				f.Deliveries[i].Destroyed = at("destroyed")
			}
		}
	}
}

// sign keeps the last signing of a stage.
func (f *Facts) sign(s Signing) {
	f.Stages = append(slices.DeleteFunc(f.Stages, func(o Signing) bool { return o.Stage == s.Stage }), s)
	slices.SortStableFunc(f.Stages, func(a, b Signing) int { return slices.Index(StageNames, a.Stage) - slices.Index(StageNames, b.Stage) })
}

// grant reads the center's answers to the review that stands, and the second word on each.
func (f *Facts) grant(rec *ledger.Record, steps []*ledger.Taken) {
	for _, s := range steps {
		if string(s.Ref()) != f.review {
			continue
		}
		for _, a := range rec.Answered(s, "authorise", "deny") {
			if a.Entry.Action == "deny" {
				f.Refused = true
				continue
			}
			f.Grants = append(f.Grants, grantOf(a, false))
			for _, again := range rec.Answered(a, "authorise-again") {
				f.Grants = append(f.Grants, grantOf(again, true))
			}
		}
	}
}

func grantOf(s *ledger.Taken, again bool) Grant {
	g := Grant{At: ledger.ParseTime(s.Value("authorised")), By: s.Text("authoriser"), Deputy: s.Text("deputy_for"), Again: again, Paper: s.Paper, Ref: string(s.Ref())}
	if !s.Paper {
		g.Key = string(s.Node.Actor)
	}
	return g
}
