package ledger

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Steps every kind has.
const (
	Amend    = "amend"     // 更正: writes fields, sets no state
	TakeBack = "take-back" // 撤回: names the step it takes back in "of"
	Settle   = "settle"    // 裁决冲突: names the head it takes in "take", the field in "field" ("" = state)
	Erase    = "erase"     // 删除个人信息: all of a record's, or with "of" an attachment alone
	Attach   = "attach"    // 添加附件: names a blob
	Detach   = "detach"    // 移除附件: names the attach in "of"
	Link     = "link"      // 关联: names another record
	Unlink   = "unlink"    // 解除关联: names the link in "of"
)

// Authority judges a commit's author by the roster. Roster implements it.
type Authority interface {
	// Roles the author held, as the commit's roster and later role changes say; none for an unknown or revoked key.
	Roles(*Node) []Role
	// Erases reports whether an erasure of the author's is in force. It stays so, whatever becomes of his roles later.
	Erases(*Node) bool
	// Centered reports whether a key of the information center exists: while none does, rulings from paper count.
	Centered() bool
}

// Fold turns the entries of one record into its state. It is a function of the set of entries alone: the same
// entries give the same record in whatever order they came. k is nil for a kind this program does not know; the
// record is then kept and marked 不完整.
func Fold(k *Kind, id RecordID, entries []*Placed, auth Authority) *Record {
	return fold(k, id, entries, auth, time.Time{})
}

func fold(k *Kind, id RecordID, entries []*Placed, auth Authority, asOf time.Time) *Record {
	rec := &Record{ID: id, Fields: Fields{}}
	if len(entries) == 0 {
		return rec
	}
	rec.Kind = entries[0].Entry.Kind
	if k == nil {
		rec.Incomplete = true
		return rec
	}
	f := folding{kind: k, rec: rec}
	f.judge(entries, auth)
	f.takeBack()
	f.erase()
	f.rewind(asOf)
	f.label()
	f.write()
	f.number()
	f.markErased()
	f.join()
	f.derive()
	return rec
}

func (f *folding) derive() {
	if f.kind.derive != nil {
		f.kind.derive(f.rec)
	}
}

type folding struct {
	kind     *Kind
	rec      *Record
	straight bool     // each step has seen the one before it, and so all before it: of any of them, the last is the only head
	undoes   bool     // one takes back or settles: folding it writes on others
	bare     []*Taken // those that count among the steps judged so far, without what can be erased: a check may not rest on it
}

// judge orders the entries and decides which count at all.
func (f *folding) judge(entries []*Placed, auth Authority) {
	entries = slices.Clone(entries)
	slices.SortFunc(entries, (*Placed).Compare)
	for _, p := range entries {
		s := &Taken{Placed: p, Roles: auth.Roles(p.Node), Counts: true}
		s.Action, s.Counts = f.action(p.Entry.Action)
		switch {
		case !s.Counts:
			s.Why, f.rec.Incomplete = "本版本不认识的步骤", true
		case p.Entry.Kind != f.kind.Name:
			s.Counts, s.Why = false, "记录类型不符"
		case p.Entry.Action == Erase:
			s.Counts, s.Why = erases(s, auth)
		case len(s.Roles) == 0:
			s.Counts, s.Why = false, unsigned
		case s.Action.Reserved && !slices.Contains(s.Roles, Center):
			s.Paper, s.Why = onPaper(s, auth)
			s.Counts, s.Lapsed = s.Paper, !s.Paper && toldOnPaper(s)
		}
		f.straight = len(f.rec.Steps) == 0 || f.straight && s.Sees(f.rec.Steps[len(f.rec.Steps)-1].Placed)
		f.undoes = f.undoes || s.Entry.Action == TakeBack || s.Entry.Action == Settle
		f.rec.Steps = append(f.rec.Steps, s)
	}
	run := f.runs()
	for _, s := range f.counting() {
		bare := withoutPersonal(s)
		if run != nil {
			f.check(s, run.before)
			run.read(bare)
			continue
		}
		f.check(s, f.seenBy)
		f.bare = append(f.bare, bare)
	}
}

// unsigned is why a step does not count whose author the roster gives no role.
const unsigned = "签名者没有有效证书"

// erases reports whether an erasure is in force, and why it is where other steps of its author's are not.
func erases(s *Taken, auth Authority) (counts bool, why string) {
	switch counts = auth.Erases(s.Node); {
	case !counts:
		return false, unsigned
	case len(s.Roles) == 0:
		return true, "签名者的证书其后失效；已删除的不能恢复，删除仍然有效"
	}
	return true, ""
}

