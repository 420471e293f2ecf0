package docx

import (
	"fmt"

	"opsledger/reports/paper"
)

const emuPerMillimetre = 36000

const drawing = `<w:p><w:pPr>%s</w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%[2]d" cy="%[3]d"/>` +
	`<wp:docPr id="%[4]d" name="图%[4]d" descr="%[5]s"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">` +
	`<pic:pic><pic:nvPicPr><pic:cNvPr id="%[4]d" name="图%[4]d" descr="%[5]s"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="%[6]s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>` +
	`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[2]d" cy="%[3]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>` + "\n"

// Chart sets a chart as a picture over the text area's width, under its title.
func (d *Doc) Chart(c paper.Chart) {
	title := c.Title
	if title != "" {
		d.paragraph(style("Caption"), title)
	}
	c.Title = ""
	png, height, err := d.picture(c)
	if err != nil {
		if d.err == nil {
			d.err = fmt.Errorf("drawing chart: %w", err)
		}
		return
	}
	d.pictures = append(d.pictures, png)
	n := len(d.pictures)
	fmt.Fprintf(&d.body, drawing, style("Picture"), 156*emuPerMillimetre, int(height*emuPerMillimetre), n, escaped(paper.Clean(title)), pictureID(n))
}

func pictureID(n int) string { return fmt.Sprintf("rIdPicture%d", n) }
