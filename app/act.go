package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/rule/intake"
	"opsledger/app/rule/privacy"
)

// Step is a step a person takes. Key is an ID or number, or "new". Values are as typed. Confirmed: what looks like
// personal data in free text was pointed out and is to stay.
type Step struct {
	Kind, Key, Action string
	Values            map[string]string
	Confirmed         bool
	Draft             string        // the form it was typed into: its draft goes as the step is recorded
	told              ledger.Fields // what the program itself tells of the step
}

// Act takes a step and gives the record after it. It is refused with the reason where the state, the role or a
// value does not allow it; nothing is written then.
func (a *App) Act(ctx context.Context, s Step) (rec *ledger.Record, err error) {
	k := a.Kinds.Kind(s.Kind)
	if k == nil {
		return nil, fault.New(fault.UnknownKind, s.Kind)
	}
	if take := a.universal(s); take != nil {
		if rec, err = take(ctx); err == nil && s.Draft != "" {
			err = a.KeepDraft(ctx, s.Draft, nil)
		}
		return rec, err
	}
	err = a.Store.Write(ctx, func(w Writer) error {
		if err := a.checkClock(ctx, w); err != nil {
			return err
		}
		id, err := a.act(ctx, w, k, s)
		if err != nil {
			return err
		}
		if err := a.dropDraft(ctx, w, s); err != nil {
			return err
		}
		rec, err = w.Record(ctx, k.Name, string(id))
		return err
	})
	return rec, err
}

func (a *App) act(ctx context.Context, w Writer, k *ledger.Kind, s Step) (ledger.RecordID, error) {
	e, _, err := a.prepare(ctx, w, k, s)
	if err != nil {
		return "", err
	}
	return e.entry.Record, a.write(ctx, w, []stepEntry{e})
}

// prepare makes a step's entry once all that could refuse it has been asked. The record's number comes with it.
func (a *App) prepare(ctx context.Context, w Writer, k *ledger.Kind, s Step) (e stepEntry, number string, err error) {
	action, ok := k.Action(s.Action)
	if s.Action == ledger.Amend {
		action, ok = amending(k), true
	}
	if !ok {
		return e, "", fault.New(fault.UnknownAction, k.Label, s.Action).With("可用的步骤：" + actionNames(k))
	}
	if s, err = a.drafted(ctx, w, s); err != nil {
		return e, number, err
	}
	fields, err := a.values(ctx, w, k, action, s.Values)
	if err != nil {
		return e, number, err
	}
	if err := a.checkText(k, action, fields, s.Confirmed); err != nil {
		return e, "", err
	}
	maps.Copy(fields, s.told)
	rec, err := a.standing(ctx, w, k, s, fields)
	if err != nil {
		return e, number, err
	}
	id, before, number := rec.ID, ledger.Before{State: rec.State, Fields: rec.Fields, Facts: rec.Facts}, rec.Number
	if err := a.allowed(ctx, w, k, action, rec, fields); err != nil {
		return e, number, err
	}
	if err := a.complete(ctx, w, action, rec, fields); err != nil {
		return e, number, err
	}
	if err := a.guarded(ctx, w, action, rec, fields); err != nil {
		return e, number, err
	}
	if err := action.Check(before, fields); err != nil {
		return e, number, fault.New(fault.Refused, err.Error())
	}
	if action.Creates && rec.State == ledger.New && fields.Text(k.Outside) == "" {
		if fields[ledger.NumberField], err = a.number(ctx, w, k); err != nil {
			return e, number, err
		}
	}
	return split(k, ledger.Entry{Record: id, Kind: k.Name, Action: action.Name, Fields: fields}), number, nil
}

// amending is the step every kind has: it writes any field that no step tells.
func amending(k *ledger.Kind) ledger.Action {
	a := ledger.Action{Name: ledger.Amend, Label: "更正"}
	for _, l := range k.States {
		a.From = append(a.From, l.State)
	}
	for _, f := range k.Fields {
		if !f.Step {
			a.Asks = append(a.Asks, ledger.Ask{Key: f.Key})
		}
	}
	return a
}

func actionNames(k *ledger.Kind) string {
	var out []string
	for _, a := range k.Actions {
		out = append(out, a.Name+"（"+a.Label+"）")
	}
	return strings.Join(out, "、")
}

// standing finds the record as it stands; a new one has only the ID it will get.
func (a *App) standing(ctx context.Context, w Writer, k *ledger.Kind, s Step, fields ledger.Fields) (*ledger.Record, error) {
	key := s.Key
	if key == "new" {
		outside := k.Key(fields)
		if outside == "" {
			id, err := a.random(16)
			return &ledger.Record{ID: ledger.RecordID(id), Kind: k.Name, Fields: ledger.Fields{}}, err
		}
		key = string(ledger.NewRecordID(a.Ledger, k.Name, outside))
	}
	rec, err := a.find(ctx, w, k.Name, key)
	if fault.Is(err, fault.NotFound) && s.Key == "new" {
		return &ledger.Record{ID: ledger.RecordID(key), Kind: k.Name, Fields: ledger.Fields{}}, nil
	}
	return rec, err
}

// allowed checks state and role; a step reserved to the center is open to a lead who tells the ruling's paper, as long as
// there is no key of the center (A27).
func (a *App) allowed(ctx context.Context, w Writer, k *ledger.Kind, action ledger.Action, rec *ledger.Record, fields ledger.Fields) error {
	roster, err := w.Roster(ctx)
	if err != nil {
		return err
	}
	if err := a.certified(roster); err != nil {
		return err
	}
	roles := roster.Holds(a.Author.Actor())
	switch {
	case !action.Leads(rec.State):
		return wrongState(k, action, rec, roles)
	case action.May(roles):
		return nil
	case action.Reserved && slices.Contains(roles, ledger.Lead) && !roster.Centered():
		return onPaper(action, fields)
	}
	return fault.New(fault.NotAllowed, action.Label, RoleNames(action.Open(), "或"))
}

