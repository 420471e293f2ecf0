package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
)

// folded is what became of one file of a folder.
type folded struct {
	File  string            `json:"file"`
	Done  *app.Exchanged    `json:"done,omitempty"`
	Error map[string]string `json:"error,omitempty"`
}

// isFolder reports whether an exchange is of all the files of a folder.
func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// takeFolder takes every exchange file of a folder in, each whole or not at all, and leaves them where they lie. One that is refused is
// tried again once others came: its sender's certificate may be among them. The command ends with 1 where one stays refused.
func (k *call) takeFolder(ctx context.Context, s *boot.Session, dir string) error {
	list, err := filepath.Glob(filepath.Join(dir, "*.opsb"))
	if err != nil {
		return fault.New(fault.FileRead, dir, "读不出文件夹").Because(err)
	}
	results := make([]folded, len(list))
	for left := len(list); ; {
		refused := 0
		for i, path := range list {
			if results[i].Done != nil {
				continue
			}
			x, err := s.Receive(ctx, app.Receiving{Path: path, Progress: k.progress(filepath.Base(path) + "（KB）")})
			if ctx.Err() != nil {
				return err
			}
			if results[i] = outcome(path, x, err); err != nil {
				refused++
			}
		}
		if refused == 0 || refused == left {
			break
		}
		left = refused
	}
	k.tellFolder(results, func(x app.Exchanged) { k.tellImport(s, x, false) })
	tidy(ctx, s)
	return nil
}

// answerFolder writes a file for each device that one is due to into a folder, named after the device and the moment; with --to for the one
// named.
func (k *call) answerFolder(ctx context.Context, s *boot.Session, dir string, size int64) error {
	if to := k.option("to", ""); to != "" {
		x, err := s.Send(ctx, app.Sending{Path: filepath.Join(dir, boot.BundleName(to, s.Now())), To: to, PartSize: size, Progress: k.progress(to + "（KB）")})
		if err != nil {
			return err
		}
		k.tellFolder([]folded{outcome(x.File, x, nil)}, k.tellExport)
		return nil
	}
	peers, err := s.Peers(ctx)
	if err != nil {
		return err
	}
	results := []folded{}
	for _, p := range peers {
		if !p.Owed {
			continue
		}
		path := filepath.Join(dir, boot.BundleName(p.Device, s.Now()))
		x, err := s.Send(ctx, app.Sending{Path: path, To: string(p.Key), PartSize: size, Progress: k.progress(p.Device + "（KB）")})
		if ctx.Err() != nil {
			return err
		}
		results = append(results, outcome(path, x, err))
	}
	k.tellFolder(results, k.tellExport)
	return nil
}

func outcome(path string, x app.Exchanged, err error) folded {
	if err == nil {
		return folded{File: path, Done: &x}
	}
	return folded{File: path, Error: told(fault.Of(err))}
}

// tellFolder tells file by file; a refused one makes the command end with 1.
func (k *call) tellFolder(results []folded, tell func(app.Exchanged)) {
	refused := 0
	for _, r := range results {
		if r.Error != nil {
			refused++
		}
		switch {
		case k.json:
		case r.Error != nil:
			k.say("%s：%s", filepath.Base(r.File), strings.Join([]string{r.Error["message"], r.Error["kept"], r.Error["remedy"]}, "。"))
		default:
			tell(*r.Done)
		}
	}
	k.refused = refused > 0
	if k.json {
		k.print(results)
		return
	}
	k.say("共%d个文件，办成%d个，未办成%d个", len(results), len(results)-refused, refused)
}
