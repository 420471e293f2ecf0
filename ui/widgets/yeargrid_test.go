package widgets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

func TestAYearIsShownAMonthARow(t *testing.T) {
	today := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	marks := map[string]DayMark{"2026-01-01": {Off: true, Name: "元旦"}, "2026-01-04": {Work: true, Name: "元旦调休"}, "2026-02-28": {Work: true}}
	look(t, "yeargrid", fyne.NewSize(760, 330), func() fyne.CanvasObject {
		return Inset(8, 8, NewYearGrid(2026, today, func(day time.Time) DayMark { return marks[day.Format(time.DateOnly)] }))
	})
}

func TestResetPutsBackWhatAFormBeganWith(t *testing.T) {
	f, _ := formIn(t)
	before := f.Values()
	f.Set("result", "另写的")
	f.SetError("result", "太长")
	if !f.Changed() {
		t.Fatal("nothing changed")
	}
	f.Reset()
	if f.Changed() || f.Field("result").Error() != "" || f.Value("result") != before["result"] {
		t.Errorf("%v", f.Values())
	}
}

func TestEscInAFormTakesNothingTypedAway(t *testing.T) {
	f, w := formIn(t)
	left := false
	f.OnCancel = func() { left = true }
	for _, name := range []string{"result", "arrived"} {
		box := f.find(name).field.Control.Target()
		w.Canvas().Focus(box)
		box.TypedRune('9')
		typed := f.Value(name)
		left = false
		if key(box, fyne.KeyEscape); !left || f.Value(name) != typed || typed == "" {
			t.Errorf("%s: %q became %q", name, typed, f.Value(name))
		}
	}
}

func TestKeysATextHasNoUseForReachTheWindow(t *testing.T) {
	_, w := formIn(t)
	in := NewInput("")
	w.SetContent(in)
	w.Canvas().Focus(in.Target())
	var got fyne.KeyName
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { got = k.Name })
	if key(in.Target(), fyne.KeyF5); got != fyne.KeyF5 {
		t.Errorf("F5 is swallowed: %q", got)
	}
}
