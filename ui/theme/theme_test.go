package theme

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	base "fyne.io/fyne/v2/theme"
)

func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	part := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*part(n.R) + 0.7152*part(n.G) + 0.0722*part(n.B)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestEveryTextCanBeReadOnItsGround(t *testing.T) {
	grounds := map[fyne.ThemeColorName][]fyne.ThemeColorName{
		Text: {Ground, Surface, Sunken, Nav, base.ColorNameBackground, Selected, Hovered, Soft}, Text2: {Surface, Sunken, Nav, base.ColorNameBackground, Selected, Hovered},
		Text3: {Rest, Ground, Surface, Sunken, base.ColorNameBackground, GreySoft, Nav, Selected}, Primary: {Surface, Soft, Selected, Nav}, OnFill: {Fill, FillHover, TooltipFill},
		Red: {Surface, RedSoft, Selected}, Orange: {Surface, OrangeSoft, Selected}, Green: {Surface, GreenSoft, Selected}, Purple: {Surface, PurpleSoft, Selected},
	}
	for _, dark := range []bool{false, true} {
		th := Theme{Dark: dark}
		for text, list := range grounds {
			for _, ground := range list {
				if c := contrast(th.Color(text, 0), th.Color(ground, 0)); c < 4.5 {
					t.Errorf("dark %v: %s on %s has a contrast of %.2f", dark, text, ground, c)
				}
			}
		}
	}
}

func TestIconsTakeTheirColourAndUnknownOnesAreTold(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(Theme{})
	if r := Line("ticket", Red); r.Name() != "ticket-b42318.svg" || Line("ticket", Red) != r {
		t.Errorf("%s", r.Name())
	}
	if Line("no such icon", Red) != base.BrokenImageIcon() {
		t.Error("an unknown icon was drawn")
	}
}
