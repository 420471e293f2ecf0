package view

import (
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/record/report"
)

// Reminded is a reminder in words: what it is, and what of it.
type Reminded struct {
	Key         string
	Icon        string
	Tone        Tone
	Head, Title string
	When        string
	Item        app.DueItem
}

// Remind words a reminder as of now.
func Remind(r app.Reminder, now time.Time) Reminded {
	l := dueLine(r.Item, now)
	out := Reminded{Key: r.Key, Icon: l.Icon, Tone: l.Tone, Title: l.Title, When: "到期 " + l.When, Item: r.Item}
	kind := l.Kind
	switch r.Stage {
	case app.PastDue:
		out.Head = kind + "　" + l.Rest
	case app.BeforeEnd:
		out.Icon, out.Tone, out.Head = "alarm", Soon, "下班前须报评估或办结　"+l.Rest
		if r.Item.Kind == report.Kind.Name {
			out.Head = l.Kind + "今天下班前报送　" + l.Rest
		}
	default:
		out.Tone, out.Head = Soon, kind+"　"+l.Rest
	}
	if r.Item.Person != "" {
		out.When += "　" + r.Item.Person
	}
	out.Head = strings.TrimSpace(out.Head)
	return out
}
