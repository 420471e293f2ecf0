package screens

import (
	"slices"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// PasswordJudge is a gate that says what is wrong with a password before it is taken: short, plain, account, common;
// nothing: it may be used.
type PasswordJudge interface {
	Weaknesses(account, password string) []string
}

// passwordRules are the judge's weaknesses, told as what a password has to be.
var passwordRules = []struct{ weakness, words string }{
	{"short", "不少于 8 位"}, {"plain", "含三类字符，或满 16 位"}, {"account", "不含账号"}, {"common", "不是常见口令"},
}

// strength shows how good a password is while it is typed. Without a judge it shows nothing.
type strength struct {
	judge PasswordJudge
	bars  []*widgets.Panel
	words *widgets.Text
	marks []*widgets.Picture
	drawn *fyne.Container
}

func newStrength(g Gate) *strength {
	s := &strength{words: widgets.Help("")}
	s.judge, _ = g.(PasswordJudge)
	var bars []widgets.Part
	for range 4 {
		bar := widgets.NewPanel(theme.GreySoft, "", 2)
		s.bars, bars = append(s.bars, bar), append(bars, widgets.Grow(widgets.Tall(4, bar)))
	}
	var rules []fyne.CanvasObject
	for _, r := range passwordRules {
		mark := widgets.NewPicture("circle", theme.Text3, 14)
		s.marks = append(s.marks, mark)
		rules = append(rules, widgets.Line(6, mark, widgets.Help(r.words)))
	}
	s.drawn = widgets.Stack(6, widgets.Row(4, bars...), s.words, widgets.Line(20, rules...))
	s.show("", "")
	return s
}

// grade is how many bars stand for a password, in words and a colour.
func grade(weak []string, length int) (bars int, words string, tone fyne.ThemeColorName) {
	switch {
	case length == 0:
		return 0, "强度：还没有输入", theme.Text3
	case len(weak) > 0:
		return 1, "强度：太弱，还不能用", theme.Red
	case length < 12:
		return 2, "强度：可用，再长一些更好", theme.Orange
	case length < 16:
		return 3, "强度：较强", theme.Green
	}
	return 4, "强度：很强", theme.Green
}

func (s *strength) show(account, password string) {
	if s.judge == nil {
		s.drawn.Hide()
		return
	}
	weak := s.judge.Weaknesses(account, password)
	n, words, tone := grade(weak, utf8.RuneCountInString(password))
	for i, bar := range s.bars {
		bar.Fill = theme.GreySoft
		if i < n {
			bar.Fill = tone
		}
		bar.Refresh()
	}
	s.words.Set(words)
	s.words.Tone(tone)
	for i, r := range passwordRules {
		icon, ink := "circle", theme.Text3
		if password != "" && !slices.Contains(weak, r.weakness) {
			icon, ink = "circle-check", theme.Green
		}
		s.marks[i].Set(icon, ink)
	}
}
