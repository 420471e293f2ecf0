package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/richardlehane/mscfb"
)

// sniff tells by the first bytes what a file is that is no .xlsx, and holds the sizes a zip claims against the
// limits; it gives the parts by name. Text files are told apart here; a reader of CSV would take over at that branch.
func sniff(r io.ReaderAt, size int64) (map[string]*zip.File, error) {
	head := make([]byte, 4096)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading spreadsheet: %w", err)
	}
	head = head[:n]
	text := strings.ToLower(string(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))))
	switch {
	case size == 0 || text == "":
		return nil, ErrEmpty
	case size > maxMemory:
		return nil, refuse(ErrTooBig, nil, "文件有 %d MB，上限 %d MB", size>>20, maxMemory>>20)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return nil, oleKind(r, size)
	case bytes.HasPrefix(head, []byte("PK")):
		return zipKind(r, size)
	}
	return nil, refuse(ErrNotSheet, nil, "%s", textKind(head, text))
}

// textKind names a file that is neither zip nor OLE.
func textKind(head []byte, text string) string {
	for _, mark := range []string{"<html", "<!doctype", "<table", "<head", "<meta", "<style", "mime-version:"} {
		if strings.HasPrefix(text, mark) {
			return "网页另存的表格"
		}
	}
	switch {
	case strings.HasPrefix(text, "<?xml"):
		return "扩展名不符的 XML 文件"
	case bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")):
		return "文本文件（UTF-16）"
	case strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\r\n\f", r) }):
		return "格式无法识别"
	case utf8.Valid(head[:max(0, len(head)-utf8.UTFMax)]):
		return "文本文件（CSV）"
	}
	return "文本文件（CSV，非 UTF-8 编码）"
}

// oleKind tells the old compound files apart by the streams they hold: a new workbook under a password, an old
// workbook, or another program's document.
func oleKind(r io.ReaderAt, size int64) (err error) {
	defer guard(&err)
	doc, err := mscfb.New(io.NewSectionReader(r, 0, size))
	if err != nil {
		return refuse(ErrNotSheet, err, "文件已损坏")
	}
	for _, f := range doc.File {
		switch f.Name {
		case "EncryptedPackage":
			return ErrPassword
		case "Workbook", "Book":
			return ErrOldFormat
		}
	}
	return refuse(ErrNotSheet, nil, "旧格式的其他文档")
}

func zipKind(r io.ReaderAt, size int64) (map[string]*zip.File, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, refuse(ErrNotSheet, err, "压缩包不完整")
	}
	if len(z.File) > maxEntries {
		return nil, refuse(ErrTooBig, nil, "内含 %d 个文件，上限 %d", len(z.File), maxEntries)
	}
	total := uint64(size)
	parts := map[string]*zip.File{}
	for _, f := range z.File {
		name := partName(f.Name)
		switch {
		case parts[name] != nil:
			return nil, refuse(ErrNotSheet, nil, "压缩包内有两个同名文件")
		case f.UncompressedSize64 > maxMemory:
			return nil, refuse(ErrTooBig, nil, "解压后超过 %d MB", maxMemory>>20)
		}
		total += f.UncompressedSize64 // no overflow: at most maxEntries × maxMemory
		parts[name] = f
	}
	switch {
	case total > maxMemory:
		return nil, refuse(ErrTooBig, nil, "连同解压后共 %d MB，上限 %d MB", total>>20, maxMemory>>20)
	case parts["word/document.xml"] != nil:
		return nil, refuse(ErrNotSheet, nil, "文字文档（Word）")
	case parts["xl/workbook.bin"] != nil:
		return nil, refuse(ErrNotSheet, nil, "二进制工作簿（.xlsb）")
	case parts[workbookPart] == nil:
		return nil, refuse(ErrNotSheet, nil, "压缩包或其他文档")
	}
	return parts, nil
}

// partName is a part's name in the usual spelling: some programs write backslashes or another case.
func partName(name string) string {
	name = strings.ReplaceAll(name, "\\", "/")
	for _, known := range []string{typesPart, sharedPart} {
		if strings.EqualFold(name, known) {
			return known
		}
	}
	return name
}
