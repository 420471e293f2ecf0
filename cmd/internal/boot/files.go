package boot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/reports"
	"opsledger/storage/disk"
	"opsledger/storage/sheet"
)

// ReadFile reads a file a person named.
func ReadFile(path string) ([]byte, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.New(fault.FileRead, filepath.Base(path), reason(err)).Because(err)
	}
	return raw, nil
}

// WriteFile makes a file whole or not at all: written beside, synced, renamed.
func WriteFile(path string, raw []byte) error {
	fail := func(err error) error {
		return fault.New(fault.FileWrite, filepath.Base(path), reason(err)).Because(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fail(err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".opsledger-*")
	if err != nil {
		return fail(err)
	}
	_, err = f.Write(raw)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fail(errors.Join(err, os.Remove(f.Name())))
	}
	if err := (disk.OS{}).SyncDir(path); err != nil {
		return fail(err)
	}
	return nil
}

// Template writes a kind's empty spreadsheet.
func (s *Session) Template(ctx context.Context, kind, path string) ([]sheet.Column, error) {
	columns, label, err := s.TemplateColumns(ctx, kind)
	if err != nil {
		return nil, err
	}
	var out []sheet.Column
	for _, c := range columns {
		out = append(out, sheet.Column{Key: c.Key, Label: c.Label, Type: c.Type, Required: c.Required, Choices: c.Choices, Example: c.Example})
	}
	var b bytes.Buffer
	if err := sheet.Template(&b, label, out); err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	return out, WriteFile(path, b.Bytes())
}

// WriteWeekly draws a weekly report as PDF and as a workbook, from one value.
func WriteWeekly(rep app.Report, dir string) ([]string, error) {
	var files []string
	for _, d := range []struct {
		ext  string
		draw func(*bytes.Buffer) error
	}{
		{".pdf", func(b *bytes.Buffer) error { return reports.WeeklyPDF(b, rep) }},
		{".xlsx", func(b *bytes.Buffer) error { return reports.WeeklyXLSX(b, rep) }},
	} {
		var b bytes.Buffer
		if err := d.draw(&b); err != nil {
			return files, err
		}
		path := filepath.Join(dir, "周报-"+rep.Period+d.ext)
		if err := WriteFile(path, b.Bytes()); err != nil {
			return files, err
		}
		files = append(files, path)
	}
	return files, nil
}
