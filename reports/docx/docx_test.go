package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"opsledger/reports/paper"
)

var when = time.Date(2026, 3, 12, 17, 0, 0, 0, time.FixedZone("", 8*3600))

func picture(c paper.Chart) ([]byte, float64, error) {
	if len(c.Labels) == 0 {
		return nil, 0, errors.New("no labels")
	}
	var b bytes.Buffer
	err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 156, 80)))
	return b.Bytes(), 80, err
}

// pieces are what sample consists of, in reading order.
var pieces = []string{"镇江人社省级一体化平台本地运维季度质量报告", "镇人社运维〔2026〕12号", "（2026年第1季度）", "一、总体情况", "本季度到达工单480件 <办结> 457件；\"引号\" & 符号、𬭎女士。",
	"（一）按系统", "系统", "到达", "社会保险系统", "312", "二、图", "每周工单", "受访单位", "养老科\n二楼", "意见", "签名：　　　年　月　日", "三、说明", "1.口径见附注。", "社会保险运维项目组", "2026年3月12日"}

func sample(rows int) *Doc {
	d := New(paper.Meta{Title: pieces[0], Author: "张工 & 李工", Created: when, Number: pieces[1], Foot: "截至 2026-03-12 17:00　台账 3F2A-0B11", Watermark: "内部资料"}, picture)
	d.Title(pieces[0])
	d.Line(pieces[2])
	d.Blank()
	d.Heading(1, pieces[3])
	d.Para(pieces[4])
	d.Heading(2, pieces[5])
	t := paper.Table{Columns: []paper.Column{{Head: pieces[6], Weight: 3}, {Head: pieces[7], Weight: 1, Align: paper.Right}}, Rows: [][]string{{pieces[8], pieces[9]}}}
	for i := range rows {
		t.Rows = append(t.Rows, []string{fmt.Sprintf("行%d", i)})
	}
	d.Table(t)
	d.Heading(1, pieces[10])
	d.Chart(paper.Chart{Title: pieces[11], Labels: []string{"一"}})
	d.Grid(paper.Grid{Rows: [][]paper.Cell{{{Text: pieces[12], Weight: 1, Label: true}, {Text: pieces[13], Weight: 2}}, {{Text: pieces[14], Weight: 1, Label: true}, {Weight: 5, Lines: 4, Sign: pieces[15]}}}})
	d.Heading(1, pieces[16])
	d.Closing(pieces[17])
	d.Signature(pieces[18], when)
	return d
}

func written(t *testing.T, d *Doc) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func unzipped(t *testing.T, raw []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// read gives a part's text in order, line breaks and paragraphs as line feeds.
func read(t *testing.T, raw []byte) string {
	t.Helper()
	var b strings.Builder
	inText := false
	for x := xml.NewDecoder(bytes.NewReader(raw)); ; {
		token, err := x.Token()
		if err == io.EOF {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			inText = e.Name.Local == "t"
			if e.Name.Local == "br" {
				b.WriteString("\n")
			}
		case xml.EndElement:
			inText = false
			if e.Name.Local == "p" {
				b.WriteString("\n")
			}
		case xml.CharData:
			if inText {
				b.Write(e)
			}
		}
	}
}

func TestTheTextIsTheInput(t *testing.T) {
	files := unzipped(t, written(t, sample(0)))
	for name, raw := range files {
		if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
			read(t, raw) // well-formed
		}
	}
	var got []string
	for _, l := range strings.Split(read(t, files["word/document.xml"]), "\n") {
		if l != "" {
			got = append(got, l)
		}
	}
	if want := strings.Split(strings.Join(pieces, "\n"), "\n"); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%q", got)
	}
	for part, want := range map[string]string{"word/footer1.xml": "— 1 —", "word/footer2.xml": "3F2A-0B11"} {
		if !strings.Contains(read(t, files[part]), want) {
			t.Errorf("%s lacks %q", part, want)
		}
	}
	if !bytes.Contains(files["word/header2.xml"], []byte(`string="内部资料"`)) {
		t.Error("no watermark")
	}
}

func TestEveryPartThatIsNamedIsThere(t *testing.T) {
	files := unzipped(t, written(t, sample(0)))
	var relations struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		}
	}
	if err := xml.Unmarshal(files["word/_rels/document.xml.rels"], &relations); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, r := range relations.Relationship {
		known[r.ID] = true
		if files["word/"+r.Target] == nil {
			t.Errorf("no %s", r.Target)
		}
	}
	for _, id := range strings.Split(string(files["word/document.xml"]), `r:id="`)[1:] {
		if id, _, _ = strings.Cut(id, `"`); !known[id] {
			t.Errorf("nothing is called %s", id)
		}
	}
}

func TestNothingAPersonTypesBreaksAFile(t *testing.T) {
	for _, s := range []string{"", "\x00\x01\x0b", "\xff\xfe半个\xe5\x9b", "]]>&amp;<w:t>\"'", "😀", "\ufeff\u200b", "\n\n\n", "\uFFFE\uFFFF尾", strings.Repeat("长", 5000)} {
		d := New(paper.Meta{Title: s, Author: s, Number: s, Foot: s, Watermark: s, Created: when}, picture)
		d.Title(s)
		d.Para(s + "尾")
		d.Table(paper.Table{Columns: []paper.Column{{Head: s, Weight: 1}, {Head: "乙", Weight: 0.01}}, Rows: [][]string{{s, s}, {}}})
		d.Grid(paper.Grid{Rows: [][]paper.Cell{{{Text: s, Weight: 1, Sign: s}}, {}}})
		d.Signature(s, when)
		files := unzipped(t, written(t, d))
		if bytes.Contains(files["word/document.xml"], []byte("</w:trPr></w:tr>")) {
			t.Error("a row without a cell")
		}
		for name, raw := range files {
			if got := read(t, raw); name == "word/document.xml" && !strings.Contains(got, "尾") {
				t.Errorf("%.20q is lost", s)
			}
		}
	}
}

func TestTheSameDocumentHasTheSameBytes(t *testing.T) {
	if !bytes.Equal(written(t, sample(3)), written(t, sample(3))) {
		t.Error("two differ")
	}
}

func TestAChartThatCantBeDrawnIsAnError(t *testing.T) {
	d := New(paper.Meta{}, picture)
	d.Chart(paper.Chart{})
	if err := d.Write(io.Discard); err == nil {
		t.Error("no error")
	}
}

// TestAnOfficeProgramReadsIt has LibreOffice turn the file into a PDF and compares the text.
func TestAnOfficeProgramReadsIt(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("no LibreOffice here (Debian: libreoffice-writer-nogui)")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "x.docx")
	if err := os.WriteFile(path, written(t, sample(60)), 0o600); err != nil {
		t.Fatal(err)
	}
	convert := exec.Command(soffice, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, path)
	if out, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	out, err := exec.Command("pdftotext", "-raw", filepath.Join(dir, "x.pdf"), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	got := letters(string(out))
	for _, p := range append(pieces, "行59", "—2—", "3F2A-0B11") {
		if !strings.Contains(got, letters(p)) {
			t.Errorf("lost %q in %s", p, got)
		}
	}
	if n := strings.Count(got, "系统到达"); n < 2 {
		t.Errorf("the table's head stands %d times on several pages", n)
	}
}

// letters drops white space, where a page and a string differ.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
