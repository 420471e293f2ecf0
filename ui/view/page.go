package view

import (
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
)

// Mark is a state in shape, words and tone.
type Mark struct {
	Icon, Words string
	Tone        Tone
}

// StateOf marks a record's state; a ticket that waits says for whom.
func StateOf(k *ledger.Kind, s app.Shown) Mark {
	words := k.StateLabel(s.State)
	waiting := text(s, "waiting")
	switch {
	case len(s.Conflicts) > 0:
		return Mark{"git-compare", "有冲突", Soon}
	case s.State == ticket.Void:
		return Mark{"ban", words, Quiet}
	case k != ticket.Kind:
		return described(k, s.State)
	case s.State == ticket.Resolved:
		return Mark{"circle-check", words, Good}
	case s.State == ticket.Confirmed:
		return Mark{"user-check", words, Good}
	case strings.HasPrefix(waiting, "等待"):
		return Mark{"circle-arrow-up", waiting, Waiting}
	case s.State == ticket.Suspended:
		return Mark{"st-pause", words, Quiet}
	case s.State == ticket.Accepted:
		return Mark{"st-doing", words, Going}
	}
	return Mark{"st-open", words, Plain}
}

// ClockLine is a clock as a page shows it: what is left, how much is used up, and the reckoning as one sentence.
type ClockLine struct {
	Icon, Name, Rest string
	Tone             Tone
	Used             float32 // 0 to 1
	Sentence         string
}

// ClockLines writes a ticket's clocks.
func ClockLines(clocks []app.Timed, now time.Time) []ClockLine {
	var out []ClockLine
	for _, c := range clocks {
		l := ClockLine{Icon: "clock", Name: c.Label, Used: used(c.Clock, now), Sentence: strings.Join(c.Reasons, "；") + "。"}
		l.Rest, l.Tone = standing(c.Clock, now)
		switch l.Tone {
		case Bad:
			l.Icon = "alert-circle"
		case Soon:
			l.Icon = "alarm"
		case Good:
			l.Icon = "circle-check"
		}
		out = append(out, l)
	}
	return out
}

// standing says how a clock stands, in natural time.
func standing(c sla.Clock, now time.Time) (string, Tone) {
	switch c.State {
	case sla.Met:
		return "按时", Good
	case sla.Missed:
		return late(c), Bad
	case sla.Overdue:
		return late(c), Bad
	case sla.Paused:
		return "已暂停", Quiet
	}
	tone := Going
	if left := c.Due.Sub(now); left < 4*time.Hour || !c.Warn.IsZero() && now.After(c.Warn) {
		tone = Soon
	}
	return rest(c.Due.Sub(now)), tone
}

func used(c sla.Clock, now time.Time) float32 {
	end := now
	if !c.Stopped.IsZero() {
		end = c.Stopped
	}
	whole := c.Due.Sub(c.From)
	if whole <= 0 {
		return 1
	}
	return float32(min(max(float64(end.Sub(c.From))/float64(whole), 0), 1))
}

// Event is a line of a record's history.
type Event struct {
	Icon, Title, Who, When, Text string
	Taken                        bool            // taken back, or it does not count
	Ref                          ledger.EntryRef // the step
	Undo                         bool            // it may be taken back now
}

var eventIcons = map[string]string{"receive": "package-import", "accept": "check", "assign": "user", "return": "arrow-back-up", "note": "message-circle", "answer": "message-circle",
	"resolve": "circle-check", "confirm": "user-check", "rework": "arrow-back-up", "void": "ban", "suspend": "st-pause", "resume": "clock", "escalate": "circle-arrow-up",
	"forward": "send", "feed-back": "message-circle", ledger.Amend: "pencil", ledger.Attach: "paperclip", ledger.Link: "link", ledger.Erase: "trash", ledger.TakeBack: "arrow-back-up"}

// Events writes a record's history, newest first: who did what when, and what it changed from what.
func Events(k *ledger.Kind, s app.Shown, now time.Time) []Event {
	before := map[string]string{}
	var out []Event
	for _, h := range s.History {
		e := Event{Icon: eventIcons[h.Action], Title: h.Label, Who: strings.TrimSpace(h.Actor + "　" + h.Device), Ref: h.Ref, Undo: h.Undo, When: Moment(h.Time, now), Taken: strings.Contains(h.Note, "已撤回") || strings.HasPrefix(h.Note, "不计")}
		if e.Icon == "" {
			e.Icon = "circle"
		}
		e.Text = differences(k, h, before)
		if h.Note != "" {
			e.Text = strings.TrimPrefix(e.Text+"（"+h.Note+"）", "；")
		}
		out = append([]Event{e}, out...)
	}
	return out
}

// differences writes what a step told; of a field told before, also what it was.
func differences(k *ledger.Kind, h app.ShownStep, before map[string]string) string {
	var parts []string
	a, _ := k.Action(h.Action)
	began := a.Creates && len(before) == 0
	for _, f := range k.Fields {
		v := Value(f, h.Changes[f.Key])
		if v == "" || f.Told && (f.Key == "source" || f.Key == "of") {
			continue
		}
		old, known := before[f.Key]
		before[f.Key] = v
		switch {
		case began:
		case known && !f.Told && old != v:
			parts = append(parts, f.Label+"："+old+" → "+v)
		default:
			parts = append(parts, f.Label+"："+v)
		}
	}
	return strings.Join(parts, "；")
}
