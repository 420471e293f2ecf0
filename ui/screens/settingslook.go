package screens

import (
	"fyne.io/fyne/v2"

	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// ScaleKey keeps, among this user's preferences, how large the window is drawn: "" or 1 as the system says.
const ScaleKey = "scale"

var (
	lookNames  = [][3]string{{"light", "浅色", "sun"}, {"dark", "深色", "moon"}, {"system", "跟随系统", "adjustments"}}
	scaleNames = [][2]string{{"", "100%"}, {"1.25", "125%"}, {"1.5", "150%"}, {"1.75", "175%"}, {"2", "200%"}}
)

// looks chooses light or dark, and how large things are drawn.
func (s *Settings) looks() {
	p := fyne.CurrentApp().Preferences()
	now := theme.Called(p.String(theme.Key)).Name()
	if th, ok := fyne.CurrentApp().Settings().Theme().(theme.Theme); ok {
		now = th.Name()
	}
	var looks, scales []fyne.CanvasObject
	for _, l := range lookNames {
		looks = append(looks, chosen(l[1], l[2], l[0] == now, func() { s.setLook(l[0]) }))
	}
	for _, c := range scaleNames {
		scales = append(scales, chosen(c[1], "", c[0] == p.String(ScaleKey), func() {
			p.SetString(ScaleKey, c[0])
			s.tell("已保存：按 "+c[1]+" 显示", "重新打开程序后生效。")
			s.looks()
		}))
	}
	s.show(card("明暗", "只影响这台电脑上当前的系统用户，不记入台账。", nil, widgets.Row(0, widgets.Fixed(widgets.Line(8, looks...)), widgets.Grow(widgets.Spring()))),
		card("文字大小", "文字、图标和间距一起放大，在系统的显示缩放之外再乘上这个倍数；重新打开程序后生效。窗口放不下时，页面可以滚动。", nil,
			widgets.Row(0, widgets.Fixed(widgets.Line(8, scales...)), widgets.Grow(widgets.Spring()))))
}

// chosen is one of a few choices that stand side by side.
func chosen(label, icon string, on bool, choose func()) fyne.CanvasObject {
	look := widgets.Usual
	if on {
		look, icon = widgets.Main, "check"
	}
	return widgets.NewButton(label, icon, look, choose)
}

func (s *Settings) setLook(name string) {
	fyne.CurrentApp().Preferences().SetString(theme.Key, name)
	fyne.CurrentApp().Settings().SetTheme(theme.Called(name))
	s.looks()
}
