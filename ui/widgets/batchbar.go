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
	spare   []*Button // give way where it is narrow, the last first
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

// Spare names the buttons that give way where it is narrow, the last first.
func (b *BatchBar) Spare(buttons ...*Button) *BatchBar { b.spare = buttons; return b }

// MinSize does without what may give way: a bar never makes its window wider.
func (b *BatchBar) MinSize() fyne.Size {
	m := b.BaseWidget.MinSize()
	if b.bar.Visible() {
		for _, s := range b.spare {
			if s.Visible() {
				m.Width -= s.MinSize().Width + 8
			}
		}
	}
	return m
}

// Resize shows as many buttons as there is room for.
func (b *BatchBar) Resize(s fyne.Size) {
	for _, spare := range b.spare {
		spare.Show()
	}
	for i := len(b.spare) - 1; i >= 0 && b.bar.MinSize().Width > s.Width; i-- {
		b.spare[i].Hide()
	}
	b.BaseWidget.Resize(s)
	b.bar.Refresh()
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
	b.Resize(b.Size())
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
