package widgets

import (
	"regexp"
	"strings"

	"fyne.io/fyne/v2"
)

// FieldKind is how a field of a form is entered.
type FieldKind string

// Kinds of fields.
const (
	AsText   FieldKind = "text"
	AsLong   FieldKind = "long"
	AsSecret FieldKind = "secret"
	AsChoice FieldKind = "choice" // one of Choices
	AsDate   FieldKind = "date"   // value 2026-03-05
	AsTime   FieldKind = "time"   // value 2026-03-05 09:05
	AsInt    FieldKind = "int"
	AsBool   FieldKind = "bool" // value 是, or nothing
	AsRef    FieldKind = "ref"  // one of Choices, or of what Find answers
	AsList   FieldKind = "list" // several of Choices, or lines; value: one a line
)

// FieldSpec describes a field of a form.
type FieldSpec struct {
	Key, Label  string
	Kind        FieldKind
	Choices     []Option
	Find        func(query string, answer func([]Option)) // of a choice among too many to list
	OnNew       func(text string)                         // of a choice that may be added to
	Required    bool
	Past        bool // of a day or moment: it can't lie ahead
	Help        string
	Placeholder string
	Value       string
	Rows        int // of a long text; 0: 3
}

// missing says that a required field is empty.
func (s FieldSpec) missing() string {
	switch s.Kind {
	case AsChoice, AsRef, AsBool, AsDate:
		return "请选择" + s.Label
	}
	return "请填写" + s.Label
}

// formField is a field with the ways to read, fill and check it.
type formField struct {
	spec    FieldSpec
	field   *Field
	read    func() string
	write   func(string)
	problem func() string
	offer   func([]Option) // changes what there is to choose from; nil: nothing is chosen
}

func newFormField(f *Form, s FieldSpec, dates Dates) *formField {
	ff := &formField{spec: s, problem: func() string { return "" }}
	label := s.Label
	var control Control
	switch s.Kind {
	case AsDate, AsTime:
		control = dayControl(f, ff, dates)
	case AsBool:
		control, label = tickControl(f, ff), ""
	case AsChoice, AsRef:
		control = choiceControl(f, ff)
	case AsList:
		if len(s.Choices) > 0 || s.Find != nil {
			control = choiceControl(f, ff)
			break
		}
		control = textControl(f, ff)
	default:
		control = textControl(f, ff)
	}
	ff.field = NewField(label, s.Required, s.Help, control)
	return ff
}

var integer = regexp.MustCompile(`^-?\d{1,15}$`)

func textControl(f *Form, ff *formField) Control {
	in := NewInput(ff.spec.Placeholder)
	switch ff.spec.Kind {
	case AsLong, AsList:
		rows := ff.spec.Rows
		if rows == 0 {
			rows = 3
		}
		in = NewLongInput(ff.spec.Placeholder, rows)
	case AsSecret:
		in = NewSecret(ff.spec.Placeholder)
	case AsInt:
		in.Accept = digit
		ff.problem = func() string {
			if v := ff.read(); v != "" && !integer.MatchString(v) {
				return "这里只能填整数。原值仍保留。请改成 12 这样的数"
			}
			return ""
		}
		in.OnLeave = func() { f.tell(ff, ff.problem()) }
	}
	in.OnChanged = func(string) { f.changed(ff) }
	in.OnSubmit, in.OnKey, in.OnEnter = f.Submit, f.keys, func() { f.entered(ff) }
	ff.read, ff.write = func() string { return strings.TrimSpace(in.Value()) }, in.SetValue
	if ff.spec.Kind == AsSecret {
		ff.read = in.Value
	}
	return in
}

// digit lets digits and a minus through, full-width ones made narrow.
func digit(r rune) rune {
	if r >= '０' && r <= '９' {
		r += '0' - '０'
	}
	if r == '-' || r >= '0' && r <= '9' {
		return r
	}
	return 0
}

func dayControl(f *Form, ff *formField, dates Dates) Control {
	d := NewDateEntry(dates, ff.spec.Kind == AsTime)
	d.Past = ff.spec.Past
	d.OnChanged = func() { f.changed(ff) }
	d.OnProblem = func(text string) { f.tell(ff, text) }
	picks := d.in.OnKey
	d.OnSubmit, d.in.OnEnter = f.Submit, func() { f.entered(ff) }
	d.in.OnKey = func(k *fyne.KeyEvent) bool { return f.keys(k) || picks(k) }
	ff.read, ff.write, ff.problem = d.Value, d.SetText, d.Problem
	return d
}

func tickControl(f *Form, ff *formField) Control {
	t := NewTick(ff.spec.Label, func(bool) { f.changed(ff) })
	t.OnKey = f.keys
	ff.read = func() string { return map[bool]string{true: "是"}[t.On()] }
	ff.write = func(v string) { t.Set(v == "是") }
	return t
}

func choiceControl(f *Form, ff *formField) Control {
	placeholder := ff.spec.Placeholder
	if placeholder == "" {
		placeholder = "请选择"
	}
	s := NewSearchSelect(placeholder, ff.spec.Choices)
	s.Many, s.Find, s.OnNew = ff.spec.Kind == AsList, ff.spec.Find, ff.spec.OnNew
	s.OnChanged, s.OnEnter = func() { f.changed(ff) }, func() { f.entered(ff) }
	s.OnKey = f.keys
	ff.read = func() string {
		values := make([]string, len(s.Chosen()))
		for i, o := range s.Chosen() {
			values[i] = o.Value
		}
		return strings.Join(values, "\n")
	}
	ff.write = func(v string) { s.SetValues(strings.Split(v, "\n")...) }
	ff.offer = func(options []Option) { s.Options = options }
	return s
}

// keys cancels on Esc.
func (f *Form) keys(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyEscape {
		f.cancel()
	}
	return k.Name == fyne.KeyEscape
}
