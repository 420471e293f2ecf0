package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// entry is the stock entry without its edge, which its input draws, and with keys of its own.
type entry struct {
	widget.Entry
	in *Input
}

func newEntry(in *Input) *entry {
	e := &entry{in: in}
	e.ExtendBaseWidget(e)
	e.OnChanged = func(text string) {
		in.conceal()
		if in.OnChanged != nil {
			in.OnChanged(text)
		}
		in.Refresh()
	}
	return e
}

// windowKeys type nothing: the window may have a use for them.
var windowKeys = map[fyne.KeyName]bool{fyne.KeyF5: true, fyne.KeyF6: true}

// AcceptsTab leaves Tab to go from field to field, in long texts too.
func (e *entry) AcceptsTab() bool { return false }

// FocusGained keeps the text that Esc gives back.
func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	e.in.entered()
}

// FocusLost tells the input that it was left.
func (e *entry) FocusLost() {
	e.Entry.FocusLost()
	e.in.left()
}

// TypedKey takes Esc, Enter and what the input's owner wants; the rest is typing.
func (e *entry) TypedKey(k *fyne.KeyEvent) {
	switch {
	case e.in.OnKey != nil && e.in.OnKey(k):
	case k.Name == fyne.KeyEscape:
		e.in.escape()
	case (k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter) && !e.MultiLine:
		e.in.submit()
	case windowKeys[k.Name]:
		pass(e, k)
	default:
		e.Entry.TypedKey(k)
	}
}

// TypedRune lets the input's owner refuse or change a character.
func (e *entry) TypedRune(r rune) {
	if e.in.Accept != nil {
		if r = e.in.Accept(r); r == 0 {
			return
		}
	}
	e.Entry.TypedRune(r)
}

// TypedShortcut takes Ctrl+Enter: Enter alone begins a line in a long text. What does not edit is passed on to the window.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	c, own := s.(*desktop.CustomShortcut)
	switch {
	case own && c.Modifier == fyne.KeyModifierControl && (c.KeyName == fyne.KeyReturn || c.KeyName == fyne.KeyEnter):
		e.in.submit()
	case own && (c.Modifier == fyne.KeyModifierAlt || len(c.KeyName) == 1):
		passShortcut(e, s)
	default:
		e.Entry.TypedShortcut(s)
	}
}
