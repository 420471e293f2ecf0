package widgets

import (
	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"

	"opsledger/ui/theme"
)

// Question asks before something is done. Verb is what will be done, 作废, 删除草稿; never 确定. Without a verb it only tells.
type Question struct {
	Title, Body string
	Content     fyne.CanvasObject // below the body; may be nil
	First       fyne.Focusable    // in the content; nil: the verb, or where it is dangerous the way back
	Verb        string
	Danger      bool
	Back        string  // "": 返回
	Width       float32 // 0: 440
	OnVerb      func() (keepOpen bool)
	OnBack      func()
}

// Dialog is an open question.
type Dialog struct {
	layer
	ask  Question
	verb *keyButton
}

// Ask opens a question over a window. Esc and 返回 close it; a tap beside it does not.
func Ask(on fyne.Canvas, q Question) *Dialog {
	d := &Dialog{ask: q}
	look := Main
	if q.Danger {
		look = Warning
	}
	if q.Back == "" {
		d.ask.Back = "返回"
	}
	if q.Width == 0 {
		d.ask.Width = 440
	}
	d.verb = newKeyButton(q.Verb, "", look, d.Do, d.Back)
	back := newKeyButton(d.ask.Back, "", Usual, d.Back, d.Back)
	rows := []fyne.CanvasObject{NewParagraph(q.Title, theme.SizeSection, theme.Text).Bold()}
	if q.Body != "" {
		rows = append(rows, NewParagraph(q.Body, theme.SizeBody, theme.Text2))
	}
	if q.Content != nil {
		rows = append(rows, Inset(4, 0, q.Content))
	}
	d.verb.Hidden = q.Verb == ""
	rows = append(rows, InsetEach(12, 0, 0, 0, Row(8, Grow(Spring()), Fixed(back), Fixed(d.verb))))
	d.panel = On(NewPanel(base.ColorNameOverlayBackground, theme.Strong, 12), Inset(20, 24, Stack(8, rows...)))
	d.place, d.dim = across(d.ask.Width, -1), true
	d.first = q.First
	if d.first == nil {
		d.first = d.verb
		if q.Danger || q.Verb == "" {
			d.first = back
		}
	}
	if q.Verb != "" && !q.Danger {
		d.handIn = d.Do
	}
	d.open(on)
	return d
}

// Do does the verb and closes, unless it asks to stay open.
func (d *Dialog) Do() {
	if d.ask.OnVerb != nil && d.ask.OnVerb() {
		d.fit()
		return
	}
	d.close()
}

// Back closes without doing it.
func (d *Dialog) Back() {
	d.close()
	if d.ask.OnBack != nil {
		d.ask.OnBack()
	}
}

// Close takes it away and calls nothing back.
func (d *Dialog) Close() { d.close() }

// Fit places it anew: what is in it grew or shrank.
func (d *Dialog) Fit() { d.fit() }
