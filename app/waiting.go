package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/attendance"
	"opsledger/app/record/change"
	"opsledger/app/record/contract"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/privacy"
)

// Waiting is something that waits for the information center's word: a request and the steps that may answer it.
type Waiting struct {
	Kind    string          `json:"kind"`
	Record  ledger.RecordID `json:"record"` // "" of a month of attendance
	Number  string          `json:"number"`
	Title   string          `json:"title"`
	Matter  string          `json:"matter"`  // the name of the first step that answers it
	Answers []string        `json:"answers"` // steps, by name
	Request ledger.EntryRef `json:"request,omitempty"`
	Asked   time.Time       `json:"asked"` // when the request was written
	By      string          `json:"by"`    // who wrote it, and on which device
	Device  string          `json:"device"`
	Reason  string          `json:"reason"` // of the request, masked
	Wished  string          `json:"wished"` // the time ahead it names: 拟延至 2026-03-16 18:00
	Month   string          `json:"month,omitempty"`
	Days    int             `json:"days,omitempty"`  // records of that month
	Paper   string          `json:"paper,omitempty"` // date of the paper it was ruled from before the center had a key (凭据认定): it must sign anew
	Barred  string          `json:"barred"`          // why this session can't answer, "" it can
}

// Rulings lists what waits for the information center, the oldest first: whatever a kind reserves to it and a record asks for, and
// the months of attendance not confirmed.
func (a *App) Rulings(ctx context.Context) (out []Waiting, err error) {
	out = []Waiting{}
	err = a.Store.View(ctx, func(r Reader) error {
		roster, err := r.Roster(ctx)
		if err != nil {
			return err
		}
		found, err := a.requests(ctx, r, roster)
		if err != nil {
			return err
		}
		months, err := a.monthsWaiting(ctx, r, roster)
		out = append(append(out, found...), months...)
		return err
	})
	slices.SortStableFunc(out, func(x, y Waiting) int { return cmp.Or(x.Asked.Compare(y.Asked), cmp.Compare(x.Number, y.Number)) })
	return out, err
}

