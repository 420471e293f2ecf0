package app

import (
	"context"
	"slices"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/privacy"
)

// complete fills in what a step takes from its record: the step it names, the attachment that is its paper, the category's
// further fields. It checks what the description alone can't.
func (a *App) complete(ctx context.Context, r Reader, action ledger.Action, rec *ledger.Record, fields ledger.Fields) error {
	if err := nameStep(a.Kinds.Kind(rec.Kind), action, rec, fields); err != nil {
		return err
	}
	if err := nameFiles(a.Kinds.Kind(rec.Kind), rec, fields); err != nil {
		return err
	}
	if fields.Text("with") == string(rec.ID) {
		return fault.New(fault.Refused, "不能与自己合并")
	}
	return a.demand(ctx, r, action, rec, fields)
}

// noStep is how a person says that a step names none.
const noStep = "-"

// nameStep finds the earlier step that "of" names: by its reference or the beginning of it, by the name of its action, or,
// left out, the last one not named yet.
func nameStep(k *ledger.Kind, action ledger.Action, rec *ledger.Record, fields ledger.Fields) error {
	if len(action.Names) == 0 {
		return nil
	}
	said := fields.Text("of")
	if said == "" && fields.Text("excuse_from") != "" {
		said = noStep // an interval stands by itself: no pause is meant beside it
	}
	found := nameable(rec, action, said)
	switch {
	case found != nil && (said != "" || action.Last || action.Answers):
		fields["of"] = string(found.Ref())
	case said == noStep && !action.Answers || said == "" && !action.Answers:
		delete(fields, "of")
	case said == "":
		return fault.New(fault.Refused, k.Label+rec.Number+"没有等待"+action.Label+"的"+labels(k, action.Names)).With("请先登记" + labels(k, action.Names))
	default:
		return fault.New(fault.BadValue, "所针对的步骤", said, "应为该记录上"+labels(k, action.Names)+"的编号")
	}
	return nil
}

// nameable finds the last step that an action can name by what was said; nothing said: the last one not named yet.
func nameable(rec *ledger.Record, action ledger.Action, said string) (found *ledger.Taken) {
	for _, s := range rec.Steps {
		if s.Counts && !s.TakenBack && slices.Contains(action.Names, s.Entry.Action) && (said == "" && !taken(rec, s, action) || said != "" && means(said, s)) {
			found = s
		}
	}
	return found
}

// taken reports whether a step of the same action, or for an answer any answering one, names s already.
func taken(rec *ledger.Record, s *ledger.Taken, action ledger.Action) bool {
	return slices.ContainsFunc(rec.Steps, func(o *ledger.Taken) bool {
		return o.Counts && !o.TakenBack && o.Text("of") == string(s.Ref()) && (o.Entry.Action == action.Name || action.Answers && o.Action.Answers)
	})
}

// means reports whether a step may be meant: by its name or its code.
func means(said string, s *ledger.Taken) bool {
	return said == s.Entry.Action || said == s.Action.Label || coded(said, s)
}

// coded reports whether said is a step's reference or the beginning of it, as the history shows it: 3F2A-91BC, and with its
// place in the commit, 3F2A-91BC:2.
func coded(said string, s *ledger.Taken) bool {
	code, index, exact := strings.Cut(strings.ToLower(strings.ReplaceAll(said, "-", "")), ":")
	return len(code) >= 4 && strings.HasPrefix(string(s.Node.Hash), code) && (!exact || index == itoa(s.Index))
}

// codeOf is a step's code in its record's history.
func codeOf(rec *ledger.Record, s *ledger.Taken) string {
	code := s.Node.Hash.Short()
	if slices.ContainsFunc(rec.Steps, func(o *ledger.Taken) bool { return o != s && o.Node.Hash == s.Node.Hash }) {
		code += ":" + itoa(s.Index)
	}
	return code
}

func labels(k *ledger.Kind, actions []string) string {
	var out []string
	for _, name := range actions {
		a, _ := k.Action(name)
		out = append(out, a.Label)
	}
	return strings.Join(out, "、")
}

// nameFiles turns the names of attachments of the record into their hashes.
func nameFiles(k *ledger.Kind, rec *ledger.Record, fields ledger.Fields) error {
	for _, f := range k.Fields {
		if said := fields.Text(f.Key); f.Type == ledger.File && said != "" {
			hash, ok := attached(rec, said)
			if !ok {
				return fault.New(fault.BadValue, f.Label, privacy.Scrub(said), "该记录没有这个附件").With("请先把文件作为附件添加到该记录，再填写附件名")
			}
			fields[f.Key] = string(hash)
		}
	}
	return nil
}

// attached finds an attachment by its name or the beginning of its hash; of several of a name the last.
func attached(rec *ledger.Record, said string) (hash ledger.Hash, ok bool) {
	for _, at := range rec.Attached {
		if at.Name == said || len(said) >= 8 && strings.HasPrefix(string(at.Blob), strings.ToLower(said)) {
			hash, ok = at.Blob, true
		}
	}
	return hash, ok
}

// demand checks that a ticket carries what its category's dictionary item asks: at entry what is known then, at the end all
// (R010, R048). What was told before stays.
func (a *App) demand(ctx context.Context, r Reader, action ledger.Action, rec *ledger.Record, fields ledger.Fields) error {
	if !asks(action, "more") || !asks(action, "category") || action.Name == ledger.Amend {
		return nil
	}
	category := fields.Text("category")
	if category == "" {
		category = rec.Fields.Text("category")
	}
	dicts, err := a.Dictionaries(ctx, r)
	if err != nil {
		return err
	}
	have := rec.Fields["more"]
	for _, line := range texts(fields["more"]) {
		label, value, _ := strings.Cut(line, "=")
		have = withMore(have, label, value)
	}
	it, _ := dicts["category"].Find(category)
	var missing []string
	for _, ask := range it.Asks {
		told := slices.ContainsFunc(texts(have), func(line string) bool { return strings.HasPrefix(line, ask.Label+"=") && len(line) > len(ask.Label)+1 })
		if !told && (!ask.AtEnd || !action.Creates) {
			missing = append(missing, ask.Label+"（"+ask.Key+"）")
		}
	}
	if len(missing) > 0 {
		return fault.New(fault.Missing, strings.Join(missing, "、")).With("“" + it.Label + "”类工单须填写这些项")
	}
	if fields["more"] != nil {
		fields["more"] = have
	}
	return nil
}

// withMore sets one "label=value" line of a list, in place of an older one.
func withMore(list any, label, value string) []any {
	var out []any
	for _, line := range texts(list) {
		if !strings.HasPrefix(line, label+"=") {
			out = append(out, line)
		}
	}
	return append(out, strings.TrimSpace(label)+"="+strings.TrimSpace(value))
}

func asks(action ledger.Action, key string) bool {
	return slices.ContainsFunc(action.Asks, func(q ledger.Ask) bool { return q.Key == key })
}
