package docx

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"
)

// sequences are the children of elements in the order ECMA-376 asks; Word refuses files that break it.
var sequences = map[string]string{
	"pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct " +
		"autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr",
	"rPr":    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang",
	"tblPr":  "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
	"tcPr":   "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
	"tbl":    "tblPr tblGrid tr",
	"tc":     "tcPr p",
	"sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
	"style":  "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal pPr rPr tblPr",
	"settings": "writeProtection view zoom removePersonalInformation defaultTabStop autoHyphenation evenAndOddHeaders bookFoldRevPrinting drawingGridHorizontalSpacing drawingGridVerticalSpacing " +
		"characterSpacingControl footnotePr endnotePr compat docVars rsids themeFontLang clrSchemeMapping",
	"inline": "extent effectExtent docPr cNvGraphicFramePr graphic",
}

func TestPropertiesStandInTheOrderTheFormatAsks(t *testing.T) {
	for name, raw := range unzipped(t, written(t, sample(2))) {
		if !strings.HasSuffix(name, ".xml") {
			continue
		}
		var parents []string
		var last []int // of each parent: where its last child stands in the sequence
		for x := xml.NewDecoder(bytes.NewReader(raw)); ; {
			token, err := x.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			switch e := token.(type) {
			case xml.StartElement:
				if n := len(parents); n > 0 && sequences[parents[n-1]] != "" {
					at := slices.Index(strings.Fields(sequences[parents[n-1]]), e.Name.Local)
					if at < last[n-1] {
						t.Errorf("%s: %s within %s", name, e.Name.Local, parents[n-1])
					}
					last[n-1] = max(at, last[n-1])
				}
				parents, last = append(parents, e.Name.Local), append(last, 0)
			case xml.EndElement:
				parents, last = parents[:len(parents)-1], last[:len(last)-1]
			}
		}
	}
}
