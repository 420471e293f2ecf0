package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
)

// newSearch narrows a list of choices: ↓ goes into the list, Enter presses the first that is found, Esc empties and then
// closes.
func newSearch(l *choices) *Input {
	in := NewInput("查找，可用拼音首字母").WithIcon("search")
	in.OnChanged = l.filter
	in.OnKey = func(k *fyne.KeyEvent) bool {
		found := l.visible()
		switch {
		case k.Name == fyne.KeyDown:
			l.move(nil, 1)
		case (k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter) && len(found) > 0 && in.Value() != "":
			at := max(slices.IndexFunc(found, func(c *choice) bool { return c.option.Off == "" }), 0)
			found[at].press()
		case k.Name == fyne.KeyEscape && in.Value() == "":
			l.close()
		case k.Name == fyne.KeyEscape:
			in.SetValue("")
		default:
			return false
		}
		return true
	}
	return in
}
