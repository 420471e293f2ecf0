package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Form is a column of fields made from descriptions. Tab goes from one to the next; Enter in a line or Ctrl+Enter anywhere
// submits. Esc cancels from any field and takes nothing typed away: what becomes of it is the owner's to say.
type Form struct {
	widget.BaseWidget
	OnSubmit  func(values map[string]string)
	OnCancel  func()
	OnChanged func(key string)
	OnEnter   func(field *Field) // the focus came to it

	fields  []*formField
	start   map[string]string
	content *fyne.Container
}

// NewForm makes a form; dates are needed where a field is a day or a moment.
func NewForm(specs []FieldSpec, dates Dates) *Form {
	f := &Form{}
	parts := make([]fyne.CanvasObject, len(specs))
	for i, s := range specs {
		ff := newFormField(f, s, dates)
		ff.write(s.Value)
		f.fields = append(f.fields, ff)
		parts[i] = ff.field
	}
	f.content = Stack(16, parts...)
	f.start = f.Values()
	f.ExtendBaseWidget(f)
	return f
}

// Values are the entered texts by key, as FieldSpec.Value has them; what is empty is left out.
func (f *Form) Values() map[string]string {
	out := map[string]string{}
	for _, ff := range f.fields {
		if v := ff.read(); v != "" && ff.field.Visible() {
			out[ff.spec.Key] = v
		}
	}
	return out
}

// Value is the entered text of a field.
func (f *Form) Value(key string) string {
	if ff := f.find(key); ff != nil {
		return ff.read()
	}
	return ""
}

// Set fills a field in.
func (f *Form) Set(key, value string) {
	if ff := f.find(key); ff != nil {
		ff.write(value)
	}
}

// Offer changes what a field offers to choose from.
func (f *Form) Offer(key string, options []Option) {
	if ff := f.find(key); ff != nil && ff.offer != nil {
		ff.offer(options)
	}
}

// Field is the field of a key, nil where there is none.
func (f *Form) Field(key string) *Field {
	if ff := f.find(key); ff != nil {
		return ff.field
	}
	return nil
}

// Changed tells whether anything differs from what the form began with.
func (f *Form) Changed() bool {
	now := f.Values()
	if len(now) != len(f.start) {
		return true
	}
	for k, v := range now {
		if f.start[k] != v {
			return true
		}
	}
	return false
}

// Reset puts back what the form began with.
func (f *Form) Reset() {
	for _, ff := range f.fields {
		if v := f.start[ff.spec.Key]; ff.read() != v {
			ff.write(v)
		}
		f.tell(ff, "")
	}
}

// SetError says what is wrong with a field, as the use case found it, and gives it the focus; false: no such field.
func (f *Form) SetError(key, text string) bool {
	ff := f.find(key)
	if ff == nil {
		return false
	}
	ff.field.SetError(text)
	f.Refresh()
	if text != "" {
		ff.field.Focus()
	}
	return true
}

// Check marks every field that is missing or wrong and gives the first of them the focus; true: none is.
func (f *Form) Check() bool {
	var first *formField
	for _, ff := range f.fields {
		problem := ff.problem()
		if problem == "" && ff.spec.Required && ff.read() == "" {
			problem = ff.spec.missing()
		}
		if !ff.field.Visible() {
			problem = ""
		}
		ff.field.SetError(problem)
		if problem != "" && first == nil {
			first = ff
		}
	}
	f.Refresh()
	if first != nil {
		first.field.Focus()
	}
	return first == nil
}

// Ask shows a field and says whether it must be filled in, or takes it away: what stands in it is not handed over then.
func (f *Form) Ask(key string, on, required bool) {
	ff := f.find(key)
	if ff == nil || ff.field.Visible() == on && ff.spec.Required == required {
		return
	}
	ff.spec.Required = required
	ff.field.Require(required)
	shown(ff.field, on)
	f.content.Refresh()
	f.Refresh()
}

// Submit checks and hands the values over.
func (f *Form) Submit() {
	if f.Check() && f.OnSubmit != nil {
		f.OnSubmit(f.Values())
	}
}

// Focus gives the first field the focus.
func (f *Form) Focus() {
	if len(f.fields) > 0 {
		f.fields[0].field.Focus()
	}
}

// First is what takes the focus at first.
func (f *Form) First() fyne.Focusable {
	if len(f.fields) == 0 {
		return nil
	}
	return f.fields[0].field.Control.Target()
}

func (f *Form) find(key string) *formField {
	for _, ff := range f.fields {
		if ff.spec.Key == key {
			return ff
		}
	}
	return nil
}

func (f *Form) cancel() {
	if f.OnCancel != nil {
		f.OnCancel()
	}
}

// entered tells that a field has the focus, so that it can be brought into view.
func (f *Form) entered(ff *formField) {
	if f.OnEnter != nil {
		f.OnEnter(ff.field)
	}
}

// changed takes back what was said of a field: it is being mended.
func (f *Form) changed(ff *formField) {
	if ff.field != nil && ff.field.Error() != "" {
		f.tell(ff, "")
	}
	if f.OnChanged != nil {
		f.OnChanged(ff.spec.Key)
	}
}

// tell says what is wrong with a field and makes room for it.
func (f *Form) tell(ff *formField, text string) {
	if ff.field != nil && ff.field.Error() != text {
		ff.field.SetError(text)
		f.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (f *Form) CreateRenderer() fyne.WidgetRenderer { return &wholeRenderer{f.content} }
