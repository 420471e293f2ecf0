package ticket

import (
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
)

// pauses reads every 挂起. It ends at the earliest closing step whose author had seen it (design.md "Times that score").
func pauses(steps []*ledger.Taken) (out []Pause) {
	for _, s := range steps {
		if s.Entry.Action != "suspend" {
			continue
		}
		p := Pause{From: ledger.ParseTime(s.Value("suspended")), Reason: s.Text("suspend_code"), Ref: string(s.Ref()), Imported: s.Text("source") != ""}
		for _, o := range steps {
			if at := closing(o); !at.IsZero() && o.Sees(s.Placed) && (p.To.IsZero() || at.Before(p.To)) {
				p.To = at
			}
		}
		out = append(out, p)
	}
	return out
}

// closing is when a step left the suspended state; zero for the others.
func closing(s *ledger.Taken) time.Time {
	switch s.Entry.Action {
	case "resume":
		return ledger.ParseTime(s.Value("resumed"))
	case "return", "rework":
		return ledger.ParseTime(s.Value("returned"))
	case "resolve":
		return ledger.ParseTime(s.Value("resolved"))
	}
	return time.Time{}
}

// ask reads the requests to the center and what it answered.
func (f *Facts) ask(rec *ledger.Record, steps []*ledger.Taken) {
	for _, s := range steps {
		switch s.Entry.Action {
		case "request-extension":
			f.request(rec, s)
		case "claim-excuse":
			f.claim(rec, s)
		}
	}
	f.Pauses = excused(f.Pauses, f.Excuses)
}

// request reads one request: of several grants the latest due holds.
func (f *Facts) request(rec *ledger.Record, s *ledger.Taken) {
	r := Request{At: ledger.ParseTime(s.Value("requested")), Proposed: ledger.ParseTime(s.Value("proposed")), Ref: string(s.Ref())}
	answers, answer := ruling(rec, s, "grant-extension", "deny-extension")
	r.Answer = answer
	for _, a := range answers {
		r.Ruled, r.Paper = ledger.ParseTime(a.Value("ruled")), a.Paper
		if answer == Granted {
			f.Extensions = append(f.Extensions, Extension{Due: ledger.ParseTime(a.Value("due")), Granted: r.Ruled, Paper: a.Paper})
		}
	}
	f.Requests = append(f.Requests, r)
}

// Pending is all that may wait for the center's answer, as the field of that name holds it.
var Pending = []string{"延期", "免责", "延期、免责"}

// pending names what waits for the center's answer.
func (f *Facts) pending() string {
	var out []string
	if slices.ContainsFunc(f.Requests, func(r Request) bool { return r.Answer == Claimed }) {
		out = append(out, "延期")
	}
	if slices.ContainsFunc(f.Excuses, func(e Excuse) bool { return e.Answer == Claimed }) {
		out = append(out, "免责")
	}
	return strings.Join(out, "、")
}

func (f *Facts) claim(rec *ledger.Record, s *ledger.Taken) {
	e := Excuse{At: ledger.ParseTime(s.Value("claimed")), Code: s.Text("excuse_code"), Of: s.Text("of"), From: ledger.ParseTime(s.Value("excuse_from")),
		To: ledger.ParseTime(s.Value("excuse_to")), Ref: string(s.Ref()), Imported: s.Text("source") != ""}
	answers, answer := ruling(rec, s, "grant-excuse", "deny-excuse")
	e.Answer = answer
	for _, a := range answers {
		e.Ruled, e.Paper = ledger.ParseTime(a.Value("ruled")), a.Paper
	}
	f.Excuses = append(f.Excuses, e)
}

// ruling gives the answers to a request that hold, and what they say together: where they contradict, the request waits.
func ruling(rec *ledger.Record, request *ledger.Taken, grant, deny string) (answers []*ledger.Taken, answer string) {
	answers = rec.Answered(request, grant, deny)
	said := map[string]bool{}
	for _, a := range answers {
		said[a.Entry.Action] = true
	}
	switch {
	case len(said) != 1:
		return nil, Claimed
	case said[grant]:
		return answers, Granted
	}
	return answers, Denied
}

// excused marks pauses with the best answer any claim for them got.
func excused(list []Pause, claims []Excuse) []Pause {
	rank := []string{"", Denied, Claimed, Granted}
	out := slices.Clone(list)
	for i := range out {
		if out[i].Ref == "" {
			continue
		}
		out[i].Excuse = ""
		for _, e := range claims {
			if e.Of == out[i].Ref && slices.Index(rank, e.Answer) > slices.Index(rank, out[i].Excuse) {
				out[i].Excuse = e.Answer
			}
		}
	}
	return out
}

// waits reads escalations and vendors' tasks with the step that ended each.
func waits(steps []*ledger.Taken) (out []Wait) {
	for _, s := range steps {
		w := Wait{Ref: string(s.Ref())}
		switch s.Entry.Action {
		case "escalate":
			w.What, w.Whom, w.At = "escalation", s.Text("level"), ledger.ParseTime(s.Value("escalated"))
		case "add-vendor":
			w.What, w.Whom, w.At, w.Due = "vendor", s.Text("vendor"), ledger.ParseTime(s.Value("asked")), ledger.ParseTime(s.Value("due"))
		default:
			continue
		}
		w.Done = first(steps, w.Ref, map[string]string{"answer": "answered", "close-vendor": "done"})
		out = append(out, w)
	}
	return out
}

// ahead reads what was done before its ticket, and when that was made good.
func ahead(steps []*ledger.Taken) (out []Ahead) {
	for _, s := range steps {
		if s.Entry.Action == "act-first" {
			out = append(out, Ahead{Acted: ledger.ParseTime(s.Value("acted")), Approver: s.Text("approver"), Ref: string(s.Ref()),
				Filed: first(steps, string(s.Ref()), map[string]string{"file-late": "filed"})})
		}
	}
	return out
}

// first is the earliest time told by the steps that name ref; by gives each action's time field.
func first(steps []*ledger.Taken, ref string, by map[string]string) (at time.Time) {
	for _, s := range steps {
		key, ok := by[s.Entry.Action]
		if t := ledger.ParseTime(s.Value(key)); ok && s.Text("of") == ref && (at.IsZero() || t.Before(at)) {
			at = t
		}
	}
	return at
}

// merged lists the tickets this one was joined to and not taken apart from again; each is a link too.
func merged(rec *ledger.Record, steps []*ledger.Taken) (out []ledger.RecordID) {
	for _, s := range steps {
		apart := slices.ContainsFunc(steps, func(o *ledger.Taken) bool {
			return o.Entry.Action == "unmerge" && o.Text("of") == string(s.Ref()) && o.Sees(s.Placed)
		})
		if with := ledger.RecordID(s.Text("with")); s.Entry.Action == "merge" && with != "" && !apart && !slices.Contains(out, with) {
			out = append(out, with)
			rec.Links = append(rec.Links, ledger.Linked{Ref: s.Ref(), Relation: "合并", Kind: "ticket", To: with})
		}
	}
	return out
}
