package app

import (
	"maps"
	"slices"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/intake"
	"opsledger/app/rule/privacy"
)

// Finding is personal data, or a likely password, in free text. Shown is masked. Grave ones are only saved once a
// person has confirmed them; the others are pointed out.
type Finding struct {
	Field string // label
	Kind  string // as privacy names it
	Shown string
	Grave bool
}

var findingLabels = map[string]string{privacy.IDCard: "身份证号", privacy.BankCard: "银行卡号", privacy.Phone: "电话号码", privacy.Password: "疑似口令"}

// Label names what was found: 身份证号 110***********002X.
func (f Finding) Label() string { return findingLabels[f.Kind] + " " + f.Shown }

// inspect finds personal data in a text that stands under a label.
func inspect(label, text string) (out []Finding) {
	for _, h := range privacy.Find(text) {
		out = append(out, Finding{label, h.Kind, privacy.Scrub(text[h.Start:h.End]), h.Kind != privacy.Phone})
	}
	for _, h := range privacy.FindPasswords(text) {
		out = append(out, Finding{label, privacy.Password, privacy.Mask(privacy.Password, text[h.Start:h.End]), true})
	}
	return out
}

// isFree reports whether a field takes any text: what is written there is read by all, and kept.
func isFree(k *ledger.Kind, f ledger.Field) bool {
	return f.Personal == "" && f.Key != k.Outside && (f.Type == ledger.Text || f.Type == ledger.Long || f.Type == ledger.List)
}

// FreeText finds what a step's free text holds that should not stand there, before it is saved: by field, as typed.
func (a *App) FreeText(s Step) (out []Finding) {
	k := a.Kinds.Kind(s.Kind)
	if k == nil {
		return nil
	}
	for _, f := range k.Fields {
		if text := s.Values[f.Key]; text != "" && isFree(k, f) {
			out = append(out, inspect(f.Label, text)...)
		}
	}
	return out
}

// checkText refuses a step whose free text holds what should not be written down, until a person has confirmed it.
func (a *App) checkText(k *ledger.Kind, action ledger.Action, fields ledger.Fields, confirmed bool) error {
	if confirmed {
		return nil
	}
	var found []Finding
	for _, ask := range action.Asks {
		f, _ := k.Field(ask.Key)
		if !isFree(k, f) {
			continue
		}
		for _, text := range texts(fields[f.Key]) {
			found = append(found, inspect(f.Label, text)...)
		}
	}
	found = slices.DeleteFunc(found, func(f Finding) bool { return !f.Grave })
	if len(found) == 0 {
		return nil
	}
	return fault.New(fault.PersonalText, told(found))
}

func texts(v any) []string {
	switch t := v.(type) {
	case string:
		return []string{t}
	case []any:
		var out []string
		for _, it := range t {
			if s, ok := it.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// told says what was found, field by field.
func told(found []Finding) string {
	var parts []string
	for _, f := range found {
		last := len(parts) - 1
		prefix := "“" + f.Field + "”里有"
		if last >= 0 && strings.HasPrefix(parts[last], prefix) {
			parts[last] += "、" + f.Label()
			continue
		}
		parts = append(parts, prefix+f.Label())
	}
	return strings.Join(parts, "；")
}

// remarks points out what the free text of an imported row holds: it is not refused, its source has it already.
func remarks(row int, k *ledger.Kind, texts map[string]string) (out []intake.Fault) {
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		field, _ := k.Field(key)
		if found := inspect(field.Label, texts[key]); len(found) > 0 {
			what := strings.TrimPrefix(told(found), "“"+field.Label+"”里")
			out = append(out, intake.Tell(row, field.Label, "personal "+key, what+"。请核对是否需要保存"))
		}
	}
	return out
}

// masks reports whether an imported value is only what this program shows in place of what it holds: an export brought
// back must not overwrite the data it hides.
func masks(k *ledger.Kind, key string, have, v any) bool {
	f, _ := k.Field(key)
	text, _ := v.(string)
	if f.Personal != "" {
		return privacy.Masked(f.Personal, text)
	}
	return privacy.Masked("", text) && masked(f, have, false) == v
}

// remark points out what a row of a ticket export holds in its free text.
func (i *importRun) remark(d intake.Draft) {
	i.out.Warnings = append(i.out.Warnings, remarks(d.Row, i.kind, map[string]string{"title": d.Title, "description": d.Description,
		"requester_unit": d.Unit, "result": d.Result, "reason": d.ReworkReason, "delay": d.Delay})...)
}
