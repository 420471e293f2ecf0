package docx

import (
	"archive/zip"
	"embed"
	"fmt"
	"io"
	"strings"
	"time"

	"opsledger/reports/paper"
)

//go:embed parts
var parts embed.FS

const (
	head       = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	namespaces = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
		` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
		` xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"`
	relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// A4, GB/T 9704's margins, 22 lines. The 28 characters of a line come of the styles' spacing: a grid of characters is read
// differently from program to program.
const section = `<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader1"/><w:headerReference w:type="even" r:id="rIdHeader2"/>` +
	`<w:footerReference w:type="default" r:id="rIdFooter1"/><w:footerReference w:type="even" r:id="rIdFooter2"/>` +
	`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="900" w:gutter="0"/>` +
	`<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>`

// part is one file of the package.
type part struct {
	name string
	raw  []byte
}

// Write gives the finished document.
func (d *Doc) Write(w io.Writer) error {
	if d.err != nil {
		return fmt.Errorf("writing document: %w", d.err)
	}
	z := zip.NewWriter(w)
	for _, p := range d.parts() {
		// One date for all: the same document has the same bytes.
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = f.Write(p.raw)
		}
		if err != nil {
			return fmt.Errorf("writing document: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("writing document: %w", err)
	}
	return nil
}

func (d *Doc) parts() []part {
	out := []part{
		{"[Content_Types].xml", fixed("content_types")},
		{"_rels/.rels", fixed("rels")},
		{"docProps/core.xml", []byte(d.core())},
		{"word/document.xml", []byte(head + "<w:document" + namespaces + "><w:body>\n" + d.body.String() + section + "</w:body></w:document>")},
		{"word/_rels/document.xml.rels", []byte(d.relations())},
		{"word/styles.xml", fixed("styles")},
		{"word/settings.xml", fixed("settings")},
		{"word/fontTable.xml", fixed("fontTable")},
	}
	for n := 1; n <= 2; n++ {
		out = append(out, part{fmt.Sprintf("word/header%d.xml", n), []byte(d.header(n))}, part{fmt.Sprintf("word/footer%d.xml", n), []byte(d.footer(n))})
	}
	for i, p := range d.pictures {
		out = append(out, part{fmt.Sprintf("word/media/picture%d.png", i+1), p})
	}
	return out
}

func fixed(name string) []byte {
	raw, err := parts.ReadFile("parts/" + name + ".xml")
	if err != nil {
		panic(err) // it is embedded beside this file
	}
	return raw
}

func (d *Doc) core() string {
	when := d.meta.Created.UTC().Format(time.RFC3339)
	return head + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
		` xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		element("dc:title", d.meta.Title) + element("dc:subject", d.meta.Number) + element("dc:creator", d.meta.Author) + element("cp:keywords", d.meta.Watermark) +
		element("dc:language", "zh-CN") + `<dcterms:created xsi:type="dcterms:W3CDTF">` + when + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + when + `</dcterms:modified></cp:coreProperties>`
}

func element(name, text string) string {
	return "<" + name + ">" + escaped(paper.Clean(text)) + "</" + name + ">"
}

func (d *Doc) relations() string {
	var b strings.Builder
	add := func(id, kind, target string) {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s%s" Target="%s"/>`, id, relation, kind, target)
	}
	add("rIdStyles", "styles", "styles.xml")
	add("rIdSettings", "settings", "settings.xml")
	add("rIdFonts", "fontTable", "fontTable.xml")
	for n := 1; n <= 2; n++ {
		add(fmt.Sprintf("rIdHeader%d", n), "header", fmt.Sprintf("header%d.xml", n))
		add(fmt.Sprintf("rIdFooter%d", n), "footer", fmt.Sprintf("footer%d.xml", n))
	}
	for i := range d.pictures {
		add(pictureID(i+1), "image", fmt.Sprintf("media/picture%d.png", i+1))
	}
	return head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + b.String() + "</Relationships>"
}
