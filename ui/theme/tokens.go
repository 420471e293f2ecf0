package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"
)

// Names of the visual language beyond the toolkit's own. Each is a colour in light and dark.
const (
	Surface     fyne.ThemeColorName = "surface"      // cards, tables, bars
	Sunken      fyne.ThemeColorName = "sunken"       // heads, groups
	Nav         fyne.ThemeColorName = "nav"          // navigation
	Border      fyne.ThemeColorName = "border"       // lines
	Strong      fyne.ThemeColorName = "strong"       // button edges
	Control     fyne.ThemeColorName = "control"      // edges of inputs, checks, radios
	Text        fyne.ThemeColorName = "text"         // body
	Text2       fyne.ThemeColorName = "text2"        // secondary
	Text3       fyne.ThemeColorName = "text3"        // hints, axes
	Primary     fyne.ThemeColorName = "primary-text" // links, what is current
	Fill        fyne.ThemeColorName = "fill"         // primary button, focus
	FillHover   fyne.ThemeColorName = "fill-hover"
	OnFill      fyne.ThemeColorName = "on-fill"
	Soft        fyne.ThemeColorName = "soft"     // active chip, current place
	Selected    fyne.ThemeColorName = "selected" // selected row
	Hovered     fyne.ThemeColorName = "hovered"  // hovered row
	Red         fyne.ThemeColorName = "red"      // overdue, refused
	RedSoft     fyne.ThemeColorName = "red-soft"
	Orange      fyne.ThemeColorName = "orange" // due today, undecided
	OrangeSoft  fyne.ThemeColorName = "orange-soft"
	Green       fyne.ThemeColorName = "green" // done, on time
	GreenSoft   fyne.ThemeColorName = "green-soft"
	Purple      fyne.ThemeColorName = "purple" // waiting on others
	PurpleSoft  fyne.ThemeColorName = "purple-soft"
	Rest        fyne.ThemeColorName = "rest"      // days off in a month
	GreySoft    fyne.ThemeColorName = "grey-soft" // neutral tags, bar tracks
	TooltipFill fyne.ThemeColorName = "tooltip"
	Ground      fyne.ThemeColorName = "input-ground" // what is typed into
)

// tokens are the colours, light and dark, as 0xRRGGBB. Text on its ground has a contrast of at least 4.5 to 1; a test
// holds them to it.
var tokens = map[fyne.ThemeColorName][2]uint32{
	Surface: {0xFFFFFF, 0x1C2026}, Sunken: {0xF7F8FA, 0x20252C}, Nav: {0xE9EDF2, 0x101317},
	Border: {0xE1E5EA, 0x2D343D}, Strong: {0xC2C9D2, 0x4A5462}, Control: {0x5D6878, 0x8590A2},
	Text: {0x1A2230, 0xE7EBF0}, Text2: {0x475262, 0xB3BCC8}, Text3: {0x5D6878, 0x929DAB},
	Primary: {0x1B5DB8, 0x82B4F7}, Fill: {0x1F66C7, 0x2A6CC8}, FillHover: {0x1954A6, 0x2360B5}, OnFill: {0xFFFFFF, 0xFFFFFF},
	Soft: {0xE6EFFA, 0x1E3150}, Selected: {0xEDF3FC, 0x1C3152}, Hovered: {0xF1F5FA, 0x242A32},
	Red: {0xB42318, 0xFF938A}, RedSoft: {0xFDECEA, 0x44211F}, Orange: {0x945200, 0xF2B661}, OrangeSoft: {0xFFF1DC, 0x3E2D14},
	Green: {0x1B6E3C, 0x7FCF98}, GreenSoft: {0xE4F4EA, 0x1A3423}, Purple: {0x6A3EA1, 0xC6A8F2}, PurpleSoft: {0xF1EBFA, 0x31254A},
	Rest: {0xE4E9F0, 0x262C35}, GreySoft: {0xEDF0F4, 0x2A3038}, Ground: {0xFFFFFF, 0x20252C}, TooltipFill: {0x2A3342, 0x414D5F},

	base.ColorNameBackground:        {0xF3F5F8, 0x14171C},
	base.ColorNameOverlayBackground: {0xFFFFFF, 0x1C2026},
	base.ColorNameMenuBackground:    {0xFFFFFF, 0x1C2026},
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

// Of gives a colour of the running program's theme.
func Of(name fyne.ThemeColorName) color.Color {
	s := fyne.CurrentApp().Settings()
	if c := s.Theme().Color(name, s.ThemeVariant()); c != nil {
		return c
	}
	return Theme{}.Color(name, s.ThemeVariant()) // another theme is set: it does not know our names
}

// Sizes of text at 100 %, in pixels.
const (
	SizeScore   float32 = 34
	SizeFigure  float32 = 26
	SizePage    float32 = 20
	SizeSection float32 = 16
	SizeCard    float32 = 14
	SizeBody    float32 = 13
	SizeHelp    float32 = 12
	SizeAxis    float32 = 11
)
