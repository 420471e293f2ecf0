package screens

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/attendance"
	"opsledger/app/record/comparison"
	"opsledger/app/record/duty"
	"opsledger/app/record/ticket"
	"opsledger/app/record/training"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// look is how records of a kind are listed and shown: made from the kind's description, but for tickets, whose look is
// chosen by hand.
type look struct {
	kind    *ledger.Kind
	icon    string
	unit    string // of counting: 张, 条
	memory  string // where this PC keeps how the list looked
	order   string // of a list that nothing was sought in; "": the newest first
	empty   string // what to do where there is none yet
	columns []widgets.TableColumn
	chips   []chipSpec
	long    []string // fields the page shows as text of their own

	read   func(ctx context.Context, d *Desk, q app.Query) ([]app.Listed, error)
	clocks func(ctx context.Context, d *Desk, id string, now time.Time) ([]app.Timed, error) // nil: the kind has none
	cell   func(key string, s app.Listed, now time.Time) (widgets.Cell, bool)                // of a column no field fills; nil: there is none
	edge   func(s app.Listed, now time.Time) fyne.ThemeColorName                             // what is urgent; nil: nothing is
	batch  func(b *bulkBar) (buttons, spare []*widgets.Button)                               // steps on many that have a button; nil: none
	tags   []ledger.Action                                                                   // corrections offered for many
	ways   func(s app.Shown) []way                                                           // from a record to other screens about it; nil: none
	amount func(ctx context.Context, d *Desk, id string) (view.Mark, []string, error)        // what a record amounts to, and remarks on it; nil: what it says
}

// way leads from a record to a screen about it.
type way struct{ label, icon, screen, about string }

// waysOf are the ways of kinds that have screens beside their list.
var waysOf = map[string]func(s app.Shown) []way{
	attendance.Kind.Name: func(s app.Shown) []way { return monthWay("attendance/month", s.Fields["date"]) },
	duty.Kind.Name:       func(s app.Shown) []way { return monthWay("duty/calendar", s.Fields["from"]) },
	training.Kind.Name: func(s app.Shown) []way {
		if sign, _ := training.Kind.Action("sign-in"); !sign.Leads(s.State) {
			return nil
		}
		return []way{{"大字签到", "user-check", "training/signin", string(s.ID)}}
	},
	comparison.Kind.Name: func(s app.Shown) []way {
		if s.State != comparison.Open {
			return nil
		}
		return []way{{"比对两份名单…", "git-compare", "comparison/lists", string(s.ID)}}
	},
}

// amountsOf are the kinds whose records amount to what is reckoned.
var amountsOf = map[string]func(ctx context.Context, d *Desk, id string) (view.Mark, []string, error){
	attendance.Kind.Name: func(ctx context.Context, d *Desk, id string) (view.Mark, []string, error) {
		day, err := d.AttendanceDay(ctx, id)
		return view.DayMark(day), day.Remarks, err
	},
}

// monthWay leads to the month of a date or a time.
func monthWay(screen string, at any) []way {
	text, _ := at.(string)
	if len(text) < len("2006-01") {
		return nil
	}
	return []way{{"看当月", "calendar", screen, text[:len("2006-01")]}}
}

// chipSpec is a condition that has a chip.
type chipSpec struct {
	key, label string
	span       bool // of days
}

// lookOf gives the look of a kind.
func lookOf(k *ledger.Kind) *look {
	if k == ticket.Kind {
		return ticketLook()
	}
	return describedLook(k)
}

// noun is what one record of the kind is called in a sentence.
func (l *look) noun() string { return l.kind.Label }

// every is what the list is called where no view is chosen.
func (l *look) every() string { return "全部" + l.noun() }

// creating are the steps that begin a record and can be filled in by a person.
func creating(k *ledger.Kind) (out []ledger.Action) {
	for _, a := range k.Actions {
		if a.Creates && slices.ContainsFunc(a.Asks, func(q ledger.Ask) bool { f, ok := k.Field(q.Key); return ok && f.Type != ledger.Frozen }) {
			out = append(out, a)
		}
	}
	return out
}

// correctable reports whether a kind has fields that can be corrected.
func correctable(k *ledger.Kind) bool {
	return slices.ContainsFunc(k.Fields, func(f ledger.Field) bool { return corrected(k, f) })
}

func corrected(k *ledger.Kind, f ledger.Field) bool {
	return !f.Step && !f.Told && f.Key != k.Outside && f.Type != ledger.Frozen
}

// Begins reports whether a person can register records of a kind.
func Begins(k *ledger.Kind) bool { return len(creating(k)) > 0 }

// Icon is the icon of a kind, by its name.
func Icon(kind string) string {
	if icon := kindIcons[kind]; icon != "" {
		return icon
	}
	return "file-text"
}

var kindIcons = map[string]string{"ticket": "ticket", "change": "database-edit", "coordination": "arrows-exchange", "complaint": "message-circle", "incident": "shield-exclamation",
	"visit": "map-pin-check", "finding": "info-circle", "training": "school", "survey": "star", "manual": "books", "qa": "help-circle", "notice": "bell", "regulation": "clipboard-check",
	"person": "users", "turnover": "repeat", "attendance": "calendar", "leave": "calendar-event", "duty": "calendar-time", "callout": "alarm", "appraisal": "user-check", "equipment": "keyboard",
	"routine": "refresh", "run": "list-details", "comparison": "git-compare", "indicator": "chart-line", "system": "link", "report": "report", "improvement": "trending-up", "drill": "history",
	"ruling": "square-check", "contract": "file-text", "unit": "building-community", "check": "clipboard-check", "word": "tags", "calendar": "calendar", "disclosure": "eye"}

// unitOf is what records of a kind are counted by.
func unitOf(kind string) string {
	if kind == ticket.Kind.Name {
		return "张"
	}
	return "条"
}
