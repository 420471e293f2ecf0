package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// The parts the library is given. It unpacks with errors passed over and thrice the memory, so that it gets only
// these, unpacked here; sheets and shared texts follow when they are asked for.
const (
	workbookPart = "xl/workbook.xml"
	rootRels     = "_rels/.rels"
	bookRels     = "xl/_rels/workbook.xml.rels"
	stylesPart   = "xl/styles.xml"
	typesPart    = "[Content_Types].xml"
	sharedPart   = "xl/sharedStrings.xml"
)

// open hands the library a workbook of empty sheets and takes the shared texts in.
func (b *Book) open() error {
	skeleton, err := b.skeleton()
	if err != nil {
		return err
	}
	// equal limits keep every part in memory: the library spills only parts between the two
	o := excelize.Options{UnzipSizeLimit: maxMemory, UnzipXMLSizeLimit: maxMemory, RawCellValue: true}
	if b.file, err = excelize.OpenReader(bytes.NewReader(skeleton), o); err != nil {
		return refuse(ErrNotSheet, err, "文件已损坏或格式不对")
	}
	var shared []byte
	if b.zipped[sharedPart] != nil {
		if shared, err = b.cells(sharedPart); err != nil {
			return errors.Join(err, b.file.Close())
		}
	}
	var ok bool
	if b.texts, ok = newTexts(shared); !ok {
		return errors.Join(refuse(ErrNotSheet, nil, "共享文字表的写法无法识别"), b.file.Close())
	}
	return nil
}

func (b *Book) skeleton() ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	put := func(name string, raw []byte) error {
		p, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = p.Write(raw)
		}
		return err
	}
	for _, name := range []string{typesPart, rootRels, workbookPart, bookRels, stylesPart} {
		if b.zipped[name] == nil {
			continue
		}
		raw, err := b.markup(name)
		if err != nil {
			return nil, err
		}
		if err := put(name, raw); err != nil {
			return nil, fmt.Errorf("reading spreadsheet: %w", err)
		}
	}
	for _, name := range b.parts {
		if err := put(name, []byte("<worksheet/>")); err != nil {
			return nil, fmt.Errorf("reading spreadsheet: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("reading spreadsheet: %w", err)
	}
	return out.Bytes(), nil
}

// markup unpacks a part that will be read into a tree.
func (b *Book) markup(name string) ([]byte, error) {
	if f := b.zipped[name]; f != nil && f.UncompressedSize64 > maxMarkup {
		return nil, refuse(ErrTooBig, nil, "样式等附属内容过于庞大")
	}
	raw, err := b.unpack(name)
	if err == nil && bytes.Count(raw, []byte("<")) > maxTags {
		err = refuse(ErrTooBig, nil, "样式等附属内容过于庞大")
	}
	return raw, err
}

// cells unpacks a part of cells or texts and refuses a stretch without markup longer than any cell.
func (b *Book) cells(name string) ([]byte, error) {
	raw, err := b.unpack(name)
	if err != nil {
		return nil, err
	}
	for rest := raw; ; {
		i := bytes.IndexByte(rest, '<')
		if i > maxRun || i < 0 && len(rest) > maxRun {
			return nil, refuse(ErrTooBig, nil, "有单元格的内容超过 32767 字")
		}
		if i < 0 {
			return raw, nil
		}
		rest = rest[i+1:]
	}
}

// unpack reads a part whole, in exactly the memory it claims, and holds it against its checksum.
func (b *Book) unpack(name string) ([]byte, error) {
	f := b.zipped[name]
	if f == nil {
		return nil, refuse(ErrNotSheet, nil, "缺少内容（%s）", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, refuse(ErrNotSheet, err, "文件已损坏（%s）", name)
	}
	defer r.Close()
	raw := make([]byte, f.UncompressedSize64)
	if _, err = io.ReadFull(r, raw); err == nil {
		if _, err = r.Read(make([]byte, 1)); errors.Is(err, io.EOF) { // the checksum is told at the end
			return raw, nil
		}
	}
	return nil, refuse(ErrNotSheet, err, "文件已损坏（%s）", name)
}

var dimensioned = regexp.MustCompile(`dimension ref=["'][A-Z]+\d+:[A-Z]+(\d+)["']`)

// dimension is how many rows a sheet says it has; it is only believed for showing progress.
func (b *Book) dimension(sheet string) int {
	f := b.zipped[b.parts[sheet]]
	if f == nil {
		return 0
	}
	r, err := f.Open()
	if err != nil {
		return 0
	}
	defer r.Close()
	head := make([]byte, 4096)
	n, _ := io.ReadFull(r, head) // what is wrong with the part shows when it is read
	m := dimensioned.FindSubmatch(head[:n])
	if m == nil {
		return 0
	}
	rows, _ := strconv.Atoi(string(m[1])) // digits only, by the pattern
	return min(rows, MaxRows)
}

type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// locate finds the part of each worksheet. Chart sheets have no cells and are left out.
func (b *Book) locate() error {
	var book struct {
		Sheets []struct {
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		List []relation `xml:"Relationship"`
	}
	for name, v := range map[string]any{workbookPart: &book, bookRels: &rels} {
		raw, err := b.markup(name)
		if err != nil {
			return err
		}
		if err := xml.Unmarshal(raw, v); err != nil {
			return refuse(ErrNotSheet, err, "文件已损坏（%s）", name)
		}
	}
	for _, s := range book.Sheets {
		name, id := "", ""
		for _, a := range s.Attrs { // the namespace of r:id differs between the two dialects
			switch {
			case a.Name.Local == "name":
				name = a.Value
			case a.Name.Local == "id" && a.Name.Space != "":
				id = a.Value
			}
		}
		for _, r := range rels.List {
			if r.ID == id && strings.HasSuffix(r.Type, "/worksheet") && b.parts[name] == "" {
				b.parts[name] = target(r.Target)
				b.Sheets = append(b.Sheets, name)
			}
		}
	}
	if len(b.Sheets) == 0 {
		return refuse(ErrNotSheet, nil, "里面没有工作表")
	}
	return nil
}

func target(t string) string {
	if strings.HasPrefix(t, "/") {
		return strings.TrimPrefix(t, "/")
	}
	return path.Join("xl", t)
}
