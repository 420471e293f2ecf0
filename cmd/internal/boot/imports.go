package boot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/rule/intake"
	"opsledger/storage/sheet"
)

// ImportTickets takes a provincial export in.
func (s *Session) ImportTickets(ctx context.Context, path string, in app.Importing, reading func(rows int)) (app.Imported, error) {
	return s.Import(ctx, "ticket", path, in, reading)
}

// Import takes a spreadsheet or separated text of a kind in, whatever its name says it is. The sheet is the first that
// has a header. A file that changes meanwhile is refused.
func (s *Session) Import(ctx context.Context, kind, path string, in app.Importing, reading func(rows int)) (app.Imported, error) {
	var out app.Imported
	err := withFile(path, func(src source) (err error) {
		out, err = s.importFrom(ctx, kind, src, in, reading)
		return err
	})
	return out, err
}

// withFile opens a file a person named, to be read as long as nothing else writes to it.
func withFile(path string, fn func(source) error) error {
	f, err := os.Open(path)
	if err != nil {
		return unreadable(path, err)
	}
	defer f.Close()
	was, err := f.Stat()
	if err != nil {
		return unreadable(path, err)
	}
	return fn(source{name: filepath.Base(path), size: was.Size(), r: f, steady: func() error { return steady(f, path, was) }})
}

// ImportFrom takes in what a pipe gives: cells copied from a spreadsheet, or the bytes of a file.
func (s *Session) ImportFrom(ctx context.Context, kind string, r io.Reader, in app.Importing) (app.Imported, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxPiped+1))
	switch {
	case err != nil:
		return app.Imported{}, unreadable("标准输入", err)
	case len(raw) > maxPiped:
		return app.Imported{}, fault.New(fault.SheetTooBig, "标准输入", "内容过多")
	}
	src := source{name: "标准输入", size: int64(len(raw)), r: bytes.NewReader(raw), pasted: true, steady: func() error { return nil }}
	return s.importFrom(ctx, kind, src, in, nil)
}

// maxPiped bounds what is held of a pipe, in bytes.
const maxPiped = 100 << 20

// source is where rows come from.
type source struct {
	name   string
	size   int64
	r      io.ReaderAt
	pasted bool
	steady func() error // asked when all is read: an error where it changed meanwhile
}

// collectEarly is the garbage collector's share while importing: a sheet's bytes are large and hold no pointers, so
// collecting often costs little and keeps the peak near what is live.
const collectEarly = 50

func (s *Session) importFrom(ctx context.Context, kind string, src source, in app.Importing, reading func(rows int)) (app.Imported, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(collectEarly))
	b, err := sheet.Open(src.r, src.size)
	if err != nil {
		return app.Imported{}, src.explain(err, nil)
	}
	defer b.Close()
	if src.pasted {
		b.Pasted()
	}
	in.Epoch1904, in.Separated = b.Epoch, b.Separated()
	var headless error
	for _, name := range b.Sheets {
		in.Rows, in.Total = src.whole(b.Rows(ctx, name, reading)), b.Total(name)
		out, err := s.ImportRecords(ctx, kind, in)
		if errors.Is(err, intake.ErrNoHeader) {
			headless = likelier(headless, err)
			continue
		}
		return out, src.explain(err, b)
	}
	return app.Imported{}, src.explain(headless, b)
}

// likelier keeps the sheet that came nearer to having a header.
func likelier(a, b error) error {
	var x, y *intake.HeaderError
	if errors.As(a, &x) && errors.As(b, &y) && x.Known >= y.Known && x.Row > 0 {
		return a
	}
	return b
}

// whole ends the rows with an error where the source changed while they were read.
func (src source) whole(rows intake.Rows) intake.Rows {
	return func(yield func(intake.Row, error) bool) {
		for row, err := range rows {
			if !yield(row, err) || err != nil {
				return
			}
		}
		if err := src.steady(); err != nil {
			yield(intake.Row{}, err)
		}
	}
}