// onPaper reports whether a lead's record of a ruling counts: it tells its paper, and no key of the center exists (A27).
func onPaper(s *Taken, auth Authority) (counts bool, why string) {
	switch {
	case !toldOnPaper(s):
		return false, "须由信息中心签名"
	case auth.Centered():
		return false, "凭据认定：信息中心已在册，须由其签名"
	}
	return true, ""
}

func toldOnPaper(s *Taken) bool {
	return slices.Contains(s.Roles, Lead) && s.Text(Paper) != "" && s.Text(PaperDate) != ""
}

// check repeats the checks of entry against what the author had seen. A failure shows; the fact still stands.
func (f *folding) check(s *Taken, seen func(*Taken) Before) {
	if universal(s.Entry.Action) {
		return
	}
	before := seen(s)
	switch {
	case !s.Action.May(s.Roles) && !s.Paper:
		s.Violates, s.Why = true, "该角色不能做此步骤"
	case s.Action.Answers && !f.answers(s):
		s.Violates, s.Why = true, "没有写明所针对的步骤"
	case !s.Action.Leads(before.State):
		s.Violates, s.Why = true, fmt.Sprintf("“%s”状态下不能%s", f.kind.StateLabel(before.State), s.Action.Label)
	default:
		if err := s.Action.Check(before, s.Entry.Fields); err != nil {
			s.Violates, s.Why = true, err.Error()
		}
	}
}

// answers reports whether a step names one it can answer, and that its author had seen.
func (f *folding) answers(s *Taken) bool {
	of := f.step(s.Text("of"))
	return of != nil && slices.Contains(s.Action.Names, of.Entry.Action) && s.Sees(of.Placed)
}

// seenBy is the record as the author of s had it before s.
func (f *folding) seenBy(s *Taken) Before {
	sub := folding{kind: f.kind, rec: &Record{Fields: Fields{}, Steps: f.bare}, straight: f.straight}
	if !f.straight || f.undoes {
		sub.rec.Steps = nil
		for _, o := range f.bare {
			if s.Sees(o.Placed) {
				c := *o
				sub.rec.Steps = append(sub.rec.Steps, &c)
			}
		}
	}
	sub.takeBack()
	sub.label()
	if s.Action.check != nil {
		sub.write()
		sub.derive()
	}
	return Before{State: sub.rec.State, Fields: sub.rec.Fields, Facts: sub.rec.Facts}
}

func withoutPersonal(s *Taken) *Taken {
	if s.Personal == nil {
		return s
	}
	p, t := *s.Placed, *s
	p.Personal, t.Placed = nil, &p
	return &t
}

func (f *folding) action(name string) (Action, bool) {
	if universal(name) {
		return Action{Name: name, Label: universalLabel[name]}, true
	}
	return f.kind.Action(name)
}

// Knows reports whether this program has a step of that name for the kind.
func (k *Kind) Knows(action string) bool {
	_, ok := k.Action(action)
	return ok || universal(action)
}

var universalLabel = map[string]string{Amend: "更正", TakeBack: "撤回", Settle: "裁决冲突", Erase: "删除个人信息",
	Attach: "添加附件", Detach: "移除附件", Link: "关联", Unlink: "解除关联"}

// UniversalLabel is the Chinese name of a step every kind has, "" for others.
func UniversalLabel(action string) string { return universalLabel[action] }

func universal(name string) bool { return universalLabel[name] != "" }

func (f *folding) counting() []*Taken {
	var out []*Taken
	for _, s := range f.rec.Steps {
		if s.Counts && !s.TakenBack {
			out = append(out, s)
		}
	}
	return out
}

func (f *folding) step(ref string) *Taken {
	for _, s := range f.rec.Steps {
		if string(s.Ref()) == ref {
			return s
		}
	}
	return nil
}

// takeBack drops steps taken back. It holds while no other feed's step has seen the step without having seen the
// taking back; a refused one shows. What began a record is not taken back, or half a record would be left: it is
// voided. An erasure is not either: what it covered is gone.
func (f *folding) takeBack() {
	for _, s := range f.rec.Steps {
		if !s.Counts || s.Entry.Action != TakeBack {
			continue
		}
		of := f.step(s.Entry.Fields.Text("of"))
		switch {
		case of == nil || !s.Sees(of.Placed) || of.Node.Feed != s.Node.Feed || of.Entry.Action == TakeBack:
			s.Counts, s.Why = false, "没有可撤回的步骤"
		case of.Action.Creates:
			s.Counts, s.Why = false, "建立记录的步骤不能撤回，可以作废"
		case of.Entry.Action == Erase:
			s.Counts, s.Why = false, "删除个人信息不能撤回"
		case f.builtUpon(of, s):
			s.Counts, s.Why = false, "他人已在该步骤之后处理，不能撤回"
		case of.Counts, of.Lapsed:
			of.TakenBack = true
		}
	}
}

