package reports

import (
	"fmt"
	"image"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"opsledger/app"
	"opsledger/app/rule/sla"
	"opsledger/reports/gongwen"
	"opsledger/reports/paper"
)

// PDF draws a period's report in official layout (R057, R059, R074, R088, R138; GB/T 9704).
func PDF(w io.Writer, r app.Report) error { return laid(r).Write(w) }

// Page draws a page of the same document, from 1, so many pixels wide, and says how many pages there are; beyond the last there
// is no picture.
func Page(r app.Report, page, width int) (img image.Image, pages int, err error) {
	d := laid(r)
	if page > d.Pages() {
		return nil, d.Pages(), nil
	}
	img, err = d.Picture(page, width)
	return img, d.Pages(), err
}

func laid(r app.Report) *gongwen.Doc {
	d := gongwen.New(meta(r))
	lay(d, r)
	return d
}

// meta is what the document of a report says of itself.
func meta(r app.Report) paper.Meta {
	return paper.Meta{Title: strings.ReplaceAll(titles[r.Kind()], "\n", "") + " " + r.Period, Author: r.Author, Created: dated(r), Foot: foot(r), Watermark: watermark(r)}
}

// lay lays a report out, piece by piece, on whatever paper.
func lay(p paper.Paper, r app.Report) {
	if r.Kind() == sla.Weekly {
		weekly(p, r)
		return
	}
	periodic(p, r)
}

// XLSX draws the same report as a workbook: figures that count the sheet of records behind them by formula.
func XLSX(w io.Writer, r app.Report) error {
	b := &workbook{f: excelize.NewFile()}
	defer b.f.Close()
	b.style()
	if r.Kind() == sla.Weekly {
		b.weekly(r)
	} else {
		b.periodic(r)
	}
	if err := b.err; err != nil {
		return fmt.Errorf("drawing workbook: %w", err)
	}
	if err := b.f.Write(w); err != nil {
		return fmt.Errorf("drawing workbook: %w", err)
	}
	return nil
}
