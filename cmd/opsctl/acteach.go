package main

import (
	"context"
	"maps"
	"slices"
	"strings"

	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
)

// asRequested stands for the due that each record's request proposes, as the window fills it in.
const asRequested = "按申请"

// listed reads a file of numbers: words that a number may have behind it, key=value, are the step's on that record alone.
func (a *acting) listed(text string) error {
	a.many = true
	for _, word := range split(strings.TrimPrefix(text, "\ufeff")) {
		key, value, own := strings.Cut(word, "=")
		switch {
		case !own:
			a.keys = append(a.keys, word)
		case len(a.keys) == 0:
			return fault.New(fault.Usage, "“"+word+"”前面没有编号")
		default:
			a.tell(a.keys[len(a.keys)-1], key, value)
		}
	}
	return nil
}

// tell has the step say something on one of its records alone.
func (a *acting) tell(record, key, value string) {
	if a.own == nil {
		a.own = map[string]map[string]string{}
	}
	if a.own[record] == nil {
		a.own[record] = map[string]string{}
	}
	a.own[record][key] = value
}

// each puts in the place of 按申请 what each record's request proposes.
func (a *acting) each(ctx context.Context, s *boot.Session) error {
	k := s.Kinds.Kind(a.Kind)
	if k == nil || !a.asks() {
		return nil
	}
	action, _ := k.Action(a.Action)
	keys := a.keys
	if !a.many {
		keys = []string{a.Key}
	}
	field, wishes, err := s.Proposals(ctx, a.Kind, action, keys...)
	if err != nil || field == "" {
		return err
	}
	var without []string
	for _, w := range wishes {
		switch {
		case a.told(w.Key, field) != asRequested:
		case w.Value == "":
			without = append(without, w.Number)
		default:
			a.tell(w.Key, field, w.Value)
		}
	}
	if len(without) > 0 {
		return fault.New(fault.Refused, "没有等待答复的申请，或申请里没有建议："+strings.Join(without, "、")).With("请为它们写明期限")
	}
	if !a.many {
		maps.Copy(a.Values, a.own[a.Key])
	}
	return nil
}

// told is what the step says of a field on one record.
func (a *acting) told(record, field string) string {
	if own, ok := a.own[record][field]; ok {
		return own
	}
	return a.Values[field]
}

// asks reports whether anything is to be as requested.
func (a *acting) asks() bool {
	all := slices.Collect(maps.Values(a.Values))
	for _, own := range a.own {
		all = slices.AppendSeq(all, maps.Values(own))
	}
	return slices.Contains(all, asRequested)
}