func (f *folding) builtUpon(of, back *Taken) bool {
	return slices.ContainsFunc(f.rec.Steps, func(o *Taken) bool {
		return o.Node.Feed != back.Node.Feed && o.Sees(of.Placed) && !o.Sees(back.Placed)
	})
}

// write folds each field by itself: the heads among its writes, a center's first, then the last in order.
func (f *folding) write() {
	steps := f.counting()
	if f.straight && !slices.ContainsFunc(steps, func(s *Taken) bool { return s.Entry.Action == Settle }) {
		f.writeLast(steps)
		return
	}
	for _, d := range f.kind.Fields {
		if !d.Step {
			f.field(d.Key, heads(f.writes(d.Key)))
		}
	}
}

// writeLast folds steps that have all seen each other, none of which settles: the last write of each field stands.
func (f *folding) writeLast(steps []*Taken) {
	last := make([]*Taken, len(f.kind.Fields))
	for _, s := range steps {
		if !writes(s) {
			continue
		}
		for _, part := range [...]Fields{s.Entry.Fields, s.Personal} {
			for key := range part {
				if i, ok := f.kind.index[key]; ok {
					last[i] = s
				}
			}
		}
	}
	for i, d := range f.kind.Fields {
		if !d.Step && last[i] != nil {
			f.field(d.Key, last[i:i+1])
		}
	}
}

// writes reports whether a step writes the fields it carries.
func writes(s *Taken) bool { return !universal(s.Entry.Action) || s.Entry.Action == Amend }

// writes are the steps that write a field or settle it.
func (f *folding) writes(key string) (out []*Taken) {
	for _, s := range f.counting() {
		if s.Entry.Action == Settle {
			if s.Entry.Fields.Text("field") == key && f.settles(s) {
				out = append(out, s)
			}
		} else if writes(s) && has(s, key) {
			out = append(out, s)
		}
	}
	return out
}

func (f *folding) field(key string, heads []*Taken) {
	if len(heads) == 0 {
		return
	}
	slices.SortFunc(heads, func(a, b *Taken) int {
		return cmp.Or(cmp.Compare(boolRank(f.byCenter(a)), boolRank(f.byCenter(b))), a.Compare(b.Placed))
	})
	value := func(s *Taken) any { return f.written(s, key) }
	if v := value(heads[len(heads)-1]); v != nil {
		f.rec.Fields[key] = v
	}
	f.conflict(key, heads, value)
}

func (f *folding) written(s *Taken, key string) any {
	if s.Entry.Action == Settle {
		if taken := f.step(s.Entry.Fields.Text("take")); taken != nil && taken != s {
			return f.written(taken, key)
		}
		return nil
	}
	return s.Value(key)
}

// erase hides the sub-bodies an erasure covers: those it had seen and those concurrent with it, or where it names the step of
// an attachment, that alone. Only what was written after it stands. The bytes are dropped by whoever holds them; the fold does not wait for that.
func (f *folding) erase() {
	for _, e := range f.counting() {
		if e.Entry.Action != Erase {
			continue
		}
		of := e.Entry.Fields.Text("of")
		for _, s := range f.rec.Steps {
			if s.Entry.Personal != "" && !s.Sees(e.Placed) && (of == "" || of == string(s.Ref())) {
				s.Placed, s.Erased = withoutPersonal(s).Placed, true
			}
		}
	}
}

// NumberField is the key under which a creating step carries the readable number; no kind describes it again.
const NumberField = "number"

// number is the outside number where the kind has one, else the one the earliest creating step gave.
func (f *folding) number() {
	f.rec.Number = f.rec.Fields.Text(f.kind.Outside)
	for _, s := range f.counting() {
		if f.rec.Number == "" && s.Action.Creates {
			f.rec.Number = s.Entry.Fields.Text(NumberField)
		}
	}
}

func (f *folding) markErased() {
	if !slices.ContainsFunc(f.rec.Steps, func(s *Taken) bool { return s.Erased && s.Entry.Action != Attach }) {
		return
	}
	for _, d := range f.kind.Fields {
		if _, written := f.rec.Fields[d.Key]; d.Personal != "" && !written {
			f.rec.Fields[d.Key] = ErasedMark
			f.rec.Erased = append(f.rec.Erased, d.Key)
		}
	}
}
