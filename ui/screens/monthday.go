package screens

import (
	"context"
	"slices"
	"time"
	"unicode"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	record "opsledger/app/record/attendance"
	"opsledger/app/rule/attendance"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// current is the person and day the cursor is on; ok is false where the month has nobody.
func (s *Month) current() (person string, day attendance.Day, of attendance.Date, ok bool) {
	row, i := s.Grid.At()
	m := s.data.month
	if row >= len(m.Rows) || i >= len(m.Days) {
		return "", day, of, false
	}
	return m.Rows[row].Person, m.Rows[row].Days[i], m.Days[i], true
}

// chosen shows the day the cursor came to, and asks what may be done about it.
func (s *Month) chosen() {
	_, day, _, ok := s.current()
	s.offers, s.wanted = nil, ""
	s.showDay()
	if !ok {
		return
	}
	row, i := s.Grid.At()
	at := [2]int{row, i}
	s.at = at
	run(s.desk, func(ctx context.Context) ([]app.Offer, error) {
		return s.desk.Offers(ctx, record.Kind.Name, keyOf(day))
	}, func(offers []app.Offer, err error) {
		if s.at != at {
			return
		}
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		s.offers = offers
		s.showDay()
		if s.wanted != "" {
			s.Judge(s.wanted)
		}
	})
}

// keyOf names a day's record; a day nothing was written of begins one.
func keyOf(d attendance.Day) string {
	if d.Record == "" {
		return "new"
	}
	return string(d.Record)
}

// showDay is the card of the day: what is known, how it is reckoned, what may be done.
func (s *Month) showDay() {
	person, day, of, ok := s.current()
	if !ok {
		s.day.Objects = []fyne.CanvasObject{widgets.Card("考勤", nil, widgets.Empty("calendar", "本月没有人员", "先在“人员”里登记驻场人员，或从考勤机的表格导入。"))}
		s.day.Refresh()
		return
	}
	mark := view.DayMark(day)
	var lines []fyne.CanvasObject
	for _, l := range view.DayLines(day, of, person, s.data.cost) {
		lines = append(lines, widgets.Row(12, widgets.Wide(28, widgets.Column(0, widgets.Fixed(widgets.Tall(20, widgets.Help(l.Label))))), widgets.Grow(widgets.NewParagraph(l.Value, theme.SizeBody, theme.Text))))
	}
	body := widgets.Column(8, widgets.Grow(widgets.Scrolled(widgets.InsetEach(0, 10, 0, 0, widgets.Stack(4, lines...)))), widgets.Fixed(s.dayButtons(day)))
	s.day.Objects = []fyne.CanvasObject{widgets.Card(view.DayTitle(person, day.Date), widgets.NewTag(mark.Icon, mark.Words, tints[mark.Tone]), body)}
	s.day.Refresh()
}

// dayButtons are the likely steps of the day, and a menu of the rest, which says of what may not be done why.
func (s *Month) dayButtons(day attendance.Day) fyne.CanvasObject {
	var buttons []fyne.CanvasObject
	for _, name := range likelySteps(day, s.frame.Now()) {
		if o, ok := s.offer(name); ok && o.Refused == "" {
			b := widgets.NewButton(o.Action.Label, "", widgets.Usual, func() { s.take(o.Action, nil) })
			b.Small = true
			buttons = append(buttons, b)
		}
	}
	leave := widgets.NewButton("登记请假", "", widgets.Usual, s.Leave)
	more := widgets.NewButton("", "dots", widgets.Usual, nil)
	leave.Small, more.Small = true, true
	state := record.Kept
	if day.Record == "" {
		state = ledger.New
	}
	more.OnTapped = func() {
		stepMenu(record.Kind, more, s.offers, state, func(a ledger.Action) { s.take(a, nil) })
	}
	buttons = append(buttons, leave, more)
	if day.Record != "" {
		open := widgets.NewButton("打开", "", widgets.Plain, s.openDay)
		open.Small = true
		buttons = append(buttons, open)
	}
	return widgets.Line(8, buttons...)
}

// likelySteps are what is done most often about a day that stands so.
func likelySteps(d attendance.Day, now time.Time) (out []string) {
	if d.In.IsZero() && d.Status != record.OnLeave {
		out = append(out, "sign-in")
	} else if d.Out.IsZero() && !d.In.IsZero() {
		out = append(out, "sign-out")
	}
	if d.Facts.Waiting {
		return append(out, "rule")
	}
	if d.Status == record.Late || d.Status == record.Absent {
		return append(out, "appeal")
	}
	return append(out, "outing")
}

func (s *Month) offer(name string) (app.Offer, bool) {
	i := slices.IndexFunc(s.offers, func(o app.Offer) bool { return o.Action.Name == name })
	if i < 0 {
		return app.Offer{}, false
	}
	return s.offers[i], true
}

// take takes a step about the day the cursor is on; given are values it begins with.
func (s *Month) take(a ledger.Action, given map[string]string) {
	person, day, _, ok := s.current()
	if !ok {
		return
	}
	values := map[string]string{"person": person, "date": string(day.Date)}
	for key, v := range given {
		values[key] = v
	}
	if string(day.Date) != s.frame.Now().In(ledger.Zone).Format(time.DateOnly) {
		for _, key := range []string{"signed_in", "signed_out", "out_from", "out_to", "over_from", "over_to"} {
			values[key] = string(day.Date) // the clock is still to be typed
		}
	}
	s.ask(record.Kind, keyOf(day), a, values)
}

// ask asks what a step needs and takes it, then reads the month anew.
func (s *Month) ask(k *ledger.Kind, key string, a ledger.Action, given map[string]string) {
	d := newStepDialog(s.frame, s.desk, k, key, a, func(rec *ledger.Record) {
		s.Reread()
		s.desk.Recorded(s.frame, a.Label, rec)
	})
	d.known.given = given
	d.ask(key)
}

// openDay opens the day's record in the list.
func (s *Month) openDay() {
	if _, day, _, ok := s.current(); ok && day.Record != "" {
		s.frame.OpenRecord(record.Kind.Name, string(day.Record))
	}
}

// key takes the first letter of what a day is to be: 迟到, 缺勤, 请假.
func (s *Month) key(r rune) {
	switch unicode.ToUpper(r) {
	case 'C':
		s.Judge(record.Late)
	case 'Q':
		s.Judge(record.Absent)
	case 'J':
		s.Leave()
	}
}

// Judge has the day be late or absent as far as this account may say so: the center rules, an absence is written down, what is
// reckoned so is appealed. Else it says why not.
func (s *Month) Judge(verdict string) {
	_, day, _, ok := s.current()
	if s.wanted = ""; !ok {
		return
	}
	if s.offers == nil { // what may be done is still being read
		s.wanted = verdict
		return
	}
	rule, ruled := s.offer("rule")
	absence, noted := s.offer("note-absence")
	appeal, appealed := s.offer("appeal")
	switch {
	case ruled && rule.Refused == "":
		s.take(rule.Action, map[string]string{"verdict": verdict})
	case day.Status == verdict && appealed && appeal.Refused == "":
		s.take(appeal.Action, nil)
	case verdict == record.Absent && noted && absence.Refused == "":
		s.take(absence.Action, nil)
	default:
		s.frame.Tell(widgets.Toast{Key: "judge", Tint: widgets.Soon, Title: "不能直接判为" + verdict, Text: s.refusal(rule, verdict)})
	}
}

// refusal says why a day can't be judged so, and what can be done in its stead.
func (s *Month) refusal(rule app.Offer, verdict string) string {
	why := "裁定"
	switch {
	case rule.Refused != "":
		why += rule.Refused
	default:
		why += "须先有这一天的考勤记录"
	}
	if verdict == record.Late {
		return why + "；迟到由签到时刻和作息推得，请登记或更正签到时刻。"
	}
	return why + "；缺勤由没有签到推得。"
}

// Leave asks for leave of the person on the day.
func (s *Month) Leave() {
	person, day, _, ok := s.current()
	if !ok {
		return
	}
	apply, _ := record.LeaveKind.Action("apply")
	s.ask(record.LeaveKind, "new", apply, map[string]string{"person": person, "from": string(day.Date), "to": string(day.Date)})
}
