package ledger

import (
	"cmp"
	"slices"
)

// label finds the heads among the label steps, the state, and the open conflict.
func (f *folding) label() {
	var labels []*Taken
	for _, s := range f.counting() {
		if s.Action.To != New || s.Entry.Action == Settle && s.Entry.Fields.Text("field") == "" && f.settles(s) {
			labels = append(labels, s)
		}
	}
	heads := f.heads(labels)
	if len(heads) == 0 {
		return
	}
	slices.SortFunc(heads, f.byRank)
	f.rec.State = f.stateOf(heads[len(heads)-1])
	f.conflict("", heads, func(s *Taken) any { return string(f.stateOf(s)) })
}

// byRank orders heads, the winner last: a creating step gives way to any other, a center's comes first, then the
// kind's rank, then order.
func (f *folding) byRank(a, b *Taken) int {
	return cmp.Or(cmp.Compare(boolRank(!a.Action.Creates), boolRank(!b.Action.Creates)),
		cmp.Compare(boolRank(f.byCenter(a)), boolRank(f.byCenter(b))),
		cmp.Compare(f.kind.rank(f.stateOf(a)), f.kind.rank(f.stateOf(b))), a.Compare(b.Placed))
}

func (f *folding) byCenter(s *Taken) bool { return slices.Contains(s.Roles, Center) }

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// stateOf is the label a step sets; a settle sets the label of the head it takes.
func (f *folding) stateOf(s *Taken) State {
	if s.Entry.Action != Settle {
		return s.Action.To
	}
	if taken := f.step(s.Entry.Fields.Text("take")); taken != nil && taken != s {
		return f.stateOf(taken)
	}
	return New
}

// settles reports whether a settle holds, and leaves out the heads it did not take. Only the center settles
// against its own head.
func (f *folding) settles(s *Taken) bool {
	field := s.Entry.Fields.Text("field")
	taken := f.step(s.Entry.Fields.Text("take"))
	if taken == nil || !taken.Counts || taken.TakenBack || !s.Sees(taken.Placed) {
		s.Counts, s.Why = false, "裁决所取的一方不在此记录"
		return false
	}
	var seen []*Taken
	for _, o := range f.counting() {
		if o != s && s.Sees(o.Placed) && f.touches(o, field) {
			seen = append(seen, o)
		}
	}
	sides := f.heads(seen)
	for _, o := range sides {
		if o != taken && f.byCenter(o) && !f.byCenter(s) {
			s.Counts, s.Why = false, "信息中心的一方只能由信息中心裁决"
			return false
		}
	}
	f.leaveOut(sides, taken, field)
	return true
}

// leaveOut marks the heads a settle did not take: their facts do not score. A settle overruled by a later one
// leaves out what it had taken.
func (f *folding) leaveOut(sides []*Taken, taken *Taken, field string) {
	taken.LeftOut = false
	for _, o := range sides {
		for o != nil && o != taken && field == "" && !o.Action.Creates {
			o.LeftOut = true
			if o.Entry.Action != Settle {
				break
			}
			o = f.step(o.Entry.Fields.Text("take"))
		}
	}
}

func (f *folding) touches(s *Taken, field string) bool {
	if s.Entry.Action == Settle {
		return s.Entry.Fields.Text("field") == field
	}
	if field == "" {
		return s.Action.To != New
	}
	return has(s, field)
}

func has(s *Taken, key string) bool {
	_, plain := s.Entry.Fields[key]
	_, personal := s.Personal[key]
	return plain || personal
}

// conflict records heads whose values differ; a creating step gives way to any other and never conflicts.
func (f *folding) conflict(field string, heads []*Taken, value func(*Taken) any) {
	if len(heads) < 2 {
		return
	}
	var sides []Side
	differ := false
	for _, h := range heads {
		if field == "" && h.Action.Creates {
			continue
		}
		v := value(h)
		differ = differ || len(sides) > 0 && !equal(sides[0].Value, v)
		sides = append(sides, Side{Ref: h.Ref(), Value: v, Step: h})
	}
	if differ {
		f.rec.Conflicts = append(f.rec.Conflicts, Conflict{Field: field, Sides: sides})
	}
}

func (f *folding) heads(steps []*Taken) []*Taken {
	if f.straight && len(steps) > 0 {
		return steps[len(steps)-1:]
	}
	return heads(steps)
}

func heads(steps []*Taken) []*Taken {
	var out []*Taken
	for _, s := range steps {
		if !slices.ContainsFunc(steps, func(o *Taken) bool { return o != s && o.Sees(s.Placed) }) {
			out = append(out, s)
		}
	}
	return out
}
