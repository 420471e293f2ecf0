package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/rule/privacy"
)

// Omitted is a fact that a device told only after an exchange file of its own in which it could have stood: the fact is dated before
// that file was made, the step came later. What the province's export told is left out: its times are facts of their own.
type Omitted struct {
	Kind    string          `json:"kind"`
	Record  ledger.RecordID `json:"record"`
	Number  string          `json:"number"`
	Label   string          `json:"label"`   // of the step
	Field   string          `json:"field"`   // label of the time or date
	Fact    time.Time       `json:"fact"`    // of a date: its end
	Closed  time.Time       `json:"closed"`  // when the file was made
	Written time.Time       `json:"written"` // the step's own time
	Actor   string          `json:"actor"`
	Device  string          `json:"device"`
}

// omittedDays is how far back the list of them looks.
const omittedDays = 92

// OmittedFacts lists them, the latest written first: of what came with the files of the last three months.
func (a *App) OmittedFacts(ctx context.Context) (out []Omitted, err error) {
	out = []Omitted{}
	err = a.Store.View(ctx, func(r Reader) error {
		notes, err := transfers(ctx, r)
		if err != nil {
			return err
		}
		roster, err := r.Roster(ctx)
		if err != nil {
			return err
		}
		for feed, of := range receipts(notes) {
			since := of[0].Seq
			for _, t := range of {
				if t.Made.Before(a.Now().AddDate(0, 0, -omittedDays)) {
					since = t.Seq
				}
			}
			runs, err := r.After(ctx, feed, since)
			if err != nil {
				return err
			}
			found, err := a.omittedIn(ctx, r, runs, of, roster)
			if err != nil {
				return err
			}
			out = append(out, found...)
		}
		return nil
	})
	slices.SortStableFunc(out, func(x, y Omitted) int { return y.Written.Compare(x.Written) })
	return out, err
}

// omittedIn reads commits of a feed whose files are given.
func (a *App) omittedIn(ctx context.Context, r Reader, runs []Run, of []Transfer, roster *ledger.Roster) (out []Omitted, err error) {
	for _, run := range runs {
		err := r.Lines(ctx, run, func(o Outgoing) error {
			s, err := ledger.Read(o.Commit)
			if err != nil {
				return err
			}
			closed := closedBefore(of, s.Seq)
			c := signer(roster, s.Actor)
			for _, e := range s.Entries {
				if k := a.Kinds.Kind(e.Kind); k != nil {
					if f, at := omitted(k, e, closed); !at.IsZero() {
						action, _ := k.Action(e.Action)
						out = append(out, Omitted{Kind: k.Name, Record: e.Record, Label: action.Label, Field: f.Label, Fact: at, Closed: closed.In(ledger.Zone),
							Written: ledger.ParseTime(s.Wall), Actor: c.Account, Device: c.Device})
					}
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for i, o := range out {
		rec, err := r.Record(ctx, o.Kind, string(o.Record))
		if err != nil {
			return nil, err
		}
		out[i].Number = privacy.Scrub(rec.Number)
	}
	return out, nil
}

// omitted finds when a step happened, where that lies before a file closed; zero where it does not.
func omitted(k *ledger.Kind, e ledger.Entry, closed time.Time) (f ledger.Field, at time.Time) {
	action, _ := k.Action(e.Action)
	f, dated := k.Dates(action)
	text := e.Fields.Text(f.Key)
	if closed.IsZero() || !dated || text == "" || strings.HasPrefix(e.Fields.Text("source"), importMark) {
		return f, time.Time{}
	}
	if at = ledger.ParseTime(text); f.Type == ledger.Date {
		at = midnight(ledger.Day(text)).AddDate(0, 0, 1)
	}
	if !at.Before(closed.Truncate(time.Minute)) { // a time is told by the minute, a file is made within one
		return f, time.Time{}
	}
	return f, at
}

// markOmitted says in a record's history, a line for each of its steps, which facts were told late.
func (a *App) markOmitted(ctx context.Context, r Reader, k *ledger.Kind, rec *ledger.Record, history []ShownStep) error {
	notes, err := transfers(ctx, r)
	if err != nil || len(notes) == 0 {
		return err
	}
	of := receipts(notes)
	for i, s := range rec.Steps {
		closed := closedBefore(of[s.Node.Feed], s.Node.Seq)
		if f, at := omitted(k, s.Entry, closed); !at.IsZero() {
			history[i].Note = strings.TrimPrefix(history[i].Note+"；"+f.Label+"早于 "+clockTime(closed.In(ledger.Zone))+" 的交换包，包里没有", "；")
		}
	}
	return nil
}
