package app

import (
	"context"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/rule/privacy"
)

// AllDictionaries are the dictionaries as they stand.
func (a *App) AllDictionaries(ctx context.Context) (set dictionary.Set, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		set, err = a.Dictionaries(ctx, r)
		return err
	})
	return set, err
}

// AddWord adds an item to a dictionary.
func (a *App) AddWord(ctx context.Context, dict, key, label string) (*ledger.Record, error) {
	set, err := a.AllDictionaries(ctx)
	if err != nil {
		return nil, err
	}
	d, ok := set[dict]
	if !ok {
		return nil, fault.New(fault.NotFound, "字典", dict)
	}
	for _, text := range []string{key, label} {
		if it, taken := d.Find(text); taken {
			return nil, fault.New(fault.Refused, d.Label+"字典里已有“"+it.Label+"”")
		}
	}
	return a.Act(ctx, Step{Kind: dictionary.Kind.Name, Key: "new", Action: "add", Values: map[string]string{"dict": dict, "key": key, "label": label}})
}

// RenameWord gives an item that was added on site another label; what was written with it shows the new one. RetireWord takes
// it out of the choices. Items that came with the program stay as they are.
func (a *App) RenameWord(ctx context.Context, dict, key, label string) error {
	return a.changeWord(ctx, dict, key, Step{Action: ledger.Amend, Values: map[string]string{"label": label}})
}

// RetireWord is told at RenameWord.
func (a *App) RetireWord(ctx context.Context, dict, key string) error {
	return a.changeWord(ctx, dict, key, Step{Action: "retire"})
}

func (a *App) changeWord(ctx context.Context, dict, key string, s Step) error {
	list, err := a.List(ctx, Query{Kind: dictionary.Kind.Name, Where: []Condition{{Key: "dict", Op: Equal, Value: []string{dict}}, {Key: "key", Op: Equal, Value: []string{key}}}}, "")
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fault.New(fault.Refused, "“"+key+"”是随程序带来的，不能改动").With("请另加一项")
	}
	s.Kind, s.Key = dictionary.Kind.Name, string(list[0].ID)
	_, err = a.Act(ctx, s)
	return err
}

// rosterLabels name the steps by which accounts come and go.
var rosterLabels = map[string]string{ledger.RosterRoot: "建立台账", ledger.RosterCertify: "签发证书", ledger.RosterRevoke: "吊销证书", ledger.RosterRole: "变更角色"}

// Logged is a line of the audit log.
type Logged struct {
	Time   string          `json:"time"`
	Actor  string          `json:"actor"`
	Device string          `json:"device"`
	Record ledger.RecordID `json:"record"`
	Kind   string          `json:"kind"`
	Number string          `json:"number"`
	Action string          `json:"action"`
	Label  string          `json:"label"`
	Commit ledger.Hash     `json:"commit"`
}

// AuditLog lists who did what, newest first.
func (a *App) AuditLog(ctx context.Context, limit int) (out []Logged, err error) {
	out = []Logged{}
	err = a.Store.View(ctx, func(r Reader) error {
		roster, err := r.Roster(ctx)
		if err != nil {
			return err
		}
		return r.Commits(ctx, limit, func(s *ledger.Sealed) error {
			c, _ := roster.Certificate(s.Actor)
			for _, e := range s.Entries {
				out = append(out, a.logged(s, e, c))
			}
			return nil
		})
	})
	return out, err
}

func (a *App) logged(s *ledger.Sealed, e ledger.Entry, c ledger.Certificate) Logged {
	l := Logged{Time: s.Wall, Actor: c.Account, Device: c.Device, Record: e.Record, Kind: e.Kind, Action: e.Action, Label: e.Action, Commit: s.Hash}
	k := a.Kinds.Kind(e.Kind)
	if k == nil {
		if label := rosterLabels[e.Action]; e.Kind == ledger.RosterKind && label != "" {
			l.Label = label
		}
		return l
	}
	if act, ok := k.Action(e.Action); ok {
		l.Label = act.Label
	}
	if l.Number = e.Fields.Text(k.Outside); l.Number == "" {
		l.Number = e.Fields.Text(ledger.NumberField)
	}
	l.Number = privacy.Scrub(l.Number)
	return l
}
