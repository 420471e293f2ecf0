package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// searchEntry narrows a list of choices: ↓ goes into the list, Enter presses the first that is found, Esc empties and
// then closes.
type searchEntry struct {
	widget.Entry
	list *choices
}

func newSearch(l *choices) *searchEntry {
	e := &searchEntry{list: l}
	e.ExtendBaseWidget(e)
	e.PlaceHolder = "查找，可用拼音首字母"
	e.OnChanged = l.filter
	return e
}

// TypedKey implements fyne.Focusable.
func (e *searchEntry) TypedKey(k *fyne.KeyEvent) {
	switch found := e.list.visible(); k.Name {
	case fyne.KeyDown:
		e.list.move(nil, 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if len(found) > 0 && e.Text != "" {
			found[0].press()
		}
	case fyne.KeyEscape:
		if e.Text == "" {
			e.list.close()
		} else {
			e.SetText("")
		}
	default:
		e.Entry.TypedKey(k)
	}
}
