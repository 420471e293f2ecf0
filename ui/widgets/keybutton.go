package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// keyButton is a button in a panel that Esc closes; the panel hears of the pointer over it.
type keyButton struct {
	Button
	escape func()
	hover  func(over bool)
}

func newKeyButton(label, icon string, look Look, tapped, escape func()) *keyButton {
	b := &keyButton{Button: Button{Label: label, Icon: icon, Look: look, OnTapped: tapped}, escape: escape}
	b.ExtendBaseWidget(b)
	return b
}

// TypedKey takes Esc; the rest is the button's.
func (b *keyButton) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyEscape && b.escape != nil {
		b.escape()
		return
	}
	b.Button.TypedKey(k)
}

// MouseIn and MouseOut tell the panel.
func (b *keyButton) MouseIn(e *desktop.MouseEvent) {
	b.Button.MouseIn(e)
	if b.hover != nil {
		b.hover(true)
	}
}

func (b *keyButton) MouseOut() {
	b.Button.MouseOut()
	if b.hover != nil {
		b.hover(false)
	}
}