func wrongState(k *ledger.Kind, action ledger.Action, rec *ledger.Record, roles []ledger.Role) error {
	var may []string
	for _, o := range k.Actions {
		if o.Leads(rec.State) && o.May(roles) && (!o.Answers || nameable(rec, o, "") != nil) {
			may = append(may, o.Label)
		}
	}
	if len(may) == 0 {
		may = []string{"无"}
	}
	f := fault.New(fault.WrongState, k.Label+" "+rec.Number, k.StateLabel(rec.State), action.Label).With("当前可做：" + strings.Join(may, "、"))
	if rec.State == ledger.New {
		f.Message = fmt.Sprintf("%s还没有登记，不能%s", k.Label, action.Label)
	}
	return f
}

func onPaper(action ledger.Action, fields ledger.Fields) error {
	if fields.Text(ledger.Paper) != "" && fields.Text(ledger.PaperDate) != "" {
		return nil
	}
	return fault.New(fault.NotAllowed, action.Label, "信息中心").With("本台账没有信息中心的账号：项目经理可凭书面材料登记，" +
		"请先把扫描件作为附件添加，再填写书面依据（附件名）和依据日期")
}

var roleLabels = map[ledger.Role]string{ledger.Engineer: "驻场工程师", ledger.Lead: "项目经理", ledger.Center: "信息中心",
	ledger.Auditor: "审计员", ledger.Sysadmin: "系统管理员", ledger.Secadmin: "安全管理员"}

// RoleNames names roles in Chinese.
func RoleNames(roles []ledger.Role, sep string) string {
	var out []string
	for _, r := range roles {
		out = append(out, roleLabels[r])
	}
	return strings.Join(out, sep)
}

// number is the next readable number of a kind.
func (a *App) number(ctx context.Context, w Writer, k *ledger.Kind) (string, error) {
	year := a.Now().In(ledger.Zone).Year()
	n, err := w.Number(ctx, k.Name, year)
	return k.WriteNumber(a.Station, year, n), err
}

// values reads what was typed by the step's description. A time a step must tell and nobody typed is now.
func (a *App) values(ctx context.Context, r Reader, k *ledger.Kind, action ledger.Action, typed map[string]string) (ledger.Fields, error) {
	dicts, err := a.Dictionaries(ctx, r)
	if err != nil {
		return nil, err
	}
	out := ledger.Fields{}
	for _, key := range slices.Sorted(maps.Keys(typed)) {
		text := typed[key]
		f, ok := k.Field(key)
		if label, more := dicts.Asked(key); more && asks(action, "more") {
			out["more"] = withMore(out["more"], label, text)
			continue
		}
		if !ok || !asks(action, key) {
			return nil, fault.New(fault.UnknownField, "“"+action.Label+"”", key)
		}
		if out[key], err = a.value(ctx, r, f, dicts, text); err != nil {
			return nil, err
		}
	}
	var missing []string
	for _, ask := range action.Asks {
		f, _ := k.Field(ask.Key)
		empty := out[ask.Key] == nil || out[ask.Key] == ""
		switch {
		case !empty || !ask.Required:
		case f.Type == ledger.Time:
			out[ask.Key] = ledger.FormatTime(a.Now().Truncate(time.Second))
		default:
			missing = append(missing, f.Label)
		}
	}
	if len(missing) > 0 {
		return nil, fault.New(fault.Missing, strings.Join(missing, "、"))
	}
	return out, nil
}

func (a *App) value(ctx context.Context, r Reader, f ledger.Field, dicts dictionary.Set, text string) (any, error) {
	text = strings.TrimSpace(text)
	bad := func(why string) error { return fault.New(fault.BadValue, f.Label, privacy.Scrub(text), why) }
	if text == "" {
		return "", nil
	}
	switch f.Type {
	case ledger.Choice:
		return choice(f, dicts, text, bad)
	case ledger.Date:
		at, _, err := intake.ParseTime(text)
		if err != nil {
			return nil, bad("日期应写作 2026-03-05")
		}
		return at.Format(time.DateOnly), nil
	case ledger.Time:
		at, clock, err := intake.ParseTime(text)
		if err != nil || !clock {
			return nil, bad("时间应写作 2026-03-05T10:00")
		}
		if !f.Future && at.After(a.Now().Add(5*time.Minute)) {
			return nil, bad("时间在将来")
		}
		return ledger.FormatTime(at), nil
	case ledger.Int:
		return integer(text, bad)
	case ledger.Bool:
		return boolean(text, bad)
	case ledger.Points:
		return points(text, bad)
	case ledger.List:
		return items(text), nil
	case ledger.Ref:
		rec, err := r.Record(ctx, f.To, text)
		if errors.Is(err, ErrNotFound) {
			return nil, bad("没有这条记录")
		}
		if err != nil {
			return nil, err
		}
		return string(rec.ID), nil
	}
	return text, nil
}

// split puts a step's personal fields into its sub-body.
func split(k *ledger.Kind, e ledger.Entry) stepEntry {
	s := stepEntry{entry: e}
	plain := ledger.Fields{}
	for key, v := range e.Fields {
		f, _ := k.Field(key)
		if f.Personal == "" {
			plain[key] = v
			continue
		}
		if v == nil || v == "" {
			continue
		}
		if s.personal == nil {
			s.personal = ledger.Fields{}
		}
		s.personal[key] = v
	}
	s.entry.Fields = plain
	return s
}
