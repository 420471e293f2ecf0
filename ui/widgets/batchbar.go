package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// BatchBar says how many rows are checked and what can be done with them, in the place of the toolbar they were chosen
// under.
type BatchBar struct {
	widget.BaseWidget
	words   func(checked int) string
	count   *Text
	toolbar fyne.CanvasObject
	bar     fyne.CanvasObject
	checked int
}

// NewBatchBar makes the bar; words say how many there are (已选 4 张), clear unchecks them.
func NewBatchBar(toolbar fyne.CanvasObject, words func(checked int) string, clear func(), actions ...*Button) *BatchBar {
	b := &BatchBar{words: words, toolbar: toolbar, count: NewText("", theme.SizeBody, theme.Primary).Bold()}
	parts := []Part{Fixed(b.count), Fixed(Least(4, 0, container.NewWithoutLayout()))}
	for _, a := range actions {
		parts = append(parts, Fixed(a))
	}
	parts = append(parts, Grow(container.NewWithoutLayout()), Fixed(NewButton("清除选择", "", Plain, clear).WithKeys("Esc")))
	b.bar = On(NewPanel(theme.Soft, "", 0), Inset(6, margin, Row(8, parts...)))
	b.bar.Hide()
	b.ExtendBaseWidget(b)
	return b
}

// Set says how many rows are checked; with none the toolbar stands there.
func (b *BatchBar) Set(checked int) {
	b.checked = checked
	if checked > 0 {
		b.count.Set(b.words(checked))
		b.bar.Show()
		b.toolbar.Hide()
	} else {
		b.bar.Hide()
		b.toolbar.Show()
	}
	b.bar.Refresh()
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *BatchBar) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(&steady{}, b.toolbar, b.bar))
}

// steady is as high as the highest of its objects, shown or not: what is below does not jump.
type steady struct{ least }

func (s *steady) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range objects {
		m.Height = max(m.Height, o.MinSize().Height)
		if o.Visible() {
			m.Width = max(m.Width, o.MinSize().Width)
		}
	}
	return m
}
