package theme

import (
	"bytes"
	"fmt"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"

	"opsledger/assets"
)

var drawn sync.Map // name and colour → fyne.Resource

// Line is an icon drawn in a colour of the theme. An unknown name gives the toolkit's mark for a broken picture.
func Line(name string, in fyne.ThemeColorName) fyne.Resource {
	c := color.NRGBAModel.Convert(Of(in)).(color.NRGBA)
	key := fmt.Sprintf("%s-%02x%02x%02x.svg", name, c.R, c.G, c.B)
	if r, ok := drawn.Load(key); ok {
		return r.(fyne.Resource)
	}
	svg, ok := assets.Line(name)
	if !ok {
		return base.BrokenImageIcon()
	}
	r := fyne.NewStaticResource(key, bytes.ReplaceAll(svg, []byte("currentColor"), fmt.Appendf(nil, "#%02X%02X%02X", c.R, c.G, c.B)))
	drawn.Store(key, r)
	return r
}
