// Package theme owns colours, sizes and the bundled faces, light and dark. It imports Fyne and assets only.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"

	"opsledger/assets/fonts"
)

// Theme is the program's look. Medium stands in the bold slot: bold itself clogs at small sizes.
// It is light unless Dark is set: what systems say of themselves differs too much to follow.
type Theme struct{ Dark bool }

var (
	regular = fyne.NewStaticResource("OpsLedgerSans-Regular.otf", fonts.WindowRegular())
	medium  = fyne.NewStaticResource("OpsLedgerSans-Medium.otf", fonts.WindowMedium())
)

// Font answers every style with a bundled face: a system without Chinese fonts shows no tofu.
func (Theme) Font(s fyne.TextStyle) fyne.Resource {
	if s.Symbol {
		return base.DefaultTheme().Font(s)
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
	case base.SizeNameInputRadius, base.SizeNameSelectionRadius:
		return 6
	}
	return base.DefaultTheme().Size(n)
}

// tokens are the colours of the visual language, light and dark.
var tokens = map[fyne.ThemeColorName][2]uint32{
	base.ColorNameBackground:        {0xF3F5F8, 0x14171C},
	base.ColorNameOverlayBackground: {0xFFFFFF, 0x1C2026},
	base.ColorNameMenuBackground:    {0xFFFFFF, 0x1C2026},
	base.ColorNameInputBackground:   {0xFFFFFF, 0x20252C},
	base.ColorNameInputBorder:       {0x8590A2, 0x5D6878},
	base.ColorNameButton:            {0xE9EDF2, 0x2A3038},
	base.ColorNameDisabledButton:    {0xEDF0F4, 0x2A3038},
	base.ColorNameForeground:        {0x1A2230, 0xE7EBF0},
	base.ColorNamePlaceHolder:       {0x5D6878, 0x929DAB},
	base.ColorNameDisabled:          {0x5D6878, 0x929DAB},
	base.ColorNamePrimary:           {0x1F66C7, 0x2A6CC8},
	base.ColorNameHyperlink:         {0x1B5DB8, 0x82B4F7},
	base.ColorNameFocus:             {0x1F66C7, 0x82B4F7},
	base.ColorNameSelection:         {0xD3E3F8, 0x1E3150},
	base.ColorNameSeparator:         {0xE1E5EA, 0x2D343D},
	base.ColorNameScrollBar:         {0xC2C9D2, 0x4A5462},
	base.ColorNameError:             {0xB42318, 0xFF938A},
	base.ColorNameWarning:           {0x945200, 0xF2B661},
	base.ColorNameSuccess:           {0x1B6E3C, 0x7FCF98},
	base.ColorNameHeaderBackground:  {0xF7F8FA, 0x20252C},
}

// Color looks a token up; what the language does not name is the stock colour.
func (th Theme) Color(n fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	v := fyne.ThemeVariant(base.VariantLight)
	if th.Dark {
		v = base.VariantDark
	}
	if n == base.ColorNameHover { // laid over whatever is hovered, coloured buttons too
		return map[fyne.ThemeVariant]color.Color{base.VariantLight: color.NRGBA{A: 0x12}, base.VariantDark: color.NRGBA{R: 0xFF, G: 0xFF, B: 0xFF, A: 0x14}}[v]
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
