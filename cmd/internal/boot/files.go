package boot

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

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

// WriteFile makes a file whole or not at all.
func WriteFile(path string, raw []byte) error {
	return StreamFile(path, func(w io.Writer) error {
		_, err := w.Write(raw)
		return err
	})
}

// StreamFile makes a file of what fill writes, whole or not at all: written beside, synced, renamed.
func StreamFile(path string, fill func(io.Writer) error) error {
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
	defer os.Remove(f.Name()) // once it has its name, there is nothing to remove
	w := &watched{w: f}
	b := bufio.NewWriterSize(w, 1<<16)
	if err := fill(b); err != nil && w.err == nil {
		f.Close()
		return err
	}
	if err = errors.Join(w.err, b.Flush()); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fail(err)
	}
	if err := (disk.OS{}).SyncDir(path); err != nil {
		return fail(err)
	}
	return nil
}

// watched remembers that writing failed: what fill makes of it is not told apart otherwise.
type watched struct {
	w   io.Writer
	err error
}

func (w *watched) Write(p []byte) (int, error) {
	n, err := w.w.Write(p)
	if err != nil {
		w.err = err
	}
	return n, err
}

// Template writes a kind's empty spreadsheet.
func (s *Session) Template(ctx context.Context, kind, path string) ([]sheet.Column, error) {
	columns, label, err := s.TemplateColumns(ctx, kind)
	if err != nil {
		return nil, err
	}
	var out []sheet.Column
	for _, c := range columns {
		out = append(out, sheet.Column{Key: c.Key, Label: c.Label, Type: c.Type, Required: c.Required, Choices: c.Choices, Example: c.Example, Help: c.Help})
	}
	var b bytes.Buffer
	if err := sheet.Template(&b, label, out); err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	return out, WriteFile(path, b.Bytes())
}

// WriteRecovery draws the recovery key as a page to be printed, into a folder.
func (s *Session) WriteRecovery(dir, key string) (string, error) {
	var b bytes.Buffer
	paper := reports.Paper{Key: key, Store: s.Name(), Dir: s.Dir, Account: s.Account, Made: s.Now()}
	if err := reports.RecoveryPDF(&b, paper); err != nil {
		return "", err
	}
	path := filepath.Join(dir, "恢复密钥-"+s.Name()+".pdf")
	return path, WriteFile(path, b.Bytes())
}
