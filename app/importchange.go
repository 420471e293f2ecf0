package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/intake"
	"opsledger/app/rule/privacy"
)

// Change says what an update of a record changed.
type Change struct {
	Row    int       `json:"row"`
	Number string    `json:"number"`
	Labels []string  `json:"labels"` // fields amended, steps added
	Fields []Changed `json:"fields"`
}

// Changed is one field before and after, masked and cut short.
type Changed struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// String tells a change on one line.
func (c Change) String() string {
	var parts []string
	told := map[string]bool{}
	for _, f := range c.Fields {
		from := f.From
		if from == "" {
			from = "空"
		}
		parts, told[f.Label] = append(parts, f.Label+" "+from+" → "+f.To), true
	}
	for _, l := range c.Labels {
		if !told[l] {
			parts = append(parts, l)
		}
	}
	return c.Number + "：" + strings.Join(parts, "；")
}

// changed tells an update.
func (i *importRun) changed(row int, old *Row, steps []stepEntry, labels []string) {
	i.out.Updated++
	if len(i.out.Changes) >= MaxChanges {
		i.out.LeftOut++
		return
	}
	c := Change{Row: row, Number: old.Number, Labels: labels, Fields: []Changed{}}
	after := ledger.Fields{}
	for _, s := range steps {
		for _, part := range []ledger.Fields{s.entry.Fields, s.personal} {
			for key, v := range part {
				after[key] = v
			}
		}
	}
	for _, d := range i.kind.Fields {
		v, ok := after[d.Key]
		if from, to := i.shown(d, old.Fields[d.Key]), i.shown(d, v); ok && d.Key != "source" && fmt.Sprint(old.Fields[d.Key]) != fmt.Sprint(v) {
			c.Fields = append(c.Fields, Changed{d.Key, d.Label, from, to})
		}
	}
	i.out.Changes = append(i.out.Changes, c)
}

// maxShown is how much of a text a change tells.
const maxShown = 60

// shown is a value as a change tells it.
func (i *importRun) shown(d ledger.Field, v any) string {
	if v == nil {
		return ""
	}
	text := fmt.Sprint(v)
	switch {
	case d.Personal != "" && text != ledger.ErasedMark:
		return privacy.Mask(d.Personal, text)
	case d.Dict != "":
		return i.dicts.Label(d.Dict, text)
	case d.Type == ledger.Time:
		if at := ledger.ParseTime(text); !at.IsZero() {
			return minute(at)
		}
	}
	text = privacy.Scrub(text)
	if r := []rune(text); len(r) > maxShown {
		return string(r[:maxShown]) + "…"
	}
	return text
}

func minute(t time.Time) string { return t.In(ledger.Zone).Format("2006-01-02 15:04") }

// provincial is what the province's exports told of a ticket so far. It is read off the steps, and only where a row
// differs from the ledger.
type provincial struct {
	run  *importRun
	id   ledger.RecordID
	rec  *ledger.Record
	last map[string]string // field → the value the last import wrote
}

func (p *provincial) read(ctx context.Context) error {
	if p.last != nil {
		return nil
	}
	rec, err := p.run.w.Record(ctx, ticket.Kind.Name, string(p.id))
	if err != nil {
		return err
	}
	p.rec, p.last = rec, map[string]string{}
	for _, s := range rec.Steps {
		if !imported(s) {
			continue
		}
		for _, part := range []ledger.Fields{s.Entry.Fields, s.Personal} {
			for key := range part {
				p.last[key] = part.Text(key)
			}
		}
	}
	return nil
}

func imported(s *ledger.Taken) bool { return strings.HasPrefix(s.Text("source"), importMark) }

// local reports whether the step that told a time was taken here.
func (p *provincial) local(action, key string, at time.Time) bool {
	for _, s := range p.rec.Steps {
		if s.Entry.Action == action && ledger.ParseTime(s.Value(key)).Equal(at) && !imported(s) {
			return true
		}
	}
	return false
}

