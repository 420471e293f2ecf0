package screens

import (
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// otherSpan opens the choice of two days.
const otherSpan = "other"

// daysToChoose are the days to choose from: a day, a month and a year as conditions have them.
func daysToChoose(now time.Time) []widgets.Option {
	now = now.In(ledger.Zone)
	first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, ledger.Zone)
	option := func(value, label string) widgets.Option {
		return widgets.Option{Value: value, Label: label, Aliases: view.Aliases(label)}
	}
	out := []widgets.Option{option(now.Format(time.DateOnly), "今天"), option(now.AddDate(0, 0, -1).Format(time.DateOnly), "昨天"), option(first.Format("2006-01"), "本月"),
		option(first.AddDate(0, -1, 0).Format("2006-01"), "上月"), option(first.AddDate(0, -2, 0).Format("2006-01"), first.AddDate(0, -2, 0).Format("2006-01")),
		option(first.Format("2006"), "今年")}
	return append(out, option(otherSpan, "起止日期…"))
}

// spanChosen takes the times chosen; two days are asked for in a question of their own.
func (t *Records) spanChosen(c chipSpec, chosen []string) {
	chip := t.chips[c.key]
	if i := slices.Index(chosen, otherSpan); i >= 0 {
		chip.Set(slices.Delete(chosen, i, i+1)...)
		chip.Close()
		t.askSpan(c)
		return
	}
	t.Load()
}

func (t *Records) askSpan(c chipSpec) {
	askDays(t.frame, t.desk, c.label, func(from, to string) { t.between(c.key, from, to) })
}

// askDays asks for two days of which either may be left open.
func askDays(f Frame, d *Desk, label string, chosen func(from, to string)) {
	form := widgets.NewForm([]widgets.FieldSpec{{Key: "from", Label: "从", Kind: widgets.AsDate}, {Key: "to", Label: "到", Kind: widgets.AsDate}}, datesOf(d))
	ask := widgets.Ask(f.Window().Canvas(), widgets.Question{Title: label + "的起止日期", Content: widgets.Stack(8, form,
		widgets.NewParagraph("只填一个，另一头不限。", theme.SizeHelp, theme.Text3)), First: form.First(), Verb: "筛选", OnVerb: func() bool { form.Submit(); return true }})
	form.OnCancel = ask.Back
	form.OnSubmit = func(values map[string]string) {
		if values["from"] != "" && values["to"] != "" && values["to"] < values["from"] {
			form.SetError("to", "止日早于起日。所填仍保留。请改正其中一个")
			return
		}
		ask.Close()
		chosen(values["from"], values["to"])
	}
}

// between narrows the list to what has a time from one day to another.
func (t *Records) between(key, from, to string) {
	f := t.filter()
	f.Where = slices.DeleteFunc(f.Where, func(c string) bool {
		return slices.ContainsFunc([]string{"=", ">=", "<="}, func(op string) bool { return strings.HasPrefix(c, key+op) })
	})
	for _, c := range []struct{ op, day string }{{">=", from}, {"<=", to}} {
		if c.day != "" {
			f.Where = append(f.Where, key+c.op+c.day)
		}
	}
	t.apply(f)
	t.Load()
}
