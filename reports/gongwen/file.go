package gongwen

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	pdf "github.com/jung-kurt/gofpdf"

	"opsledger/assets/fonts"
	"opsledger/reports/paper"
)

// Write gives the finished document as PDF. Whatever goes wrong inside the library is an error here, never a panic.
func (d *Doc) Write(w io.Writer) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("drawing document: %v", r)
		}
	}()
	if d.err != nil {
		return fmt.Errorf("drawing document: %w", d.err)
	}
	d.settle()
	f := newFile(d.meta, d.sh.typecase)
	for page := range d.pages {
		f.pdf.AddPage()
		for _, m := range d.marks(page + 1) {
			m.by(f)
		}
	}
	var b bytes.Buffer
	if err := f.pdf.Output(&b); err != nil {
		return fmt.Errorf("drawing document: %w", err)
	}
	raw, err := textLayer(b.Bytes(), d.sh.used)
	if err != nil {
		return fmt.Errorf("drawing document: %w", err)
	}
	_, err = w.Write(raw)
	return err
}

// file draws pages into a PDF.
type file struct {
	pdf  *pdf.Fpdf
	lib  *typecase
	have map[fonts.Face]bool // faces the file carries: reading one takes a while
	rank int                 // of the last bookmark
}

func newFile(meta paper.Meta, lib *typecase) *file {
	f := &file{pdf: pdf.New("P", "mm", "A4", ""), lib: lib, rank: -1, have: map[fonts.Face]bool{}}
	f.pdf.SetCatalogSort(true)
	f.pdf.SetCreationDate(meta.Created)
	f.pdf.SetModificationDate(meta.Created)
	f.pdf.SetTitle(plain(meta.Title), true)
	f.pdf.SetAuthor(plain(meta.Author), true)
	f.pdf.SetSubject(plain(meta.Number), true)
	f.pdf.SetKeywords(plain(meta.Watermark), true)
	f.pdf.SetCreator("OpsLedger", false)
	f.pdf.SetAutoPageBreak(false, 0)
	f.pdf.SetMargins(0, 0, 0)
	return f
}

func (f *file) line(l line) {
	if l.turned {
		f.pdf.TransformBegin()
		defer f.pdf.TransformEnd()
		f.pdf.TransformRotate(watermarkTurn, middleX, middleY)
	}
	if l.shade != 0 {
		f.pdf.SetTextColor(int(l.shade), int(l.shade), int(l.shade))
		defer f.pdf.SetTextColor(0, 0, 0)
	}
	if t := tracking(l.size); t != 0 {
		f.pdf.RawWriteStr(fmt.Sprintf("%.3f Tc\n", t))
		defer f.pdf.RawWriteStr("0 Tc\n")
	}
	l.runs(func(face fonts.Face, gs []glyph, x float64) {
		var run strings.Builder
		for _, g := range gs {
			run.WriteRune(g.code)
		}
		f.use(face, l.size)
		f.pdf.Text(x, l.baseline, run.String())
	})
}

// use sets a face, reading it into the file where it is the first time.
func (f *file) use(face fonts.Face, size float64) {
	if !f.have[face] {
		f.have[face] = true
		f.pdf.AddUTF8FontFromBytes(string(face), "", f.lib.raw(face))
	}
	f.pdf.SetFont(string(face), "", size)
}

func (f *file) box(b box) {
	f.pdf.SetLineWidth(tableRule)
	style := "D"
	if b.filled {
		f.pdf.SetFillColor(groundR, groundG, groundB)
		style = "FD"
	}
	f.pdf.Rect(b.x, b.y, b.w, b.h, style)
}

func (f *file) shape(s shape) {
	if s.width == 0 {
		f.pdf.SetFillColor(int(s.ink.r), int(s.ink.g), int(s.ink.b))
		corners := make([]pdf.PointType, len(s.points))
		for i, p := range s.points {
			corners[i] = pdf.PointType{X: p.x, Y: p.y}
		}
		f.pdf.Polygon(corners, "F")
		return
	}
	f.pdf.SetDrawColor(int(s.ink.r), int(s.ink.g), int(s.ink.b))
	defer f.pdf.SetDrawColor(0, 0, 0)
	f.pdf.SetLineWidth(s.width)
	for i := 1; i < len(s.points); i++ {
		f.pdf.Line(s.points[i-1].x, s.points[i-1].y, s.points[i].x, s.points[i].y)
	}
}
