package docx

import (
	"fmt"
	"strings"

	"opsledger/reports/paper"
)

// footer has the page number on the outer side, one character in, and the small line under it; 1 for odd pages, 2 for even.
func (d *Doc) footer(n int) string {
	side := `<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>`
	if n == 2 {
		side = `<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>`
	}
	number := `<w:p><w:pPr>` + style("Footer") + side + `</w:pPr>` + run("— ") + `<w:fldSimple w:instr=" PAGE "><w:r><w:t>` + fmt.Sprint(n) + `</w:t></w:r></w:fldSimple>` + run(" —") + `</w:p>`
	small := ""
	if d.meta.Foot != "" {
		small = `<w:p><w:pPr>` + style("Footer") + `<w:jc w:val="center"/></w:pPr>` + strings.Replace(run(d.meta.Foot), "<w:r>", `<w:r><w:rPr>`+fangSong+`<w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>`, 1) + `</w:p>`
	}
	return head + "<w:ftr" + namespaces + ">" + number + small + "</w:ftr>"
}

const fangSong = `<w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:cs="仿宋_GB2312"/>`

// watermark is the shape by which Word and LibreOffice know one.
const watermark = `<w:r><w:rPr><w:noProof/></w:rPr><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">` +
	`<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>` +
	`<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>` +
	`<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/></v:shapetype>` +
	`<v:shape id="PowerPlusWaterMarkObject%d" o:spid="_x0000_s%d" type="#_x0000_t136" style="position:absolute;margin-left:0;margin-top:0;width:%dpt;height:60pt;rotation:315;z-index:-251658752;` +
	`mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#e1e1e1" stroked="f">` +
	`<v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="%s"/></v:shape></w:pict></w:r>`

func (d *Doc) header(n int) string {
	mark := ""
	if text := escaped(paper.Clean(d.meta.Watermark)); text != "" {
		mark = fmt.Sprintf(watermark, n, 2048+n, int(60*ems(d.meta.Watermark)), text)
	}
	return head + "<w:hdr" + namespaces + "><w:p><w:pPr>" + style("Header") + "</w:pPr>" + mark + "</w:p></w:hdr>"
}
