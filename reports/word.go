package reports

import (
	"bytes"
	"image/png"
	"io"

	"opsledger/app"
	"opsledger/reports/docx"
	"opsledger/reports/gongwen"
	"opsledger/reports/paper"
)

// DOCX writes a period's report as a Word file: the same pieces as the PDF.
func DOCX(w io.Writer, r app.Report) error {
	d := newDOCX(meta(r))
	lay(d, r)
	return d.Write(w)
}

func newDOCX(meta paper.Meta) *docx.Doc { return docx.New(meta, chartPNG) }

// chartPixels is how many pixels wide a chart stands in a Word file: 250 to the inch.
const chartPixels = 1536

// chartPNG draws a chart as the PDF has it.
func chartPNG(c paper.Chart) ([]byte, float64, error) {
	img, height, err := gongwen.ChartPicture(c, chartPixels)
	if err != nil {
		return nil, 0, err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, 0, err
	}
	return b.Bytes(), height, nil
}
