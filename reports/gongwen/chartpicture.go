package gongwen

import (
	"fmt"
	"image"
	"image/draw"
	"math"

	"opsledger/reports/paper"
)

// ChartPicture draws a chart alone, as wide as the text area and as many pixels as asked, and says how high it is in millimetres.
func ChartPicture(c paper.Chart, width int) (img image.Image, height float64, err error) {
	if width < 1 || width > maxPixels {
		return nil, 0, fmt.Errorf("drawing chart: %d pixels wide", width)
	}
	d := New(paper.Meta{})
	d.Chart(c)
	height = min(d.y, areaHeight)
	page, err := d.Picture(1, int(math.Round(float64(width)*sheetWidth/areaWidth)))
	if err != nil {
		return nil, 0, err
	}
	scale := float64(page.Bounds().Dx()) / sheetWidth
	x, y := int(math.Round(marginLeft*scale)), int(math.Round(marginTop*scale))
	out := image.NewRGBA(image.Rect(0, 0, width, int(math.Round(height*scale))))
	draw.Draw(out, out.Bounds(), page, image.Pt(x, y), draw.Src)
	return out, height, nil
}
