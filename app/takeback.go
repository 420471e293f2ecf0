package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/privacy"
)

// TakeBack takes one step back: the one named, or with "" the last of mine on that record. It is allowed while nobody
// else has worked on what the step made; what began a record is voided, not taken back.
func (a *App) TakeBack(ctx context.Context, kind, key string, of ledger.EntryRef) (rec *ledger.Record, err error) {
	k := a.Kinds.Kind(kind)
	if k == nil {
		return nil, fault.New(fault.UnknownKind, kind)
	}
	err = a.Store.Write(ctx, func(w Writer) error {
		undo, err := a.undoing(ctx, w)
		if err != nil {
			return err
		}
		step, err := undo.find(ctx, w, k, key, of)
		if err != nil {
			return err
		}
		list, err := undo.write(ctx, w, []ledger.Entry{undoEntry(step)})
		if err == nil {
			rec = list[0]
		}
		return err
	})
	return rec, err
}

// TakeBackWith takes back all that was done in one go with a step: a bulk step, on every record or on none.
func (a *App) TakeBackWith(ctx context.Context, kind, key string, of ledger.EntryRef) ([]*ledger.Record, error) {
	k := a.Kinds.Kind(kind)
	if k == nil {
		return nil, fault.New(fault.UnknownKind, kind)
	}
	var group string
	err := a.Store.View(ctx, func(r Reader) error {
		undo, err := a.undoing(ctx, r)
		if err != nil {
			return err
		}
		step, err := undo.find(ctx, r, k, key, of)
		if err == nil {
			group = step.Node.Group
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return a.TakeBackGroup(ctx, group)
}

// TakeBackGroup takes back every step of a group of commits that is not taken back yet, or none: those that refuse are
// told with their reasons.
func (a *App) TakeBackGroup(ctx context.Context, group string) (out []*ledger.Record, err error) {
	err = a.Store.Write(ctx, func(w Writer) error {
		undo, err := a.undoing(ctx, w)
		if err != nil {
			return err
		}
		entries, err := undo.group(ctx, w, group)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return fault.New(fault.Refused, "没有可撤回的步骤").With("该批步骤都已撤回，或不在本台账中")
		}
		out, err = undo.write(ctx, w, entries)
		return err
	})
	return out, err
}

// undoing judges what this session may take back.
type undoing struct {
	*App
	feed   ledger.FeedID
	actor  ledger.KeyID
	roster *ledger.Roster
	going  map[ledger.EntryRef]bool // taken back in the same go
}

func (a *App) undoing(ctx context.Context, r Reader) (*undoing, error) {
	tip, err := r.Tip(ctx)
	if err != nil {
		return nil, err
	}
	roster, err := r.Roster(ctx)
	return &undoing{App: a, feed: tip.Feed, actor: a.Author.Actor(), roster: roster, going: map[ledger.EntryRef]bool{}}, err
}

func undoEntry(s *ledger.Taken) ledger.Entry {
	return ledger.Entry{Record: s.Entry.Record, Kind: s.Entry.Kind, Action: ledger.TakeBack, Fields: ledger.Fields{"of": string(s.Ref())}}
}

func (u *undoing) mine(s *ledger.Taken) bool { return s.Node.Feed == u.feed && s.Node.Actor == u.actor }

// live reports whether a step stands and is none that takes another back.
func live(s *ledger.Taken) bool {
	return s.Counts && !s.TakenBack && s.Entry.Action != ledger.TakeBack
}

// find picks a record's step and asks whether it may be taken back.
func (u *undoing) find(ctx context.Context, r Reader, k *ledger.Kind, key string, of ledger.EntryRef) (*ledger.Taken, error) {
	rec, err := r.Record(ctx, k.Name, key)
	if errors.Is(err, ErrNotFound) {
		return nil, fault.New(fault.NotFound, k.Label, key)
	}
	if err != nil {
		return nil, err
	}
	step, err := u.pick(k, rec, string(of))
	if err != nil {
		return nil, err
	}
	return step, u.may(rec, step)
}

// lastStep is how a person says the last of their steps.
var lastStep = []string{"", "last", "最近", "最后"}

// pick finds the step that was said: by its code in the history, the beginning of it or its whole reference, or by its name;
// the last of mine that stands, where nothing was. What may mean several is refused.
func (u *undoing) pick(k *ledger.Kind, rec *ledger.Record, said string) (*ledger.Taken, error) {
	said = strings.TrimSpace(said)
	var found []*ledger.Taken
	for _, s := range rec.Steps {
		if last := slices.Contains(lastStep, said); last && u.mine(s) && live(s) || !last && means(said, s) && (coded(said, s) || u.mine(s) && live(s)) {
			found = append(found, s)
		}
	}
	name := k.Label + " " + privacy.Scrub(rec.Number)
	switch {
	case len(found) > 1 && !slices.Contains(lastStep, said):
		return nil, fault.New(fault.Refused, name+"有"+itoa(len(found))+"个步骤符合“"+said+"”").With("请写明其中一个的代码：" + codes(rec, found))
	case len(found) == 0 && !slices.Contains(lastStep, said):
		return nil, fault.New(fault.Refused, name+"没有可撤回的步骤“"+said+"”").With("请写经过里的代码（至少4位，见 show --history），或 last")
	case len(found) == 0:
		return nil, fault.New(fault.Refused, name+"没有可撤回的步骤").With("只能撤回自己在本机办理的步骤；各步骤的代码见 show --history")
	}
	return found[len(found)-1], nil
}

// codes lists steps with their codes.
func codes(rec *ledger.Record, steps []*ledger.Taken) string {
	var out []string
	for _, s := range steps {
		out = append(out, codeOf(rec, s)+"（"+s.Node.Wall.In(ledger.Zone).Format("2006-01-02 15:04")+" "+s.Action.Label+"）")
	}
	return strings.Join(out, "、")
}

// may gives the reason why a step can't be taken back; nil where it can.
func (u *undoing) may(rec *ledger.Record, s *ledger.Taken) error {
	no := func(why, remedy string) error {
		return fault.New(fault.Refused, "不能撤回“"+s.Action.Label+"”："+why).With(remedy)
	}
	switch {
	case s.Entry.Action == ledger.TakeBack:
		return no("撤回不能再撤回", "需要时请重新办理该步骤")
	case s.TakenBack:
		return no("已经撤回", "")
	case !s.Counts:
		return no("该步骤本来不计", "")
	case s.Action.Creates:
		return no("它建立了这条记录", "不要的记录请作废")
	case s.Entry.Action == ledger.Erase:
		return no("删去的个人信息无法恢复", "需要时请重新填写")
	case !u.mine(s):
		c, _ := u.roster.Certificate(s.Node.Actor)
		return no("它由"+c.Account+"办理", "只能撤回自己在本机办理的步骤")
	case !slices.ContainsFunc(u.roster.Holds(u.actor), func(r ledger.Role) bool { return slices.Contains(openTo(s), r) }):
		return u.mayNot(u.roster, "撤回"+s.Action.Label, RoleNames(openTo(s), "或"))
	}
	if s.Entry.Action == ledger.Attach {
		for _, o := range resting(rec, ledger.Hash(s.Text("blob"))) {
			if !u.going[o.Ref()] {
				return no("它是“"+o.Action.Label+"”的书面依据", "请先撤回“"+o.Action.Label+"”")
			}
		}
	}
	for _, o := range rec.Steps {
		switch {
		case o == s || !o.Sees(s.Placed) || u.going[o.Ref()]:
		case o.Node.Feed != u.feed, !u.mine(o) && live(o):
			c, _ := u.roster.Certificate(o.Node.Actor)
			return no(c.Account+"已在其后办理“"+o.Action.Label+"”", "请与对方商量，用更正、返工或作废处理")
		case live(o) && (o.Action.To != ledger.New && s.Action.To != ledger.New || names(o, s)):
			return no("其后的“"+o.Action.Label+"”以它为前提", "请先撤回“"+o.Action.Label+"”")
		}
	}
	return nil
}

// openTo are the roles that may take a step, and so take it back: what a lead told from paper, a lead.
func openTo(s *ledger.Taken) []ledger.Role {
	if ledger.UniversalLabel(s.Entry.Action) != "" {
		return everyKind(s.Entry.Action)
	}
	if s.Paper {
		return append(slices.Clone(s.Action.Open()), ledger.Lead)
	}
	return s.Action.Open()
}

// markUndo says of each step of a history whether this session may take it back.
func (a *App) markUndo(ctx context.Context, r Reader, rec *ledger.Record, history []ShownStep) error {
	u, err := a.undoing(ctx, r)
	if err != nil {
		return err
	}
	for i, s := range rec.Steps {
		history[i].Undo = u.may(rec, s) == nil
	}
	return nil
}

// names reports whether a step rests on another by name: a request and its answer, a return and what it returns.
func names(o, s *ledger.Taken) bool {
	for _, v := range o.Entry.Fields {
		if v == string(s.Ref()) || v == string(s.Node.Hash) {
			return true
		}
	}
	return false
}

// group makes the entries that take a group back, the latest step of each record first.
func (u *undoing) group(ctx context.Context, r Reader, group string) (out []ledger.Entry, err error) {
	steps, recs, err := groupSteps(ctx, r, u.Kinds, group)
	if err != nil {
		return nil, err
	}
	steps = slices.DeleteFunc(steps, func(s *ledger.Taken) bool { return s.TakenBack })
	var no *refusals
	for _, s := range slices.Backward(steps) {
		rec := recs[s.Entry.Record]
		k := u.Kinds.Kind(rec.Kind)
		if no == nil {
			no = &refusals{kind: k, doing: "撤回"}
		}
		if err := u.may(rec, s); err != nil {
			if err := no.add(rec.Number, err); err != nil {
				return nil, err
			}
		}
		u.going[s.Ref()] = true
		out = append(out, undoEntry(s))
	}
	if no == nil {
		return nil, nil
	}
	return out, no.fault()
}

// groupSteps reads the steps a group of commits holds, in order, with their records.
func groupSteps(ctx context.Context, r Reader, kinds *ledger.Registry, group string) (steps []*ledger.Taken, recs map[ledger.RecordID]*ledger.Record, err error) {
	recs = map[ledger.RecordID]*ledger.Record{}
	var refs []ledger.EntryRef
	records := map[ledger.EntryRef]ledger.Entry{}
	err = r.Group(ctx, group, func(c *ledger.Sealed) error {
		for i, e := range c.Entries {
			if kinds.Kind(e.Kind) != nil {
				ref := ledger.NewEntryRef(c.Hash, i)
				refs, records[ref] = append(refs, ref), e
			}
		}
		return nil
	})
	for _, ref := range refs {
		e := records[ref]
		rec := recs[e.Record]
		if rec == nil && err == nil {
			if rec, err = r.Record(ctx, e.Kind, string(e.Record)); err == nil {
				recs[e.Record] = rec
			}
		}
		if err != nil {
			return nil, nil, err
		}
		if i := slices.IndexFunc(rec.Steps, func(s *ledger.Taken) bool { return s.Ref() == ref }); i >= 0 {
			steps = append(steps, rec.Steps[i])
		}
	}
	return steps, recs, err
}

// write takes the steps back and reads the records again; the ledger has the last word.
func (u *undoing) write(ctx context.Context, w Writer, entries []ledger.Entry) (out []*ledger.Record, err error) {
	if err := u.checkClock(ctx, w); err != nil {
		return nil, err
	}
	var steps []stepEntry
	for _, e := range entries {
		steps = append(steps, stepEntry{entry: e})
	}
	if err := u.App.write(ctx, w, steps); err != nil {
		return nil, err
	}
	seen := map[ledger.RecordID]bool{}
	for _, e := range entries {
		if seen[e.Record] {
			continue
		}
		seen[e.Record] = true
		rec, err := w.Record(ctx, e.Kind, string(e.Record))
		if err != nil {
			return nil, err
		}
		if last := rec.Steps[len(rec.Steps)-1]; !last.Counts {
			return nil, fault.New(fault.Refused, "不能撤回："+last.Why)
		}
		out = append(out, rec)
	}
	return out, nil
}
