package widgets

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
)

// mark is a checked row: its place, what it showed, and whether a range being drawn put it there.
type mark struct {
	index  int
	item   Item
	ranged bool
}

// Select chooses a row as a click would and brings it into view; -1 chooses none.
func (t *DataTable) Select(i int) {
	if i >= t.rows.length() {
		return
	}
	t.at, t.key = max(i, -1), ""
	if i < 0 {
		t.redraw()
		return
	}
	t.list.reveal(i)
	item := t.rows.item(i)
	if item != nil {
		t.key = item.Key
	}
	t.redraw()
	if item != nil && t.OnSelect != nil {
		t.OnSelect(*item)
	}
}

// Keep has the row of a key chosen as soon as it is loaded, wherever it stands then; nobody is told.
func (t *DataTable) Keep(key string) {
	t.key, t.anchor = key, -1
	for n, page := range t.rows.held {
		for i, item := range page {
			if item.Key == key {
				t.at = n*pageRows + i
			}
		}
	}
	t.redraw()
}

// Selected is the row chosen.
func (t *DataTable) Selected() (Item, bool) {
	item, ok := t.Item(t.at)
	return item, ok && t.chosen(t.at, &item)
}

// chosen reports whether a row is the one chosen: after a reload another may stand in its place.
func (t *DataTable) chosen(i int, item *Item) bool {
	return i == t.at && (t.key == "" || item == nil || item.Key == t.key)
}

// step moves the choice; extending, every row between is checked.
func (t *DataTable) step(by int, extend bool) {
	if t.at < 0 {
		first, _ := t.list.seen()
		t.goTo(first+1, false)
		return
	}
	t.goTo(t.at+by, extend)
}

func (t *DataTable) goTo(i int, extend bool) {
	from := t.at
	i = min(max(i, 0), t.rows.count-1)
	if i < 0 || i == from && !extend && t.key != "" {
		return
	}
	t.tip.hide()
	if i != from {
		t.Select(i)
	}
	if !extend || !t.checks {
		t.anchor = -1
		return
	}
	if t.anchor < 0 {
		t.anchor = max(from, 0)
	}
	t.checkRange(t.anchor, i)
}

// checkRange checks the loaded rows between two, and unchecks those an earlier reach of the same range had checked.
func (t *DataTable) checkRange(from, to int) {
	checked := map[string]mark{}
	for k, m := range t.checked {
		if !m.ranged {
			checked[k] = m
		}
	}
	for i := min(from, to); i <= max(from, to); i++ {
		if item := t.rows.peek(i); item != nil {
			if _, has := checked[item.Key]; !has {
				checked[item.Key] = mark{i, *item, true}
			}
		}
	}
	t.setChecked(checked)
}

// toggle checks a row or unchecks it; a range begins there.
func (t *DataTable) toggle(i int) {
	item := t.rows.peek(i)
	if item == nil || !t.checks {
		return
	}
	checked := t.settled()
	if _, has := checked[item.Key]; has {
		delete(checked, item.Key)
	} else {
		checked[item.Key] = mark{i, *item, false}
	}
	t.anchor = i
	t.setChecked(checked)
}

// settled copies the checks, a range being drawn as done.
func (t *DataTable) settled() map[string]mark {
	out := map[string]mark{}
	for k, m := range t.checked {
		m.ranged = false
		out[k] = m
	}
	return out
}

// CheckAll checks every row that is loaded.
func (t *DataTable) CheckAll() {
	if !t.checks {
		return
	}
	checked := t.settled()
	for n, page := range t.rows.held {
		for i, item := range page {
			checked[item.Key] = mark{n*pageRows + i, item, false}
		}
	}
	t.setChecked(checked)
}

// Check checks rows that stand at the top of the list, loaded or not, in their order.
func (t *DataTable) Check(items []Item) {
	if !t.checks {
		return
	}
	checked := t.settled()
	for i, item := range items {
		checked[item.Key] = mark{i, item, false}
	}
	t.setChecked(checked)
}

// ClearChecks unchecks all.
func (t *DataTable) ClearChecks() { t.anchor = -1; t.setChecked(map[string]mark{}) }

func (t *DataTable) setChecked(checked map[string]mark) {
	if len(checked) == 0 && len(t.checked) == 0 {
		return
	}
	t.checked = checked
	t.redraw()
	t.head.Refresh()
	if t.OnCheck != nil {
		t.OnCheck(len(checked))
	}
}

// Checked gives the checked rows in their order.
func (t *DataTable) Checked() []Item {
	marks := make([]mark, 0, len(t.checked))
	for _, m := range t.checked {
		marks = append(marks, m)
	}
	slices.SortFunc(marks, func(a, b mark) int { return cmp.Or(a.index-b.index, strings.Compare(a.item.Key, b.item.Key)) })
	items := make([]Item, len(marks))
	for i, m := range marks {
		items[i] = m.item
	}
	return items
}

// escape takes back one thing at a time: the checks, then the choice.
func (t *DataTable) escape() {
	switch {
	case len(t.checked) > 0:
		t.ClearChecks()
	case t.at >= 0 && t.OnEscape == nil:
		t.Select(-1)
	case t.OnEscape != nil:
		t.OnEscape()
	}
}

// tapped is a click on a row: on its check, with Ctrl or Shift held, or plain.
func (t *DataTable) tapped(i int, x float32, held fyne.KeyModifier) {
	if c := t.canvas(); c != nil {
		c.Focus(t.list)
	}
	switch {
	case t.checks && (x < t.lead()-4 || held&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0):
		t.toggle(i)
	case held&fyne.KeyModifierShift != 0:
		t.goTo(i, true)
	default:
		t.anchor = -1
		if chosen, on := t.Selected(); on && i == t.at && t.OnAgain != nil {
			t.OnAgain(chosen)
			return
		}
		t.Select(i)
	}
}

// Text is the checked rows, else the chosen one, as a table of separated text with the heads of the columns seen.
func (t *DataTable) Text() string {
	items := t.Checked()
	if item, ok := t.Selected(); ok && len(items) == 0 {
		items = []Item{item}
	}
	if len(items) == 0 {
		return ""
	}
	var b strings.Builder
	line := func(words func(column int) string) {
		for n, s := range t.spans(t.list.Size().Width).spans {
			if n > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(strings.Join(strings.Fields(words(s.column)), " "))
		}
		b.WriteByte('\n')
	}
	line(func(c int) string { return t.columns[c].Head })
	for _, item := range items {
		line(func(c int) string { return item.Cells[c].Words() })
	}
	return b.String()
}

// Copy hands Text to the owner, or puts it on the clipboard where the owner does not say otherwise.
func (t *DataTable) Copy() {
	text := t.Text()
	switch {
	case text == "":
	case t.OnCopy != nil:
		t.OnCopy(text)
	default:
		fyne.CurrentApp().Clipboard().SetContent(text)
	}
}