// beside lists both where a time told by a step differs from what the row tells: nothing is overwritten (records.md).
func (i *importRun) beside(ctx context.Context, t *taking, f ticket.Facts, told *provincial) error {
	d := t.draft
	for _, pair := range []struct {
		action, key string
		here, there time.Time
	}{{"accept", "responded", f.Accepted, d.Responded}, {"resolve", "resolved", resolvedLike(f, d.Resolved), d.Resolved}, {"confirm", "confirmed", f.Confirmed, d.Confirmed}} {
		if pair.here.IsZero() || pair.there.IsZero() || pair.here.Equal(pair.there) {
			continue
		}
		if err := told.read(ctx); err != nil {
			return err
		}
		action, _ := ticket.Kind.Action(pair.action)
		field, _ := ticket.Kind.Field(pair.key)
		text := fmt.Sprintf("%s：上次导入为 %s，这次为 %s；保留原有记录", action.Label, minute(pair.here), minute(pair.there))
		if told.local(pair.action, pair.key, pair.here) {
			text = fmt.Sprintf("本地%s %s，省系统 %s；两者都列出，本地记录不改", action.Label, minute(pair.here), minute(pair.there))
			t.note(told, fmt.Sprintf("省系统所记的%s为 %s，本地为 %s", field.Label, minute(pair.there), minute(pair.here)))
		}
		i.warn(t.draft, field.Label, pair.key, text)
	}
	return nil
}

// note keeps what the province tells in the ticket's history, once.
func (t *taking) note(told *provincial, text string) {
	known := slices.ContainsFunc(told.rec.Steps, func(s *ledger.Taken) bool { return s.Entry.Action == "note" && s.Text("text") == text })
	if action, _ := ticket.Kind.Action("note"); !known && action.Leads(told.rec.State) {
		t.step("note", ledger.Fields{"text": text})
		t.labels = append(t.labels, action.Label)
	}
}

func (i *importRun) warn(d intake.Draft, column, kind, text string) {
	i.out.Warnings = append(i.out.Warnings, intake.Tell(d.Row, column, kind, "工单"+d.Named()+" "+text))
}

// resolvedLike is the resolve a row may mean: one of the same time, also where it was returned since, else the one that
// stands.
func resolvedLike(f ticket.Facts, at time.Time) time.Time {
	for _, r := range f.Resolves {
		if r.At.Equal(at) {
			return r.At
		}
	}
	return f.Resolved
}

// catchUp adds what the row says beyond the ticket's row.
func (i *importRun) catchUp(ctx context.Context, t *taking, old *Row, f ticket.Facts, told *provincial) error {
	amended, err := i.amended(ctx, t, old, told)
	if err != nil {
		return err
	}
	for _, d := range ticket.Kind.Fields {
		if amended[d.Key] != nil {
			t.labels = append(t.labels, d.Label)
		}
	}
	if len(amended) > 0 {
		t.step(ledger.Amend, amended)
	}
	if d := &t.draft; d.Excuse != "" && old.Fields.Text("delay") == d.Delay {
		if err := told.read(ctx); err != nil {
			return err
		}
		if told.last["delay"] != d.Delay {
			d.Excuse = "" // it was said here, where it claims nothing by itself
		}
	}
	before := len(t.steps)
	t.progress(f, old.State)
	for _, s := range t.steps[before:] {
		a, _ := ticket.Kind.Action(s.entry.Action)
		t.labels = append(t.labels, a.Label)
	}
	return nil
}

// amended are the fields a row says anew. What the province says as before, though it was amended here since, stays as
// amended: both are listed. What was erased does not come back.
func (i *importRun) amended(ctx context.Context, t *taking, old *Row, told *provincial) (ledger.Fields, error) {
	says := t.described()
	says["arrived"], says["raised"] = ledger.FormatTime(t.draft.Arrived), ledger.FormatTime(t.draft.Raised)
	out := ledger.Fields{}
	for _, d := range ticket.Kind.Fields {
		v := says.Text(d.Key)
		if v == "" || old.Fields.Text(d.Key) == v || old.Fields.Text(d.Key) == ledger.ErasedMark || masks(ticket.Kind, d.Key, old.Fields[d.Key], v) {
			continue
		}
		if err := told.read(ctx); err != nil {
			return nil, err
		}
		if told.last[d.Key] == v {
			i.warn(t.draft, d.Label, d.Key, fmt.Sprintf("%s：本地为“%s”，省系统为“%s”；保留本地的更正", d.Label, i.shown(d, old.Fields[d.Key]), i.shown(d, v)))
			continue
		}
		out[d.Key] = v
	}
	return out, nil
}
