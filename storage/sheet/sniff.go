package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"
)

// sniff tells by the first bytes what a file is, whatever its name says: a zip of parts, or separated text. Sizes are
// held against the limits.
func sniff(r io.ReaderAt, size int64) (map[string]*zip.File, *textFile, error) {
	head := make([]byte, 4096)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, fmt.Errorf("reading spreadsheet: %w", err)
	}
	head = head[:n]
	start := lower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))
	switch {
	case size == 0 || start == "" || start == "\xff\xfe" || start == "\xfe\xff":
		return nil, nil, ErrEmpty
	case size > maxMemory:
		return nil, nil, refuse(ErrTooBig, nil, "文件有 %d MB，上限 %d MB", size>>20, maxMemory>>20)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return nil, nil, oleKind(r, size)
	case bytes.HasPrefix(head, []byte("PK")):
		z, err := zipKind(r, size)
		return z, nil, err
	}
	if kind := otherKind(head, start); kind != "" {
		return nil, nil, refuse(ErrNotSheet, nil, "%s", kind)
	}
	t, err := openText(r, size, head)
	return nil, t, err
}

// lower lowers ASCII letters and keeps all other bytes.
func lower(b []byte) string {
	out := bytes.Clone(b)
	for i, c := range out {
		if c >= 'A' && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return string(out)
}

// others are the beginnings of files that are sometimes taken for a spreadsheet.
var others = []struct{ mark, kind string }{
	{"<html", "网页另存的表格"}, {"<!doctype", "网页另存的表格"}, {"<table", "网页另存的表格"}, {"<head", "网页另存的表格"},
	{"<meta", "网页另存的表格"}, {"<style", "网页另存的表格"}, {"mime-version:", "网页另存的表格"},
	{"<?xml", "扩展名不符的 XML 文件"}, {"{", "其实是 JSON 文件"}, {"[", "其实是 JSON 文件"}, {"%pdf", "其实是 PDF 文件"}, {"\x89png", "其实是图片"},
	{"\xff\xd8\xff", "其实是图片"}, {"gif8", "其实是图片"}, {"rar!", "压缩包"}, {"7z\xbc\xaf", "压缩包"}, {"\x1f\x8b", "压缩包"},
	{"{\\rtf", "文字文档（RTF）"}, {"sqlite format", "数据库文件"}, {"mz", "程序文件"}, {"\x7felf", "程序文件"},
}

// otherKind names a file that is neither zip nor OLE nor text; "" where it may be text.
func otherKind(head []byte, start string) string {
	for _, o := range others {
		if strings.HasPrefix(start, o.mark) && (o.mark != "mz" || bytes.IndexByte(head, 0) >= 0) {
			return o.kind
		}
	}
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return ""
	}
	nuls, controls := 0, 0
	for _, b := range head {
		switch {
		case b == 0:
			nuls++
		case b < ' ' && !strings.ContainsRune("\t\r\n\f\v", rune(b)):
			controls++
		}
	}
	switch limit := max(4, len(head)/20); {
	case nuls > limit && nuls > controls:
		return "没有字节序标记的 UTF-16 文本，或不是文本"
	case nuls+controls > limit:
		return "格式无法识别"
	}
	return ""
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
