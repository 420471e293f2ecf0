package widgets

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// SearchSelect is a choice among many, found by typing: one, or several where Many is set. Space, Enter, ↓ or the first
// character opens the list; Backspace takes the choice away.
type SearchSelect struct {
	widget.BaseWidget
	Placeholder string
	Options     []Option
	Many        bool
	Find        func(query string, answer func([]Option)) // instead of Options; may answer late, on the window's thread
	OnNew       func(text string)                         // offers 新建“…” where nothing is called so
	OnChanged   func()
	OnEnter     func()                    // the focus came
	OnKey       func(*fyne.KeyEvent) bool // sees keys first; true: taken

	chosen         []Option
	wrong, focused bool
	disabled       bool
	list           *dropdown
}

// NewSearchSelect makes a choice among options.
func NewSearchSelect(placeholder string, options []Option) *SearchSelect {
	s := &SearchSelect{Placeholder: placeholder, Options: options}
	s.ExtendBaseWidget(s)
	return s
}

// Chosen are the options chosen, in the order they were.
func (s *SearchSelect) Chosen() []Option { return s.chosen }

// Value is the chosen value, "" none; of several the first.
func (s *SearchSelect) Value() string {
	if len(s.chosen) == 0 {
		return ""
	}
	return s.chosen[0].Value
}

// SetValues chooses options by value, without calling back; an unknown value stands for itself.
func (s *SearchSelect) SetValues(values ...string) {
	s.chosen = nil
	for _, v := range values {
		if i := slices.IndexFunc(s.Options, func(o Option) bool { return o.Value == v }); i >= 0 {
			s.chosen = append(s.chosen, s.Options[i])
		} else if v != "" {
			s.chosen = append(s.chosen, Option{Value: v, Label: v})
		}
	}
	s.Refresh()
}

// Choose takes an option, and calls back; of several it is added, or taken away where it was in.
func (s *SearchSelect) Choose(o Option) {
	at := slices.IndexFunc(s.chosen, func(c Option) bool { return c.Value == o.Value })
	switch {
	case !s.Many:
		s.chosen = []Option{o}
	case at >= 0:
		s.chosen = slices.Delete(slices.Clone(s.chosen), at, at+1)
	default:
		s.chosen = append(slices.Clone(s.chosen), o)
	}
	s.changed()
}

// Clear takes the choice away, and calls back.
func (s *SearchSelect) Clear() {
	if len(s.chosen) > 0 {
		s.chosen = nil
		s.changed()
	}
}

func (s *SearchSelect) changed() {
	s.Refresh()
	if s.OnChanged != nil {
		s.OnChanged()
	}
}

func (s *SearchSelect) has(o Option) bool {
	return slices.ContainsFunc(s.chosen, func(c Option) bool { return c.Value == o.Value })
}

// SetWrong draws the edge red.
func (s *SearchSelect) SetWrong(wrong bool) { s.wrong = wrong; s.Refresh() }

// Target is what takes the focus.
func (s *SearchSelect) Target() fyne.Focusable { return s }

// Disable and Enable say whether it can be changed.
func (s *SearchSelect) Disable() { s.disabled = true; s.Refresh() }
func (s *SearchSelect) Enable()  { s.disabled = false; s.Refresh() }

// Open shows the list, already narrowed by a query.
func (s *SearchSelect) Open(query string) {
	c := fyne.CurrentApp().Driver().CanvasForObject(s)
	if c == nil || s.disabled || s.list != nil && s.list.isOpen() {
		return
	}
	s.list = openDropdown(c, s, query)
}

// The toolkit's callbacks: pointer, focus, keys.
func (s *SearchSelect) Tapped(*fyne.PointEvent) {
	focusOn(s, s)
	s.Open("")
}
func (s *SearchSelect) Cursor() desktop.Cursor { return desktop.PointerCursor }
func (s *SearchSelect) FocusLost()             { s.focused = false; s.Refresh() }
func (s *SearchSelect) FocusGained() {
	s.focused = true
	if s.OnEnter != nil {
		s.OnEnter()
	}
	s.Refresh()
}
func (s *SearchSelect) TypedRune(r rune) {
	if r == ' ' {
		s.Open("")
	} else {
		s.Open(string(r))
	}
}
func (s *SearchSelect) TypedKey(k *fyne.KeyEvent) {
	switch {
	case s.OnKey != nil && s.OnKey(k):
	case k.Name == fyne.KeyDown, k.Name == fyne.KeyReturn, k.Name == fyne.KeyEnter:
		s.Open("")
	case (k.Name == fyne.KeyBackspace || k.Name == fyne.KeyDelete) && !s.disabled:
		s.Clear()
	}
}

// CreateRenderer implements fyne.Widget.
func (s *SearchSelect) CreateRenderer() fyne.WidgetRenderer {
	r := &selectRenderer{s: s, frame: newFrame(), text: Body("").Cut(), count: Help(""), chevron: NewPicture("chevron-down", theme.Text2, iconSize)}
	r.Refresh()
	return r
}

type selectRenderer struct {
	s       *SearchSelect
	frame   frame
	text    *Text
	count   *Text
	chevron *Picture
}

func (r *selectRenderer) Destroy()           {}
func (r *selectRenderer) MinSize() fyne.Size { return fyne.NewSize(120, controlHeight) }
func (r *selectRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.frame.Rectangle, r.text, r.count, r.chevron}
}

func (r *selectRenderer) Layout(s fyne.Size) {
	r.frame.Resize(s)
	r.chevron.Resize(fyne.NewSquareSize(iconSize))
	r.chevron.Move(fyne.NewPos(s.Width-10-iconSize, (s.Height-iconSize)/2))
	right := s.Width - 14 - iconSize
	if r.count.Visible() {
		m := r.count.MinSize()
		r.count.Resize(m)
		r.count.Move(fyne.NewPos(right-m.Width, float32(int((s.Height-m.Height)/2))))
		right -= m.Width + 4
	}
	h := r.text.MinSize().Height
	r.text.Resize(fyne.NewSize(max(right-10, 0), h))
	r.text.Move(fyne.NewPos(10, float32(int((s.Height-h)/2))))
}

func (r *selectRenderer) Refresh() {
	s := r.s
	r.frame.show(s.focused, s.wrong, s.disabled)
	labels := make([]string, len(s.chosen))
	for i, o := range s.chosen {
		labels[i] = o.Label
	}
	r.text.Set(strings.Join(labels, "、"))
	r.text.Tone(theme.Text)
	if len(labels) == 0 {
		r.text.Set(s.Placeholder)
	}
	if len(labels) == 0 || s.disabled {
		r.text.Tone(theme.Text3)
	}
	r.count.Set(countOf(len(labels)))
	shown(r.count, len(labels) > 1)
	r.Layout(s.Size())
	canvas.Refresh(s)
}
