package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Dates is what entries of days need from outside: now, how a text is understood, and what is marked on a day.
type Dates struct {
	Now   func() time.Time
	Parse func(text string) (when time.Time, hasClock bool, err error)
	Mark  func(day time.Time) DayMark // nil: no marks
}

// DayMark is what stands on a day: off by a holiday (休), worked in its stead (班), and its name.
type DayMark struct {
	Off, Work bool
	Name      string
}

// clocksDiffer is how far ahead a moment may lie that has been.
const clocksDiffer = 5 * time.Minute

// DateEntry takes a day, or with WithClock a moment, typed as people do or picked from a calendar (↓). What was
// understood stands behind the text while it is typed, and in its place once the entry is left.
type DateEntry struct {
	widget.BaseWidget
	Past      bool // what is entered can't lie ahead; some minutes are let pass, as clocks differ
	OnChanged func()
	OnProblem func(text string) // what is wrong, "" nothing
	OnSubmit  func()

	dates Dates
	clock bool
	in    *Input
	pop   *layer
}

// NewDateEntry makes an entry; withClock asks for a time of day too.
func NewDateEntry(dates Dates, withClock bool) *DateEntry {
	d := &DateEntry{dates: dates, clock: withClock}
	d.in = NewInput(map[bool]string{true: "例如 3-5 9:05、昨天 9:05", false: "例如 3-5、昨天"}[withClock]).WithIcon(map[bool]string{true: "calendar-time", false: "calendar"}[withClock])
	d.in.behind = newGlyph("chevron-down", d.Pick)
	d.in.OnChanged, d.in.OnLeave = d.typed, d.settle
	d.in.OnSubmit = func() {
		d.settle()
		if d.OnSubmit != nil {
			d.OnSubmit()
		}
	}
	d.in.OnKey = func(k *fyne.KeyEvent) bool {
		if k.Name == fyne.KeyDown {
			d.Pick()
		}
		return k.Name == fyne.KeyDown
	}
	d.ExtendBaseWidget(d)
	return d
}

// Value is the text; once it is understood, 2026-03-05 or 2026-03-05 09:05.
func (d *DateEntry) Value() string {
	if when, problem := d.read(); problem == "" && !when.IsZero() {
		return d.write(when)
	}
	return d.in.Value()
}

// When is the moment; zero where nothing is entered or it is not understood.
func (d *DateEntry) When() time.Time { when, _ := d.read(); return when }

// SetWhen shows a moment; zero empties the entry.
func (d *DateEntry) SetWhen(when time.Time) { d.SetText(d.write(when)) }

// SetText shows a text as if typed and left.
func (d *DateEntry) SetText(text string) {
	d.in.SetValue(text)
	d.in.SetTail("")
}

// Problem is what is wrong with the text, "" nothing; an empty entry is right.
func (d *DateEntry) Problem() string { _, problem := d.read(); return problem }

// SetWrong draws the edge red.
func (d *DateEntry) SetWrong(wrong bool) { d.in.SetWrong(wrong) }

// Target is what takes the focus.
func (d *DateEntry) Target() fyne.Focusable { return d.in.entry }

func (d *DateEntry) read() (time.Time, string) {
	if d.in.Value() == "" {
		return time.Time{}, ""
	}
	when, hasClock, err := d.dates.Parse(d.in.Value())
	if err != nil {
		return time.Time{}, err.Error()
	}
	if d.clock && !hasClock {
		return time.Time{}, "只有日期，还缺几点几分。原值仍保留。请写成 " + when.Format(time.DateOnly) + " 9:05 这样"
	}
	if d.Past && when.After(d.dates.Now().Add(clocksDiffer)) {
		return when, "这个时间还没有到。原值仍保留。请核对日期和钟点"
	}
	return when, ""
}

func (d *DateEntry) write(when time.Time) string {
	switch {
	case when.IsZero():
		return ""
	case d.clock:
		return when.Format("2006-01-02 15:04")
	}
	return when.Format(time.DateOnly)
}

func (d *DateEntry) typed(text string) {
	tail := ""
	if when, problem := d.read(); problem == "" && d.write(when) != text {
		tail = "→ " + d.write(when)
	}
	d.in.SetTail(tail)
	d.tell("")
	if d.OnChanged != nil {
		d.OnChanged()
	}
}

// settle writes what was understood in the place of what was typed, or says what is wrong.
func (d *DateEntry) settle() {
	when, problem := d.read()
	d.tell(problem)
	if problem == "" && d.write(when) != d.in.Value() {
		d.SetWhen(when)
	}
}

func (d *DateEntry) tell(problem string) {
	if d.OnProblem != nil {
		d.OnProblem(problem)
	} else {
		d.in.SetWrong(problem != "")
	}
}

// Pick opens the calendar below the entry; the time of day stays as it is.
func (d *DateEntry) Pick() {
	c := fyne.CurrentApp().Driver().CanvasForObject(d)
	if c == nil || d.pop != nil && d.pop.isOpen() {
		return
	}
	at := d.When()
	if at.IsZero() {
		at = d.dates.Now()
	}
	picker := NewDatePicker(d.dates, at)
	picker.OnPicked = func(day time.Time) {
		d.pop.close()
		d.pickedDay(day, at)
		c.Focus(d.in.entry)
	}
	d.pop = &layer{panel: Popped(picker), place: beside(d, false), first: picker}
	d.pop.onOutside = d.pop.close
	picker.OnCancel = func() { d.pop.close(); c.Focus(d.in.entry) }
	d.pop.open(c)
}

func (d *DateEntry) pickedDay(day, clock time.Time) {
	if d.clock {
		day = time.Date(day.Year(), day.Month(), day.Day(), clock.Hour(), clock.Minute(), 0, 0, clock.Location())
	}
	d.SetWhen(day)
	d.tell("")
}

// CreateRenderer implements fyne.Widget.
func (d *DateEntry) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(d.in) }
