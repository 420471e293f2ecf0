// Command zip packs a folder, in the order of names and under one time: the same files give the same archive. Names are marked as UTF-8, which
// Debian's zip does not do: Explorer would take them for the system's code page.
package main

import (
	"archive/zip"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"time"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "zip FOLDER ARCHIVE.zip SECONDS-SINCE-1970")
		os.Exit(2)
	}
	seconds, err := strconv.ParseInt(os.Args[3], 10, 64)
	if err == nil {
		err = pack(os.Args[1], os.Args[2], time.Unix(seconds, 0).UTC())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// pack writes an archive of a folder, whose own name comes first in all names.
func pack(dir, archive string, at time.Time) (err error) {
	out, err := os.Create(archive)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	w := zip.NewWriter(out)
	w.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.BestCompression) })
	tree := os.DirFS(dir)
	err = fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		head := &zip.FileHeader{Name: path.Join(path.Base(dir), name), Method: zip.Deflate, Modified: at}
		to, err := w.CreateHeader(head)
		if err == nil {
			_, err = to.Write(raw)
		}
		return err
	})
	return errors.Join(err, w.Close())
}