// requests are what records ask for.
func (a *App) requests(ctx context.Context, r Reader, roster *ledger.Roster) (out []Waiting, err error) {
	for _, k := range a.Kinds.Kinds() {
		if !slices.ContainsFunc(k.Actions, awaits) {
			continue
		}
		found, err := a.waitingIn(ctx, r, k, roster)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// awaits reports whether a step is one the center is waited for: it answers a request, or leads on from a state.
func awaits(action ledger.Action) bool {
	return action.Reserved && (len(action.Names) > 0 || len(action.From) > 0)
}

// asking narrows the kinds of many records to those that may hold a request; the others are read through.
var asking = map[string]Condition{
	ticket.Kind.Name:     {Key: "pending", Op: Equal, Value: ticket.Pending},
	attendance.Kind.Name: {Key: "waiting", Op: Equal, Value: []string{"true"}},
}

func (a *App) waitingIn(ctx context.Context, r Reader, k *ledger.Kind, roster *ledger.Roster) (out []Waiting, err error) {
	q := Query{Kind: k.Name, Where: []Condition{{Key: "state", Op: Differs, Value: []string{voided}}}}
	if narrow, ok := asking[k.Name]; ok {
		q.Where = append(q.Where, narrow)
	}
	var ids []ledger.RecordID
	if err := r.Each(ctx, q, func(row *Row) error {
		ids = append(ids, row.ID)
		return nil
	}); err != nil {
		return nil, err
	}
	for _, id := range ids {
		rec, err := r.Record(ctx, k.Name, string(id))
		if err != nil {
			return nil, err
		}
		out = append(out, a.waitingOn(k, rec, roster)...)
	}
	return out, nil
}

// waitingOn are the requests of a record that no step answers yet, each with the steps that may.
func (a *App) waitingOn(k *ledger.Kind, rec *ledger.Record, roster *ledger.Roster) (out []Waiting) {
	if rec.State == voided {
		return nil
	}
	for _, action := range k.Actions {
		if !awaits(action) || !action.Leads(rec.State) {
			continue
		}
		asked := requestFor(rec, action)
		if asked == nil || !ripe(rec, action, a.Now()) {
			continue
		}
		if i := slices.IndexFunc(out, func(w Waiting) bool { return w.Request == asked.Ref() }); i >= 0 {
			out[i].Answers = append(out[i].Answers, action.Name)
			out[i].Paper = cmp.Or(out[i].Paper, paperOf(rec, asked, action))
			continue
		}
		w := waitingFor(k, rec, asked, roster)
		w.Matter, w.Answers, w.Barred, w.Paper = action.Label, []string{action.Name}, a.refuses(k, action, rec, roster), paperOf(rec, asked, action)
		out = append(out, w)
	}
	return out
}

// requestFor is the step that an action would answer: the one it names, or where it names none the last that set the state, unless
// the action was taken since.
func requestFor(rec *ledger.Record, action ledger.Action) (asked *ledger.Taken) {
	if len(action.Names) > 0 {
		return nameable(rec, action, "")
	}
	for _, s := range rec.Telling() {
		switch {
		case s.Entry.Action == action.Name:
			asked = nil
		case s.Action.To != "":
			asked = s
		}
	}
	return asked
}

// paperOf is the date of the paper an answer to a request was recorded from and that counts no more; "" where there is none.
func paperOf(rec *ledger.Record, asked *ledger.Taken, action ledger.Action) (date string) {
	for _, s := range rec.Steps {
		switch of := s.Text("of"); {
		case s == asked:
			date = ""
		case s.Lapsed && !s.TakenBack && s.Entry.Action == action.Name && (len(action.Names) == 0 || of == string(asked.Ref())):
			date = s.Text(ledger.PaperDate)
		}
	}
	return date
}

// ripe leaves out what can be answered before anybody waits for it: a second word where one is enough, a year that is not over.
func ripe(rec *ledger.Record, action ledger.Action, now time.Time) bool {
	switch {
	case rec.Kind == change.Kind.Name && action.Name == "authorise-again":
		facts, _ := rec.Facts.(change.Facts)
		return facts.Status() == change.Again
	case rec.Kind == contract.Kind.Name:
		return rec.Fields.Text("end") < now.In(ledger.Zone).Format(time.DateOnly)
	}
	return true
}

func waitingFor(k *ledger.Kind, rec *ledger.Record, s *ledger.Taken, roster *ledger.Roster) Waiting {
	c, _ := roster.Certificate(s.Node.Actor)
	w := Waiting{Kind: k.Name, Record: rec.ID, Number: privacy.Scrub(rec.Number), Request: s.Ref(), Asked: s.Node.Wall.In(ledger.Zone), By: c.Account, Device: c.Device}
	w.Title = titleOf(k, rec)
	for _, ask := range s.Action.Asks {
		f, _ := k.Field(ask.Key)
		text := s.Text(ask.Key)
		switch {
		case text == "" || f.Personal != "":
		case w.Reason == "" && f.Type == ledger.Long && ask.Key != k.Title:
			w.Reason = strings.Join(strings.Fields(privacy.Scrub(text)), " ")
		case w.Wished == "" && f.Future && f.Type == ledger.Time:
			w.Wished = f.Label + " " + clockTime(ledger.ParseTime(text))
		case w.Wished == "" && f.Future && f.Type == ledger.Date:
			w.Wished = f.Label + " " + text
		}
	}
	return w
}

// titleOf is a record's title, masked.
func titleOf(k *ledger.Kind, rec *ledger.Record) (title string) {
	f, _ := k.Field(k.Title)
	if v, ok := rec.Fields[k.Title]; ok {
		title, _ = masked(f, v, false).(string)
	}
	return title
}

// monthsWaiting are the months of attendance that are over and not confirmed as they stand (R088).
func (a *App) monthsWaiting(ctx context.Context, r Reader, roster *ledger.Roster) (out []Waiting, err error) {
	action, _ := attendance.Kind.Action("confirm-month")
	this := a.Now().In(ledger.Zone).Format("2006-01")
	days := map[string][]ledger.RecordID{}
	err = eachFacts(ctx, r, inState(attendance.Kind.Name, string(attendance.Kept)), func(row *Row, f attendance.Facts) error {
		if month := row.Fields.Text("date"); len(month) >= len(this) && month[:len(this)] < this && (f.Confirmed.IsZero() || f.Changed) {
			days[month[:len(this)]] = append(days[month[:len(this)]], row.ID)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for month, ids := range days {
		first, _ := time.ParseInLocation("2006-01", month, ledger.Zone)
		w := Waiting{Kind: attendance.Kind.Name, Number: month, Title: first.Format("2006年1月") + "考勤", Matter: action.Label, Answers: []string{action.Name},
			Asked: first.AddDate(0, 1, 0), Month: month, Days: len(ids)}
		if w.Paper, err = monthOnPaper(ctx, r, ids, action); err != nil {
			return nil, err
		}
		if may := a.refuses(attendance.Kind, action, &ledger.Record{Kind: attendance.Kind.Name, State: attendance.Kept}, roster); may != "" {
			w.Barred = may
		}
		out = append(out, w)
	}
	return out, err
}

// monthOnPaper is the date of the paper that all these days were confirmed from; "" where one was not. Most months have none: the first
// day tells.
func monthOnPaper(ctx context.Context, r Reader, ids []ledger.RecordID, action ledger.Action) (date string, err error) {
	all := true
	look := func(rec *ledger.Record) error {
		one := paperOf(rec, requestFor(rec, action), action)
		date, all = max(date, one), all && one != ""
		return nil
	}
	for _, some := range [][]ledger.RecordID{ids[:1], ids[1:]} {
		if err := r.Records(ctx, attendance.Kind.Name, some, look); err != nil || !all {
			return "", err
		}
	}
	return date, nil
}
