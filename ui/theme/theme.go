// Package theme owns colours, sizes and the bundled faces, light and dark. It imports Fyne and assets only.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"

	"opsledger/assets/fonts"
)

// Theme is the program's look. Medium stands in the bold slot: bold itself clogs at small sizes.
// It is light unless Dark is set or, where System is, the system says it is dark.
type Theme struct{ Dark, System bool }

// Key is where the name of the chosen look is kept: light, dark or system.
const Key = "appearance"

// Called is the look of a name; an unknown one is light.
func Called(name string) Theme { return Theme{Dark: name == "dark", System: name == "system"} }

// Name is what a look is called.
func (th Theme) Name() string {
	switch {
	case th.System:
		return "system"
	case th.Dark:
		return "dark"
	}
	return "light"
}

var (
	regular = fyne.NewStaticResource("OpsLedgerSans-Regular.otf", fonts.WindowRegular())
	medium  = fyne.NewStaticResource("OpsLedgerSans-Medium.otf", fonts.WindowMedium())
	dots    = fyne.NewStaticResource("OpsLedgerDots.ttf", fonts.WindowDots())
)

// Font answers every style with a bundled face: a system without Chinese fonts shows no tofu. Symbols are the dots of what is hidden;
// the toolkit has its own for the others.
func (Theme) Font(s fyne.TextStyle) fyne.Resource {
	if s.Symbol {
		return dots
	}
	if s.Bold {
		return medium
	}
	return regular
}

// Icon is the stock set.
func (Theme) Icon(n fyne.ThemeIconName) fyne.Resource { return base.DefaultTheme().Icon(n) }

// Size keeps rows dense.
func (Theme) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case base.SizeNameText:
		return 13
	case base.SizeNameHeadingText:
		return 20
	case base.SizeNameSubHeadingText:
		return 16
	case base.SizeNameCaptionText:
		return 12
	case base.SizeNamePadding:
		return 4
	case base.SizeNameInnerPadding:
		return 6
	case base.SizeNameInputBorder: // a stroke over a clear fill gets a dark fringe: inputs draw their edge themselves
		return 0
	case base.SizeNameInputRadius, base.SizeNameSelectionRadius:
		return 6
	}
	return base.DefaultTheme().Size(n)
}

// Color looks a token up; what the language does not name is the stock colour.
func (th Theme) Color(n fyne.ThemeColorName, system fyne.ThemeVariant) color.Color {
	v := fyne.ThemeVariant(base.VariantLight)
	if th.Dark || th.System && system == base.VariantDark {
		v = base.VariantDark
	}
	if n == base.ColorNameHover { // laid over whatever is hovered, coloured buttons too
		return map[fyne.ThemeVariant]color.Color{base.VariantLight: color.NRGBA{A: 0x12}, base.VariantDark: color.NRGBA{R: 0xFF, G: 0xFF, B: 0xFF, A: 0x14}}[v]
	}
	if n == base.ColorNameInputBackground { // the frame around an entry is its ground
		return color.NRGBA{}
	}
	t, ok := tokens[n]
	if !ok {
		return base.DefaultTheme().Color(n, v)
	}
	c := t[0]
	if v == base.VariantDark {
		c = t[1]
	}
	return color.NRGBA{R: uint8(c >> 16), G: uint8(c >> 8), B: uint8(c), A: 0xFF}
}
