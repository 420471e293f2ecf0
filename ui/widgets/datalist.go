package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// rowList is the toolkit's list with keys, focus and choice of its own: the stock list chooses one row and marks it in
// its own way.
type rowList struct {
	widget.List
	table   *DataTable
	focused bool
	shift   bool
}

func newRowList(t *DataTable) *rowList {
	l := &rowList{table: t}
	l.HideSeparators = true
	l.Length = func() int { return t.rows.length() }
	l.CreateItem = func() fyne.CanvasObject { return newDataRow(t) }
	l.UpdateItem = func(id widget.ListItemID, o fyne.CanvasObject) { t.fill(id, o.(*row)) }
	l.ExtendBaseWidget(l)
	return l
}

// seen gives the first and last row that can be seen.
func (l *rowList) seen() (first, last int) {
	return int(l.GetScrollOffset()/rowHeight) - 1, int((l.GetScrollOffset()+l.Size().Height)/rowHeight) + 1
}

// heightOf is how much of a row can be seen at most: of the last one not what it draws over the padding, where the rows
// fill the list.
func (l *rowList) heightOf(id int) float32 {
	if n := l.Length(); id == n-1 && float32(n)*rowHeight > l.Size().Height {
		return rowHeight - base.Padding()
	}
	return rowHeight
}

// reveal scrolls as little as shows a row whole.
func (l *rowList) reveal(id int) {
	top := float32(id) * rowHeight
	switch offset, height := l.GetScrollOffset(), l.Size().Height; {
	case top < offset:
		l.ScrollToOffset(top)
	case top+rowHeight > offset+height:
		l.ScrollToOffset(min(top+rowHeight-height, float32(l.Length())*rowHeight-base.Padding()-height))
	}
}

// page is how many rows PgUp and PgDn pass.
func (l *rowList) page() int { return max(int(l.Size().Height/rowHeight)-1, 1) }

// The toolkit's callbacks: focus, keys, shortcuts.
func (l *rowList) FocusGained()   { l.focused = true; l.table.redraw() }
func (l *rowList) FocusLost()     { l.focused, l.shift = false, false; l.table.redraw() }
func (l *rowList) TypedRune(rune) {}
func (l *rowList) KeyDown(k *fyne.KeyEvent) {
	if k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight {
		l.shift = true
	}
}
func (l *rowList) KeyUp(k *fyne.KeyEvent) {
	if k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight {
		l.shift = false
	}
}

// TypedKey moves, checks and opens.
func (l *rowList) TypedKey(k *fyne.KeyEvent) {
	t := l.table
	switch k.Name {
	case fyne.KeyDown:
		t.step(1, l.shift)
	case fyne.KeyUp:
		t.step(-1, l.shift)
	case fyne.KeyPageDown:
		t.step(l.page(), l.shift)
	case fyne.KeyPageUp:
		t.step(-l.page(), l.shift)
	case fyne.KeyHome:
		t.goTo(0, l.shift)
	case fyne.KeyEnd:
		t.goTo(t.rows.count-1, l.shift)
	case fyne.KeySpace:
		t.toggle(t.at)
	case fyne.KeyReturn, fyne.KeyEnter:
		if t.at < 0 { // from the search straight to what it found
			t.step(1, false)
		} else if item := t.rows.peek(t.at); item != nil && t.OnOpen != nil {
			t.OnOpen(*item)
		}
	case fyne.KeyEscape:
		t.escape()
	default:
		pass(l, k)
	}
}

// TypedShortcut copies and checks all; what else there is goes to the window.
func (l *rowList) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCopy:
		l.table.Copy()
	case *fyne.ShortcutSelectAll:
		if l.table.OnAll != nil {
			l.table.OnAll()
		} else {
			l.table.CheckAll()
		}
	default:
		passShortcut(l, s)
	}
}
