package ledger

import "maps"

// Deriving reads a record's facts off its steps one by one.
type Deriving interface {
	Read(s *Taken)            // the next step that counts
	Facts(written Fields) any // the facts so far; written are the fields that steps wrote so far
	Show(rec *Record)         // fills in the facts, and the fields that show them
}

// DeriveStepwise is Derive for kinds that gather many steps, such as signings-in: the check of each step goes on from the one before,
// where Derive begins anew for each. Checks of such a kind may look at the facts and at fields that steps write, not at those that
// are shown only.
func DeriveStepwise(begin func() Deriving) Option {
	return func(k *Kind) {
		k.deriving = begin
		k.derive = func(rec *Record) {
			d := begin()
			for _, s := range rec.Telling() {
				d.Read(s)
			}
			d.Show(rec)
		}
	}
}

// running is the record as it was before each step in turn. It holds where each step has seen all before it and none takes back or
// settles: what seenBy then makes anew for each.
type running struct {
	kind   *Kind
	state  State
	fields Fields
	facts  Deriving
}

// runs gives one where it holds, else nil.
func (f *folding) runs() *running {
	if f.kind.deriving == nil || !f.straight || f.undoes {
		return nil
	}
	return &running{kind: f.kind, fields: Fields{}, facts: f.kind.deriving()}
}

func (r *running) before(s *Taken) Before {
	b := Before{State: r.state, Fields: Fields{}}
	if s.Action.check != nil {
		b.Fields, b.Facts = maps.Clone(r.fields), r.facts.Facts(r.fields)
	}
	return b
}

// read goes on by a step without its personal part.
func (r *running) read(s *Taken) {
	if s.Action.To != New {
		r.state = s.Action.To
	}
	if writes(s) {
		for key := range s.Entry.Fields {
			if i, ok := r.kind.index[key]; !ok || r.kind.Fields[i].Step {
				continue
			}
			if v := s.Value(key); v != nil {
				r.fields[key] = v
			} else {
				delete(r.fields, key)
			}
		}
	}
	r.facts.Read(s)
}
