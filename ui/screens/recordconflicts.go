package screens

import (
	"context"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// conflicts say who wrote what without knowing of the other; a person takes one side.
func (t *Records) conflicts(s app.Shown) fyne.CanvasObject {
	rows := widgets.Stack(8, widgets.Marked("git-compare", theme.Orange, widgets.NewParagraph("有冲突待裁决", theme.SizeBody, theme.Orange).Bold()))
	t.Conflicts = nil
	for _, c := range view.Conflicts(t.kind, s, t.frame.Now()) {
		rows.Add(t.conflict(c))
	}
	rows.Add(widgets.NewParagraph("选一方裁决，或再办一次该步骤、更正该项。在此之前，涉及的数字显示“待决”。", theme.SizeHelp, theme.Text2))
	return widgets.On(widgets.NewPanel(theme.OrangeSoft, "", 6), widgets.Inset(8, 12, rows))
}

// conflict is a field with its sides, and the button that takes the one chosen. Where none can be taken there is no button.
func (t *Records) conflict(c view.ConflictLine) fyne.CanvasObject {
	row, sides, open := widgets.NewConflictRow(), conflictSides(c), conflictOpen(c)
	t.Conflicts = append(t.Conflicts, row)
	settle := widgets.NewButton("按所选裁决…", "", widgets.Usual, func() { t.settle(c, c.Sides[row.Chosen()]) })
	settle.Small, settle.Hidden = true, !open
	settle.Disable()
	row.OnChosen = func(int) { settle.Enable() }
	return widgets.Stack(4, row.Content(c.Field, sides), widgets.Line(0, settle))
}

// settle asks before a side is taken.
func (t *Records) settle(c view.ConflictLine, side view.ConflictSide) {
	id := string(t.shown.ID)
	askSettle(t.frame, c, side, func() {
		t.work("裁决冲突", func(ctx context.Context) (*ledger.Record, error) {
			return t.desk.Settle(ctx, t.kind.Name, id, c.Key, side.Ref)
		})
	})
}
