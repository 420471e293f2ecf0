package ledger

import (
	"slices"
	"time"
)

// DatedBy names the field that dates a step. Without it, a step is dated by the first time or date it must tell; one that
// tells none, by its entry.
func DatedBy(key string) StepOption { return func(a *Action) { a.dated = key } }

// Corrects marks a step that says what the record is, or what was told of it, and not what happened: it holds of every moment,
// whenever it was entered. 更正, 撤回, 裁决冲突 and 删除个人信息 do so in every kind.
func Corrects() StepOption { return func(a *Action) { a.corrects = true } }

// Standing marks a kind that says what holds (a dictionary, the calendar, the contract), not what happened: other kinds are
// reckoned as of a moment by it as it stands now.
func Standing() Option { return func(k *Kind) { k.Standing = true } }

// FoldAsOf is Fold by the steps whose facts are dated up to a moment, from all entries given; zero: by all. Steps are judged,
// taken back and erased by what is known now. The record has no steps where it had not begun.
func FoldAsOf(k *Kind, id RecordID, entries []*Placed, auth Authority, t time.Time) *Record {
	return fold(k, id, entries, auth, t)
}

// rewind drops the steps of later facts. A record none of whose creating steps is left had not begun.
func (f *folding) rewind(t time.Time) {
	if t.IsZero() {
		return
	}
	corrected := f.corrections()
	f.rec.Steps = slices.DeleteFunc(f.rec.Steps, func(s *Taken) bool { return f.when(s, corrected).After(t) })
	if !slices.ContainsFunc(f.counting(), func(s *Taken) bool { return s.Action.Creates }) {
		f.rec.Steps = nil
	}
}

// when is what a step is dated; zero for one that holds of every moment.
func (f *folding) when(s *Taken, corrected Fields) time.Time {
	switch s.Entry.Action {
	case Amend, TakeBack, Settle, Erase:
		return time.Time{}
	}
	if s.Action.corrects {
		return time.Time{}
	}
	key := f.kind.dating(s.Action)
	if s.Action.Creates && corrected[key] != nil {
		return moment(corrected[key])
	}
	if at := moment(s.Value(key)); !at.IsZero() {
		return at
	}
	return s.Node.Wall
}

// Told is the moment a step tells of what happened; zero where it tells none, or a date only.
func (k *Kind) Told(s *Taken) time.Time { return ParseTime(s.Value(k.dating(s.Action))) }

// Dates is the field by which a step tells when it happened, a time or a date; ok is false where none does, or where the step corrects.
func (k *Kind) Dates(a Action) (f Field, ok bool) {
	if a.corrects {
		return f, false
	}
	return k.Field(k.dating(a))
}

// corrections are the values that correcting steps put in the place of those told.
func (f *folding) corrections() Fields {
	out := Fields{}
	for _, s := range f.counting() {
		if !s.Action.corrects && s.Entry.Action != Amend {
			continue
		}
		for key, v := range s.Entry.Fields {
			if !moment(v).IsZero() {
				out[key] = v
			}
		}
	}
	return out
}

// dating is the key of the field that dates an action; "" where nothing it must tell does.
func (k *Kind) dating(a Action) string {
	if a.dated != "" {
		return a.dated
	}
	for _, ask := range a.Asks {
		f, _ := k.Field(ask.Key)
		if ask.Required && !f.Future && (f.Type == Time || f.Type == Date) {
			return ask.Key
		}
	}
	return ""
}

// moment reads a time, or the beginning of a date.
func moment(v any) time.Time {
	if at := ParseTime(v); !at.IsZero() {
		return at
	}
	text, _ := v.(string)
	at, err := time.ParseInLocation(time.DateOnly, text, Zone)
	if err != nil {
		return time.Time{}
	}
	return at
}