// steady refuses a file that another program wrote to or replaced since it was opened.
func steady(f *os.File, path string, was os.FileInfo) error {
	is, err := f.Stat()
	if err != nil {
		return unreadable(path, err)
	}
	named, err := os.Stat(path)
	if err != nil || !os.SameFile(named, was) || is.Size() != was.Size() || !is.ModTime().Equal(was.ModTime()) {
		return fault.New(fault.FileChanged, filepath.Base(path)).Because(err)
	}
	return nil
}

func unreadable(path string, err error) error {
	return fault.New(fault.FileRead, filepath.Base(path), reason(err)).Because(err)
}

// explain words why a file was not taken in; b is nil where it could not be opened.
func (src source) explain(err error, b *sheet.Book) error {
	var f *fault.Fault
	var head *intake.HeaderError
	var text *intake.TextError
	switch {
	case err == nil || errors.As(err, &f):
		return err
	case errors.As(err, &head) && errors.Is(err, intake.ErrNoHeader) && b != nil && b.Separated() && src.misnamed():
		return fault.New(fault.NotSheet, src.name, "文本文件，里面没有表头").Because(err)
	case errors.As(err, &head):
		return app.HeaderFault(head, src.name)
	case errors.As(err, &text):
		return fault.New(fault.SheetText, src.name, text.Error()).Because(err)
	case errors.Is(err, intake.ErrTooMany):
		return fault.New(fault.SheetTooBig, src.name, after(err, intake.ErrTooMany, "行数过多")).Because(err)
	case errors.Is(err, sheet.ErrEmpty):
		f = fault.New(fault.SheetEmpty, src.name)
	case errors.Is(err, sheet.ErrOldFormat):
		f = fault.New(fault.SheetOld, src.name)
	case errors.Is(err, sheet.ErrPassword):
		f = fault.New(fault.SheetLocked, src.name)
	case errors.Is(err, sheet.ErrTooBig):
		f = fault.New(fault.SheetTooBig, src.name, after(err, sheet.ErrTooBig, "行数、列数或体积过大"))
	case errors.Is(err, sheet.ErrNotSheet):
		f = fault.New(fault.NotSheet, src.name, after(err, sheet.ErrNotSheet, "格式不对"))
	case errors.Is(err, context.Canceled):
		f = fault.New(fault.Cancelled)
	default:
		return err
	}
	return f.Because(err)
}

// misnamed reports whether a text file's name says that it is a workbook.
func (src source) misnamed() bool {
	return strings.HasPrefix(strings.ToLower(filepath.Ext(src.name)), ".xls")
}

// maxFaultRows bounds the table of faults; all of them are in the JSON.
const maxFaultRows = 100_000

// WriteFaults saves faults as a table, personal values masked as they are told.
func WriteFaults(path string, faults []intake.Fault) error {
	var rows [][]string
	for _, f := range faults[:min(len(faults), maxFaultRows)] {
		rows = append(rows, []string{strconv.Itoa(f.Row), f.Column, f.Value, f.Text})
	}
	titles := []string{fmt.Sprintf("导入问题清单：共%d处", len(faults))}
	if len(faults) > maxFaultRows {
		titles = append(titles, fmt.Sprintf("只列出前%d处", maxFaultRows))
	}
	var b bytes.Buffer
	if err := sheet.Table(&b, "问题", titles, []string{"行", "列", "内容", "问题"}, rows); err != nil {
		return err
	}
	return WriteFile(path, b.Bytes())
}

// after gives what an error says behind its sentinel, where that is Chinese; else the fallback.
func after(err, sentinel error, fallback string) string {
	text, key := err.Error(), sentinel.Error()
	if i := bytes.Index([]byte(text), []byte(key)); i >= 0 {
		rest := text[i+len(key):]
		for _, cut := range []string{"：", ": "} {
			if len(rest) > len(cut) && rest[:len(cut)] == cut && rest[len(cut)] >= 0x80 {
				return rest[len(cut):]
			}
		}
	}
	return fallback
}
