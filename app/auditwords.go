package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"opsledger/app/ledger"
	"opsledger/app/record/disclosure"
	"opsledger/app/rule/privacy"
)

// rosterLabels name the steps by which accounts come and go.
var rosterLabels = map[string]string{ledger.RosterRoot: "建立台账", ledger.RosterCertify: "签发证书", ledger.RosterRevoke: "吊销证书", ledger.RosterRole: "变更角色"}

// RosterLabel is what such steps are about.
const RosterLabel = "账号与证书"

func (a *App) logged(s *ledger.Sealed, e ledger.Entry, c ledger.Certificate) Logged {
	l := Logged{Time: s.Wall, Actor: c.Account, Device: c.Device, Record: e.Record, Kind: e.Kind, Action: e.Action, Label: e.Action, Commit: s.Hash}
	k := a.Kinds.Kind(e.Kind)
	if k == nil {
		if label := rosterLabels[e.Action]; e.Kind == ledger.RosterKind && label != "" {
			l.Label, l.Title = label, rosterTitle(e.Fields)
		}
		return l
	}
	act, ok := k.Action(e.Action)
	if l.Label = act.Label; !ok {
		if l.Label = ledger.UniversalLabel(e.Action); l.Label == "" {
			l.Label = e.Action
		}
	}
	if l.Number = e.Fields.Text(k.Outside); l.Number == "" {
		l.Number = e.Fields.Text(ledger.NumberField)
	}
	l.Number, l.Reason = privacy.Scrub(l.Number), a.reasonOf(k, act, e)
	return l
}

// rosterTitle says whose account or device a step of the roster is about.
func rosterTitle(f ledger.Fields) string {
	return strings.TrimSpace(f.Text("account") + " " + f.Text("device"))
}

// reasonOf is why a step was taken, as far as it asks.
func (a *App) reasonOf(k *ledger.Kind, act ledger.Action, e ledger.Entry) string {
	if e.Action == ledger.Erase {
		return privacy.Scrub(e.Fields.Text("why"))
	}
	if k == disclosure.Kind {
		d, err := ledger.Decode[disclosure.Disclosure](e.Fields)
		if err != nil {
			return privacy.Scrub(e.Fields.Text("reason"))
		}
		return privacy.Scrub(d.Reason) + "（" + a.disclosedWords(d) + "）"
	}
	if act.Creates {
		return "" // what it asks tells the record, not a reason
	}
	for _, ask := range act.Asks {
		if f, ok := k.Field(ask.Key); ok && f.Type == ledger.Long && f.Personal == "" && ask.Key != k.Title {
			if text := e.Fields.Text(ask.Key); text != "" {
				return strings.Join(strings.Fields(privacy.Scrub(text)), " ")
			}
		}
	}
	return ""
}

// meansWords are the ways personal data was shown.
var meansWords = map[string]string{"list": "列表", "show": "记录", "export": "导出", "report": "报告", "window": "窗口"}

// disclosedWords say how and how much was shown: 导出工单 state=待签收，12 条.
func (a *App) disclosedWords(d disclosure.Disclosure) string {
	means, of := meansWords[d.Means], d.Of
	if means == "" {
		means = d.Means
	}
	if k := a.Kinds.Kind(d.Of); k != nil {
		of = k.Label
	}
	return fmt.Sprintf("%s，%d 条", strings.TrimSpace(privacy.Scrub(means+of+" "+d.Filter)), d.Count)
}

// nameLogged gives the lines the numbers and titles their records have now, a look a kind.
func (a *App) nameLogged(ctx context.Context, r Reader, list []Logged) error {
	at := map[string]map[ledger.RecordID][]int{}
	for i, l := range list {
		if a.Kinds.Kind(l.Kind) == nil {
			continue
		}
		if at[l.Kind] == nil {
			at[l.Kind] = map[ledger.RecordID][]int{}
		}
		at[l.Kind][l.Record] = append(at[l.Kind][l.Record], i)
	}
	for _, kind := range slices.Sorted(maps.Keys(at)) {
		k := a.Kinds.Kind(kind)
		for ids := range slices.Chunk(slices.Sorted(maps.Keys(at[kind])), 200) {
			values := make([]string, len(ids))
			for i, id := range ids {
				values[i] = string(id)
			}
			err := r.Each(ctx, Query{Kind: kind, Where: []Condition{{Key: "id", Op: Equal, Value: values}}}, func(row *Row) error {
				for _, i := range at[kind][row.ID] {
					list[i].Number = privacy.Scrub(row.Number)
					if f, ok := k.Field(k.Title); ok && f.Personal == "" && kind != disclosure.Kind.Name {
						list[i].Title = privacy.Scrub(row.Fields.Text(k.Title))
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// LoggedKind is what a line is about, in Chinese.
func (a *App) LoggedKind(l Logged) string {
	if k := a.Kinds.Kind(l.Kind); k != nil {
		return k.Label
	}
	if l.Kind == ledger.RosterKind {
		return RosterLabel
	}
	return l.Kind
}
