package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/disclosure"
)

// Logged is a line of the audit log.
type Logged struct {
	Time   string          `json:"time"`
	Actor  string          `json:"actor"`
	Device string          `json:"device"`
	Record ledger.RecordID `json:"record"`
	Kind   string          `json:"kind"`
	Number string          `json:"number"`
	Title  string          `json:"title,omitempty"` // masked
	Action string          `json:"action"`
	Label  string          `json:"label"`
	Reason string          `json:"reason,omitempty"` // as it was written, masked; of personal data shown also how and how much of it
	Commit ledger.Hash     `json:"commit"`
	Mark   AuditMark       `json:"-"`
}

// AuditMark is a place in the log: an entry of a commit.
type AuditMark struct {
	Commit int64 // in the order of arrival; 0: before the newest
	Entry  int
}

// Sort is a sort of steps an auditor looks for.
type Sort string

// The sorts, and what each is called.
const (
	Disclosed Sort = "shown"    // personal data shown unmasked, on screen or paper
	Exported  Sort = "exported" // … exported
	Erased    Sort = "erased"
	Enrolled  Sort = "enrolled" // accounts and certificates came, went or changed
	Undone    Sort = "undone"   // voided or taken back
)

// SortName is what a sort is called.
type SortName struct {
	Sort  Sort
	Label string
}

// Sorts in the order they are offered.
var Sorts = []SortName{{Disclosed, "明文查看"}, {Exported, "明文导出"}, {Erased, "删除个人信息"}, {Enrolled, RosterLabel}, {Undone, "作废与撤回"}}

// AuditQuery narrows the log. Several values of one are any of them; an action is named by its name or its label.
type AuditQuery struct {
	Actors, Devices, Kinds, Actions []string
	Sorts                           []Sort
	Record                          string // its number or ID
	Commit                          ledger.Hash
	From, To                        ledger.Day // both included
	After                           AuditMark  // goes on behind a line; zero: from the newest
	Limit                           int        // lines; 0: all
}

// Check refuses a query that could find nothing by what it says.
func (q AuditQuery) Check() error {
	for _, s := range q.Sorts {
		if !slices.ContainsFunc(Sorts, func(known SortName) bool { return known.Sort == s }) {
			return fault.New(fault.Usage, "没有“"+string(s)+"”这一类操作").With("可用的：" + sortNames())
		}
	}
	for _, day := range []ledger.Day{q.From, q.To} {
		if _, err := time.Parse(time.DateOnly, string(day)); day != "" && err != nil {
			return fault.New(fault.Usage, "“"+string(day)+"”不是日期").With("日期写作 2026-03-05")
		}
	}
	return nil
}

func sortNames() string {
	var out []string
	for _, s := range Sorts {
		out = append(out, string(s.Sort)+" "+s.Label)
	}
	return strings.Join(out, "、")
}

// AuditLog lists who did what, what came last first. more: the limit ended it.
func (a *App) AuditLog(ctx context.Context, q AuditQuery) (out []Logged, more bool, err error) {
	out = []Logged{}
	err = a.Store.View(ctx, func(r Reader) error {
		more, err = a.eachLogged(ctx, r, q, func(l Logged) error { out = append(out, l); return nil })
		if err == nil {
			err = a.nameLogged(ctx, r, out)
		}
		return err
	})
	return out, more, err
}

// eachLogged reads the log a line at a time, numbers as the steps tell them.
func (a *App) eachLogged(ctx context.Context, r Reader, q AuditQuery, fn func(Logged) error) (more bool, err error) {
	commits, ok, err := a.commitQuery(ctx, r, q)
	if err != nil || !ok {
		return false, err
	}
	roster, err := r.Roster(ctx)
	if err != nil {
		return false, err
	}
	n := 0
	err = r.Commits(ctx, commits, func(at int64, s *ledger.Sealed) error {
		if q.Commit != "" && s.Hash != q.Commit {
			return ctx.Err()
		}
		c := signer(roster, s.Actor)
		for i, e := range s.Entries {
			if at == q.After.Commit && i <= q.After.Entry || commits.Record != "" && e.Record != commits.Record {
				continue
			}
			l := a.logged(s, e, c)
			if l.Mark = (AuditMark{at, i}); !q.wants(l, e) {
				continue
			}
			if n++; q.Limit > 0 && n > q.Limit {
				more = true
				return ErrEnough
			}
			if err := fn(l); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	return more, err
}

// commitQuery is what of a query the store can narrow by; ok is false where nothing can be found.
func (a *App) commitQuery(ctx context.Context, r Reader, q AuditQuery) (out CommitQuery, ok bool, err error) {
	out.From, out.To = q.From, q.To
	if q.After.Commit > 0 {
		out.Before = q.After.Commit + 1
	}
	if q.Record != "" {
		if out.Record, err = a.recordNamed(ctx, r, q.Record); err != nil || out.Record == "" {
			return out, false, err
		}
	}
	if len(q.Actors) == 0 && len(q.Devices) == 0 {
		return out, true, nil
	}
	roster, err := r.Roster(ctx)
	if err != nil {
		return out, false, err
	}
	for _, c := range roster.Certificates() {
		if anyOf(q.Actors, c.Account) && anyOf(q.Devices, c.Device) {
			out.Actors = append(out.Actors, c.Key)
		}
	}
	return out, len(out.Actors) > 0, nil
}

// recordNamed finds a record of any kind by number or ID; "" where there is none.
func (a *App) recordNamed(ctx context.Context, r Reader, key string) (ledger.RecordID, error) {
	for _, k := range a.Kinds.Kinds() {
		for _, by := range []string{"number", "id"} {
			var found ledger.RecordID
			err := r.Each(ctx, Query{Kind: k.Name, Where: []Condition{{Key: by, Op: Equal, Value: []string{key}}}, Limit: 1}, func(row *Row) error {
				found = row.ID
				return nil
			})
			if err != nil || found != "" {
				return found, err
			}
		}
	}
	return "", nil
}

func anyOf(list []string, values ...string) bool {
	return len(list) == 0 || slices.ContainsFunc(values, func(v string) bool { return slices.Contains(list, v) })
}

// wants reports whether a line is among those asked for; people, devices, days and the record were looked up before.
func (q AuditQuery) wants(l Logged, e ledger.Entry) bool {
	if !anyOf(q.Kinds, l.Kind) || !anyOf(q.Actions, l.Action, l.Label) {
		return false
	}
	return len(q.Sorts) == 0 || slices.ContainsFunc(q.Sorts, func(s Sort) bool { return s.holds(e) })
}

func (s Sort) holds(e ledger.Entry) bool {
	out := e.Fields.Text("means") == "export"
	switch s {
	case Disclosed:
		return e.Kind == disclosure.Kind.Name && !out
	case Exported:
		return e.Kind == disclosure.Kind.Name && out
	case Erased:
		return e.Action == ledger.Erase
	case Enrolled:
		return e.Kind == ledger.RosterKind
	}
	return e.Action == "void" || e.Action == ledger.TakeBack
}

// AuditNames are the people and devices of the ledger, as the log can be narrowed by.
func (a *App) AuditNames(ctx context.Context) (people, devices []string, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		roster, err := r.Roster(ctx)
		if err != nil {
			return err
		}
		for _, c := range roster.Certificates() {
			people, devices = append(people, c.Account), append(devices, c.Device)
		}
		return nil
	})
	slices.Sort(people)
	slices.Sort(devices)
	return slices.Compact(people), slices.Compact(devices), err
}
