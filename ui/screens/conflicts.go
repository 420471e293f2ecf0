package screens

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// Conflicts are all open conflicts of the ledger on one screen: what each side wrote stands side by side, and a person takes one.
type Conflicts struct {
	Rows []*widgets.ConflictRow // in the order shown

	frame   Frame
	desk    *Desk
	content *fyne.Container

	reads reads
}

// NewConflicts makes the screen.
func NewConflicts(f Frame, d *Desk) *Conflicts {
	s := &Conflicts{frame: f, desk: d, content: container.NewStack()}
	s.Reread()
	return s
}

// Content is the screen laid out.
func (s *Conflicts) Content() fyne.CanvasObject { return s.content }

// Reread reads them anew.
func (s *Conflicts) Reread() {
	reread(s.desk, &s.reads, func(ctx context.Context) ([]app.Shown, error) { return s.desk.Disputed(ctx) }, func(list []app.Shown, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		s.show(list)
	})
}

func (s *Conflicts) show(list []app.Shown) {
	s.Rows = nil
	if len(list) == 0 {
		s.put(container.NewCenter(widgets.Least(460, 200, widgets.Empty("circle-check", "没有待裁决的冲突", "两边各写各的、互不知情，而且写得不一样时，冲突列在这里，由人选一方。"))))
		return
	}
	n := 0
	var cards []fyne.CanvasObject
	for _, one := range list {
		n += len(one.Conflicts)
		cards = append(cards, s.card(one))
	}
	said := widgets.NewParagraph(fmt.Sprintf("%d 条记录有 %d 处冲突。选一方裁决；其余各方不再算数，经过里仍保留，也可以撤回。裁决之前，涉及的数字显示“待决”。", len(list), n), theme.SizeBody, theme.Text2)
	s.put(widgets.Column(12, widgets.Fixed(said), widgets.Grow(widgets.Scrolled(widgets.InsetEach(0, 10, 0, 0, widgets.Stack(12, cards...))))))
}

func (s *Conflicts) put(o fyne.CanvasObject) {
	s.content.Objects = []fyne.CanvasObject{o}
	s.content.Refresh()
}

// card is a record with its conflicts.
func (s *Conflicts) card(one app.Shown) fyne.CanvasObject {
	k := s.desk.Kinds.Kind(one.Kind)
	title, _ := one.Fields[k.Title].(string)
	open := widgets.NewButton("打开记录", "external-link", widgets.Plain, func() { s.frame.OpenRecord(one.Kind, string(one.ID)) })
	open.Small = true
	var rows []fyne.CanvasObject
	for i, c := range view.Conflicts(k, one, s.frame.Now()) {
		if i > 0 {
			rows = append(rows, widgets.Rule())
		}
		rows = append(rows, s.line(k, one, c))
	}
	return widgets.Card(k.Label+" "+one.Number+"　"+title, open, widgets.Stack(8, rows...))
}

// line is a field with its sides abreast, and the button that takes the one chosen. Where none can be taken there is no button.
func (s *Conflicts) line(k *ledger.Kind, one app.Shown, c view.ConflictLine) fyne.CanvasObject {
	row, sides, open := widgets.NewConflictRow(), conflictSides(c), conflictOpen(c)
	s.Rows = append(s.Rows, row)
	settle := widgets.NewButton("按所选裁决…", "", widgets.Usual, func() {
		askSettle(s.frame, c, c.Sides[row.Chosen()], func() { s.settle(k, one, c, c.Sides[row.Chosen()]) })
	})
	settle.Small, settle.Hidden = true, !open
	settle.Disable()
	row.OnChosen = func(int) { settle.Enable() }
	return widgets.Row(12, widgets.Grow(row.Beside(c.Field, sides)), widgets.Fixed(settle))
}

func (s *Conflicts) settle(k *ledger.Kind, one app.Shown, c view.ConflictLine, side view.ConflictSide) {
	run(s.desk, func(ctx context.Context) (*ledger.Record, error) {
		return s.desk.Settle(ctx, k.Name, string(one.ID), c.Key, side.Ref)
	}, func(rec *ledger.Record, err error) {
		switch {
		case fault.Is(err, fault.Backdated):
			Retry(s.frame.Window(), s.desk, err, func() { s.settle(k, one, c, side) })
		case err != nil:
			Fail(s.frame.Window(), err)
			s.Reread() // somebody else may have settled it
		default:
			s.desk.Recorded(s.frame, "裁决冲突", rec)
			s.Reread()
		}
	})
}

// conflictSides are the sides of a conflict as they are chosen from; conflictOpen tells whether any can be taken.
func conflictSides(c view.ConflictLine) []widgets.Side {
	out := make([]widgets.Side, len(c.Sides))
	for i, s := range c.Sides {
		out[i] = widgets.Side{Words: s.Words, Off: s.Off}
	}
	return out
}

func conflictOpen(c view.ConflictLine) bool {
	for _, s := range c.Sides {
		if s.Off == "" {
			return true
		}
	}
	return false
}

// askSettle asks before a side is taken.
func askSettle(f Frame, c view.ConflictLine, side view.ConflictSide, do func()) {
	widgets.Ask(f.Window().Canvas(), widgets.Question{Title: "裁决“" + c.Field + "”取“" + side.What + "”？", Body: "取 " + side.Words + "。其余各方不再算数，经过里仍保留。", Verb: "裁决",
		OnVerb: func() bool { do(); return false }})
}
