package screens

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/ui/widgets"
)

// recordRows gives the table the records of a query, a page at a time.
type recordRows struct {
	screen *Records
	query  app.Query
	count  int
}

// Count implements widgets.Source.
func (r *recordRows) Count() (rows int, more bool) {
	return min(r.count, countedUpTo), r.count > countedUpTo
}

// Want implements widgets.Source.
func (r *recordRows) Want(span widgets.Span) {
	t, q := r.screen, r.query
	q.Offset, q.Limit = span.Offset, span.Limit
	run(t.desk, func(ctx context.Context) ([]widgets.Item, error) { return t.items(ctx, q) }, func(items []widgets.Item, err error) {
		if err != nil {
			Fail(t.frame.Window(), err)
			return
		}
		t.Table.SetPage(span, items)
	})
}

// items reads the rows of a query.
func (t *Records) items(ctx context.Context, q app.Query) ([]widgets.Item, error) {
	list, err := t.look.read(ctx, t.desk, q)
	if err != nil {
		return nil, err
	}
	w, err := wordsOf(ctx, t.desk)
	if err != nil {
		return nil, err
	}
	items := make([]widgets.Item, len(list))
	for i, l := range list {
		if err := w.put(ctx, t.kind, &l.Shown); err != nil {
			return nil, err
		}
		items[i] = t.look.row(l, t.frame.Now())
	}
	return items, nil
}

// checkAll checks every record the list holds, as many as can be worked on in one go.
func (t *Records) checkAll() {
	q, count := t.query, t.count
	q.Offset, q.Limit = 0, countedUpTo
	run(t.desk, func(ctx context.Context) ([]widgets.Item, error) { return t.items(ctx, q) }, func(items []widgets.Item, err error) {
		if err != nil {
			Fail(t.frame.Window(), err)
			return
		}
		t.Table.Check(items)
		if count > countedUpTo {
			t.frame.Tell(widgets.Toast{Tint: widgets.Soon, Title: fmt.Sprintf("只选了前 %d %s", countedUpTo, t.look.unit), Text: "一次最多选这么多；请先用条件缩小范围。"})
		}
	})
}

// copied puts a table on the clipboard. What it holds is masked as the list is.
func (t *Records) copied(text string) {
	fyne.CurrentApp().Clipboard().SetContent(text)
	n := max(len(t.Table.Checked()), 1)
	t.frame.Tell(widgets.Toast{Tint: widgets.Good, Title: fmt.Sprintf("已复制 %d 行", n), Text: "可直接粘贴到 Excel、WPS；个人信息仍是遮蔽的。"})
}
