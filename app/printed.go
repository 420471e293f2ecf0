package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"opsledger/app/ledger"
)

// Printed is a record of any kind as it goes on paper: masked unless revealed, every value in words.
type Printed struct {
	Kind     string          // Chinese
	Fields   map[string]Told // by key: every field, empty ones and those of steps too
	Number   string
	State    string
	Short    []Told // values of one line
	Long     []Told // texts and lists
	Files    []string
	Links    []string
	Steps    []PrintedStep
	Conflict bool // something waits for a decision
	AsOf     time.Time
	Code     string // short code of this device's head
	Revealed bool
}

// Told is a label and its value.
type Told struct{ Label, Value string }

// PrintedStep is one line of the history: when, who, on which device, what, and what it told (谁 何时 在哪台 做了什么 改了哪些).
type PrintedStep struct {
	Time, Actor, Device, Label, Changes, Note string

	Action string
	Told   map[string]string // its values in words by key
	Stands bool              // it counts, and was not taken back
}

// Field is a field's label and value in words by its key, "" where it has none; "consent.opinion" is what the last standing step
// of that action told.
func (p Printed) Field(key string) Told {
	action, field, ofStep := strings.Cut(key, ".")
	if !ofStep {
		return p.Fields[key]
	}
	out := Told{Label: p.Fields[field].Label}
	for _, s := range p.Steps {
		if s.Action == action && s.Stands {
			out.Value = s.Told[field]
		}
	}
	return out
}

// Print words a record for paper.
func (a *App) Print(ctx context.Context, kind, key, reveal string) (p Printed, err error) {
	s, err := a.Show(ctx, kind, key, true, reveal)
	if err != nil {
		return p, err
	}
	k := a.Kinds.Kind(kind)
	p = Printed{Kind: k.Label, Number: s.Number, State: k.StateLabel(s.State), AsOf: a.Now(), Revealed: reveal != "", Conflict: len(s.Conflicts) > 0}
	err = a.Store.View(ctx, func(r Reader) error {
		t, err := a.tabling(ctx, r, k)
		if err != nil {
			return err
		}
		if err := p.values(k, t, s); err != nil {
			return err
		}
		if err := p.steps(k, t, s); err != nil {
			return err
		}
		tip, err := r.Tip(ctx)
		if err == nil && tip.Prev != nil {
			p.Code = tip.Prev.Hash.Short()
		}
		return err
	})
	for _, f := range s.Attached {
		p.Files = append(p.Files, fmt.Sprintf("%s（%d 字节，%s）", f.Name, f.Size, f.Hash.Short()))
	}
	for _, l := range s.Links {
		p.Links = append(p.Links, l.Relation+"："+a.Kinds.Kind(l.Kind).Label+" "+l.Number)
	}
	return p, err
}

// values words what the record holds, each where it fits.
func (p *Printed) values(k *ledger.Kind, t *tabling, s Shown) error {
	p.Fields = map[string]Told{"number": {"编号", s.Number}, "state": {"状态", p.State}}
	for _, f := range k.Fields {
		v, err := t.onPaper(f, s)
		if err != nil {
			return err
		}
		p.Fields[f.Key] = Told{f.Label, v}
		if f.Type == ledger.List {
			p.Fields[f.Key] = Told{f.Label, strings.Join(texts(s.Fields[f.Key]), "\n")}
		}
		switch told := (Told{f.Label, v}); {
		case v == "" || f.Told || f.Type == ledger.Frozen:
		case f.Type == ledger.Long || f.Type == ledger.List || len([]rune(v)) > 24:
			told.Value = strings.ReplaceAll(v, "；", "\n")
			p.Long = append(p.Long, told)
		default:
			p.Short = append(p.Short, told)
		}
	}
	return nil
}

// onPaper is a value as paper shows it: times without seconds.
func (t *tabling) onPaper(f ledger.Field, s Shown) (string, error) {
	if text, ok := s.Fields[f.Key].(string); ok && f.Type == ledger.Time {
		if at := ledger.ParseTime(text); !at.IsZero() {
			return clockTime(at), nil
		}
	}
	return t.cell(f, nil, s)
}

func (p *Printed) steps(k *ledger.Kind, t *tabling, s Shown) error {
	for _, h := range s.History {
		line := PrintedStep{Time: clockTime(ledger.ParseTime(h.Time)), Actor: h.Actor, Device: h.Device, Label: h.Label, Note: h.Note,
			Action: h.Action, Told: map[string]string{}, Stands: h.Stands}
		var changes []string
		for _, f := range k.Fields {
			if f.Type == ledger.Frozen || h.Changes[f.Key] == nil || f.Key == "of" {
				continue
			}
			v, err := t.onPaper(f, Shown{Fields: h.Changes, Attached: s.Attached})
			if err != nil {
				return err
			}
			changes, line.Told[f.Key] = append(changes, f.Label+"："+v), v
		}
		if name, ok := h.Changes["name"].(string); ok && h.Action == ledger.Attach {
			changes = append(changes, name)
		}
		line.Changes = strings.Join(changes, "；")
		p.Steps = append(p.Steps, line)
	}
	return nil
}
